"""Units of text packed into groups under a size, balanced, cut where a cut hurts least; pure.

Filling each group to the brim leaves a stub at the end and cuts wherever the brim falls. Here the cheapest
of all partitions is found by dynamic programming: few groups, of even size, cut at headings or paragraphs
rather than between two sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

# What stands before a unit: nothing but a sentence end, a paragraph's end, a heading, or a place where
# two units must not share a group at all.
Boundary = Literal["sentence", "paragraph", "heading", "wall"]

# A group is better ended above a heading than filled from the next section, whose path it would not carry.
CUT_COST = {"sentence": 0.15, "paragraph": 0.05, "heading": -0.5, "wall": 0.0}
GROUP_COST = 1.0  # one more group costs as much as leaving one group wholly empty


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that is kept whole, and what separates it from the piece before."""

    length: int
    before: Boundary = "sentence"


def pack(units: Sequence[Unit], size: int) -> list[tuple[int, int]]:
    """Return groups as ranges of `units`, none longer than `size` unless a single unit is."""
    if not units:
        return []
    ends = np.concatenate([[0], np.cumsum([unit.length for unit in units])])
    cuts = np.array([0.0, *(CUT_COST[unit.before] for unit in units[1:])])
    walls = [index if unit.before == "wall" else 0 for index, unit in enumerate(units)]
    earliest = np.maximum(np.searchsorted(ends, ends[1:] - size), np.maximum.accumulate(walls))
    costs = np.zeros(len(units) + 1)
    previous = [0]
    for end in range(1, len(units) + 1):
        first = min(int(earliest[end - 1]), end - 1)
        slack = np.maximum(0.0, 1 - (ends[end] - ends[first:end]) / size)
        totals = (costs[first:end] + cuts[first:end] + GROUP_COST + slack * slack)[::-1]
        best = int(np.argmin(totals))  # of equals the last, which makes the shortest group
        costs[end] = totals[best]
        previous.append(end - 1 - best)
    groups = []
    end = len(units)
    while end > 0:
        groups.append((previous[end], end))
        end = previous[end]
    return groups[::-1]
