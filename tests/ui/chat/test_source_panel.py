import re
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
    html = opened(ROOTS, places(answer, FakeLibrary().show), 3, 0, SIMPLIFIED)
    assert "南翔镇发布“根系工程”" in shown(html)
    assert "上海嘉定 · 2023-03-31" in shown(html)


def test_several_places_are_stepped_through_in_a_ring() -> None:
    found = places(FakeLibrary().answer("什么是根系工程？"), FakeLibrary().show)
    html = opened(ROOTS, found, 3, 1, SIMPLIFIED)
    assert "第 2 处，共 2 处" in html
    assert html.count('data-turn="3" data-place="0"') == 2  # back to the first, both ways


def test_a_single_place_needs_no_stepper() -> None:
    html = opened(
        ROOTS, places(FakeLibrary(quotes=["主阵地"]).answer("？"), FakeLibrary().show), 0, 0, SIMPLIFIED
    )
    assert "gx-stepper" not in html


def test_markup_in_a_document_is_text() -> None:
    document = Document("x", "<b>题</b>", "<i>", "<script>alert(1)</script>")
    html = opened(document, [Place(1, "x", "题", None, None, 0, 8, "<script>")], 0, 0, SIMPLIFIED)
    assert "<script>" not in html
    assert "<b>" not in html
    assert highlighted(html) == "<script>"


def test_a_removed_document_is_said_to_be_removed() -> None:
    assert SIMPLIFIED.gone in gone(SIMPLIFIED)
