import re
from dataclasses import replace
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from rag.datatypes import Document
from tests.ui.fakes import ROOTS, FakeLibrary
from ui.chat.places import Place, places
from ui.chat.source_panel import AROUND, body, gone, marked, opened
from ui.chat.texts import SIMPLIFIED

TEXTS = st.text(st.sampled_from("根系 #<&{\n\r“”a"), min_size=1, max_size=60)


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def highlighted(html: str, kind: str = "gx-here") -> str:
    return unescape("".join(re.findall(rf'<mark class="{kind}">(.*?)</mark>', html, re.DOTALL)))


@given(TEXTS, st.data())
def test_the_panel_shows_the_stored_characters_and_marks_exactly_the_cited_ones(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    html = marked(text, (start, end), [], (0, len(text)))
    assert shown(html) == text
    assert highlighted(html) == text[start:end]


def test_other_places_of_the_answer_are_marked_apart_from_the_opened_one() -> None:
    html = marked("一二三四五六", (0, 2), [(1, 4)], (0, 6))
    assert (highlighted(html), highlighted(html, "gx-also")) == ("一二", "三四")


def test_heading_lines_are_bold_and_keep_their_signs() -> None:
    html = marked("# 题\n文", (4, 5), [], (0, 5))
    assert html == '<span class="gx-heading"># 题</span>\n<mark class="gx-here">文</mark>'


def test_a_long_document_is_shown_around_the_place_and_says_so() -> None:
    text = "前" * (AROUND * 2) + "所引" + "后" * (AROUND * 2)
    html = body(text, (AROUND * 2, AROUND * 2 + 2), [], SIMPLIFIED)
    assert SIMPLIFIED.cut in html
    assert highlighted(html) == "所引"
    assert len(shown(html)) < 2 * AROUND + 100


def test_title_source_and_date_head_the_document() -> None:
    answer = FakeLibrary().answer("什么是根系工程？")
    html = opened(ROOTS, places(answer, FakeLibrary().show, answer.text), 3, 0, SIMPLIFIED)
    assert "南翔镇发布“根系工程”" in shown(html)
    assert "上海嘉定 · 2023-03-31" in shown(html)


def test_several_places_are_stepped_through_in_a_ring() -> None:
    answer = FakeLibrary().answer("什么是根系工程？")
    html = opened(ROOTS, places(answer, FakeLibrary().show, answer.text), 3, 1, SIMPLIFIED)
    assert "第 2 处，共 2 处" in html
    assert html.count('data-turn="3" data-place="0"') == 2  # back to the first, both ways


def test_a_single_place_needs_no_stepper() -> None:
    answer = FakeLibrary(quotes=["主阵地"]).answer("？")
    html = opened(ROOTS, places(answer, FakeLibrary().show, answer.text), 0, 0, SIMPLIFIED)
    assert "gx-stepper" not in html


def test_the_cleaned_text_has_the_same_place_marked_and_tells_what_went() -> None:
    text = "## 題目\n\n南翔鎮(zhèn)是上海的一個鎮(zhèn)。\n\n根系工程由南翔鎮(zhèn)提出。"
    start = text.index("根系")
    place = Place(1, "x", "題", None, None, start, len(text), text[start:])
    html = opened(Document("x", "題", None, text), [place], 0, 0, SIMPLIFIED, clean=True)
    assert highlighted(html) == "根系工程由南翔镇提出。"
    assert SIMPLIFIED.away_pinyin.format(count=3) in html
    assert "data-clean" in html


def test_a_page_of_a_paged_file_is_told_with_its_place() -> None:
    paged = Document("a.pdf", "题", None, "第一页。\n第二页。", metadata={"pages": "0 5"})
    library = FakeLibrary(held=[paged], quotes=["第二页"])
    answer = library.answer("？")
    found = places(answer, library.show, answer.text)
    assert [place.page for place in found] == [2]
    html = opened(paged, found, 0, 0, SIMPLIFIED)
    assert "第 2 页" in html
    assert "《题》，第2页" in html


def test_a_quote_that_moved_to_another_page_is_told_with_that_page() -> None:
    moved = Document("a.pdf", "题", None, "新的一页。\n青石镇。", metadata={"pages": "0 6"})
    html = opened(moved, [Place(1, "a.pdf", "题", None, None, 0, 4, "青石镇。", 1)], 0, 0, SIMPLIFIED)
    assert highlighted(html) == "青石镇。"
    assert "第 2 页" in html


def test_a_nearest_passage_of_a_text_that_became_shorter_is_no_place() -> None:
    library = FakeLibrary(held=[replace(ROOTS, text="短。")])
    refusal = library.answer("天气？")
    assert places(refusal, library.show, refusal.text) == ()


def test_markup_in_a_document_is_text() -> None:
    document = Document("x", "<b>题</b>", "<i>", "<script>alert(1)</script>")
    html = opened(document, [Place(1, "x", "题", None, None, 0, 8, "<script>")], 0, 0, SIMPLIFIED)
    assert "<script>" not in html
    assert "<b>" not in html
    assert highlighted(html) == "<script>"


def test_a_removed_document_is_said_to_be_removed() -> None:
    assert SIMPLIFIED.gone in gone(SIMPLIFIED)
