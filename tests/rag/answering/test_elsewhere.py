"""What tells that a sentence speaks of another time, thing or name than the question."""

import pytest

from rag.answering.candidates import candidates
from rag.answering.question import parse
from rag.answering.terms import TermKind
from tests.rag.answering.test_evidence import evidence
from tests.rag.answering.test_extractive import hits


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param("2月12日哪个部门值班？", "2月11日，文化站值班。", 1.0, id="another_day"),
        pytest.param("2月12日哪个部门值班？", "2月12日，文化站值班。", 0.0, id="that_day"),
        pytest.param("2月12日哪个部门值班？", "2月11日至13日，文化站值班。", 0.0, id="days_between"),
        pytest.param("5月15日哪里停电？", "5月16日9:00至15:30东街停电。", 1.0, id="hours_are_no_days"),
        pytest.param("5月15日哪里停电？", "5月11日至13日东街停电。", 1.0, id="past_the_days_between"),
        pytest.param("5月15日还能报名吗？", "5月11日至13日报名。", 0.0, id="no_longer"),
        pytest.param("5月15日谁值班？", "5月14-16日，文化站值班。", 0.0, id="days_between_without_a_name"),
        pytest.param("星期六谁带班？", "星期二由林涛带班。", 1.0, id="another_day_of_the_week"),
        pytest.param("星期六谁带班？", "周五至周日由林涛带班。", 0.0, id="days_of_the_week_between"),
        pytest.param(
            "2024年有几家企业？",
            "2024年企业继续发展。企业由2023年的14家增加到17家。",
            0.0,
            id="a_year_grown_from",
        ),
        pytest.param("7月哪天停水？", "6月8日停水，因为更换水管。", 1.0, id="another_month"),
        pytest.param("7月前要停几次水？", "6月8日停水，因为更换水管。", 0.0, id="before_a_month"),
        pytest.param("第六届采茶节在哪里举行？", "第五届采茶节在西山举行。", 1.0, id="another_turn"),
        pytest.param("第六届采茶节在哪里举行？", "采茶节在西山举行。", 0.0, id="no_turn_near"),
        pytest.param("第一任站长是谁？", "首任站长是刘欣。", 0.0, id="the_first_by_another_word"),
        pytest.param("第二学区哪天核验？", "第三学区6月22日核验。", 1.0, id="another_district"),
        pytest.param("第二学区哪天核验？", "第二学区6月22日核验。", 0.0, id="that_district"),
        pytest.param("一号工位投资多少？", "二号工位投资3亿元。", 1.0, id="another_launch_pad"),
        pytest.param("渡口人家第一季有几集？", "# 《渡口人家2》收官\n\n该剧共24集。", 1.0, id="a_sequel"),
        pytest.param("渡口人家第二季有几集？", "# 《渡口人家2》收官\n\n该剧共24集。", 0.0, id="that_season"),
        pytest.param("全年来了多少人？", "开馆满月，共接待9万人。", 1.0, id="a_part_of_the_year"),
        pytest.param("全年来了多少人？", "二季度来了3万人，全年共接待9万人。", 0.0, id="the_whole_year"),
        pytest.param(
            "6月均价多少元？", "# 5月房价下跌\n\n均价为12000元。", 1.0, id="a_title_of_another_month"
        ),
        pytest.param("6月均价多少元？", "# 6月房价下跌\n\n均价为12000元。", 0.0, id="a_title_of_that_month"),
        pytest.param(
            "1937年洪水死了多少人？",
            "1937年洪水没有伤亡统计；1990年遇难者119人。",
            1.0,
            id="a_clause_of_another_year",
        ),
        pytest.param("1990年洪水死了多少人？", "1937年洪水来过；1990年遇难者119人。", 0.0, id="of_that_year"),
        pytest.param("6路首班车几点？", "线路：3路，首班：6:10", 1.0, id="another_bus"),
        pytest.param("3路首班车几点？", "线路：3路，首班：6:10", 0.0, id="that_bus"),
        pytest.param("污水厂一期谁中标？", "污水厂二期由恒山公司中标。", 1.0, id="another_phase"),
        pytest.param("二季度有几个项目？", "三季度有14个项目。", 1.0, id="another_quarter"),
        pytest.param("二季度有几个项目？", "2季度有14个项目。", 0.0, id="that_quarter_in_digits"),
        pytest.param("二季度有几个项目？", "一、二季度各有14个项目。", 0.0, id="that_quarter_among_others"),
        pytest.param("4号楼几点停水？", "3至5号楼8点停水。", 0.0, id="between_two"),
        pytest.param("6号楼几点停水？", "3至5号楼8点停水。", 1.0, id="beyond_them"),
        pytest.param("三年级几点放学？", "一年级至六年级下午3点放学。", 0.0, id="between_two_kinds"),
        pytest.param("3号楼几点停水？", "3号、5号楼8点停水。", 0.0, id="the_first_of_two"),
        pytest.param("东门几点开？", "东、西门8点开。", 0.0, id="one_of_two_gates"),
        pytest.param("第十二条规定了什么？", "第十二条 违反第八条规定的，处警告。", 0.0, id="no_kind"),
        pytest.param("2022年新建几个公园？", "2021—2023年每年新建4个公园。", 0.0, id="a_year_between_two"),
        pytest.param("二〇二三年有几个公园？", "二〇二二年有4个公园。", 1.0, id="another_year_in_numerals"),
        pytest.param("第二季有几集？", "第一季有12集，口碑很好。", 1.0, id="another_season"),
        pytest.param("第二场在哪里打？", "首场在海口打，观众两千人。", 1.0, id="the_first_of_two_matches"),
        pytest.param("2023-24赛季有几支球队？", "2024年春天有12支球队。", 0.0, id="a_season_of_two_years"),
        pytest.param("1998年水位多高？", "2024年水位仅比1998年的最高水位低0.2米。", 1.0, id="compared_with"),
        pytest.param("一季度和二季度各有几个项目？", "二季度有14个项目。", 0.0, id="one_of_two_asked"),
        pytest.param("城北营业厅在哪里？", "城南营业厅在西街。", 1.0, id="another_end_of_town"),
        pytest.param("南门几点开？", "公园8点开，其中门票10元。", 0.0, id="no_gate"),
        pytest.param("城北菜场在哪里？", "菜场在县城中心西侧。", 0.0, id="no_end_of_town"),
        pytest.param("75岁的老人一餐多少钱？", "年龄：80岁及以上，每餐价格：6元", 1.0, id="too_young"),
        pytest.param("75岁的老人一餐多少钱？", "年龄：70至79岁，每餐价格：9元", 0.0, id="of_that_age"),
        pytest.param("3月31号谁值班？", "3月31日，文化站值班。", 0.0, id="that_day_by_another_word"),
        pytest.param("3月5日谁值班？", "03月05日，文化站值班。", 0.0, id="that_day_with_zeros"),
        pytest.param("初六谁带班？", "日期：2月2日(初五)，带班领导：王大山", 1.0, id="another_lunar_day"),
        pytest.param("大年初一谁带班？", "日期：1月29日(初一)，带班领导：赵立", 0.0, id="that_lunar_day"),
        pytest.param("初三谁带班？", "初一至初五由王大山带班。", 0.0, id="a_run_of_lunar_days"),
        pytest.param("最初三天门票多少？", "庙会从初一起，最初三天门票30元。", 0.0, id="no_lunar_day"),
        pytest.param("除夕谁带班？", "初一由王大山带班。", 1.0, id="new_years_eve"),
        pytest.param("元旦谁带班？", "国庆由王大山带班。", 1.0, id="another_festival"),
        pytest.param("初六谁带班？", "国庆由王大山带班。", 1.0, id="a_lunar_day_of_no_other_festival"),
        pytest.param("国庆谁带班？", "国庆和中秋由王大山带班。", 0.0, id="that_festival"),
        pytest.param("七（1）班在哪里上课？", "七（2）班在205。", 1.0, id="another_class"),
        pytest.param(
            "2022年召回多少辆？", "召回2021年3月至2022年8月生产的汽车32辆，2024年完成。", 1.0, id="made_then"
        ),
        pytest.param("七1班在哪里上课？", "七（1）班在203。", 0.0, id="that_class"),
        pytest.param(
            "蓝杉2025年营收多少？", "蓝杉2025年3月27日公布2024年报：营收21亿元。", 1.0, id="came_out_later"
        ),
        pytest.param("2025年比2024年多多少人？", "2025年有1.8万人，多3000人。", 0.0, id="only_compared"),
        pytest.param("他的第一个教练是谁？", "启蒙教练是爷爷林涛。", 0.0, id="to_begin_with"),
        pytest.param("2023年建成了多少个网格？", "2023年建成1800个网格。", 0.0, id="no_year"),
        pytest.param("1-9999999999号楼在哪里？", "1-9999999999号楼在西街。", 0.0, id="no_run_of_houses"),
        pytest.param(
            "What is the theme of the 14th festival?", "第十三届采茶节的主题是山水。", 1.0, id="english_turn"
        ),
    ],
)
def test_dates_and_turns(question: str, text: str, against: float) -> None:
    assert evidence(question, text, "date elsewhere")[-1] == against


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param("青潭水库的水位是多少？", "龙窟水库的水位为118米。", [1.0], id="another_reservoir"),
        pytest.param("龙窟水库的水位是多少？", "龙窟水库的水位为118米。", [0.0], id="that_reservoir"),
        pytest.param("北河村有多少户？", "我们村共有320户。", [0.0], id="our_village"),
        pytest.param(
            "青潭水库的水位是多少？",
            "龙窟水库的水位为118米。青潭水库由邻镇调度。",
            [1.0, 0.0],
            id="named_next_to_it",
        ),
        pytest.param("青潭水库的水位是多少？", "本地水库的水位为118米。", [0.0], id="not_another_by_name"),
        pytest.param("北河村的收入是多少？", "作为美丽乡村示范点，收入达到120万元。", [0.0], id="no_village"),
        pytest.param("上篁村的垃圾运到哪里？", "垃圾运到村口。", [0.0], id="to_the_village"),
        pytest.param("青潭股东会来了多少人？", "澜骧股东会来了312人。", [1.0], id="by_an_unknown_name"),
        pytest.param("北河村的收入是多少？", "石桥村的收入达到120万元。", [1.0], id="another_village"),
        pytest.param("神舟六号绕地球多少圈？", "神舟五号绕地球14圈。", [1.0], id="another_number"),
        pytest.param("神舟二十号绕地球多少圈？", "神舟20号绕地球14圈。", [0.0], id="that_number"),
    ],
)
def test_things_of_a_kind(question: str, text: str, against: list[float]) -> None:
    assert evidence(question, text, "another of its kind") == against


def test_what_stands_under_the_name_of_a_village_is_of_that_one() -> None:
    text = "# 上篁村村规民约\n\n白事不超过10桌。"
    asked = "下篁村的白事最多几桌？", "上篁村的白事最多几桌？"
    assert [evidence(one, text, "another of its kind") for one in asked] == [[1.0], [0.0]]


def test_a_name_is_looked_for_where_the_paragraph_begins() -> None:
    text = "林涛生于青石镇。他先当教师。后来他开了书屋，又办了报。他的书屋在西街。"
    assert evidence("林涛的书屋在哪里？", text, "name nowhere near")[-1] == 0.0
    assert evidence("蔡卫国的书屋在哪里？", text, "name nowhere near")[-1] == 1.0
    assert candidates(hits(text))[-1].lead == "林涛生于青石镇。"


@pytest.mark.parametrize(
    ("label", "lead"),
    [
        pytest.param("**议题二：果园发包**", "议题二：果园发包。原承包人合同到期。", id="in_bold"),
        pytest.param("果园对外发包", "果园对外发包。原承包人合同到期。", id="unmarked"),
        pytest.param("承包合同", "承包合同。原承包人合同到期。", id="said_in_part"),
        pytest.param("二、原承包人", "原承包人合同到期。", id="said"),
        pytest.param("二、发包", "原承包人合同到期。", id="too_short"),
        pytest.param("青石晚报 2024-05-06", "原承包人合同到期。", id="a_date"),
        pytest.param("主持人：葛宁", "原承包人合同到期。", id="a_value"),
    ],
)
def test_what_a_paragraph_is_of_is_told_by_the_line_over_it(label: str, lead: str) -> None:
    text = f"{label}\n\n原承包人合同到期。改为竞价，底价2万元。竞价会由会计组织。"
    assert candidates(hits(text))[-1].lead == lead


def test_a_name_the_tagger_tears_is_the_one_the_text_has() -> None:
    asked = "屠呦呦领奖时演讲的题目是什么？"
    whole, torn = evidence(asked, "屠呦呦作了演讲。屠家有人来。", "names in sentence")
    assert whole == 1.0
    assert torn < 0.5


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("神舟六号有几名航天员？", "神舟六号"),
        ("神舟二十号有几名航天员？", "神舟二十号"),
        ("C919首飞的机长是谁？", "C919"),
        ("2024年2月12日石篁镇哪个部门值班？", "石篁镇"),
    ],
)
def test_numbers_belong_to_names_and_days_do_not(question: str, name: str) -> None:
    terms = parse(question).terms
    assert [term.text for term in terms if term.kind is TermKind.NAME] == [name]


def test_a_house_number_is_no_part_of_a_name() -> None:
    assert "德园社区3号" not in [term.text for term in parse("德园社区3号楼住着谁？").terms]


def test_a_row_of_a_table_is_finished() -> None:
    assert evidence("社保窗口的电话是多少？", "窗口：社保，电话：59123401", "unfinished") == [0.0]
    assert evidence("社保窗口的电话是多少？", "社保窗口的电话", "unfinished") == [1.0]


def test_where_no_sentence_is_marked_none_is_taken_for_cut_off() -> None:
    lines = ["普通号6元", "主任号25元", "专家号60元", "周日休息", "咨询电话59123401"]
    assert evidence("普通号多少钱？", "\n".join(lines), "unfinished") == [0.0] * 5
    assert evidence("普通号多少钱？", "。\n".join(lines), "unfinished") == [0.0] * 4 + [1.0]


def test_a_place_is_told_from_the_verb_before_it() -> None:
    text = "汪立平到岚安县坐诊。"
    assert evidence("汪立平哪天来岚安县坐诊？", text, "name nowhere near") == [0.0]


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param(
            "全国青年赛的冠军是谁？", "阮青禾拿过全国青年赛亚军。", [1.0], id="another_place_of_honour"
        ),
        pytest.param("全国青年赛的冠军是谁？", "阮青禾拿过全国青年赛冠军。", [0.0], id="that_one"),
        pytest.param("秋季运动会哪天开？", "春季运动会定于4月17日举行。", [1.0], id="another_season"),
        pytest.param("周德山哪年去世？", "周德山1980年病逝。", [0.0], id="the_same_by_another_word"),
        pytest.param("净利润多少？", "营收39亿元。", [1.0], id="what_came_in_for_what_was_gained"),
        pytest.param("画展哪天结束？", "画展8月8日开幕。", [1.0], id="the_beginning_for_the_end"),
        pytest.param("画展哪天结束？", "画展8月8日开幕，持续到9日。", [0.0], id="how_long_it_goes_on"),
        pytest.param("画展哪天开幕？", "画展为期两天，从8月8日起。", [0.0], id="a_length_is_no_opposite"),
        pytest.param("影片哪天上映？", "延长上映一周后，影片5月9日下映。", [1.0], id="prolonged"),
        pytest.param("二手房均价多少？", "# 新房降价\n\n均价为12000元。", [1.0], id="by_the_title"),
        pytest.param("总冠军是谁？", "上季总冠军陈岚没有回归。", [1.0], id="the_one_before"),
        pytest.param("总冠军是谁？", "总冠军陈岚比上季多得三分。", [0.0], id="compared_with_the_one_before"),
        pytest.param("青石县受灾多少亩？", "全流域受灾面积73万亩。", [1.0], id="the_whole_for_a_part"),
        pytest.param("青石社区哪天停电？", "青石社区8月4日停水。", [1.0], id="water_for_power"),
        pytest.param("青石社区哪天停电？", "青石社区8月4日停水停电。", [0.0], id="water_and_power"),
        pytest.param("市场冬天几点关门？", "市场夏季19:00关门。", [1.0], id="another_season_of_the_year"),
        pytest.param("最佳男主角是谁？", "最佳男主角提名者：林涛、陈岚。", [1.0], id="only_nominated"),
        pytest.param("决赛谁当裁判？", "半决赛由林涛当裁判。", [1.0], id="another_round"),
        pytest.param("青石杯决赛在哪里？", "青石杯女足决赛在西街。", [1.0], id="the_womens"),
        pytest.param("青石杯女足决赛在哪里？", "青石杯女足决赛在西街。", [0.0], id="the_womens_asked"),
        pytest.param("远川汽车的总监是谁？", "# 北川汽车换帅\n\n总监是林涛。", [1.0], id="another_firm"),
        pytest.param("大桥什么时候开工？", "大桥6月28日正式通车。", [1.0], id="finished_not_begun"),
        pytest.param("养猫要登记吗？", "养狗要登记。", [1.0], id="another_animal"),
        pytest.param("县里哪天面试？", "县里笔试定在10月26日。", [1.0], id="another_test"),
        pytest.param("竹篮中号多少钱？", "竹篮小号39元，大号68元。", [1.0], id="another_size"),
        pytest.param("青石县受灾多少亩？", "全县受灾面积3万亩。", [0.0], id="the_county_itself"),
    ],
)
def test_opposites_and_wholes_are_others(question: str, text: str, against: list[float]) -> None:
    assert evidence(question, text, "another of its kind") == against


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        pytest.param("实际招了多少名护林员？", "计划招募护林员1350名。", 1.0, id="planned"),
        pytest.param("实际招了多少名护林员？", "计划招募1350名，实际招了护林员1200名。", 0.0, id="done"),
        pytest.param("场均上座多少人？", "我们希望场均上座超过3500人。", 1.0, id="hoped_for"),
        pytest.param("计划招多少名护林员？", "计划招募护林员1350名。", 0.0, id="a_plan_is_asked_for"),
        pytest.param("帐篷的供应商是哪家？", "供应商经三家比价选出，但未公布名字。", 1.0, id="withheld"),
        pytest.param("除名后的新名字是什么？", "新名字还在征集中，有人提“雪芽”。", 1.0, id="undecided"),
        pytest.param("老厂房卖了多少钱？", "老厂房报价在9亿元左右。", 1.0, id="only_offered"),
        pytest.param(
            "男篮联赛冠军是哪支球队？", "男篮联赛将于3月2日揭幕，16支球队参赛。", 1.0, id="yet_to_begin"
        ),
        pytest.param("男篮联赛冠军是谁？", "小将陈岚拿到冠军。", 0.0, id="a_young_player_is_no_plan"),
    ],
)
def test_what_is_planned_or_withheld_is_no_answer(question: str, text: str, against: float) -> None:
    assert evidence(question, text, "premise not in text") == [against]


@pytest.mark.parametrize(
    ("text", "against"),
    [
        pytest.param("陈岚的本事是听。六年里她调解了213起。", 1.0, id="another"),
        pytest.param("葛宁和陈岚的本事是听。六年里她调解了213起。", 0.0, id="both"),
        pytest.param("老葛和陈岚的本事是听。六年里他调解了213起。", 0.0, id="by_the_surname"),
        pytest.param("# 葛宁\n\n陈岚请来了人。六年里他调解了213起。", 0.0, id="in_the_title"),
        pytest.param("陈岚的本事是听。六年里共调解了213起。", 0.0, id="of_nobody"),
        pytest.param("陈岚的本事是听。六年里他们调解了213起。", 0.0, id="of_several"),
    ],
)
def test_a_pronoun_is_of_the_person_named_before(text: str, against: float) -> None:
    assert evidence("葛宁调解了多少起？", text, "another of its kind")[-1] == against


def test_what_stands_over_a_table_or_list_is_of_every_row_and_item() -> None:
    table = "青石中学有两个班。\n七（1）班\n节次：一，周一：语文\n节次：二，周一：英语\n完。"
    assert [one.lead for one in candidates(hits(table)) if one.is_row] == ["七（1）班。"] * 2
    sizes = "定做校服：\n110码 85元\n120码 90元\n130码 95元\n"
    assert [one.lead for one in candidates(hits(sizes))][1:] == ["", "定做校服：", "定做校服："]


def test_a_section_tells_the_year_of_what_stands_under_it() -> None:
    text = (
        "一、工作\n接待36850人次。\n很顺利。\n二、2024年工作安排\n加强管理。\n改善环境。\n接待40000人次。\n"
    )
    against = evidence("青石镇2023年接待多少人次？", text, "date elsewhere")
    assert against[0] < against[-1] == 1.0
