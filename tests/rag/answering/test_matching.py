import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answering.matching import SYNONYMS, fold, presence, with_digits


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("二十四小时", "24小时"),
        ("一百二十一个", "121个"),
        ("二〇二三年", "2023年"),
        ("ＡＣＧ“基地”", "acg基地"),
    ],
)
def test_folding_brings_numerals_width_and_case_together(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("word", "text", "least", "most"),
    [
        ("三级架构", "南翔镇建立3级架构", 1.0, 1.0),
        ("召开", "会议于9月6日举行", 0.9, 0.9),
        ("礼拜一", "图书馆周一闭馆", 0.9, 0.9),
        ("南翔镇", "南翔的快递小哥", 1.0, 1.0),
        ("Nanxiang", "南翔镇的网格", 1.0, 1.0),
        ("Nanxiang", "张江镇的网格", 0.0, 0.0),
        ("Wulong", "五龙村的路灯", 1.0, 1.0),
        ("出版社", "大会发布了一本新书", 0.0, 0.49),
    ],
)
def test_presence_tells_how_surely_a_text_speaks_of_a_word(
    word: str, text: str, least: float, most: float
) -> None:
    assert least <= presence(word, fold(text)) <= most


@pytest.mark.parametrize(
    ("word", "text", "known"),
    [
        ("1号线", "地铁11号线有38个车站", False),
        ("2号线", "地铁1、2号线有38个车站", True),
        ("十三五", "十四五期间建成12个公园", False),
        ("去世", "1936年在上海逝世", True),
        ("改名", "公司更名为青石书社", True),
        ("1100567", "共1,100,567元", True),
    ],
)
def test_numbers_match_whole_and_words_by_what_stands_for_them(word: str, text: str, known: bool) -> None:  # noqa: FBT001
    assert (presence(word, fold(text)) > 0.8) is known


def test_years_in_chinese_numerals_become_digits_in_their_places() -> None:
    assert with_digits("二〇二三年和二○二四年，一千五百年前") == "2023年和2024年，一千五百年前"


def test_everyday_and_official_words_stand_for_each_other() -> None:
    assert presence("姥姥", fold("外婆家在河边")) > 0.8
    assert presence("老年", fold("长者食堂")) > 0.8
    assert presence("出租车", fold("计程车")) > 0.8
    assert presence("规上", fold("规模以上工业企业")) > 0.8
    assert presence("截止", fold("集中缴费期为10月")) > 0.8
    assert presence("修路", fold("柳村道路硬化项目")) > 0.8
    assert presence("外来", fold("随迁子女")) > 0.8
    assert presence("一整天", fold("全天封顶15元")) > 0.8
    assert presence("刷脸", fold("须作人脸识别")) > 0.8


def test_no_word_stands_twice_in_a_group_of_synonyms() -> None:
    groups = [line.split() for line in SYNONYMS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(groups) > 900
    assert all(len(group) == len(set(group)) > 1 for group in groups)
