import asyncio
import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import ROOTS, FakeLibrary
from tests.ui.served import GENEROUS
from ui import logs
from ui.bases import Base
from ui.web import build_app

QUESTION = "什么是根系工程？"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log has written; afterwards it is as silent as before."""
    stream = io.StringIO()
    before = logs.LOG.handlers[:], logs.LOG.level, logs.LOG.propagate
    logs.write_to(stream)
    yield stream
    logs.LOG.handlers[:], logs.LOG.level, logs.LOG.propagate = before


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


async def asked(*, log_questions: bool) -> str:
    """Ask one question, look at one document, and return the name of the first request."""
    app = build_app([Base("main", FakeLibrary())], limits=GENEROUS, log_questions=log_questions)
    client = TestClient(app, base_url="http://127.0.0.1")
    name: str = client.post("/api/ask", json={"question": QUESTION}).headers["x-request-id"]
    client.get(f"/api/documents/{ROOTS.id}")
    return name


@pytest.mark.parametrize("told", [False, True])
def test_a_request_and_its_answer_are_lines_of_one_name_and_the_question_only_if_asked_for(
    written: io.StringIO, *, told: bool
) -> None:
    name = asyncio.run(asked(log_questions=told))
    answer, request, other = lines(written)
    assert (answer["kind"], answer["id"], answer["outcome"]) == ("answers", name, "answered")
    assert (request["kind"], request["id"], request["route"], request["status"]) == (
        "requests",
        name,
        "/api/ask",
        200,
    )
    assert other["id"] != name
    assert answer.get("question") == (QUESTION if told else None)
    assert (QUESTION in written.getvalue()) == told
    assert ROOTS.id not in written.getvalue()


def test_a_fault_is_one_line_with_its_traceback(written: io.StringIO) -> None:
    try:
        raise KeyError("lost")
    except KeyError:
        logs.REQUESTS.exception({"id": "7"})
    [line] = lines(written)
    assert line["id"] == "7"
    assert "KeyError: 'lost'" in line["traceback"]


def test_a_message_of_plain_text_is_kept(written: io.StringIO) -> None:
    logging.getLogger("genxi.other").warning("about %s", "this")
    assert [(line["kind"], line["message"]) for line in lines(written)] == [("other", "about this")]
