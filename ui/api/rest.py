"""Our own routes: ask, search, and the documents. The objects are those of the command line."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Literal

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request, UploadFile
from pydantic import BaseModel, Field

from rag.datatypes import Answer, Turn
from ui import json_lines, shapes
from ui.api import uploads
from ui.api.metrics import Metrics
from ui.api.problems import RESPONSES
from ui.api.wellformed import Asked, Text
from ui.chat.faults import explained, preferred
from ui.json_lines import Record
from ui.protocols import Library

MOST_HITS = 100
HISTORY_TURNS = 100  # the last ones; clients send a conversation whole, however long it grew
TURN_LENGTH = 4_000  # characters looked at; what a turn is about stands at its beginning


class Message(BaseModel):
    """One turn of a conversation."""

    role: Literal["user", "assistant"]
    content: Text


class Question(BaseModel):
    """A question and what was said before it."""

    question: Asked
    history: list[Message] | None = None


class Query(BaseModel):
    """What to look for, and how many passages to return."""

    question: Asked
    k: Annotated[int, Field(ge=1, le=MOST_HITS)] = 10


def routes(library: Library, metrics: Metrics) -> APIRouter:
    """Return the routes under `/api` over `library`."""
    router = APIRouter(prefix="/api", tags=["documents"], responses=RESPONSES)
    one_writer = CapacityLimiter(1)  # the others wait their turn without holding a thread from readers

    @router.post("/ask", response_model=shapes.AnswerShape)
    def ask(question: Question) -> Record:
        """Answer a question, with citations."""
        turns = [Turn(message.role, message.content) for message in question.history or ()]
        return json_lines.answer_record(answered(library, question.question, recent(turns)))

    @router.post("/search", response_model=shapes.SearchShape)
    def search(query: Query) -> Record:
        """Return the passages nearest to a question."""
        started = time.perf_counter()
        hits = library.search(query.question, query.k)
        return json_lines.search_record(query.question, hits, time.perf_counter() - started)

    @router.get("/documents", response_model=shapes.ListShape)
    def documents() -> dict[str, list[Record]]:
        """List every document."""
        return {"documents": [json_lines.summary_record(summary) for summary in library.documents()]}

    @router.post("/documents", response_model=shapes.ReportShape)
    async def upload(files: list[UploadFile], request: Request) -> Record:
        """Add or update documents; a file of the same name takes the place of the earlier one.

        What is wrong with a file is said in the first language of `Accept-Language`: Chinese, or English.
        """
        language = preferred(request.headers.get("accept-language", ""))
        with metrics.at_work("changes"):
            report = await run_sync(uploads.index, library, files, limiter=one_writer)
        failed = [replace(each, error=explained(each.error, language)) for each in report.failed]
        return json_lines.report_record(replace(report, failed=tuple(failed)))

    @router.get("/documents/{document_id:path}", response_model=shapes.DocumentShape)
    def show(document_id: str) -> Record:
        """Return one document with its text."""
        return json_lines.document_record(library.show(document_id))

    @router.delete("/documents/{document_id:path}", response_model=shapes.RemovalShape)
    async def remove(document_id: str) -> dict[str, list[str]]:
        """Remove one document."""
        with metrics.at_work("changes"):
            return {"removed": await run_sync(library.remove, [document_id], limiter=one_writer)}

    return router


def recent(turns: Sequence[Turn]) -> list[Turn]:
    """Return the last turns of a conversation, each as far as it is looked at."""
    return [Turn(turn.role, turn.content[:TURN_LENGTH]) for turn in turns[-HISTORY_TURNS:]]


def answered(library: Library, question: str, history: list[Turn]) -> Answer:
    """Return the whole answer to a question."""
    *_, answer = library.stream(question, history)
    assert isinstance(answer, Answer)  # noqa: S101 - the last of a stream always is
    return answer
