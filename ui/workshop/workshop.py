"""What the evaluation page asks for: sets, drafts, disliked answers and runs of one store."""

import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rag.datatypes import Answer, Document
from rag.evaluation.asking import Library
from rag.evaluation.drafting.draft import Propose, draft
from rag.evaluation.drafting.propose import propose
from rag.evaluation.golden import GoldenQuestion, to_record
from rag.protocols import Reader
from rag.reading.reader import BundledReader
from ui.workshop.runs import Runs
from ui.workshop.sets import Sets

SEARCHED = 10  # passages looked at before a question is called unanswerable
FROM_CHAT = "feedback"  # the tag of questions whose answer a reader disliked


def bundled_reader() -> Reader | None:
    """Return the reader that measures how well quotes carry answers, if it is installed."""
    reader = BundledReader(threads=1)
    return reader if reader.is_installed() else None


class Workshop:
    """Golden sets in `folder/golden`, runs in `folder/runs`, drafts from the documents of `library`."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        disliked: Callable[[], Sequence[Answer]],
        *,
        propose: Callable[[], Propose] = lambda: propose,
        reader: Callable[[], Reader | None] = bundled_reader,
    ) -> None:
        """`disliked` returns the answers that readers of the chat marked as bad, the earliest first."""
        self.sets = Sets(folder / "golden")
        self.runs = Runs(library, folder / "runs", reader)
        self._library = library
        self._disliked = disliked
        self._propose = propose

    def state(self) -> dict[str, Any]:
        """Return all that the page lists, but for drafts."""
        return {
            "sets": self.sets.listed(),
            "runs": self.runs.listed(),
            "going": self.runs.going(),
            "disliked": self.disliked(),
        }

    def drafts(self, count: int, unanswerable: float, seed: int) -> list[dict[str, Any]]:
        """Return drafts that have not been judged yet, each with the text of its passage."""
        judged = self.sets.judged()
        drafted = draft(
            self._documents(seed),
            partial(self._library.search, k=SEARCHED),
            count=count + len(judged),
            seed=seed,
            unanswerable=unanswerable,
            propose=self._propose(),
        )
        fresh = [one for one in drafted if one.id not in judged]
        random.Random(seed).shuffle(fresh)  # noqa: S311 - so that near misses come among the others
        return [self._shown(one) for one in fresh[:count]]

    def disliked(self) -> list[dict[str, Any]]:
        """Return the questions of disliked answers, latest first, with the answer and where to look."""
        judged = self.sets.judged()
        found = {_identity(one): one for one in self._disliked()}
        return [
            {
                "id": identity,
                "question": one.standalone_question,
                "answer": one.text,
                "documents": list(dict.fromkeys(passage.document_id for passage in one.passages[:3])),
                "tags": [FROM_CHAT],
            }
            for identity, one in reversed(found.items())
            if identity not in judged
        ]

    def take(self, name: str, content: bytes) -> tuple[int, list[str]]:
        """Keep an uploaded set; return how many questions it has and what `check` finds; raises BadGolden."""
        ids = [one.id for one in self._library.documents()]
        return self.sets.take(name, content, ids, self._library.show)

    def accept(self, name: str, record: dict[str, Any]) -> int:
        """Put a question into a set and return how many it then has; raises BadGolden."""
        return self.sets.add(name, record, self._library.show)

    def _documents(self, seed: int) -> Iterator[Document]:
        names = [one.id for one in self._library.documents()]
        random.Random(seed).shuffle(names)  # noqa: S311 - part of a large store stands for all of it
        return map(self._library.show, names)

    def _shown(self, question: GoldenQuestion) -> dict[str, Any]:
        passages = [
            self._library.show(one.document_id).text[one.start : one.end] for one in question.passages
        ]
        return {"record": to_record(question), "passage": " … ".join(passages)}


def _identity(answer: Answer) -> str:
    return "f" + hashlib.sha256(answer.standalone_question.encode("utf-8", "replace")).hexdigest()[:10]
