"""Scores of several legs → one ranking: a convex sum of scaled scores.

Ranks alone throw away how clearly a leg prefers its first hit, and a weak leg then spoils a strong one:
reciprocal rank fusion of the same three legs loses 1-4 points of R@1 against this sum.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each leg counts; a leg of weight 0 finds nothing.

    Chosen on those passages of CMRC, DRCD and XQuAD-zh that may shape what ships. It is a plateau: with dense
    .25-.35 and sentences .2-.5 of the rest, R@1 on the pool moves by half a point.
    """

    dense: float = 0.3
    words: float = 0.245  # of the chunk, as are bigrams
    bigrams: float = 0.245
    sentences: float = 0.21  # of the best sentence, words and bigrams alike


def share_of_best(scores: Scores) -> Scores:
    """Return non-negative `scores` divided by their largest; zeros if nothing scored."""
    best = scores.max(initial=0.0)
    return (scores / best if best > 0 else np.zeros_like(scores)).astype(np.float32)


def above_floor(similarities: Scores) -> Scores:
    """Return how far each similarity stands above the lowest, as a share of the best.

    Cosines of one encoder lie close together (here mostly .75-.95): unfloored they hardly tell hits apart.
    Where all are equal (a single hit, say) there is no floor to see, and each counts fully.
    """
    if not len(similarities) or similarities.max() == similarities.min():
        return np.ones_like(similarities)
    return share_of_best(similarities - similarities.min())


def best(scores: Scores, k: int) -> NDArray[np.intp]:
    """Return the places of the `k` largest non-negative scores, falling; equal scores in rising place."""
    places = np.flatnonzero(scores >= 0)
    if len(places) > k:
        border = np.partition(scores[places], -k)[-k]
        above = np.flatnonzero(scores > border)
        level = np.flatnonzero(scores == border)
        places = np.concatenate([above, level[: k - len(above)]])
    return places[np.lexsort((places, -scores[places]))]
