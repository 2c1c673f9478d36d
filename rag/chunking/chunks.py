"""Cleaned text to chunks with exact source offsets.

A chunk is whole sentences of one stretch of the source, at most `size` characters of clean text, with as
many of the sentences before it as fit `overlap`, so that a statement cut from its subject can be read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rag.chunking.headings import Line, lines
from rag.chunking.packing import Boundary, Unit, pack
from rag.chunking.sentences import sentences
from rag.chunking.splitting import split
from rag.cleaning.aligned import Aligned
from rag.datatypes import Chunk

# Characters of dropped words between two sentences; more, and no chunk may reach across them. The address of
# a picture or a link keeps no sentences apart.
WALL = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of the clean text that stays whole, a sentence as a rule."""

    start: int
    end: int
    before: Boundary
    heading: str


def chunk(
    document_id: str, cleaned: Aligned, *, size: int = 400, overlap: int = 60, above: str = ""
) -> list[Chunk]:
    """Return the chunks of a cleaned document in order; a text of at most `size` characters is one chunk.

    `above` is what heads the whole text, such as the trail to a page: it begins the path of every heading.
    """
    pieces = list(_pieces(cleaned, size))
    chunks = []
    for first, last in pack([_unit(pieces, index) for index in range(len(pieces))], size):
        begin = _reach_back(pieces, first, overlap)
        heading = " › ".join(filter(None, (above, pieces[first].heading)))
        chunks.append(_chunk(document_id, cleaned, pieces[begin:last], heading))
    return chunks


def _pieces(cleaned: Aligned, size: int) -> Iterator[Piece]:
    previous: int | None = None
    lost = _lost(cleaned)
    for line in lines(cleaned.text):
        for number, (start, end) in enumerate(_parts(cleaned.text, line, size)):
            before: Boundary = "sentence"
            if previous is not None and _dropped(cleaned, lost, previous, start) > WALL:
                before = "wall"
            elif number == 0:
                before = "heading" if line.level else "paragraph"
            yield Piece(start, end, before, line.heading)
            previous = end


def _parts(text: str, line: Line, size: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a line; one that is longer than a chunk is split where it breathes."""
    for start, end in sentences(text[line.start : line.end]):
        yield from split(text, line.start + start, line.start + end, size)


def _lost(cleaned: Aligned) -> npt.NDArray[np.int64]:
    """Return for each offset of the source how many characters of dropped words stand before it."""
    is_lost = np.zeros(int(cleaned.origin[:, 1].max(initial=0)), np.bool_)
    for start, end in cleaned.gone:
        is_lost[start:end] = True
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(is_lost)])


def _dropped(cleaned: Aligned, lost: npt.NDArray[np.int64], end: int, start: int) -> int:
    """Return how many characters of dropped words stand between two pieces."""
    before, after = int(cleaned.origin[end - 1, 1]), int(cleaned.origin[start, 0])
    return int(lost[max(before, after)] - lost[before])


def _unit(pieces: Sequence[Piece], index: int) -> Unit:
    """Measure a piece up to the start of the next, so that lengths add up to the length of a chunk."""
    piece = pieces[index]
    following = pieces[index + 1].start if index + 1 < len(pieces) else piece.end
    return Unit(following - piece.start, piece.before)


def _reach_back(pieces: Sequence[Piece], first: int, overlap: int) -> int:
    """Return where a chunk starts when it repeats what precedes it in its own section."""
    begin = first
    while begin > 0 and pieces[begin].before in ("sentence", "paragraph"):
        if pieces[first].start - pieces[begin - 1].start > overlap:
            break
        begin -= 1
    return begin


def _chunk(document_id: str, cleaned: Aligned, pieces: Sequence[Piece], heading: str) -> Chunk:
    """Join pieces with what stands between them, heading marks excepted."""
    start, end = pieces[0].start, pieces[-1].end
    gaps = pairwise(pieces)
    marks = [
        (after.start - len(mark), after.start, "")
        for before, after in gaps
        if (mark := cleaned.text[before.end : after.start].lstrip())
    ]
    whole = cleaned.slice(start, end).replace((a - start, b - start, new) for a, b, new in marks)
    source = whole.source_range(0, len(whole))
    return Chunk(document_id, *source, whole.text, np.ascontiguousarray(whole.origin), heading)
