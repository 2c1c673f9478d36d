"""The sentences of the hits, each a candidate for an answer, with what stands around it."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from operator import itemgetter

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
_NUMERALS = "一二三四五六七八九十"
ITEM = re.compile(rf"[（(]?(?:\d{{1,2}}|[{_NUMERALS}]{{1,3}})(?:[)）]|[.、．](?!\d))")
_SECTION = rf"(?:[{_NUMERALS}]{{1,3}}、|第[{_NUMERALS}]{{1,3}}[章节编])"
_NUMBERED = re.compile(rf"(?!{_SECTION}){ITEM.pattern}")
_TITLE = rf"[^，。；：！？…,;:!?]{{1,{_SHORT_ITEM}}}"
_TITLE_LINE = re.compile(rf"(?:\A|(?<=\n)){_TITLE}(?=\n)")  # 缴费方式
_SECTION_LINE = re.compile(rf"(?:\A|(?<=\n)){_SECTION}{_TITLE}(?=\n)")  # 三、2023年工作安排
_NAMED = r"[^，。；：！？…,;:!?\d为是由自在至到从可应须不]{2,8}"  # no statement: 补助标准为500元
_HEADING = re.compile(rf"{_SECTION}(?:{_TITLE}|(?:关于{_TITLE}|{_NAMED})。)")  # 四、申请材料; 第二章 补助标准
_WHOSE = re.compile(r".*(?:班|年级|组|队|村|社区|小区|镇|街道|县|市|区|院|园|店|校|号楼|年度?|季度|月份?)")
# 议题二：果园发包, but no line of date and author, and nothing as short as 二、待遇.
_LABEL = re.compile(
    r"(?!.*(?:\d{4}|记者|通讯员|作者))"
    rf"(?:{ITEM.pattern}|[^，。；：]{{0,6}}[{_NUMERALS}\d][：:])?+(?P<subject>(?=.{{4}}){_TITLE})"
)


Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence of a hit: `hit.chunk.clean[start:end]`, with the text around it."""

    hit: Hit
    start: int
    end: int
    before: str
    after: str
    lead: str = ""  # over its paragraph and how that begins, further up than `before`: what it is of
    listed: tuple[Span, ...] = ()  # of a list that it introduces or is an item of: both, in order

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

    @cached_property
    def section(self) -> str:
        """The heading this stands under: the last one above it in its chunk, else that of the chunk."""
        above = [line[0] for line in _SECTION_LINE.finditer(self.hit.chunk.clean, 0, self.start)]
        return above[-1] if above else self.hit.chunk.heading

    @property
    def is_ended(self) -> bool:
        """Whether a mark ends this, as one ends what was not cut off."""
        return self.text[-1:] in _ENDS

    @property
    def is_row(self) -> bool:
        """Whether this is a row of a table with its headers, which no mark ends."""
        return _ROW.match(self.text) is not None

    @property
    def is_heading(self) -> bool:
        """Whether this is the heading of a section, which says nothing itself, not one of several lines."""
        around = (self.before, self.after)
        return _HEADING.fullmatch(self.text) is not None and not any(map(_HEADING.fullmatch, around))


def candidates(hits: Sequence[Hit]) -> list[Sentence]:
    """Return every sentence of the hits once, best hit first; overlapping chunks repeat none.

    Those that tell a language model what to do are left out; those that ask themselves only surround others.
    """
    found: dict[tuple[str, int, int], Sentence] = {}
    for hit in hits:
        clean = hit.chunk.clean
        headings = {hit.title, *hit.chunk.heading.split(" › ")}
        spans = [span for span in sentences(clean) if not addresses_a_model(clean[slice(*span)])]
        ranges = [span for span in spans if clean[slice(*span)] not in headings]
        lists = {place: group for group in _lists(clean, spans) for place, _ in group}
        for index, (start, end) in enumerate(ranges):
            if _ASKS.search(clean, start, end):
                continue
            before = clean[slice(*ranges[index - 1])] if index else ""
            after = clean[slice(*ranges[index + 1])] if index + 1 < len(ranges) else ""
            paragraph = clean.rfind("\n", 0, start) + 1
            first = next(place for place, span in enumerate(ranges) if span[0] >= paragraph)
            lead = clean[slice(*ranges[first])] if first < index - 1 else ""
            lead = _label(clean, ranges, first) + lead if first < index else ""
            listed = lists.get(start, ())
            over = clean[slice(*listed[0])] if listed and listed[0][0] != start else ""
            over = over or _over_row(clean, start, end, headings)
            lead = lead if over in (lead, before) else over + lead
            sentence = Sentence(hit, start, end, before, after, lead, listed)
            known = found.get(sentence.source)
            if known is None or _told(known) < _told(sentence):
                found[sentence.source] = sentence
    return list(found.values())


def _over_row(clean: str, start: int, end: int, headings: Collection[str]) -> str:
    """Return the line over a table that tells whose it is, if a row stands in one: 七（1）班."""
    if not _ROW.match(clean[start:end]):
        return ""
    *_, last = (None, *_TITLE_LINE.finditer(clean, 0, start))
    return f"{last[0]}。" if last and last[0] not in headings and _WHOSE.fullmatch(last[0]) else ""


def _label(clean: str, ranges: Sequence[Span], first: int) -> str:
    """Return the line over a paragraph that tells what it is of, if its first sentence does not: 果园发包."""
    if not first or clean[ranges[first][1] - 1] not in _STOPS:
        return ""
    start, end = ranges[first - 1]
    label, begins = clean[start:end], clean[slice(*ranges[first])]
    alone = clean[start - 1 : start] in ("", "\n") and not clean[end : ranges[first][0]].strip()
    found = _LABEL.fullmatch(label) if alone else None
    said = found is None or all(pair in begins for pair in map("".join, pairwise(found["subject"])))
    return "" if said else f"{label}。"


def _told(sentence: Sentence) -> tuple[int, int]:
    """Return how much its chunk shows of what stands around a sentence: of its list, and neighbours."""
    return len(sentence.listed), len(sentence.before) + len(sentence.after)


def _lists(clean: str, ranges: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield the lists: the sentence that ends with a colon or the title line, and the items behind it."""
    reached = 0
    for index, (start, end) in enumerate(ranges):
        following = ranges[index + 1 :]
        if start < reached:
            continue
        if clean[start:end].endswith(tuple(_COLONS)):
            items = _lines(clean, following)
        elif _TITLE_LINE.match(clean, start, end + 1):
            items = _numbered(clean, following) or _separated(clean, following)
        else:
            continue
        if len(items) > 1:
            yield ((start, end), *items)
            reached = items[-1][1]


def _lines(clean: str, ranges: Sequence[Span]) -> list[Span]:
    """Return the lines from the first on that are items of a list.

    Items end with a semicolon, the last of them with a full stop, or are short lines without a mark.
    """
    items: list[Span] = []
    separated = False  # by semicolons: then a full stop ends the last
    for start, end in ranges:
        mark = clean[end - 1]
        bare = mark not in _STOPS | _COLONS and end - start <= _SHORT_ITEM
        last = mark in _STOPS - _SEMICOLONS and separated
        if clean[start - 1] != "\n" or not (bare or mark in _SEMICOLONS or last):
            break
        items.append((start, end))
        separated = separated or mark in _SEMICOLONS
        if last:
            break
    return items


def _numbered(clean: str, ranges: Sequence[Span]) -> list[Span]:
    """Return the sentences from the first on of numbered lines: 1. 微信缴费."""
    goes_on = (clean[start - 1] != "\n" or _NUMBERED.match(clean, start) for start, _ in ranges)
    return [span for span, more in takewhile(itemgetter(1), zip(ranges, goes_on, strict=True))]


def _separated(clean: str, ranges: Sequence[Span]) -> list[Span]:
    """Return the sentences of the first line if semicolons separate them, three at least."""
    line = list(takewhile(lambda span: "\n" not in clean[ranges[0][0] : span[0]], ranges))
    marks = [clean[end - 1] for _, end in line]
    return line if len(line) > 2 and _SEMICOLONS.issuperset(marks[:-1]) else []
