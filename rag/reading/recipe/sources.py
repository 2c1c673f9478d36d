"""The free question sets, in simplified script, parted into training, tuning and reporting.

CMRC 2018 (CC BY-SA 4.0), DRCD (CC BY-SA 3.0) and XQuAD-zh (CC BY-SA 4.0). Parts are drawn by passage, so
no passage is both learnt from and reported on.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rag.cleaning.chinese import simplify

SETS = ("cmrc2018", "drcd", "xquad_zh")
LONGEST = 30  # characters of an answer that is only what was asked for
Part = Literal["train", "tune", "report"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of one set."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its passage; `answers` are variants, each of which may lack from the text."""

    id: str
    text: str
    passage: Passage
    answers: tuple[str, ...]


def part_of(name: str, passage_id: str, split: str) -> Part:
    """Return the part that a question belongs to: by passage for DRCD, XQuAD and the dev set of CMRC."""
    share = int(hashlib.sha1(passage_id.encode(), usedforsecurity=False).hexdigest(), 16) % 5
    if name == "cmrc2018":
        if split != "dev":
            return "train"
        return "tune" if share < 2 else "report"
    return "train" if share else "report"


def questions(folder: Path, name: str, part: Part) -> list[Question]:
    """Return the answerable questions of one part of one set."""
    texts = passages(folder, name)
    return [
        Question(
            record["id"],
            simplify(record["question"]),
            texts[record["passage_ids"][0]],
            tuple(simplify(answer) for answer in record["answers"]),
        )
        for record in _records(folder / name / "questions.jsonl")
        if record["answerable"] and part_of(name, record["passage_ids"][0], record["split"]) == part
    ]


def is_concise(question: Question) -> bool:
    """Tell whether the answer is only what was asked for.

    Half of CMRC's trial and sample answers are whole sentences, or repeat the question's words before
    answering; a reader that learns from them points to 16 characters where the dev set wants 10.
    """
    answer = min(question.answers, key=len)
    return len(answer) <= LONGEST and "。" not in answer and answer[:2] not in question.text


def passages(folder: Path, name: str) -> dict[str, Passage]:
    """Return the passages of a set by id."""
    return {
        record["id"]: Passage(record["id"], simplify(record["text"]))
        for record in _records(folder / name / "passages.jsonl")
    }


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
