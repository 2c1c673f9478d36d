"""Running heads and page numbers of a paged file, dropped from the edges of its pages.

What stands first or last on a page is dropped when it is a page number, or when it stands at the edge of
several pages, the same each time but for a page number at its end or start. A number is that of a page if it
advances with the pages: years, amounts and the points of a list do not. Where pages begin is known from the
loader.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.cleaning.furniture import COUNTER, OF_THE_TEXT
from rag.cleaning.step import Edit

REPEATED = 3  # pages that show the same line at their edge
ADVANCES = 2  # pages whose number alone on a line is as far ahead of the page
EDGE = 2  # lines at the top and at the bottom of a page
YEARS = range(1900, 2100)  # no numbers of pages, unless there are that many
ENDS_SENTENCE = re.compile(r"[。！？]\s*$")
MARKED = re.compile(  # 第3页 共9页, - 3 -
    r"第\s*\d{1,4}\s*[页頁](?:\s*[/,，]?\s*共\s*\d{1,4}\s*[页頁])?|[-—–]\s*\d{1,4}\s*[-—–]"
)
BARE = r"(?:[Pp]age\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?"
NUMBERED = (
    re.compile(rf"^\s*(?:{MARKED.pattern}|{BARE}(?=[\s|]|$))"),
    re.compile(rf"(?:{MARKED.pattern}|(?<![^\s|]){BARE})\s*$"),
)
# What a line says, and how far the number at its edge is ahead of its page; None for a line taken whole.
Look = tuple[str, int | None]


def starts_in(metadata_value: str | None) -> list[int]:
    """Return the offsets of pages that a loader noted."""
    return [int(start) for start in (metadata_value or "").split()]


def edits(starts: Sequence[int], text: str) -> Iterator[Edit]:
    """Drop the heads and numbers of the pages that begin at `starts`."""
    pages = [_lines(text, *span) for span in zip(starts, [*starts[1:], len(text)], strict=True)]
    looks = [
        {span: set(_looks(text[slice(*span)], index, len(pages))) for span in _edges(lines)}
        for index, lines in enumerate(pages)
    ]
    times = Counter(look for edges in looks for look in set[Look]().union(*edges.values()))
    for lines, edges in zip(pages, looks, strict=True):
        gone = [span for span in edges if any(_is_repeated(look, times) for look in edges[span])]
        if len(gone) == len(lines):  # a page says something, if only its number is no part of it
            gone = [span for span in gone if COUNTER.fullmatch(text, *span)]
        for start, end in gone:
            yield start, min(end + 1, len(text)), ""


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in re.compile(r"[^\n]+").finditer(text, start, end)]


def _edges(lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]


def _looks(line: str, page: int, pages: int) -> Iterator[Look]:
    """Yield what a line at the edge of a page may be told by on others; nothing for a sentence."""
    if COUNTER.fullmatch(line) and not OF_THE_TEXT.fullmatch(line.strip()):
        if "页" in line or (MARKED.fullmatch(line.strip()) and _number(line) == page + 1):
            yield "页", None
        elif _is_of_page(number := _number(line), pages):
            yield "", number - page
        return
    if not line.strip() or ENDS_SENTENCE.search(line):
        return
    yield _words(line), None
    for pattern in NUMBERED:
        if (match := pattern.search(line)) and _is_of_page(number := _number(match.group()), pages):
            yield _words(line[: match.start()] + line[match.end() :]), number - page


def _is_repeated(look: Look, times: Counter[Look]) -> bool:
    words, _ = look
    return words == "页" or times[look] >= (REPEATED if words else ADVANCES)


def _is_of_page(number: int, pages: int) -> bool:
    return number not in YEARS or number <= pages


def _number(written: str) -> int:
    found = re.search(r"\d+", written)
    return int(found[0]) if found else 0


def _words(line: str) -> str:
    return "".join(line.split())
