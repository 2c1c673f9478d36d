"""Whether a condition in numbers holds for the case a question is about."""

import pytest

from rag.answering.ranges import applies, nearest, weekdays


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        pytest.param("我妈今年67了，门票多少？", "优待票：65岁以上长者", True, id="age_without_its_unit"),
        pytest.param("82岁吃一餐多少钱？", "60至69岁：12元", False, id="older_than_the_range"),
        pytest.param("2019年3月生的能上一年级吗？", "2018年9月1日至2019年8月31日出生", True, id="born_in"),
        pytest.param("2019年9月2日生的能上吗？", "2018年9月1日至2019年8月31日出生", None, id="born_after"),
        pytest.param("有辆10万的车能领吗？", "有8万元以上轿车的不得申请", True, id="worth"),
        pytest.param("满了100周岁还要交钱吗？", "100周岁及以上免费", True, id="the_bound_itself"),
        pytest.param("工作满4年有几天假？", "满3年不满10年的，10天", True, id="from_one_to_another"),
        pytest.param("工作满四年有几天假？", "满10年的，15天", False, id="not_yet"),
        pytest.param("请假12天谁批？", "不超过3天的由主管批", False, id="more_than_allowed"),
        pytest.param("用水200立方米多少钱？", "第二阶梯：181~300立方米", True, id="a_tier"),
        pytest.param("70岁能报名吗？", "18周岁以上、60周岁以下的居民", False, id="two_bounds"),
        pytest.param("12年有几天假？", "满3年，不满10年的，10天", False, id="past_the_second_bound"),
        pytest.param("满10年有几天假？", "不满10年的，10天", False, id="a_bound_not_reached"),
        pytest.param("2岁的孩子收吗？", "招收6个月至3岁的孩子", True, id="from_months_to_years"),
        pytest.param("80平方米的房子可以申请吗？", "面积不低于60平方米的可以申请", True, id="at_least"),
        pytest.param("17岁可以考吗？", "未满18周岁不得报考", True, id="not_yet"),
        pytest.param("19岁可以考吗？", "未满18周岁不得报考", False, id="already"),
        pytest.param("50岁能参加吗？", "年龄不大于45岁", False, id="at_most"),
        pytest.param("合作社是哪一年成立的？", "合作社成立至今已超过10年", None, id="an_asking_word"),
        pytest.param("一年交多少钱？", "缴费满15年的", None, id="one_of_a_unit"),
        pytest.param("今年12家食堂怎么收费？", "60岁以上的老人每餐8元", None, id="no_age"),
        pytest.param("近三年建了几个公园？", "2021年至2023年建成12个公园", None, id="years_by_number"),
        pytest.param("李明捐了500元给谁？", "李明捐款500元，邻居共捐超过800元", None, id="stated"),
        pytest.param("请假四天谁批？", "一天以上三天以内的，由镇长批准", False, id="more_than_both_bounds"),
        pytest.param("下雨160毫米怎么办？", "24小时降雨量达150毫米", True, id="a_threshold"),
        pytest.param("他捐了300元给谁？", "捐款总额达200元", None, id="a_sum_is_no_threshold"),
        pytest.param("用了250方水，怎么算？", "年用水181至300立方米", True, id="water_by_another_unit"),
        pytest.param("年用水250吨怎么算？", "年用水300立方米以上", False, id="water_in_tons"),
        pytest.param("12月16日能交吗？", "12月15日至12月17日暂停缴费", True, id="a_day_between"),
        pytest.param("12月18日能交吗？", "12月15日至17日暂停缴费", None, id="a_day_after"),
        pytest.param("1月2日开门吗？", "12月30日至次年1月3日闭馆", None, id="in_words"),
        pytest.param("1月2日开门吗？", "12月30日至1月3日闭馆", True, id="over_the_new_year"),
        pytest.param("走5千米要多久？", "3千米以内步行", False, id="kilometres_by_another_name"),
        pytest.param("2024年有几天假？", "满3年不满10年的，10天", None, id="a_year_is_no_case"),
        pytest.param("80岁以上的老人有多少？", "60至69岁的有12人", None, id="a_range_is_no_case"),
        pytest.param("62岁了，办证要带什么？", "60至69岁发绿色证", None, id="what_to_bring"),
        pytest.param("旷课25学时怎么处分？", "旷课满20学时不满30学时的，警告", True, id="hours_of_lessons"),
        pytest.param("4岁半上哪个班？", "小班收3至4岁", False, id="a_half"),
        pytest.param("孩子1米3要买票吗？", "1.2米以下免票", False, id="metres_and_a_digit"),
        pytest.param("买了10天能换吗？", "15天内可以换货", True, id="within"),
        pytest.param("75岁的老人多少钱？", "超过10天的由总裁批", None, id="another_unit"),
    ],
)
def test_a_condition_covers_a_case(question: str, sentence: str, expected: bool | None) -> None:  # noqa: FBT001
    assert applies(question, sentence) is expected


def test_of_thresholds_in_the_same_words_the_greatest_that_is_reached_applies() -> None:
    levels = [
        f"级别：{level}，降雨量达{bound}毫米"
        for level, bound in (("三级", 100), ("二级", 150), ("一级", 250))
    ]
    assert nearest("下雨160毫米是几级？", levels) == [False, True, False]
    assert nearest("下雨160毫米是几级？", [levels[0], "水位达120毫米"]) == [True, True]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一至周三办公", {0, 1, 2}),
        ("星期六、周日休息", {5, 6}),
        ("周一——周五开放", {0, 1, 2, 3, 4}),
        ("每周三、五办理", {2, 4}),
        ("周五到下周一", {4, 0}),
        ("周六至周一", {5, 6, 0}),
        ("礼拜天", {6}),
        ("一周一次，每周日报", {6}),
        ("周一、三楼会议室", {0}),
    ],
)
def test_days_of_the_week(text: str, days: set[int]) -> None:
    assert weekdays(text) == days
