"""The web page's server: an address taken or refused with a sentence, told when ready, ended cleanly."""

import errno
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from embeddings.errors import AppError
from ui.connections import Hasty

# Pages keep a connection open for news; on Ctrl-C they are not waited for longer than this.
GRACE_SECONDS = 2
TRIED_PORTS = 100


class PortTaken(AppError):
    """Another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        free = free_port(host, port + 1)
        advice = f" Add --port {free}" if free else " Choose another with --port."
        super().__init__(f"Port {port} on {host} is taken by another program.{advice}")


class AddressUnusable(AppError):
    """The address is not one this machine can listen on."""


def run(app: Any, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve `app` until interrupted; `announce` gets the address once it answers. Port 0 takes any free one.

    Raises PortTaken or AddressUnusable before anything is served; KeyboardInterrupt after Ctrl-C, and
    SystemExit with 0 after SIGTERM, once what was being answered is done or GRACE_SECONDS are over.
    """
    listening = listen(host, port)
    config = uvicorn.Config(
        app, http=Hasty, log_level="critical", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS
    )
    server = _Announcing(config, lambda: announce(address(host, listening.getsockname()[1])))
    with listening, _ending_in_order():
        server.run(sockets=[listening])


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Let SIGTERM, which the server hands on when it has ended, unwind as an exit does."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's business
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class _Announcing(uvicorn.Server):
    """A server that says when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._tell()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on `host` and `port`; PortTaken or AddressUnusable if there can be none."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise AddressUnusable(f"{host} is not an address of this machine. Use --host 127.0.0.1") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        raise _refusal(error, host, port) from error
    return listening


def _refusal(error: OSError | OverflowError, host: str, port: int) -> AppError:
    if isinstance(error, OverflowError):
        return AddressUnusable(f"{port} is not a port. Choose one from 1 to 65535.")
    if error.errno == errno.EADDRINUSE:
        return PortTaken(host, port)
    if error.errno == errno.EACCES:
        return AddressUnusable(f"Port {port} is reserved for the system. Choose one above 1023 with --port.")
    return AddressUnusable(f"{host} is not an address of this machine. Use --host 127.0.0.1")


def free_port(host: str, first: int) -> int | None:
    """Return the first free port from `first` on, looking at the next TRIED_PORTS."""
    for port in range(first, min(first + TRIED_PORTS, 65536)):
        with socket.socket() as trial:
            try:
                trial.bind((host, port))
            except OSError:
                continue
            return port
    return None


def address(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    shown = f"[{reachable}]" if ":" in reachable else reachable
    return f"http://{shown}:{port}"
