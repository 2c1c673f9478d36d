import asyncio
from collections.abc import Iterator

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from tests.ui.fakes import FakeLibrary
from tests.ui.served import built
from ui.limits import CLIENTS, Limiter, Limits, Rate


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_passes_then_the_rate_counts() -> None:
    clock = Clock()
    rate = Rate(Limits(requests_a_minute=60, burst=3), clock)
    assert [rate.wait("a") for _ in range(3)] == [0, 0, 0]
    assert rate.wait("a") == pytest.approx(1.0)
    clock.seconds = 1.0
    assert rate.wait("a") == 0


def test_one_client_does_not_use_up_another_s_share() -> None:
    rate = Rate(Limits(burst=1), Clock())
    assert rate.wait("a") == 0
    assert rate.wait("a") > 0
    assert rate.wait("b") == 0


def test_memory_of_clients_is_bounded() -> None:
    rate = Rate(Limits(burst=1), Clock())
    for number in range(CLIENTS + 10):
        rate.wait(str(number))
    assert len(rate._left) == CLIENTS


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    limits = Limits(requests_a_minute=1, burst=4, question_bytes=1_000, upload_bytes=2_000)
    with TestClient(built(FakeLibrary(), limits=limits), base_url="http://127.0.0.1") as client:
        yield client


def test_large_bodies_and_too_many_requests_are_refused_and_the_page_stays_open(api: TestClient) -> None:
    assert api.post("/api/ask", json={"question": "长" * 1_000}).status_code == 413
    assert api.post("/api/ask", content=iter([b"x" * 600] * 3)).status_code == 413  # no length declared
    assert api.post("/api/documents", files=[("files", ("a.txt", b"x" * 3_000))]).status_code == 413
    assert api.post("/api/ask", json={"question": "短"}).status_code == 200
    refused = api.post("/api/ask", json={"question": "短"})
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) >= 1
    assert api.get("/").status_code == 200
    assert api.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/documents", 200),
        ("/api/evaluation/sets", 200),
        ("/api/evaluation/sets/one", 413),
        ("/api/ask", 413),
    ],
)
def test_a_file_may_be_larger_than_a_question(path: str, status: int) -> None:
    limits = Limits(question_bytes=1_000, upload_bytes=2_000)
    client = TestClient(Limiter(PlainTextResponse("read"), limits))
    assert client.post(path, content=b"x" * 1_500).status_code == status
    assert client.post(path, content=b"x" * 2_500).status_code == 413


@pytest.mark.parametrize(
    ("limits", "clients", "refused"),
    [
        pytest.param(Limits(at_one_time=2), "abc", 1, id="all_together"),
        pytest.param(Limits(at_one_time_each=1), "aab", 1, id="each"),
        pytest.param(Limits(at_one_time_each=1), "abc", 0, id="each_their_own"),
    ],
)
def test_work_at_one_time_is_bounded(limits: Limits, clients: str, refused: int) -> None:
    sent: list[int] = []

    async def slow(scope: object, receive: object, send: object) -> None:
        await asyncio.sleep(0.05)

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            sent.append(int(str(message["status"])))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    async def at_once() -> None:
        limiter = Limiter(slow, limits)
        scope = {"type": "http", "path": "/api/ask", "headers": [], "method": "POST"}
        await asyncio.gather(*(limiter({**scope, "client": (c, 1)}, receive, send) for c in clients))  # type: ignore[arg-type]

    asyncio.run(at_once())
    assert sent == [429] * refused
