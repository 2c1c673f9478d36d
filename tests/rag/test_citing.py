import numpy as np

from rag.citing import completed, page
from rag.datatypes import Chunk, Citation, Hit

TEXT = "第一页的话。第二页的话?第二页的话。"


def hit(pages: tuple[int, ...] = ()) -> Hit:
    clean = TEXT.replace("?", "？")
    starts = np.arange(len(TEXT), dtype=np.int32)
    chunk = Chunk("a.pdf", 0, len(TEXT), clean, np.stack([starts, starts + 1], axis=1))
    return Hit(chunk, 1.0, "标题", None, None, TEXT, pages=pages)


def citation(start: int, end: int, document_id: str = "a.pdf") -> Citation:
    return Citation(1, document_id, "标题", None, None, start, end, TEXT[start:end])


def test_pages_count_from_one_and_begin_where_the_loader_said() -> None:
    assert [page([0, 6, 40], at) for at in (0, 5, 6, 39, 40, 99)] == [1, 1, 2, 2, 3, 3]
    assert page([], 7) is None


def test_a_citation_learns_its_page_and_who_says_the_same_in_clean_words() -> None:
    asked: list[tuple[str, str]] = []

    def copies(document_id: str, clean: str) -> tuple[str, ...]:
        asked.append((document_id, clean))
        return ("b.html",)

    (cited,) = completed([citation(6, 12)], [hit(pages=(0, 6))], copies)
    assert (cited.page, cited.copies, cited.quote) == (2, ("b.html",), "第二页的话?")
    assert asked == [("a.pdf", "第二页的话？")]


def test_a_citation_from_elsewhere_stays_as_it_is() -> None:
    other = citation(0, 6, "other.txt")
    assert completed([other], [hit()], lambda _document_id, _clean: ("x",)) == (other,)
    (cited,) = completed([citation(0, 6)], [hit()], lambda _document_id, _clean: ())
    assert (cited.page, cited.copies) == (None, ())
