"""What the web page and the HTTP API ask of a knowledge base: the seam that lets tests stand in for it.

`rag.knowledge_base.KnowledgeBase` fits without knowing of it.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rag.datatypes import Answer, Document, Turn


class Listed(Protocol):
    """One line of the list of documents."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str | None: ...  # noqa: D102
    @property
    def published(self) -> str | None: ...  # noqa: D102
    @property
    def chunks(self) -> int: ...  # noqa: D102


class Library(Protocol):
    """Documents that can be asked, listed and shown."""

    def stream(self, question: str, /, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        """Yield pieces of the answer's text, last of all the whole Answer."""

    def show(self, document_id: str, /) -> Document:
        """Return one document; UnknownDocument if there is none of this id."""

    def documents(self) -> Sequence[Listed]:
        """Return every document, without its text."""
