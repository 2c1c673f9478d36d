"""Clients that others wrote, against the running program on a real store: curl, OpenAI's, and MCP's."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import httpx2
import openai
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from tests.ui.cli.real_store import ROOT, clean_environment, started

WORDS = "open sesame"  # the token
BEARER = {"Authorization": f"Bearer {WORDS}"}
QUESTION = "谁主持了青石桥的重修工程？"


@pytest.fixture(scope="module")
def store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the store, since clients may upload to it."""
    return shutil.copytree(built, tmp_path_factory.mktemp("clients") / "real")


@pytest.fixture(scope="module")
def chat(store: Path) -> Iterator[str]:
    with started("chat", "--port", "0", "--json", cwd=store, GENXI_TOKEN=WORDS) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())["address"]


def curl(*arguments: str) -> Any:
    assert shutil.which("curl"), "curl is not installed. Run: apt-get install curl"
    bearer = f"Authorization: Bearer {WORDS}"
    ran = subprocess.run(
        ["curl", "--silent", "--show-error", "--max-time", "60", "-H", bearer, *arguments],
        capture_output=True,
        check=True,
    )
    return json.loads(ran.stdout)


def test_curl_asks_uploads_twice_and_removes(chat: str, tmp_path: Path) -> None:
    asked = ("-H", "Content-Type: application/json", "-d", json.dumps({"question": QUESTION}))
    assert "周德山" in curl(f"{chat}/api/ask", *asked)["answer"]
    letter = tmp_path / "来信.txt"
    letter.write_text(
        "柳河镇邮局每天下午四点半收信。邮局局长是何长青，他在镇上送了三十年信。", encoding="utf-8"
    )
    upload = ("-F", f"files=@{letter}", f"{chat}/api/documents")
    assert curl(*upload)["added"] == 1
    again = curl(*upload)
    assert (again["added"], again["updated"], again["unchanged"], again["failed"]) == (0, 0, 1, [])
    found = curl(f"{chat}/api/search", *asked[:3], json.dumps({"question": "邮局几点收信", "k": 1}))
    assert found["hits"][0]["document_id"] == "来信.txt"
    path = f"{chat}/api/documents/%E6%9D%A5%E4%BF%A1.txt"
    assert curl(path)["text"].startswith("柳河镇邮局")
    assert curl("-X", "DELETE", path) == {"removed": ["来信.txt"]}
    assert curl(path)["code"] == "unknown_document"


def test_the_client_of_openai_works_streaming_and_not(chat: str) -> None:
    with openai.OpenAI(base_url=f"{chat}/v1", api_key=WORDS) as client:
        assert [model.id for model in client.models.list()] == ["genxi"]
        messages: Any = [{"role": "user", "content": QUESTION}]
        whole = client.chat.completions.create(model="genxi", messages=messages, temperature=0)
        assert whole.choices[0].message.content
        assert "周德山" in whole.choices[0].message.content
        assert "[1]" in whole.choices[0].message.content
        assert whole.model_extra
        assert whole.model_extra["citations"][0]["document_id"] == "town/bridge.md"
        pieces = list(client.chat.completions.create(model="genxi", messages=messages, stream=True))
        text = "".join(piece.choices[0].delta.content or "" for piece in pieces)
        assert text == whole.choices[0].message.content
        assert pieces[-1].model_extra
        assert pieces[-1].model_extra["citations"] == whole.model_extra["citations"]


def test_the_client_of_openai_is_told_what_is_wrong(chat: str) -> None:
    messages: Any = [{"role": "user", "content": QUESTION}]
    stranger = openai.OpenAI(base_url=f"{chat}/v1", api_key="wrong", max_retries=0)
    with stranger, pytest.raises(openai.AuthenticationError):
        stranger.models.list()
    with openai.OpenAI(base_url=f"{chat}/v1", api_key=WORDS, max_retries=0) as client:
        with pytest.raises(openai.NotFoundError, match="Use: genxi") as unknown:
            client.chat.completions.create(model="gpt", messages=messages)
        with pytest.raises(openai.BadRequestError) as blank:
            client.chat.completions.create(model="genxi", messages=[{"role": "user", "content": " "}])
    assert (unknown.value.code, blank.value.code) == ("model_not_found", "bad_question")


def test_many_people_uploading_one_file_at_once_lose_nothing(chat: str) -> None:
    texts = [f"柳河镇粮站今年收了{number}吨稻谷，站长是陶景明。" for number in (300, 400)] * 4

    async def all_at_once() -> list[Any]:
        async with httpx.AsyncClient(base_url=chat, headers=BEARER, timeout=120) as client:
            sent = (client.post("/api/documents", files=[("files", ("粮站.txt", t.encode()))]) for t in texts)
            return [answer.json() for answer in await asyncio.gather(*sent)]

    reports = asyncio.run(all_at_once())
    assert [report["failed"] for report in reports] == [[]] * len(texts)
    assert sum(report["added"] for report in reports) == 1
    path = f"{chat}/api/documents/粮站.txt"
    assert httpx.get(path, headers=BEARER).json()["text"] in texts
    assert httpx.delete(path, headers=BEARER).status_code == 200


async def used(client: Client) -> None:
    """Ask, search and show as an assistant would."""
    answer = (await client.call_tool("ask", {"question": QUESTION})).structured_content
    assert answer
    citation = answer["citations"][0]
    place = {"document_id": citation["document_id"], "start": citation["start"], "end": citation["end"]}
    shown = (await client.call_tool("show", place)).structured_content
    assert shown
    assert shown["text"] == citation["quote"]
    found = (await client.call_tool("search", {"query": "图书馆藏书", "k": 1})).structured_content
    assert found
    assert found["hits"][0]["document_id"] == "town/library.txt"


def test_an_assistant_uses_the_documents_over_standard_streams(store: Path) -> None:
    environment = clean_environment(PYTHONPATH=str(ROOT))
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "ui", "mcp"], cwd=store, env=environment
    )

    async def use() -> None:
        async with Client(stdio_client(command)) as client:
            await used(client)

    asyncio.run(use())


def test_an_assistant_uses_the_documents_over_http_with_the_token(store: Path) -> None:
    async def use(address: str) -> None:
        async with (
            httpx2.AsyncClient(headers=BEARER, timeout=60) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            await used(client)

    with started("mcp", "--http", "--port", "0", "--json", cwd=store, GENXI_TOKEN=WORDS) as process:
        assert process.stdout
        address = json.loads(process.stdout.readline())["address"]
        assert httpx.post(address, json={}).status_code == 401
        asyncio.run(use(address))
