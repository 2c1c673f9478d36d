"""Three tools over a library: ask, search, show. None of them changes anything.

What a tool returns is the object of the HTTP API, described by its schema; what a user could mend comes
back as an error the assistant can read, anything else without its inside.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, cast

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from embeddings.errors import AppError
from rag.datatypes import Answer
from ui import json_lines, shapes
from ui.mcp import texts
from ui.protocols import Library

MOST_HITS = 50
MOST_CHARACTERS = 20_000  # of a document in one reply: an assistant's memory is short

Question = Annotated[str, Field(description=texts.QUESTION)]
Query = Annotated[str, Field(description=texts.QUERY)]
Count = Annotated[int, Field(ge=1, le=MOST_HITS, description=texts.COUNT)]
Id = Annotated[str, Field(description=texts.ID)]
From = Annotated[int, Field(ge=0, description=texts.FROM)]
To = Annotated[int | None, Field(ge=0, description=texts.TO)]


class RangeShape(shapes.DocumentShape):
    """A document with `text` cut to the range `start` to `end` of its `length` characters."""

    start: shapes.Start
    end: shapes.End
    length: Annotated[int, Field(description="Characters of the whole text; read on from `end`")]


def server(library: Library) -> MCPServer[Any]:
    """Return the server of the protocol over `library`."""
    made: MCPServer[Any] = MCPServer(
        "genxi", title="根系 Genxi", instructions=texts.INSTRUCTIONS, log_level="WARNING"
    )
    for tool, title, description in (
        (_ask(library), "Ask the documents", texts.ASK),
        (_search(library), "Search the documents", texts.SEARCH),
        (_show(library), "Show a document", texts.SHOW),
    ):
        harmless = ToolAnnotations(title=title, read_only_hint=True, open_world_hint=False)
        made.add_tool(tool, title=title, description=description, annotations=harmless)
    return made


def _ask(library: Library) -> Callable[..., shapes.AnswerShape]:
    def ask(question: Question) -> shapes.AnswerShape:
        with _told():
            *_, answer = library.stream(question)
        assert isinstance(answer, Answer)  # noqa: S101 - the last of a stream always is
        return cast(shapes.AnswerShape, json_lines.answer_record(answer))

    return ask


def _search(library: Library) -> Callable[..., shapes.SearchShape]:
    def search(query: Query, k: Count = 5) -> shapes.SearchShape:
        started = time.perf_counter()
        with _told():
            hits = library.search(query, k)
        return cast(shapes.SearchShape, json_lines.search_record(query, hits, time.perf_counter() - started))

    return search


def _show(library: Library) -> Callable[..., RangeShape]:
    def show(document_id: Id, start: From = 0, end: To = None) -> RangeShape:
        with _told():
            document = library.show(document_id)
        length = len(document.text)
        first = min(start, length)
        last = max(first, min(length, first + MOST_CHARACTERS, length if end is None else end))
        record = {**json_lines.document_record(document), "text": document.text[first:last]}
        return cast(RangeShape, {**record, "start": first, "end": last, "length": length})

    return show


@contextmanager
def _told() -> Iterator[None]:
    """Hand deliberate errors to the assistant, who can do what their sentence says."""
    try:
        yield
    except AppError as error:
        raise ToolError(str(error)) from error
