import email.utils
import itertools
import json
import time
from typing import Any

import pytest

from embeddings.endpoint import DETAIL_CHARACTERS, LONGEST_PAUSE_SECONDS, Endpoint
from embeddings.errors import EndpointError
from tests.embeddings.conftest import FakeServer, Reply, json_reply

KEY = "sk-very-secret"


class Sleeper:
    """Remembers pauses instead of sleeping."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


@pytest.fixture
def sleeper() -> Sleeper:
    return Sleeper()


@pytest.fixture
def endpoint(server: FakeServer, sleeper: Sleeper) -> Any:
    endpoint = Endpoint(server.url + "/", KEY, timeout_seconds=5, sleep=sleeper)
    yield endpoint
    endpoint.close()


def answering(server: FakeServer, *replies: Reply) -> None:
    """Give these replies one after another, the last for ever."""
    following = itertools.chain(replies, itertools.repeat(replies[-1]))
    server.reply = lambda _payload: next(following)


def events(*lines: str) -> Reply:
    return 200, {"Content-Type": "text/event-stream; charset=utf-8"}, "\n".join(lines).encode()


def test_an_object_goes_and_one_comes(server: FakeServer, endpoint: Endpoint) -> None:
    server.reply = lambda payload: json_reply({"heard": payload})
    assert endpoint.post_json("/chat", {"text": "你好\ud800"}) == {"heard": {"text": "你好\ud800"}}
    [(path, headers, _payload)] = server.requests
    assert path == "/v1/chat"
    assert headers["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_no_header_is_sent(server: FakeServer) -> None:
    endpoint = Endpoint(server.url)
    endpoint.post_json("/chat", {})
    endpoint.close()
    assert "Authorization" not in server.requests[0][1]


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_passing_failures_are_tried_again(
    server: FakeServer, endpoint: Endpoint, sleeper: Sleeper, status: int
) -> None:
    answering(server, json_reply({}, status), json_reply({}, status), json_reply({"fine": True}))
    assert endpoint.post_json("/chat", {}) == {"fine": True}
    assert sleeper.pauses == [1, 2]


def test_the_server_says_how_long_to_wait(server: FakeServer, endpoint: Endpoint, sleeper: Sleeper) -> None:
    soon = email.utils.formatdate(time.time() + 30, usegmt=True)
    past = email.utils.formatdate(time.time() - 30, usegmt=True)
    asked = [json_reply({}, 429, **{"Retry-After": value}) for value in ("7", soon, past)]
    answering(server, *asked, json_reply({}))
    endpoint.post_json("/chat", {})
    assert sleeper.pauses == [7, pytest.approx(30, abs=3), 0]


def test_too_long_a_wait_is_reported_instead(
    server: FakeServer, endpoint: Endpoint, sleeper: Sleeper
) -> None:
    answering(server, json_reply({}, 429, **{"Retry-After": str(LONGEST_PAUSE_SECONDS + 1)}))
    with pytest.raises(EndpointError, match="answered 429"):
        endpoint.post_json("/chat", {})
    assert sleeper.pauses == []


def test_an_unreadable_wait_is_ignored(server: FakeServer, endpoint: Endpoint, sleeper: Sleeper) -> None:
    answering(server, json_reply({}, 503, **{"Retry-After": "soon"}), json_reply({}))
    endpoint.post_json("/chat", {})
    assert sleeper.pauses == [1]


def test_four_failures_are_enough(server: FakeServer, endpoint: Endpoint, sleeper: Sleeper) -> None:
    answering(server, json_reply({"error": {"message": "out of memory"}}, 500))
    with pytest.raises(EndpointError, match=r"/v1/chat answered 500: out of memory\. The server failed"):
        endpoint.post_json("/chat", {})
    assert sleeper.pauses == [1, 2, 4]
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (
            401,
            {"error": {"message": f"Incorrect key {KEY}"}},
            r"answered 401: Incorrect key \*\*\*. Check the key",
        ),
        (404, {"detail": "Not Found"}, "answered 404: Not Found. Check the address"),
        (400, {"message": "no such model"}, "answered 400: no such model. Check the model name"),
        (403, "plain", "answered 403: plain. Check the key"),
        (302, {}, "answered 302: {}. Check the address"),
    ],
)
def test_lasting_failures_say_what_to_do_at_once(
    server: FakeServer, endpoint: Endpoint, status: int, body: object, message: str
) -> None:
    answering(server, json_reply(body, status))
    with pytest.raises(EndpointError, match=message):
        endpoint.post_json("/chat", {})
    assert len(server.requests) == 1


@pytest.mark.parametrize("body", [b"<html>Welcome</html>", b"[1]", b"\xff", b""])
def test_a_reply_that_is_no_object_is_an_error(server: FakeServer, endpoint: Endpoint, body: bytes) -> None:
    answering(server, (200, {"Content-Type": "text/html"}, body))
    with pytest.raises(EndpointError, match="not a JSON object"):
        endpoint.post_json("/chat", {})


def test_a_server_that_is_not_there(sleeper: Sleeper) -> None:
    endpoint = Endpoint("http://127.0.0.1:9/v1", KEY, sleep=sleeper)
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:9/v1/chat could not be reached"):
        endpoint.post_json("/chat", {})
    endpoint.close()
    assert sleeper.pauses == [1, 2, 4]


def test_a_slow_server_is_not_asked_again(server: FakeServer, sleeper: Sleeper) -> None:
    def slow(_payload: dict[str, Any]) -> Reply:
        time.sleep(0.3)
        return json_reply({})

    server.reply = slow
    endpoint = Endpoint(server.url, timeout_seconds=0.05, sleep=sleeper)
    with pytest.raises(EndpointError, match="timed out"):
        endpoint.post_json("/chat", {})
    endpoint.close()
    assert sleeper.pauses == []


def test_a_reply_that_breaks_off_is_an_error(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, (200, {"Content-Type": "application/json", "Content-Length": "99"}, b'{"a":'))
    with pytest.raises(EndpointError, match="broke off"):
        endpoint.post_json("/chat", {})


def test_events_come_until_done(server: FakeServer, endpoint: Endpoint) -> None:
    answering(
        server,
        events(
            ": ping",
            'data: {"n": 1}',
            "",
            "event: x",
            'data:{"n":',
            "data: 2}",
            "",
            "data: [DONE]",
            "",
            "data: no",
        ),
    )
    assert list(endpoint.stream_json("/chat", {"model": "m"})) == [{"n": 1}, {"n": 2}]
    assert server.requests[0][2] == {"model": "m", "stream": True}


def test_a_stream_may_end_without_a_farewell(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, events('data: {"n": 1}', "", 'data: {"n": 2}'))
    assert list(endpoint.stream_json("/chat", {})) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(['data: {"n": 1}', 'data: {"n": 2}', "data: [DONE]"], id="no_empty_lines"),
        pytest.param(["data:", "", 'data: {"n": 1}', "", "data: ", 'data: {"n": 2}', ""], id="kept_alive"),
        pytest.param(
            ['data: {"n": 1}', "", 'data: {"n": 2}', "", "data: [DONE] ", "", "data: 3"], id="blank"
        ),
        pytest.param(['\ufeffdata: {"n": 1}\r', "\r", 'data: {"n": 2}\r', "\r"], id="byte_order_mark"),
    ],
)
def test_events_are_read_however_they_are_parted(
    server: FakeServer, endpoint: Endpoint, lines: list[str]
) -> None:
    answering(server, events(*lines))
    assert list(endpoint.stream_json("/chat", {})) == [{"n": 1}, {"n": 2}]
    answering(server, (200, {"Content-Type": "text/plain"}, events(*lines)[2]))
    assert list(endpoint.stream_json("/chat", {})) == [{"n": 1}, {"n": 2}]


def test_no_mark_inside_a_text_ends_a_line(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, events('data: {"n": "你\u2028好\u0085"}', ""))
    assert list(endpoint.stream_json("/chat", {})) == [{"n": "你\u2028好\u0085"}]


def test_a_stream_without_its_last_event_has_broken_off(server: FakeServer, endpoint: Endpoint) -> None:
    def stream(*lines: str) -> list[dict[str, Any]]:
        answering(server, events(*lines))
        return list(endpoint.stream_json("/chat", {}, is_last=lambda event: event["n"] == 2))

    assert stream('data: {"n": 1}', "", 'data: {"n": 2}') == [{"n": 1}, {"n": 2}]
    assert stream('data: {"n": 1}', "", "data: [DONE]") == [{"n": 1}]
    with pytest.raises(EndpointError, match="broke off: the stream ended early"):
        stream('data: {"n": 1}', "")


@pytest.mark.parametrize(
    "fault", [{"message": "overloaded", "code": 500}, {"error_code": 18, "error_msg": "overloaded"}]
)
def test_an_error_of_another_kind_is_raised(server: FakeServer, endpoint: Endpoint, fault: object) -> None:
    answering(server, json_reply(fault))
    with pytest.raises(EndpointError, match="reported an error: overloaded"):
        endpoint.post_json("/chat", {})
    answering(server, json_reply({"code": 0, "message": "success", "data": []}))
    assert endpoint.post_json("/chat", {})["data"] == []


def test_events_are_passed_on_as_they_come(server: FakeServer, endpoint: Endpoint) -> None:
    broken = events('data: {"n": 1}', "", "")
    answering(server, (200, broken[1] | {"Content-Length": "999"}, broken[2]))
    stream = endpoint.stream_json("/chat", {})
    assert next(stream) == {"n": 1}
    with pytest.raises(EndpointError, match="broke off"):
        next(stream)


def test_an_error_within_a_stream_is_raised(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, events('data: {"n": 1}', "", 'data: {"error": {"message": "context too long"}}', ""))
    stream = endpoint.stream_json("/chat", {})
    next(stream)
    with pytest.raises(EndpointError, match="reported an error: context too long"):
        next(stream)


def test_a_server_that_does_not_stream_gives_one_event(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, json_reply({"whole": 1}))
    assert list(endpoint.stream_json("/chat", {})) == [{"whole": 1}]


def test_a_refused_stream_says_why(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, json_reply({"error": "no"}, 401))
    with pytest.raises(EndpointError, match="answered 401: no"):
        list(endpoint.stream_json("/chat", {}))


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host/v1", "http//x", "http://[abc/v1"])
def test_an_address_must_be_one(url: str) -> None:
    with pytest.raises(EndpointError, match="not the address of a server"):
        Endpoint(url)


def test_an_address_without_a_host_is_an_error(sleeper: Sleeper) -> None:
    endpoint = Endpoint("http://:99999/v1", sleep=sleeper)
    with pytest.raises(EndpointError):
        endpoint.post_json("/chat", {})


def test_secrets_are_not_shown() -> None:
    endpoint = Endpoint("https://name:password@host/v1", KEY)
    assert repr(endpoint) == "Endpoint('https://host/v1')"
    with pytest.raises(EndpointError) as caught:
        Endpoint("https://host", f"{KEY}\n")
    assert KEY not in str(caught.value)


def test_a_key_at_the_cut_is_not_shown_in_part(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, json_reply({"error": "x" * (DETAIL_CHARACTERS - 5) + KEY}, 400))
    with pytest.raises(EndpointError) as caught:
        endpoint.post_json("/chat", {})
    assert KEY[:5] not in str(caught.value)


def test_replies_are_cut_and_put_on_one_line(server: FakeServer, endpoint: Endpoint) -> None:
    answering(server, json_reply({"error": "a\nb" + "c" * 9_999}, 400))
    with pytest.raises(EndpointError) as caught:
        endpoint.post_json("/chat", {})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
    assert json.dumps("a b")[1:-1] in str(caught.value)
