"""The sentences of a document that may be asked about: clean, each pointing at its source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.chunking.headings import lines
from rag.chunking.sentences import sentences
from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import clean_document
from rag.datatypes import Document
from rag.evaluation.golden import GoldenPassage

SHORTEST, LONGEST = 10, 160  # characters; shorter ones say little, longer ones say too much at once

# Where and by whom a report was wired, before it begins: 新华社上海7月25日电（记者…）
_DATELINE = re.compile(
    r"(?:[^，。！？]{0,24}?(?:讯|日电|消息)(?=[\s（(，])[\s，]*|[（(][^（）()]{0,40}[）)]\s*|(?:本报|记者)[^，。]{0,16}报道\s+)+"
)


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """A sentence of prose: `text` is clean, `start` its place in the cleaned document."""

    document: Document
    text: str
    cleaned: Aligned
    start: int

    @property
    def passage(self) -> GoldenPassage:
        """The range of the document's own text that says it."""
        return self.place(0, len(self.text))

    def place(self, start: int, end: int) -> GoldenPassage:
        """Return the source range of `text[start:end]`."""
        return GoldenPassage(
            self.document.id, *self.cleaned.source_range(self.start + start, self.start + end)
        )

    def variants(self, start: int, end: int) -> tuple[str, ...]:
        """Return `text[start:end]` as it is cleaned and, where that differs, as the source spells it."""
        passage = self.place(start, end)
        spelt = self.document.text[passage.start : passage.end]
        return tuple(dict.fromkeys((self.text[start:end], spelt)))


def statements(document: Document) -> Iterator[Statement]:
    """Yield the whole sentences of a document's main text; headings, captions and fragments are left out."""
    cleaned = clean_document(document)
    seen: set[str] = set()
    for line in lines(cleaned.text):
        if line.level:
            continue
        for start, end in sentences(cleaned.text[line.start : line.end]):
            if dateline := _DATELINE.match(cleaned.text, line.start + start, line.start + end):
                start = dateline.end() - line.start
            text = cleaned.text[line.start + start : line.start + end]
            if SHORTEST <= len(text) <= LONGEST and text[-1] in "。！；" and text not in seen:
                seen.add(text)
                yield Statement(document, text, cleaned, line.start + start)
