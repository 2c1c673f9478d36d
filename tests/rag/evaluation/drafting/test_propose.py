"""What the templates make of sentences, and of which they make nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.datatypes import Document
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.propose import propose

BEGINNING = "柳河镇的旧事都写在这本小册子里，供人查阅。"


def drafts(*sentences: str) -> list[Draft]:
    return list(propose(Document("town.md", "柳河镇", None, "\n\n".join((BEGINNING, *sentences)))))


def asked(sentence: str) -> dict[str, tuple[str, ...]]:
    """Return the questions made of a sentence with the first variant of all that each wants."""
    return {one.question: tuple(variants[0] for variants in one.wanted) for one in drafts(sentence)}


@pytest.mark.parametrize(
    ("sentence", "question", "wanted"),
    [
        (
            "南翔镇在2023年内将建成小微网格服务点56个。",
            "南翔镇在2023年内将建成多少个小微网格服务点？",
            "56个",
        ),
        ("南翔镇每户补贴不超过5000元。", "南翔镇每户补贴不超过多少元？", "5000元"),
        ("南翔镇发放补贴不足500元。", "南翔镇发放补贴不足多少元？", "500元"),
        ("北京市去年底统计，浙江省共有中小学校1200所。", "浙江省共有中小学校多少所？", "1200所"),
        ("浙江省政府出资320万元重修青石桥。", "浙江省政府出资多少万元重修青石桥？", None),
        ("浙江省政府出资320万元重修青石桥。", "浙江省政府出资多少元重修青石桥？", "320万元"),
        ("上海市绿化覆盖率达到40%。", "上海市绿化覆盖率达到百分之多少？", "40%"),
        ("2019年5月6日，浙江省召开了水利工作会议。", "浙江省是什么时候召开水利工作会议的？", "2019年5月6日"),
        ("浙江省在1997年撤县建区。", "浙江省在哪一年撤县建区？", "1997年"),
        ("上海市图书馆馆长陈超表示，周末读者最多。", "上海市图书馆馆长是谁？", "陈超"),
        ("陈超担任上海市图书馆馆长。", "陈超担任什么职务？", "上海市图书馆馆长"),
        ("陈超担任上海市图书馆馆长。", "谁担任上海市图书馆馆长？", "陈超"),
        ("“河长制”是指由各级负责人管护河湖的制度。", "什么是“河长制”？", "由各级负责人管护河湖的制度"),
        ("“青石工程”项目的主阵地是东街文化广场。", "“青石工程”项目的主阵地是哪里？", "东街文化广场"),
    ],
)
def test_a_plain_sentence_becomes_a_question(sentence: str, question: str, wanted: str | None) -> None:
    found = asked(sentence)
    assert (question in found) == (wanted is not None), found
    if wanted is not None:
        assert found[question] == (wanted,)


@pytest.mark.parametrize(
    ("sentence", "question", "items"),
    [
        (
            "“青石工程”聚焦三大方向：一是修桥，二是护河，三是建馆。",
            "“青石工程”聚焦哪三大方向？",
            ("修桥", "护河", "建馆"),
        ),
        (
            "“四选”渠道包括基层选拔、社会选优和组织选派。",
            "“四选”渠道包括哪些内容？",
            ("基层选拔", "社会选优", "组织选派"),
        ),
        (
            "浙江省提出“两大愿景”：安居更安心、宜居更宜人。",
            "浙江省提出的“两大愿景”分别是什么？",
            ("安居更安心", "宜居更宜人"),
        ),
    ],
)
def test_a_list_is_asked_for_whole(sentence: str, question: str, items: tuple[str, ...]) -> None:
    assert asked(sentence).get(question) == items


@pytest.mark.parametrize(
    "sentence",
    [
        "该镇共有中小学校1200所。",  # which town?
        "他担任上海市图书馆馆长。",
        "全省12家高新区实现产值300亿元。",  # which province?
        "当天，浙江省召开了水利工作会议。",
        "项目共有100多个。",
        "浙江省要做好两个方面的工作。",  # a turn of phrase, not a count
        "上海市的下属单位分别增长7.5%、13.6%、9.8%。",
    ],
)
def test_a_sentence_that_leans_on_others_is_left_alone(sentence: str) -> None:
    assert asked(sentence) == {}


def test_a_limit_is_no_variant_of_what_it_denies() -> None:
    [draft] = [one for one in drafts("南翔镇单次补贴最高不超1.2万元。") if "不超多少" in one.question]
    assert "超1.2万元" not in draft.answers


def test_a_year_that_belongs_to_a_name_is_not_asked_for() -> None:
    assert not any("哪一年" in question for question in asked("浙江省在2020年美国总统选举期间发布提示。"))


def test_the_number_told_along_is_not_part_of_the_question() -> None:
    found = asked("南翔镇全镇共划分38个网格和187个小微网格。")
    assert found["南翔镇全镇共划分多少个网格？"] == ("38个",)
    assert found["南翔镇全镇共划分多少个小微网格？"] == ("187个",)


def test_traditional_answers_keep_both_spellings_and_point_at_the_source() -> None:
    text = f"{BEGINNING}\n\n上海市圖書館館長陳超表示，週末讀者最多。"
    found = {one.question: one for one in propose(Document("t", "t", None, text))}
    draft = found["上海市图书馆馆长是谁？"]
    assert draft.answers == ("陈超", "陳超")
    passage = text[draft.passage.start : draft.passage.end]
    assert passage == "上海市圖書館館長陳超表示，週末讀者最多。"


PARTS = (
    "浙江省 “青石工程” 2019年 陈超 担任 共有 56个 小学 馆长 320万元 举行 "
    "圖書館 由 包括 和 等 以 为 一是 是 在 （ ）"
)
sentence_parts = st.sampled_from([*PARTS.split(), *"，：、《。\n”“"])


@settings(max_examples=60)
@given(st.lists(sentence_parts, max_size=25).map("".join))
def test_every_answer_stands_in_its_passage(text: str) -> None:
    for draft in propose(Document("d", "d", None, text)):
        passage = text[draft.passage.start : draft.passage.end]
        assert all(any(variant in passage for variant in variants) for variants in draft.wanted)
        assert draft.question.endswith("？")
