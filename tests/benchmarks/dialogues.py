"""Follow-ups with and without rewriting: `python -m tests.benchmarks.dialogues [--misses]`.

Asks the golden dialogues over `seeds/` both ways. With GENXI_BENCHMARK_DATA set, also compares rewritten
follow-ups with those that people wrote for 3,000 chit-chat dialogues: exact matches, and the F1 of the
characters put in (those of the standalone form that the follow-up lacks).
"""

import argparse
import json
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rag.conversation.standalone import standalone
from rag.datatypes import Turn
from rag.evaluation.asking import ask
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.golden_file import read_golden
from rag.evaluation.verdict import right_and_cited
from rag.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print every follow-up that went wrong")
    given = parser.parse_args()
    for path in sorted(GOLDEN.glob("dialogues*.jsonl")):
        rows = read_golden(path).questions
        for name, rewriting in (("with rewriting", True), ("without", False)):
            print(path.stem, name, over_seeds(rows, rewriting=rewriting, misses=given.misses))
    if data := os.environ.get("GENXI_BENCHMARK_DATA"):
        print("chit-chat", chit_chat(Path(data)))


def over_seeds(rows: Sequence[GoldenQuestion], *, rewriting: bool, misses: bool = False) -> Mapping[str, str]:
    """Return the shares of right answers and refusals to follow-ups."""
    shares: dict[str, list[bool]] = {"right": [], "right refusals": []}
    with tempfile.TemporaryDirectory() as folder, KnowledgeBase.open(folder) as kb:
        kb.index([ROOT / "seeds"])
        for gold in rows:
            record = ask(kb, gold if rewriting else replace(gold, history=()), None)
            good = right_and_cited(gold, record) if gold.answerable else record.abstained
            shares["right" if gold.answerable else "right refusals"].append(good)
            if misses and not good:
                print(f"  {gold.id} {record.standalone_question} => {record.error or record.answer}")
    return {name: f"{sum(found)} of {len(found)}" for name, found in shares.items()}


def chit_chat(folder: Path) -> Mapping[str, float]:
    """Return how close rewriting comes to what people wrote, and how close leaving all as it is does."""
    lines = (folder / "dialogue_rewrite" / "dialogues.jsonl").read_text("utf-8").splitlines()
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    same, left, found, put, wanted = 0, 0, 0, 0, 0
    for row in rows:
        spoken = [Turn("user", text) for text in row["history"]]
        said = standalone(row["question"], spoken)
        same += said == row["rewritten"]
        left += row["question"] == row["rewritten"]
        before = Counter(row["question"])
        added, right_ones = Counter(said) - before, Counter(row["rewritten"]) - before
        found += (added & right_ones).total()
        put += added.total()
        wanted += right_ones.total()
    return {
        "dialogues": len(rows),
        "exact, as they are": left / len(rows),
        "exact, rewritten": same / len(rows),
        "precision of what is put in": found / max(1, put),
        "recall": found / wanted,
    }


if __name__ == "__main__":
    main()
