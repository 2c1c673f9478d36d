import json
from pathlib import Path

import pytest

from rag.answering.dialect import standard

GOLDEN = Path(__file__).parents[2] / "golden"
# Golden questions that are asked in dialect, with a year of two digits, or about a text itself.
IN_DIALECT = {
    "金山大道那个联盟，干吗要往建设里头塞治理元素呀？",
    "阿拉张江个党群服务中心啥辰光开张个？",
    "万联村修路呒没铜钿，啥人出来帮忙个？",
    "张江干吗要建那个创荟厅?",
    "俺爹今年85岁,中午在东街老年食堂吃一顿要花多少?",
    "23年那会儿，加班到几点以后打车才给报啊",
    "24年新规定里，报消单最晚得在花钱以后多少天里交",
    "张江那篇推进大会的稿子，末尾署的是什么人的名字？",
    "写“根系工程”的那篇和写金山大道党建联盟的那篇，各来自哪家媒体或单位？",
    "讲金山大道党建联盟的报道和讲朱泾20周年的文章,各自出自哪里?",
    "2023年4月3日晚上刊出的那篇张江报道,文末署的是谁的名字?",
    "张江那篇和金山卫那篇，各是哪家媒体提供或刊发的？",
}


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        pytest.param("阿拉镇里个食堂啥辰光开张个？", "我们镇里的食堂什么时候开张？", id="wu"),
        pytest.param("修路呒没铜钿，啥人帮忙个？", "修路没有钱，谁帮忙？", id="wu_money"),
        pytest.param("侬晓得三色灯是啥物事伐？", "你晓得三色灯是什么东西吗？", id="wu_asks"),
        pytest.param("搿只项目几钿？", "这只项目多少钱？", id="wu_this"),
        pytest.param("邊個係鎮長？", "谁是鎮長？", id="cantonese"),
        pytest.param("佢哋點解要搬？", "他们为什么要搬？", id="cantonese_why"),
        pytest.param("社保卡喺边度办？", "社保卡在哪里办？", id="cantonese_where"),
        pytest.param("有冇停车场，几多钱？", "有没有停车场，多少钱？", id="cantonese_how_much"),
        pytest.param("项目啥子时候开工，要好多钱？", "项目什么时候开工，要多少钱？", id="south_west"),
        pytest.param("咋个报名嘛？", "怎么报名嘛？", id="south_west_how"),
        pytest.param("青石镇干吗要修桥？", "青石镇为什么要修桥？", id="what_for"),
        pytest.param("防晒霜能干吗？", "防晒霜能干吗？", id="do_what"),
        pytest.param("“边度咖啡”的店主是谁？", "“边度咖啡”的店主是谁？", id="quoted"),
        pytest.param("报名联系谁？", "报名联系谁？", id="reach"),
        pytest.param("为什么子公司亏损？", "为什么子公司亏损？", id="daughter"),
        pytest.param("热点解析栏目什么时候播出？", "热点解析栏目什么时候播出？", id="analysed"),
        pytest.param("24年度医保一人交几多", "2024年度医保一人交多少", id="a_year_of_two_digits"),
        pytest.param("23年篮球赛谁第一？", "2023年篮球赛谁第一？", id="a_year_to_begin_with"),
        pytest.param("20年工龄休几天？", "20年工龄休几天？", id="so_many_years"),
        pytest.param("20年租金一共多少？", "20年租金一共多少？", id="for_so_many_years"),
        pytest.param("25年前谁当书记？", "25年前谁当书记？", id="years_ago"),
        pytest.param("医保的钱交给哪个？", "医保的钱交给谁？", id="to_whom"),
        pytest.param("海边个人能搭帐篷吗？", "海边个人能搭帐篷吗？", id="beside_the_sea"),
        pytest.param("这几个点解决了哪些问题？", "这几个点解决了哪些问题？", id="solves"),
        pytest.param("今年砍伐了多少亩？", "今年砍伐了多少亩？", id="felling"),
        pytest.param("工资几时发，几时起算？", "工资什么时候发，几时起算？", id="when"),
        pytest.param("有幾多學生，挂号费好多", "有多少學生，挂号费多少", id="how_many"),
        pytest.param("国庆第四天谁值班？", "国庆10月4日谁值班？", id="a_day_of_a_holiday"),
        pytest.param("水費點樣交？", "水費怎样交？", id="how"),
        pytest.param("電梯壞咗打邊個電話？", "電梯壞了打哪个電話？", id="which_number"),
        pytest.param("使唔使預約？", "需不需要預約？", id="need_one"),
        pytest.param("路灯归哪个管？", "路灯归谁管？", id="whose"),
        pytest.param("周边个体户有几家？", "周边个体户有几家？", id="around"),
        pytest.param("辰光公司在哪里，而家长呢？", "辰光公司在哪里，而家长呢？", id="names"),
        pytest.param("修桥那篇报道是谁写的？", "修桥那篇报道的作者或署名是谁？", id="who_wrote_it"),
        pytest.param("那篇稿子末尾署的是谁的名字？", "那篇稿子署名是谁？", id="who_signed_it"),
        pytest.param("修桥那篇出自哪里？", "修桥那篇报道来自哪家媒体？", id="which_paper"),
        pytest.param("那篇文章里的学生来自哪里？", "那篇文章里的学生来自哪里？", id="in_the_text"),
    ],
)
def test_dialect_is_put_in_standard_words(asked: str, meant: str) -> None:
    assert standard(asked) == meant


def test_no_golden_question_in_standard_words_is_changed() -> None:
    questions = [
        json.loads(line).get("question", "")
        for file in sorted(
            set(GOLDEN.glob("*.jsonl")) - set(GOLDEN.glob("desks*"))
        )  # those speak dialect freely
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(questions) > 2_000
    assert {one for one in questions if standard(one) != one} <= IN_DIALECT
