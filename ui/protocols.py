"""What the web page and the HTTP API ask of a knowledge base: the seam that lets tests stand in for it.

`rag.knowledge_base.KnowledgeBase` fits without knowing of it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rag.datatypes import Answer, Document, DocumentSummary, Hit, IndexReport, Turn
from rag.doctor import Report


class Library(Protocol):
    """Documents that can be asked, searched, listed, shown, added and removed."""

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Yield pieces of the answer's text, last of all the whole Answer."""

    def search(self, query: str, k: int = 10) -> list[Hit]:
        """Return at most `k` passages, falling score."""

    def show(self, document_id: str) -> Document:
        """Return one document; UnknownDocument if there is none of this id."""

    def documents(self) -> Sequence[DocumentSummary]:
        """Return every document, without its text."""

    def index(self, paths: Sequence[str | Path]) -> IndexReport:
        """Add or update the documents under `paths`."""

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove documents; UnknownDocument, and nothing removed, if one of them is unknown."""


class Archive(Library, Protocol):
    """A library with what only the page asks of it."""

    @property
    def has_model(self) -> bool:
        """Whether `stream` may do more than quote."""

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Like `stream`, in sentences of the documents alone."""

    def reprocess(self, ids: Sequence[str]) -> None:
        """Clean, cut and embed documents again from their stored text; UnknownDocument."""

    def doctor(self, *, repair: bool = False) -> Report:
        """Examine the store; with `repair`, mend what can be mended."""
