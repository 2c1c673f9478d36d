"""Bracketed numbers of a source, such as [3], dropped: in an answer every [n] is a citation of ours."""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

MOST_ROUNDS = 8  # numbers within numbers; deeper ones nobody wrote, and all brackets go
BRACKET = re.compile(r"[\[\]]")
NUMBER = re.compile(r"\[\s*(?:注|註|note|ref)?\s*\d+(?:\s*[-–—~,，、;；]\s*\d+)*\s*\]", re.IGNORECASE)


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
    if len(kept) < len(text):
        yield from _runs(dropped)


def _runs(dropped: list[bool]) -> Iterator[Edit]:
    start: int | None = None
    for index, gone in enumerate([*dropped, False]):
        if gone and start is None:
            start = index
        elif not gone and start is not None:
            yield start, index, ""
            start = None
