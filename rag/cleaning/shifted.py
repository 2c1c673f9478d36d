"""Half-shifted GBK undone: a lead byte was lost and the characters behind it were paired one byte off.

`。”德園` is A1A3 A1B1 B5C2 8840. Without its first byte the rest pairs up as A3A1 B1B5 C288 40, and a page
shows `?！钡聢@`, the `?` standing for the lost byte; wide marks are often folded to ASCII after that, and
pairs in the user-defined areas vanish. The run is in step again where a second byte is ASCII.

Undoing it is a search: put each possible lead byte in front, pair again, allow for vanished pairs, and let
the statistics of Chinese characters judge. Of all readings the likeliest is taken if it is clearly likelier
than what is shown and than the next best; else the text stays as it is.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import chain
from typing import TypeVar

from rag.cleaning.choice import Candidate, Verdict, beginnings, choose, supported
from rag.cleaning.gbk import LEADS, decoded, pairs, vanishing
from rag.cleaning.judge import NEAR, Judge
from rag.cleaning.likelihood import folded, mean_cost, pair_cost
from rag.cleaning.readings import has_reading
from rag.cleaning.step import Edit

LOST = re.compile("[?\ufffd]")
READING = re.compile(r"(?P<reading>[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹɡ]{1,6})\)")
# What a short run leaves behind: an ASCII letter in the midst of Chinese.
STRAY = re.compile("[^\x00-\x7f]{0,2}[@-~](?![\x00-\x7f])")
LONGEST_RUN = 100  # characters
# As far as a run may go: within its line, across two more marks at most.
RUN = re.compile("[?\ufffd](?:[^?\ufffd\n]*[?\ufffd]?){0,2}")
BEAM = 64
ALIKE = 12  # readings of a beam that begin alike; others would be crowded out
GROWING = 4  # readings of a beam from which vanished pairs are tried, they are 1,200 each
MIDDLES = 12  # first halves of a vanished pair that are tried with each second half
VANISHED = 4.0  # nats a vanished pair costs
SUSPICIOUS = 8.5  # mean cost of the characters behind a lost byte; prose stays below
LEAST_GAIN = 8.0  # nats between what is shown and what is restored
LEAST_GAIN_STRAY = 14.0  # the same where only a stray letter raised suspicion
SAME = 5  # characters from a mark on by which one word damaged twice is told
MOST_PLACES = 2  # other places that are listened to
# A search takes a tenth of a second, as long as embedding a thousand characters. Damaged pages have a run in
# 300 characters and most are restored; a text where search after search finds nothing lost something else.
SEARCHES = 100
CHARACTERS_A_SEARCH = 400
FRUITLESS = 5  # searches that one without a result counts for
MARKS = re.compile("[?\ufffd]+")
MOST_MARKS = 2  # side by side; one byte lost shows one mark, more of them stand for characters
WINDOWS = (3, 6)  # characters looked at to tell whether a question mark is one

Ranked = TypeVar("Ranked")


@dataclass(frozen=True, slots=True)
class Reading:
    """A partial restoration: its text, the byte that waits for its other half, and its cost so far."""

    cost: float
    text: str
    last: str
    pending: int


def edits(text: str) -> Iterator[Edit]:
    """Yield a repair for every lost byte whose run can be restored beyond doubt."""
    for verdict in examine(text):
        if verdict.new is not None:
            yield verdict.start, verdict.end, verdict.new


def examine(text: str) -> Iterator[Verdict]:
    """Yield what was found behind every mark that may stand for a lost byte."""
    done, line = 0, ""  # `line` is the current line as repaired up to `done`
    searches = SEARCHES + len(text) // CHARACTERS_A_SEARCH
    for at in _marks(text):
        if at < done:
            continue
        start = text.rfind("\n", done, at) + 1
        line = (text[start:at] if start else line + text[done:at])[-NEAR:]
        done = at
        if searches <= 0:
            yield Verdict(at, len(text), None, "there are too many marks for them to be lost bytes")
            return
        verdict = _verdict(text, at, line)
        if verdict is not None and verdict.new is not None:
            done, line = verdict.end, line + verdict.new
        if verdict is not None:
            searches -= 1 if verdict.new else FRUITLESS
            yield verdict


def _marks(text: str) -> Iterator[int]:
    for match in MARKS.finditer(text):
        if len(match.group()) <= MOST_MARKS:
            yield from range(*match.span())


def _verdict(text: str, at: int, line: str) -> Verdict | None:
    """Judge the mark at text[at]; None if nothing behind it looks wrong.

    `line` is what stands before it in its line, as repaired so far.
    """
    found = _candidates(text, at, line)
    if found is None:
        return None
    candidates, least = found
    others = [(other, _line(text, other)) for other in _same_damage(text, at)]
    elsewhere = [kept[0] for place in others if (kept := _candidates(text, *place)) and kept[0]]
    if not elsewhere:
        return choose(text, at, candidates, least, is_supported=False)
    begun = dict.fromkeys(chain(*map(beginnings, [candidates, *elsewhere])))
    for readings, place in zip(elsewhere, others, strict=False):
        candidates = supported(
            _more(candidates, text, (at, line), begun), _more(readings, text, place, begun)
        )
    return choose(text, at, candidates, least, is_supported=True)


def _more(
    candidates: list[Candidate], text: str, place: tuple[int, str], begun: Iterable[str]
) -> list[Candidate]:
    """Return candidates with those that begin as somewhere else, which a search may have passed over."""
    found = [_candidates(text, *place, beginning) or ([], 0.0) for beginning in begun]
    return list(
        {(one.end, folded(one.new)): one for one in chain(candidates, *(some for some, _ in found))}.values()
    )


def _candidates(text: str, at: int, line: str, beginning: str = "") -> tuple[list[Candidate], float] | None:
    """Return the readings of what is behind a mark, and the gain that one must have to be believed.

    `beginning` limits them to those that begin so.
    """
    run = RUN.match(text, at, at + LONGEST_RUN)
    end = run.end() if run else at
    readings, start, least = [Reading(0.0, "", _left(text, at), lead) for lead in LEADS], at + 1, LEAST_GAIN
    if annotation := READING.match(text, at + 1, end):
        readings, start = _behind_annotation(text, at, annotation), annotation.end()
    elif not any(mean_cost(text[at + 1 : min(end, at + 1 + width)]) > SUSPICIOUS for width in WINDOWS):
        if not STRAY.match(text, at + 1, end):
            return None
        least = LEAST_GAIN_STRAY
    return _weighed(Judge(text, at, line), _follow(text, start, end, readings, beginning)), least


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : at]


def _same_damage(text: str, at: int) -> list[int]:
    """Return other places that show the same characters: a name that was damaged twice."""
    shown = text[at - 1 : at + SAME]
    if at == 0 or len(shown) <= SAME or any(mark.isascii() for mark in shown[3:]):
        return []
    places = (match.start() + 1 for match in re.finditer(re.escape(shown), text))
    return [place for place in places if place != at][:MOST_PLACES]


def _behind_annotation(text: str, at: int, reading: re.Match[str]) -> list[Reading]:
    """`?guī)`: a character that was mispaired, read out in parentheses, and then re-paired with its `(`."""
    before = text[at - 1 : at].encode("gb18030", "replace")
    if len(before) != 2:
        return []
    return [
        Reading(0.0, "", _left(text, at), lead)
        for lead in LEADS
        if has_reading(decoded(before[1], lead), reading["reading"])
    ]


def _follow(
    text: str, start: int, end: int, beam: list[Reading], beginning: str
) -> Iterator[tuple[int, Reading]]:
    """Yield complete readings with the position where each is in step with the text again."""
    for at in range(start, end):
        middles = _middles(beam if at == start else beam[:GROWING])
        yield from _closed(text, at, beam, middles)
        following: dict[str, Reading] = {}
        for first, second, dearness in pairs(text[at], at == start):
            for grown in _grown(beam, middles, first, second, dearness):
                if grown.pending < 0x80:
                    yield at + 1, _add(grown, chr(grown.pending), -1)
                elif _begins(grown.text, beginning):
                    following.setdefault(grown.text + chr(grown.pending), grown)
        beam = _varied(sorted(following.values(), key=lambda one: one.cost), lambda one: one.text)
        if not beam:
            return
    if end == len(text) or text[end] == "\n":
        for reading in beam:
            yield from ((end, closed) for closed in _completed(reading))


def _begins(reading: str, beginning: str) -> bool:
    """Tell whether a reading begins so, as far as it goes."""
    return reading.startswith(beginning[: len(reading)])


def _middles(beam: Iterable[Reading]) -> list[Reading]:
    """Return readings that complete their character with the first half of a pair that vanished."""
    grown = (
        _add(reading, character, lead, VANISHED)
        for reading in beam
        for lead in LEADS
        if vanishing(lead) and (character := decoded(reading.pending, lead))
    )
    return nsmallest(MIDDLES, grown, key=lambda one: one.cost)


def _grown(
    beam: Iterable[Reading], middles: Iterable[Reading], first: int, second: int, dearness: float
) -> Iterator[Reading]:
    for reading in beam:
        if character := decoded(reading.pending, first):
            yield _add(reading, character, second, dearness)
    for middle in middles:
        for other in vanishing(middle.pending):
            if character := decoded(other, first):
                yield _add(middle, character, second, dearness)


def _closed(
    text: str, at: int, beam: Iterable[Reading], middles: Iterable[Reading]
) -> Iterator[tuple[int, Reading]]:
    """Yield readings that end here: an ASCII second byte, or a pair that was no character, shown as `?`."""
    byte = ord(text[at])
    if 0x40 <= byte <= 0x7E:
        for closed in _grown(beam, middles, byte, -1, 0.0):
            yield at + 1, closed
    if LOST.match(text[at]):
        annotation = READING.match(text, at + 1)
        for closed in (closed for reading in beam for closed in _completed(reading)):
            if annotation is None:
                # The ASCII byte that went with it is gone: `<` before a slash, else no one knows.
                yield at + 1, _add(closed, "<" if text.startswith("/", at + 1) else "?", -1)
            elif has_reading(closed.text[-1], annotation["reading"]):
                yield at + 1, Reading(closed.cost, closed.text + "(", closed.last, -1)


def _completed(reading: Reading) -> Iterator[Reading]:
    for second in range(0x80, 0xFF):
        if character := decoded(reading.pending, second):
            yield _add(reading, character, -1)


def _weighed(judge: Judge, finished: Iterable[tuple[int, Reading]]) -> list[Candidate]:
    """Return the likeliest of complete readings, each with how much likelier it is than what is shown."""
    finished = sorted(finished, key=lambda pair: pair[1].cost - judge.shown(pair[0]))
    best: dict[tuple[int, str], Candidate] = {}
    for end, reading in _varied(finished, lambda pair: pair[1].text):
        key = (end, folded(reading.text))  # variants of one character are one reading
        candidate = Candidate(judge.gain(end, reading.text), reading.text, end)
        best[key] = max(best.get(key, candidate), candidate, key=lambda one: one.gain)
    return list(best.values())


def _varied(ranked: Sequence[Ranked], text: Callable[[Ranked], str]) -> list[Ranked]:
    """Return the first of ranked readings, not too many of which begin alike."""
    kept: list[Ranked] = []
    begun: Counter[str] = Counter()
    for one in ranked:
        beginning = text(one)[:2]
        if begun[beginning] < ALIKE:
            begun[beginning] += 1
            kept.append(one)
            if len(kept) == BEAM:
                break
    return kept


def _add(reading: Reading, character: str, pending: int, dearness: float = 0.0) -> Reading:
    last = _folded(character)
    cost = reading.cost + dearness + (pair_cost(reading.last, last) if reading.last else 0.0)
    return Reading(cost, reading.text + character, last, pending)


def _left(text: str, at: int) -> str:
    return folded(text[at - 1 : at]) if at and text[at - 1] != "\n" else ""


@cache
def _folded(character: str) -> str:
    return folded(character)
