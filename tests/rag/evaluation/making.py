"""A library whose answers are told beforehand, and golden questions to put to it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rag.datatypes import Answer, Chunk, Citation, Document, DocumentSummary, Hit, Passage, Seconds, Turn
from rag.errors import BadQuestion, UnknownDocument
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Cited, Found, Record

BRIDGE = Document("bridge", "青石桥", "镇志", "青石桥在柳河镇东街。桥长30米，宽5米。", "2019")
TOWN = Document("town", "柳河镇", None, "柳河镇有三座桥。镇长是林秋白。")
DOCUMENTS = {document.id: document for document in (BRIDGE, TOWN)}

LENGTH = GoldenQuestion("length", "桥长多少？", ("30米", "三十米"), documents=("bridge",), tags=("fact",))
MAYOR = GoldenQuestion("mayor", "镇长是谁？", ("林秋白",), documents=("town",), tags=("fact", "who"))
BOTH = GoldenQuestion(
    "both",
    "桥多长，镇长是谁？",
    items=(("30米",), ("林秋白",)),
    documents=("bridge", "town"),
    all_documents=True,
)
SILENT = GoldenQuestion("silent", "镇长几岁？", answerable=False, tags=("near_miss",))
QUESTIONS = (LENGTH, MAYOR, BOTH, SILENT)


def cited(document: Document, quote: str, marker: int = 1, **fields: object) -> Cited:
    """A citation of a document as a record holds it."""
    start = document.text.index(quote)
    given = {"verbatim": True, **fields}
    return Cited(
        marker,
        document.id,
        document.title,
        start,
        start + len(quote),
        quote,
        quote,
        **given,  # type: ignore[arg-type]
    )


def record(gold: GoldenQuestion, answer: str = "", *citations: Cited, **fields: object) -> Record:
    """A record of an answer, or of a refusal if there is no answer."""
    given: dict[str, object] = {
        "abstained": not answer,
        "confidence": 0.9 if answer else 0.1,
        "seconds": 0.02,
    }
    return Record(
        id=gold.id,
        standalone_question=gold.question,
        answer=answer or "资料里没有这个问题的答案。",
        citations=citations,
        **{**given, **fields},  # type: ignore[arg-type]
    )


def found(document_id: str, *, holds: bool = True, start: int = 0, end: int = 9) -> Found:
    """A passage as a record holds it."""
    return Found(document_id, start, end, 0.5, holds)


@dataclass
class Told:
    """Answers as `answers` tells: by question the quote that answers; a missing one is declined.

    A question that contains 坏 fails as a user can mend, 崩 as only we can; `stop` is asked before each.
    """

    answers: dict[str, str] = field(default_factory=dict)
    threshold: float = 0.5
    asked: list[str] = field(default_factory=list)
    limit: int | None = None  # questions answered before a person interrupts
    histories: list[Sequence[Turn]] = field(default_factory=list)
    counting: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        with self.counting:
            if self.limit is not None and len(self.asked) >= self.limit:
                raise KeyboardInterrupt
            self.asked.append(question)
            self.histories.append(history)
        if "坏" in question:
            raise BadQuestion("a bad question")
        if "崩" in question:
            raise KeyError("lost")
        quote = self.answers.get(question)
        citations = (self._citation(quote),) if quote else ()
        return Answer(
            question,
            question,
            f"{quote}[1]" if quote else "资料里没有这个问题的答案。",
            (),
            abstained=not quote,
            reason=None if quote else "no_answer",
            confidence=0.9 if quote else 0.2,
            citations=citations,
            passages=(Passage("bridge", 0, 9, 0.5),),
            seconds=Seconds(0.01, 0.02, 0.03),
        )

    def search(self, query: str, k: int = 10, *, one_per_document: bool = False) -> list[Hit]:
        hits = [
            Hit(
                Chunk(one.id, 0, len(one.text), one.text, np.zeros((len(one.text), 2), np.int32)),
                0.5,
                one.title,
                one.source,
                one.published,
                one.text,
            )
            for one in DOCUMENTS.values()
        ]
        return hits[:k]

    def show(self, document_id: str) -> Document:
        if document_id not in DOCUMENTS:
            raise UnknownDocument(f"No document has the id {document_id}.")
        return DOCUMENTS[document_id]

    def documents(self) -> list[DocumentSummary]:
        return [
            DocumentSummary(one.id, one.title, one.source, one.published, 1) for one in DOCUMENTS.values()
        ]

    def settings(self) -> dict[str, str | float | int]:
        return {"embedder": "none", "answerer": "told", "threshold": self.threshold, "store": "1"}

    def _citation(self, quote: str) -> Citation:
        document = next(one for one in DOCUMENTS.values() if quote in one.text)
        start = document.text.index(quote)
        end = start + len(quote)
        return Citation(
            1, document.id, document.title, document.source, document.published, start, end, quote
        )


RIGHT = {LENGTH.question: "桥长30米，宽5米。", MAYOR.question: "镇长是林秋白。"}
