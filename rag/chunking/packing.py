"""Units of text packed into groups under a size, balanced, cut where a cut hurts least; pure.

Filling each group to the brim leaves a stub at the end and cuts wherever the brim falls. Here the cheapest
of all partitions is found by dynamic programming: few groups, of even size, cut at headings or paragraphs
rather than between two sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

# What stands before a unit: nothing but a sentence end, a paragraph's end, a heading, or a place where
# two units must not share a group at all.
Boundary = Literal["sentence", "paragraph", "heading", "wall"]

CUT_COST = {"sentence": 0.15, "paragraph": 0.05, "heading": 0.0, "wall": 0.0}
GROUP_COST = 1.0  # one more group costs as much as leaving one group wholly empty


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that is kept whole, and what separates it from the piece before."""

    length: int
    before: Boundary = "sentence"


def pack(units: Sequence[Unit], size: int) -> list[tuple[int, int]]:
    """Return groups as ranges of `units`, none longer than `size` unless a single unit is."""
    costs: list[float] = [0.0]
    previous: list[int] = [0]
    for end in range(1, len(units) + 1):
        cost, start = _best_start(units, end, size, costs)
        costs.append(cost)
        previous.append(start)
    groups = []
    end = len(units)
    while end > 0:
        groups.append((previous[end], end))
        end = previous[end]
    return groups[::-1]


def _best_start(units: Sequence[Unit], end: int, size: int, costs: Sequence[float]) -> tuple[float, int]:
    """Return the cheapest cost of units[:end], and where its last group starts."""
    best, best_start, length = float("inf"), end - 1, 0
    for start in range(end - 1, -1, -1):
        length += units[start].length
        if length > size and start < end - 1:
            break
        slack = max(0.0, 1 - length / size)
        cost = costs[start] + GROUP_COST + slack * slack + (CUT_COST[units[start].before] if start else 0.0)
        if cost < best:
            best, best_start = cost, start
        if units[start].before == "wall":
            break
    return best, best_start
