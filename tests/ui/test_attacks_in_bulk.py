"""What a hostile client may try by number, size and slowness: others are served meanwhile, nothing is lost.

Other machines are played by other addresses of the loopback interface.
"""

import re
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.ui.fakes import ROOTS, FakeLibrary
from tests.ui.served import served
from ui.connections import Hasty
from ui.limits import Limits

TINY = b"GET /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LAST = TINY.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) ")
UPLOAD = (
    b"POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=x\r\n"
)


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def site(library: FakeLibrary) -> Iterator[str]:
    """The page under its shipped limits, except that a body has to arrive within a second."""
    with served(library, limits=Limits(body_seconds=1.0)) as address:
        yield address


@pytest.fixture(autouse=True)
def neighbour(site: str) -> Iterator[httpx.Client]:
    """Somebody else, who finds everything as it was after each attack."""
    with httpx.Client(
        base_url=site, timeout=20, transport=httpx.HTTPTransport(local_address="127.0.0.99")
    ) as client:
        yield client
        assert client.post("/api/ask", json={"question": "什么是根系工程？"}).status_code == 200
        assert client.get(f"/api/documents/{ROOTS.id}").json()["text"] == ROOTS.text


def connected(site: str, address: str) -> socket.socket:
    port = int(site.rsplit(":", 1)[1])
    return socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(address, 0))


def said(connection: socket.socket) -> bytes:
    """Return all that comes until the other side hangs up."""
    answer = b""
    try:
        while piece := connection.recv(65_536):
            answer += piece
    except ConnectionResetError:
        pass  # hung up on while still sending
    return answer


def test_ten_thousand_tiny_requests_are_told_to_wait(site: str, neighbour: httpx.Client) -> None:
    def flood(number: int) -> Counter[int]:
        with connected(site, "127.0.0.2") as connection, ThreadPoolExecutor(1) as writer:
            writer.submit(connection.sendall, TINY * 999 + LAST)
            text = said(connection)
        assert text.lower().count(b"\r\nretry-after: ") == text.count(b"HTTP/1.1 429")
        return Counter(map(int, ANSWER.findall(text)))

    with ThreadPoolExecutor(10) as attackers:
        floods = attackers.map(flood, range(10))
        assert neighbour.get("/api/documents").status_code == 200  # while they are at it
        told = sum(floods, Counter[int]())
    assert told.total() == 10_000
    assert set(told) == {200, 429}
    assert told[429] > 9_000


def test_a_client_that_never_ends_its_request_is_hung_up_on(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hasty, "head_seconds", 0.5)  # the clock is an argument in all but name
    lines = [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ", b"GET"]
    started = time.monotonic()
    connections = [connected(site, "127.0.0.3") for _ in range(3)]
    for connection, line in zip(connections, lines, strict=True):
        connection.sendall(line)
    for connection in connections:
        assert said(connection) == b""
        connection.close()
    assert 0.4 < time.monotonic() - started < 15


def test_a_body_that_dribbles_is_given_up(site: str) -> None:
    with connected(site, "127.0.0.4") as connection:
        connection.sendall(UPLOAD + b"Content-Length: 1000\r\n\r\n--x\r\n")
        head, _, body = said(connection).partition(b"\r\n\r\n")
    assert b" 408 " in head.splitlines()[0]
    assert b'"code":"timeout"' in body


def test_slow_bodies_of_one_client_leave_room_for_others(site: str, neighbour: httpx.Client) -> None:
    slow = [connected(site, "127.0.0.5") for _ in range(20)]
    for connection in slow:
        connection.sendall(UPLOAD + b"Content-Length: 1000\r\nConnection: close\r\n\r\n")
    assert neighbour.post("/api/ask", json={"question": "问"}).status_code == 200
    answers = Counter(int(said(connection).split(b" ", 2)[1]) for connection in slow)
    for connection in slow:
        connection.close()
    assert answers == {408: 16, 429: 4}


@pytest.mark.parametrize(
    "declared",
    [
        pytest.param(b"Content-Length: 1000000000000\r\n\r\n", id="declared"),
        pytest.param(b"Content-Length: 1" + b"0" * 4_000 + b"\r\n\r\n", id="declared_absurdly"),
    ],
)
def test_a_huge_body_is_refused_before_it_is_sent(site: str, declared: bytes) -> None:
    with connected(site, "127.0.0.6") as connection:
        connection.sendall(UPLOAD + declared)
        status = int(said(connection).split(b" ", 2)[1])
    assert status in (400, 413)


def test_a_huge_body_of_no_declared_length_is_cut_off(site: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b"x" * 65_536

    transport = httpx.HTTPTransport(local_address="127.0.0.7")
    with httpx.Client(base_url=site, timeout=20, transport=transport) as client:
        try:
            answer = client.post("/api/ask", content=endless())
        except (httpx.WriteError, httpx.ReadError):
            return  # hung up on in mid-sentence is an answer too
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_leaving_in_the_middle_of_an_upload_stores_nothing(site: str, library: FakeLibrary) -> None:
    before = [document.id for document in library.held]
    for _ in range(5):
        with connected(site, "127.0.0.9") as connection:
            connection.sendall(UPLOAD + b"Content-Length: 1000\r\n\r\n")
            connection.sendall(
                b'--x\r\nContent-Disposition: form-data; name="files"; filename="half.txt"\r\n\r\nhalf of'
            )
    time.sleep(1.5)  # longer than a body may take
    assert [document.id for document in library.held] == before


def test_a_header_of_a_megabyte_is_refused(site: str) -> None:
    with connected(site, "127.0.0.10") as connection, ThreadPoolExecutor(1) as writer:
        writer.submit(connection.sendall, b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 1_000_000)
        assert said(connection)[:12] in (b"HTTP/1.1 400", b"")
