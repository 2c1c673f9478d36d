"""Lessons read as answering reads: sentences with their neighbours, under their title and heading.

The documents, written for this, come in pairs of a kind that share their wording and differ in place, body or
year, often in the title alone; what is asked of one is read with the other, too. Those of the fourth part are
five hits of a search for one matter, or encyclopedia prose in both scripts. A third to a half of the
questions have no answer; one in fifteen of the second part is in English. So are the questions over `seeds/`
read that the reader may learn from: some of the golden ones, and others written for this.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.bundled import BundledEmbedder
from embeddings.protocols import Embedder
from rag.answering.candidates import Sentence, candidates
from rag.answering.judgement import by_evidence
from rag.answering.question import parse
from rag.answering.second_opinion import as_read
from rag.cleaning.chinese import simplify
from rag.knowledge_base import KnowledgeBase
from rag.reading.recipe.samples import Lesson, place
from rag.reading.recipe.sources import Passage, Question
from rag.reading.windows import windows

FOLDER = Path(__file__).parent
# Endings of names of files: share of the questions in an epoch.
PARTS = {"": 0.25, "_2": 0.25, "_3": 0.3, "_4": 0.4, "_5": 1.0}
SEED_QUESTIONS = FOLDER / "seed_questions.jsonl"
HITS = 8
_LINE = re.compile(r"\n(?:- |\d+\. )?")  # cleaning takes them away
_MARKED = re.compile(r"^(?:#|- |\d+\. |\|)", re.MULTILINE)  # headings, lists and tables
READ_IN_VAIN = 4  # texts of a question that do not answer it


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of one document: its exact answer, or None where no document has one."""

    question: str
    document: str  # the file's name without its ending
    answer: str | None


def written(part: str) -> Iterator[tuple[Lesson, dict[str, str]]]:
    """Yield the lessons of one of the `PARTS` written for this, each with the texts that it reads."""
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / f"documents{part}"
        files.mkdir()
        for row in _rows(FOLDER / f"documents{part}.jsonl"):
            (files / f"{row['id']}.md").write_text(f"# {row['title']}\n\n{row['text']}\n", encoding="utf-8")
        asked = [Asked(**row) for row in _rows(FOLDER / f"document_questions{part}.jsonl")]
        yield from lessons(files, asked)


def whole(part: str) -> list[Question]:
    """Return the questions of a part's documents in plain prose, each with its whole document to read."""
    texts = {row["id"]: simplify(row["text"]) for row in _rows(FOLDER / f"documents{part}.jsonl")}
    asked = [Asked(**row) for row in _rows(FOLDER / f"document_questions{part}.jsonl")]
    return [
        Question(
            f"{one.document}-{number}",
            parse(one.question).plain,
            Passage(one.document, texts[one.document]),
            (simplify(one.answer),) if one.answer else (),
        )
        for number, one in enumerate(asked)
        if not _MARKED.search(texts[one.document])
    ]


def seed_questions() -> list[Asked]:
    """Return the questions over `seeds/` that were written for this."""
    return [Asked(**row) for row in _rows(SEED_QUESTIONS)]


def of_seeds(
    seeds: Path, files: Iterable[Path], others: Iterable[Asked] = ()
) -> Iterator[tuple[Lesson, dict[str, str]]]:
    """Yield the lessons of `others` and of golden questions over the seeds: for facts, or without answer."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in seeds.glob("*.md")}
    asked = list(others)
    for row in (row for file in files for row in _rows(file) if not row.get("items")):
        document = Path(row["documents"][0]).stem if row["documents"] else ""
        verbatim = [answer for answer in row["answers"] if answer in texts.get(document, "")]
        if verbatim or not row["answerable"]:
            asked.append(Asked(row["question"], document, max(verbatim, key=len, default=None)))
    yield from lessons(seeds, asked)


def lessons(documents: Path, asked: Iterable[Asked]) -> Iterator[tuple[Lesson, dict[str, str]]]:
    """Yield a lesson of each question with the texts that it reads, by id.

    One whose answer is in none of the sentences found teaches nothing.
    """
    embedder = BundledEmbedder()
    with tempfile.TemporaryDirectory() as store, KnowledgeBase.open(store) as kb:
        kb.index([documents])
        for number, one in enumerate(asked):
            if found := _lesson(f"{documents.name}-{number}", one, _ranked(kb, embedder, one.question)):
                yield found


def _ranked(kb: KnowledgeBase, embedder: Embedder, question: str) -> list[Sentence]:
    """Return the sentences found, those first that the reader would be asked about."""
    found = candidates(kb.search(question, HITS, merge_copies=True))
    if not found:
        return []
    verdict, _ = by_evidence(parse(question), found, embedder)
    return [one.sentence for one in verdict.ranked]


def _lesson(name: str, asked: Asked, found: Sequence[Sentence]) -> tuple[Lesson, dict[str, str]] | None:
    answer = _LINE.sub("", simplify(asked.answer)) if asked.answer else None
    texts = [as_read(sentence)[0] for sentence in found]
    vain = [text for text in texts if not answer or answer not in text][:READ_IN_VAIN]
    known = {f"{name}-{number}": text for number, text in enumerate(vain)}
    negatives = tuple((key, *span) for key, text in known.items() for span in windows(text))
    holders = _holding(answer, asked.document, found) if answer else []
    passage = Passage(name, holders[0] if holders else "")
    question = Question(name, parse(asked.question).plain, passage, (answer,) if answer else ())
    if answer is None:
        return (Lesson(question, None, negatives), known) if negatives else None
    spot = place(question)
    return (Lesson(question, spot, negatives), known | {name: passage.text}) if spot else None


def _holding(answer: str, document: str, found: Sequence[Sentence]) -> list[str]:
    """Return the texts of a document that hold an answer, those first whose own sentence does."""
    own = [sentence for sentence in found if Path(sentence.hit.chunk.document_id).stem == document]
    own.sort(key=lambda sentence: answer not in sentence.text)
    # 8元 does not stand in 18元.
    return [text for text, _ in map(as_read, own) if re.search(rf"(?<!\d){re.escape(answer)}", text)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
