"""Where an answer can be checked: the ranges of documents a reader may open from it.

For an answer these are its citations; for a refusal, the nearest passages.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rag.citing import page
from rag.datatypes import Answer, Citation, Document, Passage
from rag.errors import UnknownDocument

# Enough nearest passages to see what the documents do speak of; more is a search result, not a hint.
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document, `[start, end)` in code points, and what a reader is told of it."""

    marker: int | None  # None: a nearest passage, which no mark of the text points to
    document_id: str
    title: str
    source: str | None
    published: str | None
    start: int
    end: int
    quote: str
    page: int | None = None  # of a paged file, counted from 1
    copies: tuple[str, ...] = ()  # ids of near-identical documents that say the same


def places(answer: Answer, show: Callable[[str], Document], said: str) -> tuple[Place, ...]:
    """Return what can be opened from `answer`, in the order it is listed; `show` finds a document by id.

    Of its citations these are the ones that a mark of `said` points to.
    """
    if not answer.abstained:
        return tuple(_cited(citation) for citation in answer.citations if f"[{citation.marker}]" in said)
    nearest = (_nearest(passage, show) for passage in answer.passages[:NEAREST])
    return tuple(place for place in nearest if place is not None)


def current(place: Place, document: Document) -> Place | None:
    """Return the place in `document` as it is now, None if the quote is no longer in it.

    Where a document changed since it was cited, this is the first place that has the quote.
    """
    if document.text[place.start : place.end] == place.quote:
        return place
    start = document.text.find(place.quote)
    if start < 0:
        return None
    return replace(place, start=start, end=start + len(place.quote), page=page(document.page_starts, start))


def _cited(citation: Citation) -> Place:
    return Place(
        citation.marker,
        citation.document_id,
        citation.title,
        citation.source,
        citation.published,
        citation.start,
        citation.end,
        citation.quote,
        citation.page,
        citation.copies,
    )


def _nearest(passage: Passage, show: Callable[[str], Document]) -> Place | None:
    try:
        document = show(passage.document_id)
    except UnknownDocument:  # removed since it was found
        return None
    quote = document.text[passage.start : passage.end]
    if not quote:  # shortened since
        return None
    return Place(
        None,
        document.id,
        document.title,
        document.source,
        document.published,
        passage.start,
        passage.end,
        quote,
        page(document.page_starts, passage.start),
    )
