"""Figures of random rankings by ir_measures, which runs trec_eval: what `rag.evaluation.ranking` must match.

    pip install ir-measures
    python -m tests.benchmarks.ranking_reference > tests/rag/evaluation/trec_eval.jsonl

They are kept in a file because the package of trec_eval has no build for Linux on ARM, where `make env` would
have to compile it.
"""

import json
import random
from collections.abc import Iterator

from ir_measures import RR, R, calc_aggregate, nDCG

NAMES = "abcdefghijkl"
MEASURES = {"recall@1": R @ 1, "recall@5": R @ 5, "mrr": RR, "ndcg@3": nDCG @ 3, "ndcg@10": nDCG @ 10}


def main(cases: int = 200) -> None:
    """Print one case a line."""
    generator = random.Random(7)  # noqa: S311 -- cases, not secrets
    for _ in range(cases):
        print(json.dumps(dict(case(generator))))


def case(generator: random.Random) -> Iterator[tuple[str, object]]:
    """Yield a ranking, what is relevant, and the figures."""
    ranked = generator.sample(NAMES, generator.randint(1, len(NAMES)))
    relevant = sorted(generator.sample(NAMES, generator.randint(1, 5)))
    run = {"q": {name: float(-rank) for rank, name in enumerate(ranked)}}
    found = calc_aggregate(list(MEASURES.values()), {"q": dict.fromkeys(relevant, 1)}, run)
    yield "ranked", ranked
    yield "relevant", relevant
    yield "figures", {name: round(found[measure], 9) for name, measure in MEASURES.items()}


if __name__ == "__main__":
    main()
