import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from ui.api.openai import chunks
from ui.api.rest import HISTORY_TURNS, TURN_LENGTH

QUESTION = {"role": "user", "content": "什么是根系工程？"}


def events(text: str) -> list[Any]:
    assert text.endswith("data: [DONE]\n\n")
    return [json.loads(line.removeprefix("data: ")) for line in text.split("\n\n")[:-2]]


def test_the_model_is_listed(api: TestClient) -> None:
    assert [model["id"] for model in api.get("/v1/models").json()["data"]] == ["genxi"]


def test_a_completion_carries_marks_in_its_text_and_citations_beside_the_choices(
    api: TestClient, library: FakeLibrary
) -> None:
    request = {"model": "genxi", "messages": [QUESTION], "temperature": 0.2, "seed": 7}
    completion = api.post("/v1/chat/completions", json=request).json()
    assert completion["object"] == "chat.completion"
    assert completion["choices"][0]["message"] == {
        "role": "assistant",
        "content": library.answer("什么是根系工程？").text,
    }
    assert completion["choices"][0]["finish_reason"] == "stop"
    assert [citation["marker"] for citation in completion["citations"]] == [1, 2]


def test_a_stream_spells_the_same_answer_and_ends_with_the_citations(
    api: TestClient, library: FakeLibrary
) -> None:
    request = {"model": "genxi", "messages": [QUESTION], "stream": True}
    answer = api.post("/v1/chat/completions", json=request)
    assert answer.headers["content-type"].startswith("text/event-stream")
    *pieces, last = events(answer.text)
    spelled = "".join(piece["choices"][0]["delta"]["content"] for piece in pieces)
    assert spelled == library.answer("什么是根系工程？").text
    assert last["choices"][0]["finish_reason"] == "stop"
    assert [citation["marker"] for citation in last["citations"]] == [1, 2]
    assert {piece["id"] for piece in pieces} == {last["id"]}


def test_the_last_question_is_asked_after_the_turns_before_it(api: TestClient, library: FakeLibrary) -> None:
    messages = [
        {"role": "system", "content": "Be brief."},
        QUESTION,
        {"role": "assistant", "content": "是项目。"},
        {"role": "user", "content": [{"type": "text", "text": "有几个方向？"}, {"type": "image_url"}]},
    ]
    api.post("/v1/chat/completions", json={"model": "genxi", "messages": messages})
    question, history = library.heard[-1]
    assert question == "有几个方向？"
    assert [turn.content for turn in history] == ["什么是根系工程？", "是项目。"]


def test_null_where_the_protocol_allows_it_is_nothing(api: TestClient, library: FakeLibrary) -> None:
    image = {"type": "image_url", "image_url": {"url": "x"}, "text": None}
    content = [{"type": "text", "text": "有几个方向？"}, {"type": "text", "text": None}, image]
    messages = [{"role": "user", "content": content}]
    answer = api.post("/v1/chat/completions", json={"messages": messages, "stream": None})
    assert answer.json()["object"] == "chat.completion"
    assert library.heard[-1][0].strip() == "有几个方向？"


def test_of_a_long_conversation_the_last_turns_are_looked_at(api: TestClient, library: FakeLibrary) -> None:
    earlier = [{"role": "user", "content": f"{number}？"} for number in range(HISTORY_TURNS)]
    earlier.append({"role": "assistant", "content": "长" * 2 * TURN_LENGTH})
    tools = [{"role": "tool", "content": "x"}] * 2 * HISTORY_TURNS
    answer = api.post("/v1/chat/completions", json={"messages": [*earlier, QUESTION, *tools]})
    assert answer.status_code == 200
    question, history = library.heard[-1]
    assert question == QUESTION["content"]
    assert len(history) == HISTORY_TURNS
    assert (history[0].content, history[-1].content) == ("1？", "长" * TURN_LENGTH)


def test_an_empty_piece_of_an_answer_makes_no_event(library: FakeLibrary) -> None:
    answer = library.answer("什么是根系工程？")
    streamed = events("".join(chunks("", iter(["", "根系", "", answer]))))
    deltas = [event["choices"][0]["delta"] for event in streamed]
    assert deltas == [{"role": "assistant", "content": ""}, {"content": "根系"}, {}]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        pytest.param({"model": "gpt"}, 404, "model_not_found", id="another_model"),
        pytest.param({"messages": []}, 422, "invalid_request", id="no_messages"),
        pytest.param(
            {"messages": [{"role": "system", "content": "x"}]}, 400, "bad_question", id="nobody_asked"
        ),
        pytest.param({"messages": [{"role": "user", "content": " "}]}, 400, "bad_question", id="blank"),
    ],
)
def test_a_request_that_cannot_be_answered_has_a_status_even_when_streaming(
    api: TestClient, changed: dict[str, object], status: int, code: str, *, stream: bool
) -> None:
    request = {"model": "genxi", "messages": [QUESTION], "stream": stream, **changed}
    answer = api.post("/v1/chat/completions", json=request)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
