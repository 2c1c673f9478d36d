"""The tools of `genxi mcp`, used by the official client; over HTTP the guards before them."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest
from mcp import Client
from mcp_types import CallToolResult, TextContent
from starlette.testclient import TestClient

from tests.ui.fakes import ROOTS, FakeLibrary
from ui.json_lines import answer_record
from ui.limits import Limits
from ui.mcp.serving import build_app
from ui.mcp.tools import MOST_CHARACTERS, server

CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "search", "arguments": {"query": "根系工程"}},
}
HEADERS = {"accept": "application/json, text/event-stream"}
TOKEN = "sesame"  # noqa: S105

Result = TypeVar("Result")


def talk(use: Callable[[Client], Awaitable[Result]]) -> Result:
    """Return what `use` makes of a client connected to the tools over a fake library."""

    async def connected() -> Result:
        async with Client(server(FakeLibrary())) as client:
            return await use(client)

    return asyncio.run(connected())


def called(name: str, **arguments: Any) -> CallToolResult:
    return talk(lambda client: client.call_tool(name, arguments))


def told(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


def test_three_tools_describe_themselves_and_their_results() -> None:
    tools = {tool.name: tool for tool in talk(lambda client: client.list_tools()).tools}
    assert set(tools) == {"ask", "search", "show"}
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert all(field["description"] for field in tool.input_schema["properties"].values())
    assert "citations" in tools["ask"].output_schema["properties"]  # type: ignore[index]


def test_ask_returns_the_object_of_the_api_as_data_and_as_text() -> None:
    result = called("ask", question="什么是根系工程？")
    assert result.structured_content == answer_record(FakeLibrary().answer("什么是根系工程？"))
    assert json.loads(told(result)) == result.structured_content
    for citation in result.structured_content["citations"]:
        assert citation["quote"] == ROOTS.text[citation["start"] : citation["end"]]


def test_a_refusal_is_a_result_and_not_an_error() -> None:
    result = called("ask", question="今天天气如何？")
    assert not result.is_error
    assert result.structured_content
    assert (result.structured_content["abstained"], result.structured_content["reason"]) == (
        True,
        "no_answer",
    )


def test_search_returns_exact_passages() -> None:
    content = called("search", query="根系工程", k=1).structured_content
    assert content
    [hit] = content["hits"]
    assert hit["text"] == ROOTS.text[hit["start"] : hit["end"]]


def test_show_returns_a_range_and_tells_where_to_read_on() -> None:
    content = called("show", document_id=ROOTS.id, start=3, end=12).structured_content
    assert content
    assert content["text"] == ROOTS.text[3:12]
    assert (content["start"], content["end"], content["length"]) == (3, 12, len(ROOTS.text))
    beyond = called("show", document_id=ROOTS.id, start=10**9, end=1).structured_content
    assert beyond
    assert beyond["text"] == ""


def test_a_long_document_comes_in_parts() -> None:
    library = FakeLibrary()
    whole = "长文" * MOST_CHARACTERS
    library.held = [type(ROOTS)("long", "长", None, text=whole)]

    async def read() -> str:
        parts: list[str] = []
        async with Client(server(library)) as client:
            while (at := sum(map(len, parts))) < len(whole):
                part = await client.call_tool("show", {"document_id": "long", "start": at})
                assert part.structured_content
                parts.append(part.structured_content["text"])
        return "".join(parts)

    assert asyncio.run(read()) == whole


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        pytest.param("ask", {"question": "  "}, "The question is empty", id="empty"),
        pytest.param("show", {"document_id": "../../etc/passwd"}, "No document has the id", id="no_such_id"),
        pytest.param("search", {"query": "问", "k": 0}, "greater than or equal to 1", id="k"),
        pytest.param("ask", {}, "question", id="missing"),
        pytest.param("dance", {}, "dance", id="no_such_tool"),
    ],
)
def test_what_the_assistant_can_mend_is_told(name: str, arguments: dict[str, Any], sentence: str) -> None:
    try:
        result = called(name, **arguments)
    except Exception as error:
        assert sentence in str(error)  # noqa: PT017 - an unknown tool is refused by the protocol itself
        return
    assert result.is_error
    assert sentence in told(result)


def test_a_fault_inside_is_told_without_its_inside() -> None:
    def burst() -> None:
        raise RuntimeError("secret detail")

    async def ask() -> CallToolResult:
        async with Client(server(FakeLibrary(wait=burst))) as client:
            return await client.call_tool("ask", {"question": "问"})

    result = asyncio.run(ask())
    assert result.is_error
    assert "secret detail" not in told(result)


def post(app: Any, **headers: str) -> tuple[int, Any]:
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.post("/mcp", json=CALL, headers={**HEADERS, **headers})
        return answer.status_code, answer.json()


def test_over_http_the_guards_of_the_chat_stand_in_front() -> None:
    guarded = build_app(FakeLibrary(), token=TOKEN)
    status, content = post(guarded)
    assert (status, content["code"]) == (401, "not_authorised")
    status, content = post(build_app(FakeLibrary(), token=TOKEN), authorization=f"Bearer {TOKEN}")
    assert status == 200
    assert content["result"]["structuredContent"]["hits"][0]["document_id"] == ROOTS.id
    assert post(build_app(FakeLibrary()), host="evil.example")[0] == 403
    assert post(build_app(FakeLibrary()), origin="https://evil.example")[0] == 403
    assert post(build_app(FakeLibrary(), limits=Limits(burst=0)))[0] == 429
