"""OpenAI's chat protocol, so that any client of it can ask these documents.

Beyond the protocol there is one field: `citations`, beside `choices`; on the last chunk when streaming.
Sampling parameters are accepted and change nothing.
"""

import itertools
import json
import secrets
import time
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from rag.datatypes import Answer, Turn
from rag.errors import BadQuestion
from ui import json_lines
from ui.api.problems import RESPONSES, problem
from ui.api.rest import answered, recent
from ui.api.wellformed import Text
from ui.json_lines import Record
from ui.protocols import Library

MODEL = "genxi"
EVENT = {"type": "object", "required": ["data"], "properties": {"data": {"type": "string"}}}
STREAMED = {"content": {"text/event-stream": {"schema": EVENT}}}  # beside JSON, if `stream` is true


class Part(BaseModel):
    """One part of a message; only text is read."""

    type: str
    text: Text | None = None


class Message(BaseModel):
    """One message; those of the system are accepted and not followed."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Text | list[Part] | None = None

    def text(self) -> str:
        """Return what the message says."""
        if isinstance(self.content, list):
            return "\n".join(part.text or "" for part in self.content if part.type == "text")
        return self.content or ""


class Completion(BaseModel):
    """A request for an answer; other fields of the protocol are ignored."""

    model: Text = MODEL
    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool | None = None


def routes(library: Library) -> APIRouter:
    """Return the routes under `/v1` over `library`."""
    router = APIRouter(prefix="/v1", tags=["openai"], responses=RESPONSES)

    @router.get("/models")
    def models() -> Record:
        """List the one model there is."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}

    @router.post("/chat/completions", response_model=None, responses={200: STREAMED})
    def complete(request: Completion) -> Response | Record:
        """Answer the last message of the user in the light of those before it."""
        if request.model != MODEL:
            return problem(404, "model_not_found", f"There is no model '{request.model}'. Use: {MODEL}")
        question, history = asked(request.messages)
        if not request.stream:
            return whole(answered(library, question, history))
        events = library.stream(question, history)
        first = next(events)  # a question that cannot be asked fails here, while a status can still say so
        return StreamingResponse(chunks(first, events), media_type="text/event-stream")

    return router


def asked(messages: Sequence[Message]) -> tuple[str, list[Turn]]:
    """Return the last question and the turns before it; raises BadQuestion if nobody asked anything."""
    last = max((at for at, message in enumerate(messages) if message.role == "user"), default=None)
    if last is None:
        raise BadQuestion("There is no message of the user. Add one with role 'user'.")
    turns = [Turn(m.role, m.text()) for m in messages[:last] if m.role in ("user", "assistant")]
    return messages[last].text(), recent(turns)


def whole(answer: Answer) -> Record:
    """Return an answer as one completion."""
    message = {"role": "assistant", "content": answer.text}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {**_head("chat.completion"), "choices": [choice], "citations": _citations(answer)}


def chunks(first: str | Answer, rest: Iterator[str | Answer]) -> Iterator[str]:
    """Yield an answer as server-sent events while it is written."""
    head = _head("chat.completion.chunk")
    yield _event({**head, "choices": [_delta({"role": "assistant", "content": ""})]})
    for event in itertools.chain((first,), rest):
        if isinstance(event, Answer):
            yield _event({**head, "choices": [_delta({}, "stop")], "citations": _citations(event)})
        elif event:  # an empty piece only tells that the answerer is at work
            yield _event({**head, "choices": [_delta({"content": event})]})
    yield "data: [DONE]\n\n"


def _head(kind: str) -> Record:
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
    }


def _delta(delta: dict[str, Any], finish: str | None = None) -> Record:
    return {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}


def _citations(answer: Answer) -> list[Record]:
    return [json_lines.citation_record(citation) for citation in answer.citations]


def _event(record: Record) -> str:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n"
