"""Lines that a page's width broke, not their author, joined: common in PDF files and old text files.

A text is taken for wrapped when many of its lines are as long as its long lines and end within a sentence.
A line of such a text is joined with the next when it is full, ends in the midst of a sentence, and the next
begins like the rest of one.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.cleaning.step import Edit

FEWEST = 8  # lines; fewer tell nothing
SHORTEST = 16  # characters of a full line
LONGEST = 120  # beyond, a line is a paragraph
FULL = 0.8  # share of the length of long lines from which a line is full
WRAPPED = 0.5  # share of full lines that end within a sentence, in a wrapped text
WITHIN = re.compile(r"[\w\u3400-\u9fff，、,（(“‘《\-—%]$")
BEGINS_ANEW = re.compile(
    r"\s{2,}|\u3000|[•·●◆■▪►*#|>-]|第[一二三四五六七八九十百\d]+[章节条款]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.、．)）]\s*\D"
)


def edits(text: str) -> Iterator[Edit]:
    """Drop each line break that only the width of a page put there."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    width = _width([end - start for start, end in lines])
    if width is None:
        return
    full = [(start, end) for start, end in lines if end - start >= FULL * width]
    within = [end for start, end in full if WITHIN.search(text[max(start, end - 2) : end].rstrip())]
    if len(within) < WRAPPED * len(full):
        return
    broken = set(within)
    for (_, end), (start, _) in pairwise(lines):
        if end in broken and start - end == 1 and not BEGINS_ANEW.match(text, start):
            blank = text[end - 1].isascii() and text[start].isascii() and text[end - 1] != "-"
            yield end, start, " " if blank else ""


def _width(lengths: list[int]) -> int | None:
    """Return how long the lines of a wrapped text are; None for a text whose lines are no such lines."""
    if len(lengths) < FEWEST:
        return None
    width = sorted(lengths)[int(len(lengths) * 0.9)]
    near = sum(FULL * width <= length <= width * 1.1 for length in lengths)
    if not SHORTEST <= width <= LONGEST or near < 0.4 * len(lengths):
        return None
    return width
