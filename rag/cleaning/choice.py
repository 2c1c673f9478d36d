"""Which of several readings of a damaged run is taken: the likeliest, as far as all likely ones agree.

A character on which they differ stays open: it is shown as a box, as print shows what cannot be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.cleaning.likelihood import folded, mean_cost
from rag.cleaning.readings import bare

OPEN = "□"
LEAST_LEAD = 4.0  # nats between the best reading and one that need not be listened to
MOST_OPEN = 1 / 3  # share of characters that may stay open
DEAREST = 11.5  # mean cost of a believable restoration
PREFIX = 3  # characters by which readings of one word at two places are told to agree
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


def choose(text: str, at: int, candidates: Sequence[Candidate], least_gain: float) -> Verdict:
    """Return what all likely readings of the run at text[at] say, if that is enough to be of use."""
    ranked = sorted(candidates, key=lambda one: one.gain, reverse=True)
    if not ranked or ranked[0].gain < least_gain:
        return Verdict(at, at + 1, None, "no reading is clearly likelier than what is shown")
    likely = [one for one in ranked if one.gain > ranked[0].gain - LEAST_LEAD]
    end = max(one.end for one in likely)
    readings = [one.new + text[one.end : end] for one in likely]
    if mean_cost(bare(readings[0])) > DEAREST:
        return Verdict(at, end, None, f"the likeliest reading is not believable: {readings[0]}")
    new = _agreed(readings)
    if new.count(OPEN) > MOST_OPEN * len(new):
        return Verdict(at, end, None, f"several readings are about as likely: {' '.join(readings[:3])}")
    return Verdict(at, end, new, f"{ranked[0].gain:.0f} nats likelier")


def supported(candidates: Sequence[Candidate], elsewhere: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates weighed anew by what the same damage reads as elsewhere in the text."""
    best = max((one.gain for one in elsewhere), default=0.0)
    against: dict[str, float] = {}
    for one in elsewhere:
        against[one.new[:PREFIX]] = min(against.get(one.new[:PREFIX], MOST_AGAINST), best - one.gain)
    return [replace(one, gain=one.gain - against.get(one.new[:PREFIX], MOST_AGAINST)) for one in candidates]


def _agreed(readings: Sequence[str]) -> str:
    """Return the first reading, open where another differs; of readings of other lengths their ends count."""
    first = readings[0]
    if len({len(reading) for reading in readings}) == 1:
        same = [len(set(marks)) == 1 for marks in zip(*map(_folded_each, readings), strict=True)]
        return "".join(mark if agreed else OPEN for mark, agreed in zip(first, same, strict=True))
    before = _common(readings)
    after = _common([reading[before:][::-1] for reading in readings])
    return first[:before] + OPEN + first[len(first) - after :]


def _folded_each(reading: str) -> list[str]:
    """Return the characters of a reading, variants of one alike."""
    return [folded(mark) for mark in reading]


def _common(readings: Sequence[str]) -> int:
    """Return how many characters all readings begin with."""
    marks = zip(*readings, strict=False)
    return next((place for place, found in enumerate(marks) if len(set(found)) > 1), min(map(len, readings)))
