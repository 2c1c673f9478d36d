"""Labelled examples: the sentences a question's hits hold, and which of them answer it.

From the golden questions over `seeds/` and over the saved pages they retell, and from public questions whose
passages are in one index, every second one with its passage withheld, so that nothing answers it.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.answering.candidates import Sentence, candidates
from rag.answering.question import Question, parse
from rag.answering.subquestions import split
from rag.datatypes import Hit
from rag.evaluation.rightness import held
from rag.knowledge_base import KnowledgeBase
from rag.reading.recipe.golden import GOLDEN
from rag.reading.recipe.sources import Part, part_of

PUBLIC = ("cmrc2018", "drcd", "xquad_zh")  # CC BY-SA
HITS = 8


@dataclass(frozen=True, eq=False)
class Sample:
    """A question, its candidate sentences, and 1.0 for each that answers it."""

    question: Question
    found: Sequence[Sentence]
    labels: NDArray[np.float64]
    answerable: bool
    weight: float
    unread: bool  # the bundled reader did not learn from this question


def golden(
    kb: KnowledgeBase, files: Sequence[Path], *, weight: float, pages: Mapping[str, str] | None = None
) -> Iterator[Sample]:
    """Yield the golden questions of `files`; `kb` holds the seeds, or the `pages` that stand for them.

    A page says some things in other words than the seed: what none of those wanted answers is left out.
    """
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            gold = json.loads(line)
            wanted = gold.get("items") or ([gold["answers"]] if gold["answers"] else [])
            hits = kb.search(gold["question"], HITS)
            unread = file.stem not in GOLDEN
            documents = [pages[name] for name in gold["documents"]] if pages else gold["documents"]
            found = _samples(gold["question"], hits, wanted, documents, weight=weight, unread=unread)
            yield from (one for one in found if not (pages and one.answerable) or one.labels.any())


def public(kb: KnowledgeBase, data: Path, part: Part, *, each: int, seed: int = 0) -> Iterator[Sample]:
    """Yield `each` public questions of one part of every set, half withheld; `kb` holds all passages."""
    for name in PUBLIC:
        rows = [
            row
            for row in read(data / name / "questions.jsonl")
            if row["answerable"] and part_of(name, row["passage_ids"][0], row["split"]) == part
        ]
        random.Random(seed).shuffle(rows)  # noqa: S311 -- a sample, not a secret
        for number, row in enumerate(rows[:each]):
            withheld = number % 2 == 1
            gone = row["passage_ids"] if withheld else []
            hits = [hit for hit in kb.search(row["question"], HITS * 2) if hit.chunk.document_id not in gone]
            wanted = [] if withheld else [row["answers"]]
            unread = part != "train"
            yield from _samples(
                row["question"], hits[:HITS], wanted, row["passage_ids"], weight=1.0, unread=unread
            )


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _samples(
    asked: str,
    hits: Sequence[Hit],
    wanted: Sequence[Sequence[str]],
    documents: Sequence[str],
    *,
    weight: float,
    unread: bool,
) -> Iterator[Sample]:
    found = candidates(hits)
    if not found:
        return
    labels = np.array([float(bool(wanted) and _answers(one, wanted, documents)) for one in found])
    for part in split(parse(asked), found):
        yield Sample(part, found, labels, bool(wanted), weight, unread)


def _answers(sentence: Sentence, wanted: Sequence[Sequence[str]], documents: Sequence[str]) -> bool:
    """Tell whether a sentence of a gold document holds the answer, or half the items of a list."""
    if sentence.source[0] not in documents:
        return False
    return sum(held(wanted, sentence.text)) >= max(1.0, len(wanted) / 2)
