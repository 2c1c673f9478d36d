"""The objects that both APIs answer with, described for programs: field by field, with their meaning.

`ui.json_lines` makes them; a test holds the two together. Descriptions are what a reader of the OpenAPI
page, or an assistant with the tools of `genxi mcp`, gets to see.
"""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

Start = Annotated[
    int, Field(ge=0, description="Where the range begins in the document's text, in code points")
]
End = Annotated[int, Field(ge=0, description="Where the range ends, exclusive")]
DocumentId = Annotated[str, Field(description="Names the document in every other call")]
Published = Annotated[str | None, Field(description="ISO date, as exact as the document tells")]
Source = Annotated[str | None, Field(description="Who published it, if the document tells")]
Copies = Annotated[list[str], Field(description="Other documents that hold nearly the same text")]
Reason = Literal["no_passage", "no_answer", "unsupported", "empty_store", "not_a_question"]


class CitationShape(TypedDict):
    """A quotation behind a statement; the document's characters `start` to `end` are the quote, exactly."""

    marker: Annotated[int, Field(description="The n of [n] in the answer")]
    document_id: DocumentId
    title: str
    source: Source
    published: Published
    start: Start
    end: End
    quote: Annotated[str, Field(description="The exact characters of the source")]
    copies: Copies
    page: Annotated[int | None, Field(description="The page of a paged file, from 1; null without pages")]


class PassageShape(TypedDict):
    """A range of a document that was looked at."""

    document_id: DocumentId
    start: Start
    end: End
    score: float


class SecondsShape(TypedDict):
    """Where the time went."""

    retrieve: float
    read: float
    total: float


class AnswerShape(TypedDict):
    """An answer with its citations, or an honest refusal."""

    question: str
    standalone_question: Annotated[
        str, Field(description="The question as it was understood after the history")
    ]
    answer: Annotated[str, Field(description="The answer; each statement ends in a mark such as [1]")]
    spans: Annotated[list[str], Field(description="Exact short answers, best first")]
    abstained: Annotated[bool, Field(description="Whether the documents hold no answer")]
    reason: Annotated[Reason | None, Field(description="Why there is no answer; null if there is one")]
    confidence: Annotated[float, Field(ge=0, le=1)]
    citations: list[CitationShape]
    passages: Annotated[list[PassageShape], Field(description="The nearest passages, also of a refusal")]
    seconds: SecondsShape


class HitShape(TypedDict):
    """A passage that was found; `text` is the document's characters `start` to `end`."""

    document_id: DocumentId
    start: Start
    end: End
    text: str
    score: float
    title: str
    copies: Copies


class SearchShape(TypedDict):
    """Passages found, falling score."""

    question: str
    hits: list[HitShape]
    seconds: float


class DocumentShape(TypedDict):
    """A document as it is stored."""

    id: DocumentId
    title: str
    source: Source
    published: Published
    text: str


class SummaryShape(TypedDict):
    """A document without its text."""

    id: DocumentId
    title: str
    source: Source
    published: Published
    chunks: int


class ListShape(TypedDict):
    """Every document."""

    documents: list[SummaryShape]


class FailureShape(TypedDict):
    """A file that could not be read, and why."""

    path: str
    error: str


class ReportShape(TypedDict):
    """What came of uploaded files, and the size of the store afterwards."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: list[FailureShape]
    documents: int
    chunks: int
    seconds: float


class RemovalShape(TypedDict):
    """The ids that were removed."""

    removed: list[str]
