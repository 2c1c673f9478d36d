"""Marks in the text, and the exact source ranges they stand for."""

from collections.abc import Sequence

from rag.answering.candidates import Sentence
from rag.datatypes import Citation

MAX_QUOTE = 200  # characters, the longest quotation a citation may hold


def cite(chosen: Sequence[Sentence]) -> tuple[Citation, ...]:
    """Return one citation per sentence, numbered from 1; each quote is the source's own characters."""
    return tuple(_citation(marker, sentence) for marker, sentence in enumerate(chosen, start=1))


def _citation(marker: int, sentence: Sentence) -> Citation:
    hit = sentence.hit
    document_id, start, end = sentence.source
    end = min(end, start + MAX_QUOTE)
    quote = hit.text[start - hit.chunk.start : end - hit.chunk.start]
    return Citation(marker, document_id, hit.title, hit.source, hit.published, start, end, quote)
