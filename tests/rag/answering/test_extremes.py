import pytest

from rag.answering import judgement
from rag.answering.candidates import candidates
from rag.answering.evidence import FEATURES
from rag.answering.extremes import extremes
from rag.answering.question import parse
from tests.fakes import BagEmbedder
from tests.rag.answering.test_extractive import hits

CAMPS = """# 青石镇夏令营

| 营地 | 人数 | 年龄 | 营费（元） | 开营时间 |
|---|---|---|---|---|
| 白河营 | 30 | 14周岁以下 | 1,260 | 7月9日 8:30 |
| 北山营 | 45 | 16周岁以下 | 980 | 7月9日 14:00 |
| 东湖营 | 30 | 12周岁以下 | 1080 | 7月2日 9:00 |

报名到镇文化站。
"""

ACCOUNTS = """# 青石村收支

| 收入项目 | 金额(元) |
|---|---|
| 鱼塘承包 | 24,000 |
| 上级补助 | 35,000 |
| 收入合计 | 59,000 |

| 支出项目 | 金额(元) |
|---|---|
| 修路 | 28,300 |
| 保洁 | 10,800 |
| 支出合计 | 39,100 |

账目贴在村口。
"""
BUSES = """# 青石公交

| 线路 | 首末班 | 票价 |
|---|---|---|
| 1路 | 6:00—21:30 | 2元 |
| 3路 | 5:50—20:40 | 1元(学生半价) |
| 8路 | 6:30—19:30 | 免费 |

线路图贴在车站。
"""
DOGS = """# 青石花园

| 楼栋 | 登记犬只 | 未办证 |
|---|---|---|
| 1号楼 | 17 | 2 |
| 3号楼 | 23 | 5 |

遛狗要牵绳。
"""
CLASSES = """# 青石兴趣班

材料费另收：
- 书法 每学期60元
- 围棋 每学期40元
- 航模 每学期220元

报名到二楼。
"""
CHECKS = """# 青石镇检查

| 单位 | 隐患数 | 整改期限 |
|---|---|---|
| 家具厂 | 14 | 9月30日 |
| 幼儿园 | 3 | 9月18日 |

逾期从重处罚。
"""


VILLAGES = """# 青石镇各村

| 村名 | 人口 | 距离 |
|---|---|---|
| 全镇 | 4400人 | 0公里 |
| 东河村 | 1200人 | 3公里 |
| 西河村 | 2300人 | 12公里 |
| 南岭村 | 900人 | 8公里 |
| 合 计 | 4400人 | 0公里 |

各村都通车。
"""
ROOMS = """# 青石公寓

| 房型 | 面积 | 租金 |
|---|---|---|
| 单间 | 25平方米 | 900元 |
| 精装小户 | 35平方米 | 1800元 |
| 两室 | 70平方米 | 1500元 |

押一付三。
"""
COLD = """# 青石镇气温

| 日期 | 最低气温 | 窗口时间 |
|---|---|---|
| 1月3日 | -12℃ | 8:30-20:00 |
| 1月4日 | -18℃ | 9:00-17:00 |
| 1月5日 | -9℃ | 9:30-16:30 |

注意保暖。
"""


def told(question: str, text: str = CAMPS) -> list[str]:
    found = candidates(hits(text))
    return [
        found[place].text.split("，")[0].removeprefix("营地：") for place in extremes(parse(question), found)
    ]


@pytest.mark.parametrize(
    ("question", "camps"),
    [
        ("哪个营地的营费最低？", ["北山营"]),
        ("营费最高的是哪个营地？", ["白河营"]),
        ("最便宜的营地是哪个？", ["北山营"]),
        ("人最多的营地是哪个？", ["北山营"]),
        ("哪个营地年龄放得最宽", ["北山营"]),
        ("哪个营地招的人数最少？", ["白河营", "东湖营"]),
        ("哪个营地开营最早？", ["东湖营"]),
        ("哪个营地开营最晚？", ["北山营"]),
        ("7月2日开营的营地哪个营费最贵？", ["东湖营"]),
    ],
)
def test_the_row_with_the_most_or_the_least_is_told(question: str, camps: list[str]) -> None:
    assert told(question) == camps


@pytest.mark.parametrize(
    ("question", "text", "first"),
    [
        pytest.param("青石村哪项支出最大？", ACCOUNTS, "支出项目：修路", id="without_the_sum"),
        pytest.param("青石村哪项收入最多？", ACCOUNTS, "收入项目：上级补助", id="of_two_tables"),
        pytest.param("青石村哪里花钱最少？", ACCOUNTS, "支出项目：保洁", id="amounts_without_their_word"),
        pytest.param("青石的公交哪条线收车最晚？", BUSES, "线路：1路", id="the_end_of_a_range"),
        pytest.param("青石的公交哪条线首班最早？", BUSES, "线路：3路", id="the_beginning_of_a_range"),
        pytest.param("青石公交哪条线最便宜？", BUSES, "线路：8路", id="free_and_with_a_remark"),
        pytest.param("青石公交哪条线车费最高？", BUSES, "线路：1路", id="another_word_for_the_price"),
        pytest.param("青石花园哪栋狗最多？", DOGS, "楼栋：3号楼", id="a_word_of_one_character"),
        pytest.param("青石兴趣班哪个材料费最高？", CLASSES, "航模 每学期220元", id="of_a_list"),
        pytest.param("青石镇哪个村人口最多？", VILLAGES, "村名：西河村", id="without_the_whole_town"),
        pytest.param("东河村和南岭村哪个人口最多？", VILLAGES, "村名：东河村", id="of_two_named"),
        pytest.param("除了西河村，哪个村人口最多？", VILLAGES, "村名：东河村", id="but_one"),
        pytest.param("最远的村人口有多少？", VILLAGES, "村名：西河村", id="how_far_not_how_many"),
        pytest.param("最贵的房型面积是多少？", ROOMS, "房型：精装小户", id="how_dear_not_how_large"),
        pytest.param("两室的房型租金最高多少？", ROOMS, "房型：两室", id="of_the_cell_named"),
        pytest.param("青石镇哪天最低气温最低？", COLD, "日期：1月4日", id="below_zero"),
        pytest.param("青石镇哪天窗口下班最晚？", COLD, "日期：1月3日", id="the_end_of_work"),
        pytest.param("青石镇哪家单位最晚整改完？", CHECKS, "单位：家具厂", id="when_something_is_done"),
        pytest.param("青石镇哪家单位整改期限最早？", CHECKS, "单位：幼儿园", id="a_limit_in_time"),
    ],
)
def test_words_of_money_and_time_find_their_column(question: str, text: str, first: str) -> None:
    assert told(question, text) == [first]


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("哪个营地的床位最多？", id="no_such_column"),
        pytest.param("哪个营地的花粉最多？", id="no_money"),
        pytest.param("营费最高限价是多少？", id="a_limit"),
        pytest.param("营费最多能减多少？", id="a_limit_of_what_may_be_done"),
        pytest.param("滑雪场的营费哪家最低？", id="of_something_else"),
        pytest.param("哪种品种的营费最低？", id="of_what_the_table_does_not_have"),
        pytest.param("体检的营费哪家最低？", id="of_some_other_deed"),
        pytest.param("2019年哪个营地的营费最低？", id="of_another_year"),
        pytest.param("哪个营地的工资最高？", id="pay_is_no_fee"),
        pytest.param("营费是多少？", id="no_extreme"),
        pytest.param("最近的营地营费多少？", id="lately"),
    ],
)
def test_nothing_is_told_where_the_table_does_not_tell(question: str) -> None:
    assert told(question) == []


WORKS = """# 青石工程

| 项目 | 完工时间 | 投资(元) |
|---|---|---|
| 修路 | 2024年12月30日 | 300 |
| 水渠 | 2025年6月1日 | 200 |
| 合计（元） | | 500 |

施工期间绕行。
"""


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        pytest.param("青石哪个项目完工最晚？", WORKS, ["项目：水渠"], id="years_count"),
        pytest.param("青石哪个项目投资最大？", WORKS, ["项目：修路"], id="a_sum_with_its_unit"),
        pytest.param("青石哪个村最早通电？", "# 青石\n\n白河3月1日通路。北山2月4日通电。东湖1月5日通水。", [],
                     id="no_list_but_sentences"),
        pytest.param("青石哪个奖奖金最高？", "# 青石奖\n\n- 一等 1万元\n- 二等 5000元\n- 三等 3000元\n", [],
                     id="a_list_in_two_units"),
        pytest.param("青石门诊哪个科室开诊最早？",
                     "# 青石门诊\n\n科室 | 开诊时间\n--|--\n内科 | 上午 8:30\n外科 | 下午 2:30\n\n完。", [],
                     id="halves_of_a_day"),
        pytest.param("青石票价最低的是哪样？",
                     "# 青石票价\n\n项目 | 票价\n--|--\n划船 | 30元/小时\n滑梯 | 10元/天\n\n完。", [],
                     id="of_unlike_things"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not(question: str, text: str, found: list[str]) -> None:
    assert told(question, text) == found


def test_a_limit_is_no_item_of_a_list() -> None:
    assert told("青石镇单位最晚几号整改？", CHECKS) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CAMPS.replace("980", "面议"), id="a_row_without_a_number"),
        pytest.param(CAMPS.replace("980", "98美元"), id="another_unit"),
        pytest.param(CAMPS.replace("\n| 北山营", "\n\n报名满了。\n\n| 北山营"), id="a_table_broken_off"),
        pytest.param("营费最低的是南溪营。\n\n" + CAMPS, id="a_sentence_that_says_it"),
    ],
)
def test_only_a_whole_table_of_numbers_tells(text: str) -> None:
    assert told("哪个营地的营费最低？", text) == []


def test_rows_of_a_table_that_goes_on_in_another_chunk_tell_nothing() -> None:
    rows = "".join(
        f"| 第{number}营 | {number + 10} | 14周岁以下 | 1{number:03} | 7月9日 8:30 |\n"
        for number in range(30)
    )
    found = hits(CAMPS.replace("\n报名", rows + "\n报名"))
    question = parse("哪个营地的营费最低？")
    assert extremes(question, candidates(found)) != []
    assert extremes(question, candidates(found[:-1])) == []
    assert extremes(question, candidates(found[:2] + found[3:])) == []
    assert extremes(question, candidates(found[1:])) == []


def test_the_row_comes_first_and_lacks_no_premise() -> None:
    verdict, evidence = judgement.by_evidence(
        parse("哪个营地的营费最低？"), candidates(hits(CAMPS)), BagEmbedder()
    )
    assert [one.sentence.text[:6] for one in verdict.ranked[:1]] == ["营地：北山营"]
    premise = evidence[:, FEATURES.index("premise not in text")].tolist()
    assert premise[0] == 0.0
    assert premise[1] == 1.0
