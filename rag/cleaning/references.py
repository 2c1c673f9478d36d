"""Bracketed numbers of a source, such as [3], dropped: in an answer every [n] is a citation of ours.

A longer number is none of a reference but part of what is said, 国办发[2023]12号, and gets other brackets;
an interval that begins or ends with zero stays as it is.
"""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

MOST_ROUNDS = 8  # numbers within numbers; deeper ones nobody wrote, and all brackets go
BRACKET = re.compile(r"[\[\]]")
NUMBER = re.compile(
    r"\[\s*(?:注|註|note|ref)?\s*(?:\d{1,3}|[1-9]\d{0,2}(?:\s*[-–—~,，、;；]\s*[1-9]\d{0,2})+)\s*\]",
    re.IGNORECASE,
)
LONG = re.compile(r"\[\s*\d{4,}\s*\]")


def edits(text: str) -> Iterator[Edit]:
    """Drop each bracketed number, also where dropping one would let its neighbours form another."""
    kept, dropped = list(range(len(text))), [False] * len(text)
    remaining, rounds = text, 0
    while found := [match.span() for match in NUMBER.finditer(remaining)]:
        rounds += 1
        if rounds > MOST_ROUNDS:
            found = [match.span() for match in BRACKET.finditer(remaining)]
        gone = {index for start, end in found for index in range(start, end)}
        for index in gone:
            dropped[kept[index]] = True
        kept = [position for index, position in enumerate(kept) if index not in gone]
        remaining = "".join(text[position] for position in kept)
    long = [match.span() for match in LONG.finditer(remaining)]
    brackets = [(kept[at], new) for start, end in long for at, new in ((start, "〔"), (end - 1, "〕"))]
    yield from sorted([*_runs(dropped), *((at, at + 1, new) for at, new in brackets)])


def _runs(dropped: list[bool]) -> Iterator[Edit]:
    start: int | None = None
    for index, gone in enumerate([*dropped, False]):
        if gone and start is None:
            start = index
        elif not gone and start is not None:
            yield start, index, ""
            start = None
