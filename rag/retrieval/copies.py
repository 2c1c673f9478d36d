"""Copies of a document in the store: the same article saved twice, or reprinted with another menu.

Looked up when a question is asked, from what the store keeps of each document. So it does not matter in
which order documents came, and a copy that was removed is none any more.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rag.datatypes import Hit
from rag.retrieval.duplicates import SHARED, alike, probes, share_within
from rag.storage.view import View

MOST_COPIES = 200  # of one document that are looked at
SAME = 0.9  # share of a passage that a copy must have to make its own passage needless


class Copies:
    """The copies that the documents of one view have."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.of = cache(self._of)
        self._text = cache(view.clean_text)

    def _of(self, document_id: str) -> Sequence[str]:
        """Return the ids of the documents that are copies of this one, sorted."""
        own = self._view.signature(document_id)
        looked_up = probes(own)
        least = min(SHARED, len(looked_up))
        others = self._view.signatures_sharing(looked_up, least=least, most=MOST_COPIES)
        return sorted(other for other, its in others.items() if other != document_id and alike(own, its))

    def saying(self, document_id: str, clean: str) -> tuple[str, ...]:
        """Return the copies of a document that have a clean sentence of it, word for word."""
        wanted = _letters(clean)
        return tuple(
            other for other in self.of(document_id) if wanted and wanted in _letters(self._text(other))
        )

    def merged(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits but for those that one above makes needless; each names whose were left out."""
        kept: list[tuple[Hit, list[str]]] = []
        for hit in hits:
            first = next((pair for pair in kept if self._same(pair[0], hit)), None)
            if first is None:
                kept.append((hit, []))
            elif hit.chunk.document_id not in (first[0].chunk.document_id, *first[1]):
                first[1].append(hit.chunk.document_id)
        return [replace(hit, copies=tuple(copies)) for hit, copies in kept]

    def _same(self, above: Hit, hit: Hit) -> bool:
        """Tell whether the document of a hit above says what this hit of another document says."""
        one, other = above.chunk, hit.chunk
        if one.clean == other.clean:
            return True
        if one.document_id == other.document_id or one.document_id not in self.of(other.document_id):
            return False
        return share_within(other.clean, self._text(one.document_id)) >= SAME


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
