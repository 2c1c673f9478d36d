"""Noise robustness and refusal on the Chinese RGB set: `python -m tests.benchmarks.rgb`.

Each question gets an index of five documents of its own: one right and four irrelevant (noise 0.8), or five
irrelevant ones, where only a refusal is right. An answer is right when it has at most 150 characters and,
folded for width, case and punctuation, holds every gold answer (J. Chen et al., AAAI 2024; ChatGPT there:
.707 and .433). The set is non-commercial: it measures, nothing is fitted on it.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from embeddings.bundled import BundledEmbedder
from embeddings.protocols import Embedder
from rag.datatypes import Answer
from rag.evaluation.folding import fold
from rag.knowledge_base import KnowledgeBase
from tests.benchmarks.vector_cache import CachedEmbedder

DOCUMENTS = 5
LONGEST = 150
CACHE = Path(".benchmarks/vectors.sqlite")


def main() -> None:
    """Print both shares."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print every question that went wrong")
    parser.add_argument("--threshold", type=float, help="least confidence to answer; shipped if left out")
    given = parser.parse_args()
    path = Path(os.environ["GENXI_BENCHMARK_DATA"]) / "rgb" / "zh_refine.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    embedder = CachedEmbedder(BundledEmbedder(), CACHE)
    right, refused = [], []
    for row in tqdm(rows, file=sys.stderr):
        answer = ask(row, noisy(row), embedder, given.threshold)
        right.append(not answer.abstained and holds(answer.text, row["answer"]))
        silent = ask(row, row["negative"][:DOCUMENTS], embedder, given.threshold)
        refused.append(silent.abstained)
        if given.misses and not (right[-1] and refused[-1]):
            print(right[-1], refused[-1], row["question"], row["answer"])
            print("   ", answer.confidence, answer.text, "\n   ", silent.confidence, silent.text)
    shares = {"right at noise 0.8": sum(right) / len(right), "refused": sum(refused) / len(refused)}
    print(json.dumps({"questions": len(rows), **shares}))


def noisy(row: dict[str, Any]) -> list[str]:
    """Return one right document among irrelevant ones, in an order that the question decides."""
    documents = [row["positive"][0], *row["negative"][: DOCUMENTS - 1]]
    random.Random(row["id"]).shuffle(documents)  # noqa: S311 -- an order, not a secret
    return documents


def ask(row: dict[str, Any], texts: Sequence[str], embedder: Embedder, threshold: float | None) -> Answer:
    """Index the texts and ask them."""
    with tempfile.TemporaryDirectory() as folder:
        documents = Path(folder) / "documents.jsonl"
        lines = [json.dumps({"id": str(n), "title": "", "text": text}) for n, text in enumerate(texts)]
        documents.write_text("\n".join(lines), encoding="utf-8")
        with KnowledgeBase.open(Path(folder) / "store", embedder=embedder, threshold=threshold) as kb:
            kb.index([documents])
            return kb.ask(row["question"])


def holds(text: str, wanted: Sequence[str | Sequence[str]]) -> bool:
    """Tell whether a text of allowed length holds every answer, any variant of each."""
    said = fold(text)
    variants = [[one] if isinstance(one, str) else one for one in wanted]
    return len(text) <= LONGEST and all(any(fold(one) in said for one in each) for each in variants)


if __name__ == "__main__":
    main()
