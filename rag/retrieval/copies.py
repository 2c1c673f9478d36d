"""Copies of a document in the store: the same article saved twice, or reprinted with another menu.

Looked up when a question is asked, from what the store keeps of each document. So it does not matter in
which order documents came, and a copy that was removed is none any more.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from rag.datatypes import Chunk, Hit
from rag.retrieval.duplicates import SHARED, alike, probes, share_within
from rag.retrieval.tokens import fold
from rag.storage.view import View

MOST_COPIES = 200  # of one document that are looked at
SAME = 0.9  # share of a passage that a copy must have to make its own passage needless
_NUMBERS = re.compile(r"\d+|[〇○零一二三四五六七八九]{2,}")
# When a page was put up and how often it was read tell no two texts apart.
_OF_A_PAGE = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?|(?:浏览|阅读|点击|访问)\D{0,6}\d+"
    r"|(?:发布|更新|发表|来源)[^\d，。\n]{0,12}\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
)
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class Copies:
    """The copies that the documents of one view have."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.of = cache(self._of)
        self._text = cache(view.clean_text)
        self._numbers = cache(lambda document_id: _numbers(self._text(document_id)))

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

    def merged(self, query: str, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits but for those that one above makes needless; each names whose were left out."""
        asked = _numbers(fold(query))
        kept: list[tuple[Hit, list[str]]] = []
        for hit in hits:
            first = next((pair for pair in kept if self._same(pair[0], hit, asked)), None)
            if first is None:
                kept.append((hit, []))
            elif hit.chunk.document_id not in (first[0].chunk.document_id, *first[1]):
                first[1].append(hit.chunk.document_id)
        return [replace(hit, copies=tuple(copies)) for hit, copies in kept]

    def _same(self, above: Hit, hit: Hit, asked: set[str]) -> bool:
        """Tell whether the document of a hit above says what this hit of another document says."""
        one, other = above.chunk, hit.chunk
        if one.clean == other.clean:
            return True
        if one.document_id == other.document_id or one.document_id not in self.of(other.document_id):
            return False
        if self._tells_apart(one, other, asked):
            return False
        return share_within(other.clean, self._text(one.document_id)) >= SAME

    def _tells_apart(self, one: Chunk, other: Chunk, asked: set[str]) -> bool:
        """Tell whether a passage has numbers that the document of one above lacks, and that may be wanted.

        Notices of 2023 and 2024 may differ in year and amount alone; asked about 2023, its notice will do.
        """
        above, its = self._numbers(one.document_id), self._numbers(other.document_id)
        if _numbers(other.clean) <= above:
            return False
        return bool(asked & (its - above)) or not asked & (above - its)


def _numbers(clean: str) -> set[str]:
    """Return the numbers of a clean text in digits, but for those of the page: 二〇二三 is 2023."""
    return {number.translate(_DIGITS) for number in _NUMBERS.findall(_OF_A_PAGE.sub("", clean))}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
