"""How much one client may ask of the server: requests a minute, bytes a request, work at one time."""

import asyncio
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.problems import problem

CLIENTS = 10_000  # remembered at one time; the longest silent is forgotten first
UPLOADS = ("/api/documents", "/api/evaluation/sets")  # they take files, all others words


@dataclass(frozen=True, slots=True)
class Limits:
    """The shipped limits leave a busy reader alone and stop a runaway script."""

    requests_a_minute: int = 120
    burst: int = 60  # requests at once before the rate counts
    question_bytes: int = 1_000_000
    upload_bytes: int = 200_000_000
    at_one_time: int = 64  # requests in work, of all clients together
    at_one_time_each: int = 16  # of one client, so that slow ones leave room for others
    body_seconds: float = 60.0  # for a request to arrive whole


class Rate:
    """A bucket of requests for each client, refilled steadily."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Start with full buckets."""
        self._per_second = limits.requests_a_minute / 60
        self._burst = limits.burst
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → requests left, when

    def wait(self, client: str) -> float:
        """Take one request of `client`; return 0, or the seconds until the next if there is none left."""
        now = self._now()
        left, then = self._left.pop(client, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._per_second)
        allowed = left >= 1
        self._left[client] = (left - 1 if allowed else left, now)
        if len(self._left) > CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_second


class Unreadable(Exception):
    """A request body is too large or too slow to be read on."""


class Limiter:
    """ASGI middleware that answers 429 and 413 before any work is done."""

    def __init__(self, app: ASGIApp, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Limit `app`."""
        self._app = app
        self._limits = limits
        self._rate = Rate(limits, now)
        self._working: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not _is_work(scope):
            await self._app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else ""
        refusal = self._refusal(scope, client)
        if refusal is not None:
            await problem(*refusal)(scope, receive, send)
            return
        self._working[client] += 1
        try:
            await self._limited(scope, receive, send)
        finally:
            self._working[client] -= 1
            self._working += Counter()  # drops the clients who have nothing in work

    def _refusal(self, scope: Scope, client: str) -> tuple[int, str, str, dict[str, str]] | None:
        seconds = self._rate.wait(client)
        if seconds:
            return _too_many(f"Too many requests. Wait {math.ceil(seconds)} s.", seconds)
        if self._working[client] >= self._limits.at_one_time_each:
            return _too_many("Too many requests at one time. Wait until some are answered.", 1)
        if self._working.total() >= self._limits.at_one_time:
            return _too_many("The server is busy with other questions. Try again in a moment.", 1)
        declared = Headers(scope=scope).get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._most(scope):
            return (*_too_large(self._most(scope)), {})
        return None

    def _most(self, scope: Scope) -> int:
        is_upload = scope["path"] in UPLOADS
        return self._limits.upload_bytes if is_upload else self._limits.question_bytes

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = _Body(receive, self._most(scope), self._limits.body_seconds)

        async def unless_refused(message: Message) -> None:
            # The application turns a body it could not read into an answer of its own; ours is better.
            if body.refusal is None:
                await send(message)

        with suppress(Unreadable):
            await self._app(scope, body.receive, unless_refused)
        if body.refusal is not None:
            await problem(*body.refusal)(scope, receive, send)


class _Body:
    """A request body on its way in: counted, and given so much time."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive = receive
        self._most = most
        self._deadline = asyncio.get_running_loop().time() + seconds
        self._arrived = 0
        self._whole = False
        self.refusal: tuple[int, str, str] | None = None

    async def receive(self) -> Message:
        if self._whole:  # what comes now is news of the client leaving, for which there is no hurry
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            self.refusal = (408, "timeout", "The request did not arrive in time. Send it again.")
            raise Unreadable from None
        self._arrived += len(message.get("body", b""))
        self._whole = not message.get("more_body", False)
        if self._arrived > self._most:
            self.refusal = _too_large(self._most)
            raise Unreadable
        return message


def _is_work(scope: Scope) -> bool:
    """Tell whether a request makes the server work; files of the page and its news are free."""
    path: str = scope["path"]
    return path.startswith(
        ("/api/", "/v1/", "/login", "/gradio_api/queue/join", "/gradio_api/run/", "/metrics", "/mcp")
    )


def _too_many(detail: str, seconds: float) -> tuple[int, str, str, dict[str, str]]:
    return 429, "too_many_requests", detail, {"Retry-After": str(max(1, math.ceil(seconds)))}


def _too_large(most: int) -> tuple[int, str, str]:
    return 413, "too_large", f"A request may have {most:,} bytes. Send less, or in several requests."
