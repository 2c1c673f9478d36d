"""How well a ranking finds what is relevant: recall, reciprocal rank and nDCG, as trec_eval computes them.

Relevance is yes or no. A place in the ranking is named by what it counts for, so several places may have the
same name; only the first of them counts.
"""

import math
from collections.abc import Collection, Sequence


def recall(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the share of what is relevant among the first `k`."""
    return len(set(relevant) & set(ranked[:k])) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """Return one over the rank, from 1, of the first that is relevant; 0 if none is."""
    ranks = (rank for rank, name in enumerate(ranked, start=1) if name in relevant)
    return next((1 / rank for rank in ranks), 0.0)


def ndcg(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Return the discounted gain of the first `k` over that of the best ranking there can be."""
    seen: set[str] = set()
    gain = 0.0
    for rank, name in enumerate(ranked[:k], start=1):
        if name in relevant and name not in seen:
            seen.add(name)
            gain += _discount(rank)
    return gain / sum(_discount(rank) for rank in range(1, min(k, len(relevant)) + 1))


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 1)
