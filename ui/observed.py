"""A library whose answers are counted and written down, whichever doorway asked for them.

The line of an answer holds its outcome and times, and the question only if the operator asked for that.
"""

from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Any, cast

from rag.datatypes import Answer, Turn
from ui.api.metrics import Metrics
from ui.logs import ANSWERS, Line
from ui.protocols import Library

# The name of the request that is being answered; the page asks over a queue, outside any request.
REQUEST: ContextVar[str | None] = ContextVar("request", default=None)


def observed(library: Library, metrics: Metrics, *, questions: bool = False) -> Library:
    """Return `library` with its answers counted in `metrics`; `questions` puts their text into the log."""
    return cast(Library, _Observed(library, metrics, questions=questions))


class _Observed:
    """Hands everything on; `stream` is watched."""

    def __init__(self, library: Library, metrics: Metrics, *, questions: bool) -> None:
        self._library = library
        self._metrics = metrics
        self._questions = questions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        with self._metrics.at_work("answers"):
            for event in self._library.stream(question, history):
                if isinstance(event, Answer):
                    self._metrics.answered(event)
                    self._write(question, event)
                yield event

    def _write(self, question: str, answer: Answer) -> None:
        seconds = {stage: round(getattr(answer.seconds, stage), 4) for stage in ("retrieve", "read", "total")}
        line: Line = {"id": REQUEST.get(), "outcome": answer.reason or "answered", **seconds}
        if self._questions:
            line["question"] = question
        ANSWERS.info(line)
