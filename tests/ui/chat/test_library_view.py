from embeddings.errors import AppError
from rag.datatypes import Document
from rag.doctor import Report
from tests.ui.fakes import RIVER, ROOTS, FakeLibrary
from ui.chat import library_view
from ui.chat.texts import SIMPLIFIED


def test_new_documents_come_first_and_tell_what_was_cleaned_away() -> None:
    dirty = Document("包.zip!/题.txt", "题", None, "南翔鎮(zhèn)在上海。南翔鎮(zhèn)有根系工程。")
    html = library_view.documents(FakeLibrary(held=[ROOTS, dirty, RIVER]), SIMPLIFIED, new=["包.zip"])
    assert html.index("题.txt") < html.index(ROOTS.id)
    assert html.count("gx-away") == 1
    assert SIMPLIFIED.away_pinyin.format(count=2) in html


def test_a_document_is_processed_again_or_the_reason_is_told() -> None:
    library = FakeLibrary()
    html = library_view.reprocessed(library, RIVER.id, SIMPLIFIED)
    assert library.reprocessed == [RIVER.id]
    assert SIMPLIFIED.reindexed in html
    assert SIMPLIFIED.gone in library_view.reprocessed(library, "nowhere", SIMPLIFIED)


def test_problems_of_the_store_are_told_and_repaired() -> None:
    library = FakeLibrary(problems=["3 chunks <b>belong</b> to no document"])
    sick = library_view.checked(library, SIMPLIFIED, repair=False)
    assert "3 chunks &lt;b&gt;belong" in sick
    assert "data-repair" in sick
    mended = library_view.checked(library, SIMPLIFIED, repair=True)
    assert "已修复：3 chunks" in mended
    assert "data-repair" not in mended
    assert SIMPLIFIED.healthy in library_view.checked(library, SIMPLIFIED, repair=False)


def test_a_store_that_cannot_be_examined_says_why() -> None:
    class Busy(FakeLibrary):
        def doctor(self, *, repair: bool = False) -> Report:
            raise AppError("Another process writes.")

    assert "Another process writes." in library_view.checked(Busy(), SIMPLIFIED, repair=True)
