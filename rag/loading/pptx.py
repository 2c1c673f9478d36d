"""Presentations: the text of each slide in order, with its notes; where each slide starts is kept."""

import re
from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from rag.errors import LoadError
from rag.loading.office import ID, opened, part, parts_of, title_and_date
from rag.loading.page import Page
from rag.loading.spans import from_above
from rag.loading.titles import first_title

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
MOST_SLIDES = 5000


def extract(data: bytes) -> Page:
    """Return a presentation as a page."""
    with opened(data, "PPTX") as archive:
        slides = [_slide(archive, name) for name in _in_order(archive)]
        title, created = title_and_date(archive)
    starts, length = [], 0
    for slide in slides:
        starts.append(length)
        length += len(slide) + 1
    text = "\n".join(slides)
    return Page(
        text, title or first_title(text), published=created, metadata={"pages": " ".join(map(str, starts))}
    )


def _in_order(archive: ZipFile) -> list[str]:
    """Return the names of the slides in the order they are shown, which need not be that of their numbers."""
    names = {name for name in archive.namelist() if SLIDE.fullmatch(name)}
    if len(names) > MOST_SLIDES:
        raise LoadError(f"{len(names)} slides are more than {MOST_SLIDES}; split the file")
    shown: list[str] = []
    try:
        targets = parts_of(archive, "ppt/presentation.xml")
        for element in part(archive, "ppt/presentation.xml").iter("{*}sldId"):
            name = targets.get(element.get(ID, ""), "")
            if name in names and name not in shown:
                shown.append(name)
    except LoadError:
        shown = []
    return shown or sorted(names, key=_number)


def _number(name: str) -> int:
    match = SLIDE.fullmatch(name)
    return int(match[1]) if match else 0


def _slide(archive: ZipFile, name: str) -> str:
    lines = list(_lines(part(archive, name)))
    relations = f"ppt/slides/_rels/{name.rpartition('/')[2]}.rels"
    if relations in archive.namelist():
        for target in parts_of(archive, name).values():
            if target.startswith("ppt/notesSlides/") and target in archive.namelist():
                lines += [line for line in _lines(part(archive, target)) if not line.isdigit()]
    return "\n".join(lines)


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield a line for each paragraph, and one for each row of a table."""
    above: list[str] = []  # the cells of the row before
    for element in root.iter(A + "tr", A + "p"):
        in_row = any(ancestor.tag == A + "tr" for ancestor in element.iterancestors())
        if in_row:
            continue
        if element.tag == A + "p":
            above = []
            if words := _words(element):
                yield words
            continue
        cells = [_words(cell) for cell in element.iter(A + "tc")]
        for index, cell in enumerate(element.iter(A + "tc")):
            if cell.get("vMerge") in ("1", "true") and index < len(above):
                cells[index] = from_above(above[index])
        if any(cells):
            yield "\t".join(cells).rstrip()
        above = cells


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(A + "t")).strip()
