"""A piece longer than a chunk, split where it breathes: after a comma, else a space, else anywhere; pure.

Within 1,119,567 and 9:30 nothing breathes.
"""

import re
from collections.abc import Iterator

from rag.chunking.packing import Unit, pack

MARK = r"(?:[，、：；;]|[,:](?!\d))"
BREATH = re.compile(rf"(?:(?!{MARK})\S)*(?:{MARK}+\s*|\s+|$)")


def split(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield ranges that cover text[start:end] but for the blanks at their edges, none longer than `size`."""
    if end - start <= size:
        yield start, end
        return
    clauses = list(_clauses(text, start, end, size))
    for first, last in pack([Unit(b - a) for a, b in clauses], size):
        begin, stop = clauses[first][0], clauses[last - 1][1]
        stop -= len(text[begin:stop]) - len(text[begin:stop].rstrip())
        if begin < stop:
            yield begin, stop


def _clauses(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    while start < end:
        match = BREATH.match(text, start, end)
        stop = match.end() if match and match.end() > start else end
        stop = min(stop, start + size)
        yield start, stop
        start = stop
