"""Ask a knowledge base one golden question and write down what is seen, whatever happens."""

from collections.abc import Sequence
from typing import Protocol

from embeddings.errors import AppError
from rag.cleaning.pipeline import clean
from rag.datatypes import Answer, Citation, Document, DocumentSummary, Hit, Turn
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Cited, Found, Record
from rag.evaluation.rightness import held
from rag.evaluation.verdict import DEPTH
from rag.protocols import Reader

AROUND = 80  # characters shown before and after a quote


class Library(Protocol):
    """What is evaluated; rag.knowledge_base.KnowledgeBase fits without knowing of it."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""

    def search(self, query: str, k: int = 10, *, one_per_document: bool = False) -> list[Hit]:
        """Return at most `k` passages, falling score."""

    def show(self, document_id: str) -> Document:
        """Return one document."""

    def documents(self) -> Sequence[DocumentSummary]:
        """Return every document, without its text."""

    def settings(self) -> dict[str, str | float | int]:
        """Return what answers depend on besides the question."""


def ask(library: Library, gold: GoldenQuestion, reader: Reader | None) -> Record:
    """Return what was seen; an error becomes the record's, so that the other questions still run."""
    try:
        return _ask(library, gold, reader)
    except AppError as error:
        return Record(gold.id, error=str(error))
    except Exception as error:  # a fault in one question must not cost the others
        return Record(gold.id, error=" ".join(f"{type(error).__name__}: {error}".split()))


def _ask(library: Library, gold: GoldenQuestion, reader: Reader | None) -> Record:
    answer = library.ask(gold.question, gold.history)
    documents, passages = _search(library, gold, answer) if gold.answerable else ((), ())
    return Record(
        id=gold.id,
        standalone_question=answer.standalone_question,
        answer=answer.text,
        spans=answer.spans,
        abstained=answer.abstained,
        reason=answer.reason,
        confidence=float(answer.confidence),
        citations=tuple(_cited(library, answer, one, reader) for one in answer.citations),
        documents=documents,
        passages=passages,
        passages_read=len(answer.passages),
        characters_read=sum(one.end - one.start for one in answer.passages),
        retrieve_seconds=answer.seconds.retrieve,
        read_seconds=answer.seconds.read,
        seconds=answer.seconds.total,
    )


def _search(
    library: Library, gold: GoldenQuestion, answer: Answer
) -> tuple[tuple[str, ...], tuple[Found, ...]]:
    """Return what a search deeper than an answer needs finds, by document and by passage."""
    complete = answer.standalone_question
    documents = [hit.chunk.document_id for hit in library.search(complete, DEPTH, one_per_document=True)]
    return tuple(documents), tuple(_found(gold, hit) for hit in library.search(complete, DEPTH))


def _found(gold: GoldenQuestion, hit: Hit) -> Found:
    chunk = hit.chunk
    holds = any(held(gold.wanted, chunk.clean))
    return Found(chunk.document_id, chunk.start, chunk.end, float(hit.score), holds)


def _cited(library: Library, answer: Answer, citation: Citation, reader: Reader | None) -> Cited:
    text = library.show(citation.document_id).text
    cleaned = clean(citation.quote).text
    support = None
    if reader is not None:
        [reading] = reader.read(answer.standalone_question, [cleaned])
        support = float(reading.confidence)
    return Cited(
        marker=citation.marker,
        document_id=citation.document_id,
        title=citation.title,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        clean=cleaned,
        verbatim=citation.quote == text[citation.start : citation.end],
        support=support,
        before=text[max(0, citation.start - AROUND) : citation.start],
        after=text[citation.end : citation.end + AROUND],
    )
