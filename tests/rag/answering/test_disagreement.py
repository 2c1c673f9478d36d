import pytest

from embeddings.bundled import BundledEmbedder
from rag.answering.candidates import candidates
from rag.answering.composition import Scored
from rag.answering.disagreement import disagreeing
from rag.answering.extractive import ExtractiveAnswerer
from rag.answering.question import parse
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Hit
from rag.protocols import Draft

OLD = "青石镇图书馆位于青石路12号，2019年建成。青石镇图书馆现有藏书3万册。"
QUESTION = "青石镇图书馆有多少册藏书？"


def answer(newer: str, *, dates: tuple[str | None, str | None] = ("2021-03-01", "2024-05-01")) -> Draft:
    hits = [
        Hit(part, 1.0, "青石镇图书馆", "青石报", date, text[part.start : part.end])
        for name, text, date in (("old.md", OLD, dates[0]), ("new.md", newer, dates[1]))
        for part in chunk(name, clean(text))
    ]
    *_, draft = ExtractiveAnswerer(BundledEmbedder()).stream(QUESTION, hits)
    assert isinstance(draft, Draft)
    return draft


def test_two_values_are_both_quoted_the_newer_first_with_its_date() -> None:
    draft = answer("青石镇图书馆完成扩建。青石镇图书馆现有藏书5万册。")
    assert draft.text.index("5万册") < draft.text.index("3万册")
    assert draft.text.endswith("（各篇说法不一，较新的一篇日期：2024-05-01）")
    assert [citation.document_id for citation in draft.citations] == ["new.md", "old.md"]


def test_without_dates_the_difference_is_still_said() -> None:
    draft = answer("青石镇图书馆完成扩建。青石镇图书馆现有藏书5万册。", dates=(None, None))
    assert draft.text.endswith("（各篇说法不一。）")


def test_a_number_is_no_part_of_a_longer_one() -> None:
    draft = answer("青石镇图书馆完成扩建。青石镇图书馆现有藏书13万册。")
    assert draft.text.index("13万册") < draft.text.index("藏书3万册")
    assert "说法不一" in draft.text


@pytest.mark.parametrize(
    "newer",
    [
        pytest.param("青石镇图书馆完成扩建。青石镇图书馆现有藏书3万册。", id="same_value"),
        pytest.param("青石镇图书馆完成扩建。青石镇图书馆现有藏书30000册。", id="same_value_in_digits"),
        pytest.param("白河镇图书馆完成扩建。白河镇图书馆现有藏书5万册。", id="another_place"),
        pytest.param("青石镇图书馆完成扩建，每周一闭馆。", id="no_value"),
    ],
)
def test_what_does_not_contradict_is_not_called_a_difference(newer: str) -> None:
    draft = answer(newer)
    assert "3万册" in draft.text or "30000册" in draft.text
    assert "说法不一" not in draft.text


def test_another_thing_counted_with_the_same_words_is_no_difference() -> None:
    hits = [
        Hit(part, 1.0, "", None, date, text[part.start : part.end])
        for name, date, text in (
            ("parks.md", "2023-05-01", "青石镇2022年新建口袋公园4个，面积2万平方米。"),
            ("paths.md", "2024-05-01", "青石镇2022年在口袋公园旁新建健身步道6条。当年还种树3个品种。"),
        )
        for part in chunk(name, clean(text))
    ]
    *_, draft = ExtractiveAnswerer(BundledEmbedder()).stream("青石镇2022年新建了几个公园？", hits)
    assert isinstance(draft, Draft)
    assert "4个" in draft.text
    assert "说法不一" not in draft.text


def test_where_the_question_says_of_nothing_what_there_is_no_two_sentences_differ() -> None:
    hits = [
        Hit(part, 1.0, "", None, None, text[part.start : part.end])
        for name, text in (("shift.md", "值班每班3人。"), ("aid.md", "救助每户5人。"))
        for part in chunk(name, clean(text))
    ]
    ranked = [Scored(sentence, 1.0) for sentence in candidates(hits)]
    assert disagreeing(parse("一共招多少人？"), ranked) == ()


def test_a_verb_alone_does_not_say_of_whom_two_sentences_speak() -> None:
    hits = [
        Hit(part, 1.0, "", None, None, text[part.start : part.end])
        for name, text in (("posts.md", "馆长林长河到龄退休。"), ("talk.md", "沈玉梅退休后当了调解员。"))
        for part in chunk(name, clean(text))
    ]
    ranked = [Scored(sentence, 1.0) for sentence in candidates(hits)]
    assert disagreeing(parse("谁退休了？"), ranked) == ()
