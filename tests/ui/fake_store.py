"""A knowledge base for the command line's tests: canned results, and a record of what was asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np

from rag.datatypes import Answer, Chunk, Document, DocumentSummary, FileFailure, Hit, IndexReport, Turn
from rag.doctor import Report
from rag.errors import BadQuestion, UnknownDocument
from tests.ui.fakes import ROOTS, FakeLibrary
from ui.settings import Settings

HIT_TEXT = ROOTS.text[:20]
HIT = Hit(
    Chunk(ROOTS.id, 0, 20, HIT_TEXT, np.zeros((20, 2), np.int32)),
    score=0.5,
    title=ROOTS.title,
    source=ROOTS.source,
    published=ROOTS.published,
    text=HIT_TEXT,
)


@dataclass
class FakeStore:
    """Fails on a question that contains 坏 (as a user can mend) or 崩 (as only we can)."""

    opened: list[tuple[Settings, bool]] = field(default_factory=list)
    calls: list[tuple[str, Any]] = field(default_factory=list)
    report: IndexReport = field(default_factory=lambda: IndexReport(1, 0, 0, 0, (), 1, 2, 0.5))
    health: Report = field(default_factory=lambda: Report((), ()))
    error: BaseException | None = None

    def open(self, settings: Settings, *, create: bool) -> Self:
        self.opened.append((settings, create))
        if self.error:
            raise self.error
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.calls.append(("close", None))

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self._heed(question)
        self.calls.append(("ask", (question, list(history))))
        return FakeLibrary().answer(question)

    def search(self, query: str, k: int = 10, **filters: Any) -> list[Hit]:
        self._heed(query)
        self.calls.append(("search", (query, k, filters)))
        return [HIT]

    def index(self, paths: Sequence[str], *, prune: bool, rebuild: bool, progress: Any) -> IndexReport:
        self.calls.append(("index", (list(paths), prune, rebuild)))
        progress(1, None)
        progress(2, 2)
        return self.report

    def remove(self, ids: Sequence[str]) -> list[str]:
        self.calls.append(("remove", list(ids)))
        return list(ids)

    def show(self, document_id: str) -> Document:
        if document_id != ROOTS.id:
            raise UnknownDocument(f"No document has the id {document_id}.")
        return ROOTS

    def documents(self) -> list[DocumentSummary]:
        return [
            DocumentSummary(ROOTS.id, ROOTS.title, ROOTS.source, ROOTS.published, 7),
            DocumentSummary("river.txt", "河道治理", None, None, 1),
        ]

    def doctor(self, *, repair: bool) -> Report:
        self.calls.append(("doctor", repair))
        return self.health

    def _heed(self, question: str) -> None:
        if "坏" in question:
            raise BadQuestion("a bad question")
        if "崩" in question:
            raise KeyError("lost")


def with_failures(read: int, failed: int) -> IndexReport:
    """A report of a run that read some files and failed at others."""
    failures = tuple(FileFailure(f"{number}.bin", "not text") for number in range(failed))
    return IndexReport(read, 0, 0, 0, failures, read, read, 0.1)
