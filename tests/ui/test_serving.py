import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ui.serving import AddressUnusable, PortTaken, address, free_port, listen

SERVE = """
import sys
from tests.ui.fakes import FakeLibrary
from ui.bases import Base
from ui.web import serve
try:
    serve([Base("main", FakeLibrary())], "127.0.0.1", int(sys.argv[1]))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_said_with_a_free_one(taken: int) -> None:
    with pytest.raises(PortTaken, match=rf"Port {taken} .* Add --port (\d+)") as raised:
        listen("127.0.0.1", taken)
    free = re.search(r"--port (\d+)", str(raised.value))
    assert free is not None
    listen("127.0.0.1", int(free[1])).close()


def test_a_free_port_is_found_after_taken_ones(taken: int) -> None:
    assert (free_port("127.0.0.1", taken) or 0) > taken


@pytest.mark.parametrize(
    ("host", "port"),
    [
        pytest.param("192.0.2.1", 7860, id="address_of_another_machine"),
        pytest.param("no such host", 7860, id="not_an_address"),
        pytest.param("127.0.0.1", 70000, id="not_a_port"),
    ],
)
def test_an_unusable_address_is_one_sentence(host: str, port: int) -> None:
    with pytest.raises(AddressUnusable) as raised:
        listen(host, port)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "http://127.0.0.1:80"), ("0.0.0.0", "http://127.0.0.1:80"), ("::1", "http://[::1]:80")],  # noqa: S104
)
def test_the_address_can_be_opened_in_a_browser(host: str, shown: str) -> None:
    assert address(host, 80) == shown


def test_the_address_is_printed_once_and_interrupting_ends_within_seconds() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, "0"],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        line = server.stdout.readline()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)\n", line)
        assert found is not None
        with socket.create_connection(("127.0.0.1", int(found[1])), timeout=5):
            server.send_signal(signal.SIGINT)
        rest, complaints = server.communicate(timeout=20)
    finally:
        server.kill()
    assert (server.returncode, rest, complaints) == (130, "", "")


SERVE_SLOWLY = """
import time
from tests.ui.fakes import FakeLibrary
from ui.bases import Base
from ui.web import serve
try:
    serve([Base("main", FakeLibrary(wait=lambda: time.sleep(0.05)))], "127.0.0.1", 0)
finally:
    print("closed", flush=True)
"""


def test_told_to_end_a_server_finishes_its_sentence_and_closes_what_it_holds() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE_SLOWLY],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert server.stdout is not None
        site = server.stdout.readline().strip()
        request = {"messages": [{"role": "user", "content": "什么是根系工程？"}], "stream": True}
        with httpx.stream("POST", f"{site}/v1/chat/completions", json=request, timeout=30) as answer:
            lines = answer.iter_lines()
            first = next(lines)
            server.send_signal(signal.SIGTERM)
            rest = list(lines)
        assert first.startswith("data: ")
        assert rest[-2:] == ["data: [DONE]", ""]
        assert server.communicate(timeout=20)[0] == "closed\n"
    finally:
        server.kill()
    assert server.returncode == 0
