"""The golden questions over `seeds/`, judged as shipped: `python -m tests.benchmarks.golden [--misses]`.

An answer is right when it keeps its length limit and, folded for width, case and punctuation, contains a
variant of the answer (of every item); its citation is right when a quote of a gold document, cleaned,
contains the answer (an item). A refusal is right when an unanswerable question is declined.
"""

import argparse
import json
import sys
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.cleaning.pipeline import clean
from rag.datatypes import Answer
from rag.knowledge_base import KnowledgeBase

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
LONG, SHORT = 400, 150  # characters: definitions and lists, facts

Gold = Mapping[str, Any]


def fold(text: str) -> str:
    """Return text without width, case and punctuation."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def right(gold: Gold, answer: Answer) -> bool:
    """Tell whether the text answers the question at an allowed length."""
    wanted = items(gold)
    long = bool(gold.get("items")) or "definition" in gold["tags"]
    text = fold(answer.text)
    return len(answer.text) <= (LONG if long else SHORT) and all(_has(text, item) for item in wanted)


def well_cited(gold: Gold, answer: Answer) -> bool:
    """Tell whether a cited quote lies in a gold document and contains the answer (an item)."""
    for citation in answer.citations:
        text = fold(clean(citation.quote).text)
        if citation.document_id in gold["documents"] and any(_has(text, item) for item in items(gold)):
            return True
    return False


def items(gold: Gold) -> Sequence[Sequence[str]]:
    """Return the variants of each item wanted; a fact is one item."""
    found: Sequence[Sequence[str]] = gold.get("items") or [gold["answers"]]
    return found


def _has(text: str, variants: Sequence[str]) -> bool:
    return any(fold(variant) in text for variant in variants)


def read(part: str) -> list[Gold]:
    """Return the golden questions of a part."""
    return [json.loads(line) for line in (GOLDEN / f"{part}.jsonl").read_text("utf-8").splitlines()]


def judge(kb: KnowledgeBase, part: str, *, misses: bool) -> dict[str, float]:
    """Return the shares of right answers and refusals over a part, printing each miss if asked to."""
    answered: list[bool] = []
    refused: list[bool] = []
    for gold in read(part):
        answer = kb.ask(gold["question"])
        if gold["answerable"]:
            good = not answer.abstained and right(gold, answer) and well_cited(gold, answer)
            answered.append(good)
        else:
            good = answer.abstained
            refused.append(good)
        if misses and not good:
            print(f"{gold['id']} {answer.confidence:.2f} {gold['question']} => {answer.text}")
    return {
        "answerable": len(answered),
        "right with a right citation": sum(answered) / len(answered),
        "unanswerable": len(refused),
        "right refusals": sum(refused) / len(refused),
    }


def main() -> None:
    """Index the seeds afresh and judge both parts, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["tuning", "held_out"])
    parser.add_argument("--misses", action="store_true", help="print every question that went wrong")
    parser.add_argument("--threshold", type=float, help="least confidence to answer; shipped if left out")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        KnowledgeBase.open(folder, threshold=given.threshold) as kb,
    ):
        kb.index([ROOT / "seeds"])
        report = {part: judge(kb, part, misses=given.misses) for part in given.parts}
    json.dump(report, sys.stdout, ensure_ascii=False, indent=2)
    print()


if __name__ == "__main__":
    main()
