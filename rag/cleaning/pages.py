"""Running heads and page numbers of a paged file, dropped from the edges of its pages.

What stands first or last on a page is dropped when it is a page number, or when, its digits aside, it stands
at the edge of several pages. Where pages begin is known from the loader.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.cleaning.furniture import COUNTER
from rag.cleaning.step import Edit

REPEATED = 3  # pages that show the same line at their edge
EDGE = 2  # lines at the top and at the bottom of a page


def starts_in(metadata_value: str | None) -> list[int]:
    """Return the offsets of pages that a loader noted."""
    return [int(start) for start in (metadata_value or "").split()]


def edits(starts: Sequence[int], text: str) -> Iterator[Edit]:
    """Drop the heads and numbers of the pages that begin at `starts`."""
    edges = [
        edge
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
        for edge in _edges(text, start, end)
    ]
    times = Counter(_bare(text[start:end]) for start, end in edges)
    for start, end in edges:
        line = text[start:end]
        if COUNTER.fullmatch(line) or (_bare(line) and times[_bare(line)] >= REPEATED):
            yield start, min(end + 1, len(text)), ""


def _edges(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lines = [match.span() for match in re.compile(r"[^\n]+").finditer(text, start, end)]
    return lines if len(lines) <= 2 * EDGE else lines[:EDGE] + lines[-EDGE:]


def _bare(line: str) -> str:
    return re.sub(r"[\d\s]+", "", line)
