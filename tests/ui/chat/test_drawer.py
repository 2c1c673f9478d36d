from rag.datatypes import DocumentSummary
from rag.storage.conversations import Conversation
from ui.chat import drawer
from ui.chat.texts import SIMPLIFIED

ATTACK = '"><img src=x onerror=alert(1)>'


def test_documents_are_listed_under_a_place_to_add_more() -> None:
    html = drawer.documents([DocumentSummary("a/b.md", "题", "上海", "2023", 3)], SIMPLIFIED)
    assert "1 篇文档 · 3 个段落" in html
    assert 'data-preview="a/b.md"' in html
    assert 'data-remove="a/b.md"' in html
    assert "上海 · 2023" in html
    assert html.index("data-upload") < html.index("data-preview")


def test_an_empty_store_can_still_be_added_to() -> None:
    html = drawer.documents([], SIMPLIFIED)
    assert SIMPLIFIED.empty in html
    assert "data-upload" in html


def test_names_and_titles_are_never_markup() -> None:
    listed = drawer.documents([DocumentSummary(ATTACK, ATTACK, ATTACK, ATTACK, 1)], SIMPLIFIED)
    kept = drawer.history([Conversation(ATTACK, ATTACK, 0.0, 0.0)], SIMPLIFIED)
    assert "<img" not in listed + kept
