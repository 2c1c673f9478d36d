"""What a hostile client may try over HTTP: the right status, nothing leaked, nothing lost.

What it may try by number, size and slowness is in `test_attacks_in_bulk.py`, what script in documents,
titles and questions may try in the page in `browser/test_attacks.py`.
"""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.ui.fakes import ROOTS, FakeLibrary
from tests.ui.served import served


@pytest.fixture(scope="module")
def library() -> FakeLibrary:
    return FakeLibrary()


@pytest.fixture(scope="module")
def site(library: FakeLibrary) -> Iterator[str]:
    with served(library) as address:
        yield address


@pytest.fixture
def client(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=20) as client:
        yield client


def raw(site: str, request: bytes) -> bytes:
    """Send bytes as they are, for what no honest client would send, and return the answer."""
    with socket.create_connection(("127.0.0.1", int(site.rsplit(":", 1)[1])), timeout=20) as connection:
        connection.sendall(request)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    "path",
    [
        "/api/documents/../../../../etc/passwd",
        "/api/documents/..%2f..%2f..%2fetc%2fpasswd",
        "/api/documents/%2e%2e/%2e%2e/etc/passwd",
        "/api/documents//etc/passwd",
        "/api/documents/C:%5CWindows%5Cwin.ini",
        "/api/documents/%00",
        "/genxi/../web.py",
        "/genxi/%2e%2e/web.py",
        "/genxi/..%2fweb.py",
        "/assets/../../../../etc/passwd",
        "/static/..%2f..%2f..%2fetc%2fpasswd",
        "/gradio_api/file=/etc/passwd",
        "//gradio_api/file=/etc/passwd",
        "/gradio_api/upload",
    ],
)
def test_no_path_of_a_request_reaches_the_file_system(site: str, path: str) -> None:
    answer = raw(site, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    status = int(answer.split(b" ", 2)[1])
    assert status in (403, 404, 405)
    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        pytest.param("application/json", b"", id="empty"),
        pytest.param("application/json", b"[", id="broken"),
        pytest.param("application/json", b"\xff\xfe", id="not_utf8"),
        pytest.param("application/json", b"[" * 100_000, id="deep"),
        pytest.param("application/json", b'{"question": {"a": 1}}', id="wrong_shape"),
        pytest.param("application/json", b'{"question": "\\ud800"}', id="lone_surrogate"),
        pytest.param("text/plain", '{"question": "问"}'.encode(), id="text"),
        pytest.param(
            "application/xml", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", id="xml"
        ),
        pytest.param("multipart/form-data", b"--x", id="multipart_without_boundary"),
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/search", "/api/documents", "/v1/chat/completions"])
def test_a_body_that_makes_no_sense_is_the_client_s_fault(
    client: httpx.Client, path: str, content_type: str, body: bytes
) -> None:
    answer = client.post(path, content=body, headers={"content-type": content_type})
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


def test_a_client_that_leaves_mid_stream_harms_nobody(client: httpx.Client, library: FakeLibrary) -> None:
    library.wait = lambda: time.sleep(0.05)
    request = {"model": "genxi", "messages": [{"role": "user", "content": "问"}], "stream": True}
    with client.stream("POST", "/v1/chat/completions", json=request) as answer:
        next(answer.iter_lines())
    library.wait = lambda: None
    assert client.post("/api/ask", json={"question": "问"}).status_code == 200


def test_two_people_uploading_one_file_at_once_lose_nothing(site: str) -> None:
    def upload(text: str) -> int:
        return httpx.post(f"{site}/api/documents", files=[("files", ("同一.txt", text.encode()))]).status_code

    with ThreadPoolExecutor(8) as people:
        assert set(people.map(upload, ["甲的文本。", "乙的文本。"] * 8)) == {200}
    assert httpx.get(f"{site}/api/documents/同一.txt").json()["text"] in {"甲的文本。", "乙的文本。"}
    assert httpx.get(f"{site}/api/documents/{ROOTS.id}").status_code == 200


def test_a_fault_inside_is_told_without_its_inside(client: httpx.Client, library: FakeLibrary) -> None:
    def burst() -> None:
        raise RuntimeError("secret detail")

    library.wait = burst
    answer = client.post("/api/ask", json={"question": "问"})
    library.wait = lambda: None
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "secret detail" not in answer.text


def test_markup_in_names_comes_back_as_json_only(client: httpx.Client) -> None:
    name = "<img src=x onerror=alert(1)>.txt"
    assert client.post("/api/documents", files=[("files", (name, b"x"))]).json()["added"] == 1
    answer = client.get("/api/documents")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.delete(f"/api/documents/{name}").status_code == 200


def test_more_files_than_one_request_may_have_are_refused_whole(
    client: httpx.Client, library: FakeLibrary
) -> None:
    before = [document.id for document in library.held]
    answer = client.post("/api/documents", files=[("files", (f"{n}.txt", b"x")) for n in range(1_001)])
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
    assert "1000" in answer.json()["detail"]
    assert [document.id for document in library.held] == before
