"""Presentations: the text of each slide in order, with its notes; where each slide starts is kept."""

import re
from collections.abc import Iterator
from posixpath import join, normpath
from zipfile import ZipFile

from lxml import etree

from rag.errors import LoadError
from rag.loading.office import opened, part, title_and_date
from rag.loading.page import Page
from rag.loading.titles import first_title

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
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
        targets = _targets(archive, "ppt/presentation.xml")
        for element in part(archive, "ppt/presentation.xml").iter("{*}sldId"):
            name = targets.get(element.get(R + "id", ""), "")
            if name in names and name not in shown:
                shown.append(name)
    except LoadError:
        shown = []
    return shown or sorted(names, key=_number)


def _number(name: str) -> int:
    match = SLIDE.fullmatch(name)
    return int(match[1]) if match else 0


def _targets(archive: ZipFile, name: str) -> dict[str, str]:
    """Return the parts that `name` refers to, by their ids there."""
    folder, _, file = name.rpartition("/")
    root = part(archive, f"{folder}/_rels/{file}.rels")
    return {
        one.get("Id", ""): normpath(join(folder, one.get("Target", ""))).lstrip("/")
        for one in root.iter("{*}Relationship")
    }


def _slide(archive: ZipFile, name: str) -> str:
    lines = list(_lines(part(archive, name)))
    relations = f"ppt/slides/_rels/{name.rpartition('/')[2]}.rels"
    if relations in archive.namelist():
        for target in _targets(archive, name).values():
            if target.startswith("ppt/notesSlides/") and target in archive.namelist():
                lines += [line for line in _lines(part(archive, target)) if not line.isdigit()]
    return "\n".join(lines)


def _lines(root: etree._Element) -> Iterator[str]:
    """Yield a line for each paragraph, and one for each row of a table."""
    for element in root.iter(A + "tr", A + "p"):
        in_row = any(ancestor.tag == A + "tr" for ancestor in element.iterancestors())
        if in_row:
            continue
        cells = element.iter(A + "tc") if element.tag == A + "tr" else [element]
        line = "\t".join("".join(text.text or "" for text in cell.iter(A + "t")).strip() for cell in cells)
        if line.strip():
            yield line.strip()
