"""Every noun of the pipeline. Values only: no I/O, no models, no identity beyond `document_id`.

Offsets are Unicode code points, that is, Python string indices, into `Document.text`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# Shape (n, 2): row i holds the source range [start, end) that character i of a cleaned text stands for.
# Most rows are one character wide; a repaired run points every new character at the whole damaged run.
Offsets = NDArray[np.int32]

AbstentionReason = Literal["no_passage", "no_answer", "unsupported", "empty_store", "not_a_question"]


@dataclass(frozen=True, slots=True)
class Document:
    """One source text as its reader sees it; never edited after loading."""

    id: str
    title: str
    source: str | None
    text: str
    published: str | None = None  # ISO date, as far as known: 2023, 2023-03 or 2023-03-31
    metadata: Mapping[str, str] = field(default_factory=dict)

    @property
    def page_starts(self) -> tuple[int, ...]:
        """Return where each page or slide starts, as its loader noted; nothing for a file without pages."""
        return tuple(map(int, self.metadata.get("pages", "").split()))


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the list of documents."""

    id: str
    title: str
    source: str | None
    published: str | None
    chunks: int


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A range of a document together with its cleaned text, the unit that is indexed and read."""

    document_id: str
    start: int
    end: int
    clean: str
    origin: Offsets
    heading: str = ""  # path of headings above the chunk, joined by " › "

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of `Document.text` that `clean[start:end]` came from (end > start)."""
        rows = self.origin[start:end]
        return int(rows[:, 0].min()), int(rows[:, 1].max())


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A chunk found for a query; `text == document.text[chunk.start:chunk.end]`."""

    chunk: Chunk
    score: float
    title: str
    source: str | None
    published: str | None
    text: str
    dense: float = 0.0  # cosine similarity of the chunk to the query
    lexical: float = 0.0  # share of the best lexical score, 0-1
    pages: tuple[int, ...] = ()  # where each page of the document starts, if it has pages
    copies: tuple[str, ...] = ()  # ids of near-identical documents whose same passage was left out for this


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a hit lies and how well it scored."""

    document_id: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact characters that carry a statement: `quote == document.text[start:end]`."""

    marker: int
    document_id: str
    title: str
    source: str | None
    published: str | None
    start: int
    end: int
    quote: str
    copies: tuple[str, ...] = ()  # ids of near-identical documents that say the same
    page: int | None = None  # of a paged file, counted from 1, where the quote begins


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where the time of one answer went."""

    retrieve: float
    read: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question, and on what ground."""

    question: str
    standalone_question: str
    text: str
    spans: tuple[str, ...]  # exact short answers, best first
    abstained: bool
    reason: AbstentionReason | None
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    seconds: Seconds


@dataclass(frozen=True, slots=True)
class FileFailure:
    """A file that could not be indexed, and why."""

    path: str
    error: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing run changed, and what the store now holds."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: tuple[FileFailure, ...]
    documents: int
    chunks: int
    seconds: float
    vanished: int = 0  # documents no longer under the paths given, which `prune` would have removed
