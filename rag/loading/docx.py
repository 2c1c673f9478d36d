"""Word documents: paragraphs and tables in reading order, then notes."""

from collections.abc import Iterator

from lxml import etree

from rag.loading.dates import stated
from rag.loading.office import opened, part, title_and_date
from rag.loading.page import Page
from rag.loading.spans import columns, from_above
from rag.loading.titles import first_title

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
UNSEEN = {W + "del", W + "delText", W + "instrText", W + "moveFrom"}
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")


def extract(data: bytes) -> Page:
    """Return a Word document as a page."""
    with opened(data, "DOCX") as archive:
        names = archive.namelist()
        roots = [part(archive, "word/document.xml")]
        roots += [part(archive, name) for name in NOTES if name in names]
        title, created = title_and_date(archive)
    text = "\n".join(line for root in roots for line in _lines(root))
    return Page(text, title or first_title(text), published=stated(text) or created)


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield a line for each paragraph outside tables and each row of a table, cells apart by tabs."""
    line: list[str] = []
    cells: list[str] = []
    above: list[str] = []  # the cells of the row before
    rows = 0
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            skipped = None if event == "end" and element is skipped else skipped
            continue
        if event == "start":
            if element.tag in UNSEEN or element.tag == FALLBACK:
                skipped = element
            rows += element.tag == W + "tr"
            continue
        line += _piece(element, in_row=rows > 0)
        if element.tag == W + "tc":
            cells += _columns(element, "".join(line).strip(), above[len(cells) : len(cells) + 1])
            line.clear()
        elif element.tag == W + "tr":
            rows -= 1
            yield from filter(None, ["\t".join(cells).rstrip()])
            above, cells = cells, []
        elif element.tag == W + "tbl":
            above = []
        elif element.tag == W + "p" and not rows:
            yield from filter(None, ["".join(line).strip()])
            line.clear()


def _columns(cell: etree._Element, words: str, above: list[str]) -> list[str]:
    """Return what a cell says in each of the columns that it reaches over."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    if merged is not None and merged.get(W + "val", "continue") == "continue" and not words:
        words = from_above("".join(above))
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return [words] + [""] * (columns(None if span is None else span.get(W + "val")) - 1)


def _piece(element: etree._Element, *, in_row: bool) -> list[str]:
    if element.tag == W + "t":
        return [element.text or ""]
    if element.tag in (W + "br", W + "cr"):
        return [" " if in_row else "\n"]
    if element.tag == W + "tab" and element.getparent().tag == W + "r":
        return [" "]
    return [" "] if in_row and element.tag == W + "p" else []
