"""What was seen when one golden question was asked: plain values, a line of JSON each, judged later.

Nothing here depends on how answers are judged, so that a run can be judged again without asking again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that the search found; `holds` tells whether its cleaned text has the answer or an item."""

    document_id: str
    start: int
    end: int
    score: float
    holds: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: its quote, its cleaned form, and the text around it."""

    marker: int
    document_id: str
    title: str
    start: int
    end: int
    quote: str
    clean: str
    verbatim: bool  # the quote is exactly `document.text[start:end]`
    support: float | None = None  # the reader's confidence that the quote answers; None: there was no reader
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One question asked; with an `error` the rest is empty."""

    id: str
    error: str | None = None
    standalone_question: str = ""
    answer: str = ""
    spans: tuple[str, ...] = ()
    abstained: bool = False
    reason: str | None = None
    confidence: float = 0.0
    citations: tuple[Cited, ...] = ()
    documents: tuple[str, ...] = ()  # found by a search of one passage per document, best first
    passages: tuple[Found, ...] = ()  # found by an ordinary search, best first
    passages_read: int = 0
    characters_read: int = 0
    retrieve_seconds: float = 0.0
    read_seconds: float = 0.0
    seconds: float = 0.0


def to_record(record: Record) -> dict[str, Any]:
    """Return the object that `from_record` reads back."""
    return asdict(record)


def from_record(fields: Mapping[str, Any]) -> Record:
    """Return the record of a line's object; raises TypeError or KeyError for anything else."""
    nested = {
        "citations": tuple(Cited(**one) for one in fields["citations"]),
        "passages": tuple(Found(**one) for one in fields["passages"]),
        "documents": tuple(fields["documents"]),
        "spans": tuple(fields["spans"]),
    }
    return Record(**{**fields, **nested})
