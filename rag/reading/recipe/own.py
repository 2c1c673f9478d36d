"""Our own questions on free passages and on ours: some that a passage answers, some that it only seems to.

They were written for this; what a passage does not tell is asked in its own words, of another person, year,
place or thing, or of an attribute it leaves out. Answers are short but for those of `longer.jsonl`: lists,
definitions, reasons, rules. `near_misses_tune.jsonl` is never learnt from.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.evaluation.cmrc import f1
from rag.reading.reader import BundledReader
from rag.reading.recipe.negatives import Miner, shared
from rag.reading.recipe.samples import Lesson, place
from rag.reading.recipe.scores import auroc
from rag.reading.recipe.sources import SETS, Passage, Question, passages
from rag.reading.windows import windows

FOLDER = Path(__file__).parent
# A file: the share of it in an epoch, beside all questions over documents.
LEARNT = {
    FOLDER / "near_misses.jsonl": 0.1,
    FOLDER / "near_misses_2.jsonl": 0.15,
    FOLDER / "longer.jsonl": 0.15,
    FOLDER / "facts.jsonl": 0.15,
}
TUNING = FOLDER / "near_misses_tune.jsonl"
PASSAGES = FOLDER / "own_passages.jsonl"
NEAREST = 2  # windows of a passage that may be read in vain


def own_questions(data: Path, *files: Path) -> list[Question]:
    """Return the questions of the files; those that nothing answers have no answers."""
    texts = {name: passage for one in SETS for name, passage in passages(data, one).items()}
    texts |= {row["id"]: Passage(row["id"], row["text"]) for row in _rows(PASSAGES)}
    return [
        Question(
            f"{file.stem}-{number}",
            row["question"],
            texts[row["passage"]],
            (row["answer"],) if row["answer"] else (),
        )
        for file in files
        for number, row in enumerate(_rows(file))
    ]


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def own_lessons(asked: Sequence[Question], miner: Miner) -> Iterator[Lesson]:
    """Yield a lesson for each question; one that nothing answers is read with its own passage."""
    for question in asked:
        if question.answers:
            if found := place(question):
                yield Lesson(question, found, tuple(miner.negatives(question)))
            continue
        text = question.passage.text
        near = sorted(windows(text), key=lambda window: -shared(question.text, text[slice(*window)]))
        yield Lesson(question, None, tuple((question.passage.id, *window) for window in near[:NEAREST]))


def told_apart(reader: BundledReader, asked: Sequence[Question]) -> dict[str, float]:
    """Return how well confidence parts what is answered from what is not, and F1 of the answers."""
    right, wrong, scores = [], [], []
    for question in asked:
        (reading,) = reader.read(question.text, [question.passage.text])
        if question.answers:
            right.append(reading.confidence)
            scores.append(f1(reading.answer or "", question.answers))
        else:
            wrong.append(reading.confidence)
    return {"questions": len(asked), "auroc": auroc(right, wrong), "f1": sum(scores) / len(scores)}
