"""The sentences of the hits, each a candidate for an answer, with what stands around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answering.instructions import addresses_a_model
from rag.answering.matching import fold
from rag.chunking.sentences import sentences
from rag.datatypes import Hit

_SHORT_ITEM = 30  # characters
_SEMICOLONS, _COLONS = frozenset("；;"), frozenset("：:")
_STOPS = frozenset("。！？；…!?;.")
_ENDS = _STOPS | frozenset("”’」』）)")
_ASKS = re.compile(r"[？?]\s*\Z")
_ROW = re.compile(r"[^，：。]{1,16}：[^：]*，[^，：。]{1,16}：")  # 窗口：社保，电话：…


Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a hit: `hit.chunk.clean[start:end]`, with the text around it."""

    hit: Hit
    start: int
    end: int
    before: str
    after: str
    lead: str = ""  # how its paragraph begins, further up than `before`: there its subject is named
    listed: tuple[Span, ...] = ()  # of a list in lines that it introduces or is an item of: both, in order

    @property
    def text(self) -> str:
        """The cleaned sentence."""
        return self.hit.chunk.clean[self.start : self.end].strip()

    @property
    def source(self) -> tuple[str, int, int]:
        """Document and exact source range, without the white space around the sentence."""
        raw = self.hit.chunk.clean[self.start : self.end]
        start = self.start + len(raw) - len(raw.lstrip())
        return self.hit.chunk.document_id, *self.hit.chunk.source_range(start, start + len(raw.strip()))

    @cached_property
    def folded(self) -> str:
        """The sentence as matching sees it."""
        return fold(self.text)

    @cached_property
    def context(self) -> str:
        """The sentence with its title, heading and neighbours, as matching sees it."""
        above = [one for one in (self.hit.title, self.hit.chunk.heading) if not addresses_a_model(one)]
        return fold("\n".join([*above, self.lead, self.before, self.text, self.after]))

    @property
    def is_ended(self) -> bool:
        """Whether a mark ends this, as one ends what was not cut off."""
        return self.text[-1:] in _ENDS

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table with its headers, which no mark ends."""
        return _ROW.match(self.text) is not None


def candidates(hits: Sequence[Hit]) -> list[Sentence]:
    """Return every sentence of the hits once, best hit first; overlapping chunks repeat none.

    Those that tell a language model what to do are left out; those that ask themselves only surround others.
    """
    found: dict[tuple[str, int, int], Sentence] = {}
    for hit in hits:
        clean = hit.chunk.clean
        headings = {hit.title, *hit.chunk.heading.split(" › ")}
        spans = [span for span in sentences(clean) if clean[slice(*span)] not in headings]
        ranges = [span for span in spans if not addresses_a_model(clean[slice(*span)])]
        lists = {place: spans for spans in _lists(clean, ranges) for place, _ in spans}
        for index, (start, end) in enumerate(ranges):
            if _ASKS.search(clean, start, end):
                continue
            before = clean[slice(*ranges[index - 1])] if index else ""
            after = clean[slice(*ranges[index + 1])] if index + 1 < len(ranges) else ""
            paragraph = clean.rfind("\n", 0, start) + 1
            first = next(place for place, span in enumerate(ranges) if span[0] >= paragraph)
            lead = clean[slice(*ranges[first])] if first < index - 1 else ""
            sentence = Sentence(hit, start, end, before, after, lead, lists.get(start, ()))
            known = found.get(sentence.source)
            if known is None or _told(known) < _told(sentence):
                found[sentence.source] = sentence
    return list(found.values())


def _told(sentence: Sentence) -> tuple[int, int]:
    """Return how much its chunk shows of what stands around a sentence: of its list, and neighbours."""
    return len(sentence.listed), len(sentence.before) + len(sentence.after)


def _lists(clean: str, ranges: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield the lists in lines: the sentence that ends with a colon, and the items behind it.

    Items end with a semicolon, the last of them with a full stop, or are short lines without a mark.
    """
    for index, (start, end) in enumerate(ranges):
        if not clean[start:end].rstrip().endswith(tuple(_COLONS)):
            continue
        items: list[Span] = []
        separated = False  # by semicolons: then a full stop ends the last
        for begin, stop in ranges[index + 1 :]:
            mark = clean[begin:stop].rstrip()[-1:]
            bare = mark not in _STOPS | _COLONS and stop - begin <= _SHORT_ITEM
            last = mark in _STOPS - _SEMICOLONS and separated
            if clean[begin - 1] != "\n" or not (bare or mark in _SEMICOLONS or last):
                break
            items.append((begin, stop))
            separated = separated or mark in _SEMICOLONS
            if last:
                break
        if len(items) > 1:
            yield ((start, end), *items)
