"""Lines that a page's width broke, not their author, joined: common in PDF files and old text files.

A text is taken for wrapped when many of its lines are as long as its long lines and end within a sentence.
A line of such a text is joined with the next when it is full, ends in the midst of a sentence, and the next
begins like the rest of one. Rows of a table and lists of names stay: nothing in them ends a sentence.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from rag.cleaning.boilerplate import ROW
from rag.cleaning.step import Edit

FEWEST = 8  # lines; fewer tell nothing
FEWEST_FULL = 3  # full lines
SHORTEST = 16  # characters of a full line
LONGEST = 120  # beyond, a line is a paragraph
FULL = 0.8  # share of the length of long lines from which a line is full
WRAPPED = 0.5  # share of full lines that end within a sentence, in a wrapped text
MARKED = 0.5  # share of full lines with a mark in them; titles have none
ENDS = 0.1  # of sentences, for each full line of prose
MARK = re.compile("[，、。；：！？,.;]")
END = re.compile(r"[。！？]|[.!?](?=\s|$)")
RUN = re.compile(r"[^\n]+(?:\n[^\n]+)*")
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
    broken = set(within) & _among_sentences(text, full)
    for (before, end), (start, stop) in pairwise(lines):
        if end in broken and start - end == 1 and not BEGINS_ANEW.match(text, start):
            if _are_rows(text[before:end], text[start:stop]):
                continue
            blank = text[end - 1].isascii() and text[start].isascii() and text[end - 1] != "-"
            yield end, start, " " if blank else ""


def _among_sentences(text: str, full: list[tuple[int, int]]) -> set[int]:
    """Return the ends of the full lines of prose; long runs of lines are judged alone, others together.

    Prose has sentences, and marks within most of its lines.
    """
    starts = [start for start, _ in full]
    prose: set[int] = set()
    rest, ends_of_rest, marks_of_rest = set[int](), 0, 0
    for run in RUN.finditer(text):
        lines = full[bisect_left(starts, run.start()) : bisect_left(starts, run.end())]
        ends = len(END.findall(run.group()))
        marks = sum(MARK.search(text, start, end) is not None for start, end in lines)
        if len(lines) < FEWEST:
            rest.update(end for _, end in lines)
            ends_of_rest += ends
            marks_of_rest += marks
        elif ends >= ENDS * len(lines) and marks >= MARKED * len(lines):
            prose.update(end for _, end in lines)
    of_prose = ends_of_rest >= ENDS * len(rest) and marks_of_rest >= MARKED * len(rest)
    return prose | rest if of_prose else prose


def _are_rows(line: str, following: str) -> bool:
    """Tell whether two lines are rows of one table."""
    row, another = ROW.match(line), ROW.match(following)
    return row is not None and another is not None and row[1] == another[1]


def _width(lengths: list[int]) -> int | None:
    """Return how long the lines of a wrapped text are; None for a text whose lines are no such lines."""
    if len(lengths) < FEWEST:
        return None
    width = sorted(lengths)[int(len(lengths) * 0.9)]
    near = sum(FULL * width <= length <= width * 1.1 for length in lengths)
    half = sum(length >= 0.5 * width for length in lengths)  # short ones end paragraphs, or are headings
    if not SHORTEST <= width <= LONGEST or near < max(FEWEST_FULL, 0.4 * half):
        return None
    return width
