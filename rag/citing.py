"""What a citation tells beside its quote: the page it stands on, and who else says the same."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from rag.datatypes import Citation, Hit


def completed(
    citations: Sequence[Citation], hits: Sequence[Hit], copies: Callable[[str, str], Sequence[str]]
) -> tuple[Citation, ...]:
    """Return the citations with page and copies; `copies(document_id, sentence)` names the latter."""
    return tuple(_completed(citation, hits, copies) for citation in citations)


def page(starts: Sequence[int], position: int) -> int | None:
    """Return the number, from 1, of the page that holds a position; None for a file without pages."""
    return bisect_right(starts, position) or None


def _completed(
    citation: Citation, hits: Sequence[Hit], copies: Callable[[str, str], Sequence[str]]
) -> Citation:
    for hit in hits:
        chunk = hit.chunk
        if chunk.document_id == citation.document_id and chunk.start <= citation.start < chunk.end:
            found = copies(chunk.document_id, _clean(hit, citation))
            return replace(citation, page=page(hit.pages, citation.start), copies=tuple(found))
    return citation


def _clean(hit: Hit, citation: Citation) -> str:
    """Return the clean form of the part of a quote that lies in a hit."""
    rows = hit.chunk.origin
    inside = (rows[:, 0] >= citation.start) & (rows[:, 1] <= citation.end)
    return "".join(mark for mark, held in zip(hit.chunk.clean, inside.tolist(), strict=True) if held)
