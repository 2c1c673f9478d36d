"""The seams of this package: what writes an answer, and what reads a passage for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.datatypes import Answer, Hit


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one passage: `answer == passage[start:end]`, or None with confidence."""

    answer: str | None
    start: int | None
    end: int | None
    confidence: float  # 0-1


class Reader(Protocol):
    """Finds the exact answer to a question in a passage."""

    def read(self, question: str, passages: Sequence[str], /) -> list[Reading]:
        """Return one reading per passage, in order."""


class Answerer(Protocol):
    """Turns a standalone question and its hits into an answer."""

    def stream(self, question: str, hits: Sequence[Hit], /) -> Iterator[str | Answer]:
        """Yield pieces of the text, last of all the whole Answer."""
