"""Marks in the text, and the exact source ranges they stand for."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answering.candidates import Sentence
from rag.datatypes import Citation

MAX_QUOTE = 200  # characters, the longest quotation a citation may hold

_CLAUSE = re.compile("[^，；、：,;:]+[，；、：,;:]?|[，；、：,;:]")


def quotable(sentence: Sentence) -> list[Sentence]:
    """Return a sentence in pieces of whole clauses that a citation can hold each, most often in one."""
    if _length(sentence) <= MAX_QUOTE:
        return [sentence]
    pieces: list[Sentence] = []
    for clause in _CLAUSE.finditer(sentence.text):
        start, end = sentence.start + clause.start(), sentence.start + clause.end()
        longer = replace(sentence, start=pieces[-1].start if pieces else start, end=end)
        if pieces and _length(longer) <= MAX_QUOTE:
            pieces[-1] = longer
        else:
            pieces.append(replace(sentence, start=start, end=end))
    return pieces


def _length(sentence: Sentence) -> int:
    _, start, end = sentence.source
    return end - start


def cite(chosen: Sequence[Sentence]) -> tuple[Citation, ...]:
    """Return one citation per sentence, numbered from 1; each quote is the source's own characters."""
    return tuple(_citation(marker, sentence) for marker, sentence in enumerate(chosen, start=1))


def _citation(marker: int, sentence: Sentence) -> Citation:
    hit = sentence.hit
    document_id, start, end = sentence.source
    end = min(end, start + MAX_QUOTE)
    quote = hit.text[start - hit.chunk.start : end - hit.chunk.start]
    return Citation(marker, document_id, hit.title, hit.source, hit.published, start, end, quote)
