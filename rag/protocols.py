"""The seams of this package: what writes an answer, and what reads a passage for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.datatypes import AbstentionReason, Citation, Hit


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


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer has to say; `rag.chat` adds the question, the passages and the time taken."""

    text: str
    spans: tuple[str, ...]
    abstained: bool
    reason: AbstentionReason | None
    confidence: float  # 0-1
    citations: tuple[Citation, ...]


class Answerer(Protocol):
    """Turns a standalone question and its hits into an answer."""

    def stream(self, question: str, hits: Sequence[Hit], /) -> Iterator[str | Draft]:
        """Yield pieces of the text as they come, last of all the whole Draft."""
