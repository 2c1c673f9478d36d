"""A library whose answers are counted and written down, whichever doorway asked for them.

The line of an answer holds its outcome and times, and the question only if the operator asked for that.
"""

from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from rag.datatypes import Answer, Turn
from ui.api.metrics import Metrics
from ui.logs import ANSWERS, Line
from ui.protocols import Library

# The name of the request that is being answered; the page asks over a queue, outside any request.
REQUEST: ContextVar[str | None] = ContextVar("request", default=None)

Watched = TypeVar("Watched", bound=Library)
Asking = Callable[[str, Sequence[Turn]], Iterator[str | Answer]]


def observed(library: Watched, metrics: Metrics, *, questions: bool = False) -> Watched:
    """Return `library` with its answers counted in `metrics`; `questions` puts their text into the log."""
    return cast(Watched, _Observed(library, metrics, questions=questions))


class _Observed:
    """Hands everything on; `stream` and `quote` are watched."""

    def __init__(self, library: Any, metrics: Metrics, *, questions: bool) -> None:
        self._library = library
        self._metrics = metrics
        self._questions = questions

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        return self._watched(self._library.stream, question, history)

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        return self._watched(self._library.quote, question, history)

    def _watched(self, ask: Asking, question: str, history: Sequence[Turn]) -> Iterator[str | Answer]:
        with self._metrics.at_work("answers"):
            for event in ask(question, history):
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
