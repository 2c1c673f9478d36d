"""Which of several readings of a damaged run is taken: the likeliest, if it leads clearly.

A word that was damaged at two places is read by both. Then the word is sure enough for a reading to be taken
though a single character further on is not: it stays open, shown as a box, as print shows what is illegible.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.cleaning.likelihood import folded, mean_cost
from rag.cleaning.readings import bare

OPEN = "□"
# Nats between the best reading and the next. On made damage 2.0 for both restores 41 % and errs in 13 %; so
# it is more restored and less erred, for a pair that vanished leaves much to be guessed.
LEAST_LEAD = 2.3
LEAST_LEAD_VANISHED = 3.5
MOST_OPEN = 1 / 8  # share of the characters of a word damaged twice, and of what is behind it
DEAREST = 11.5  # mean cost of a believable restoration
PREFIX = 3  # characters by which readings of one word at two places are told to agree
MOST_BEGINNINGS = 3  # that are tried at another place
MOST_AGAINST = 6.0  # nats that another place may weigh against a reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of text[at:end], and how many nats likelier it is than what is shown."""

    gain: float
    new: str
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found behind a lost byte: `new` for text[start:end], or why it is left as it is."""

    start: int
    end: int
    new: str | None
    reason: str


def choose(
    text: str, at: int, candidates: Sequence[Candidate], least_gain: float, *, is_supported: bool
) -> Verdict:
    """Return the reading of the run at text[at] that leads clearly, or why there is none."""
    ranked = sorted(candidates, key=lambda one: one.gain, reverse=True)
    if not ranked or ranked[0].gain < least_gain:
        return Verdict(at, at + 1, None, "no reading is clearly likelier than what is shown")
    best = ranked[0]
    least = LEAST_LEAD_VANISHED if _bytes(best.new) - _bytes(text[at : best.end]) > 1 else LEAST_LEAD
    likely = [one for one in ranked if one.gain > best.gain - least]
    end = max(one.end for one in likely)
    readings = [one.new + text[one.end : end] for one in likely]
    if mean_cost(bare(readings[0])) > DEAREST:
        return Verdict(at, end, None, f"the likeliest reading is not believable: {readings[0]}")
    new = _agreed(readings)
    if new.count(OPEN) > (MOST_OPEN * len(new) if is_supported else 0):
        return Verdict(at, end, None, f"two readings are about as likely: {readings[0]} and {readings[1]}")
    return Verdict(at, end, new, f"{best.gain:.0f} nats likelier")


def beginnings(candidates: Sequence[Candidate]) -> list[str]:
    """Return how the likeliest candidates begin, best first."""
    ranked = sorted(candidates, key=lambda one: one.gain, reverse=True)
    return list(dict.fromkeys(one.new[:PREFIX] for one in ranked))[:MOST_BEGINNINGS]


def supported(candidates: Sequence[Candidate], elsewhere: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates weighed anew by what the same damage reads as elsewhere in the text."""
    best = max((one.gain for one in elsewhere), default=0.0)
    against: dict[str, float] = {}
    for one in elsewhere:
        against[one.new[:PREFIX]] = min(against.get(one.new[:PREFIX], MOST_AGAINST), best - one.gain)
    return [replace(one, gain=one.gain - against.get(one.new[:PREFIX], MOST_AGAINST)) for one in candidates]


def _agreed(readings: Sequence[str]) -> str:
    """Return the first reading, open where another differs; of several lengths, but for their ends."""
    first = readings[0]
    if len({len(reading) for reading in readings}) == 1:
        same = [len(set(map(folded, marks))) == 1 for marks in zip(*readings, strict=True)]
        return "".join(mark if agreed else OPEN for mark, agreed in zip(first, same, strict=True))
    before = _common(readings)
    after = _common([reading[before:][::-1] for reading in readings])
    return first[:before] + OPEN + first[len(first) - after :]


def _common(readings: Sequence[str]) -> int:
    """Return how many characters all readings begin with."""
    marks = zip(*readings, strict=False)
    return next((place for place, found in enumerate(marks) if len(set(found)) > 1), min(map(len, readings)))


def _bytes(shown: str) -> int:
    """Return how many bytes of GBK a run had; the mark of a lost byte counts as the one left of its pair."""
    return sum(1 if mark.isascii() and mark not in ",!;:" else 2 for mark in shown)
