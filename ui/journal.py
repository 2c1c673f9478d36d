"""A line of JSON for every request, and its count; never a question, a title or a path of a document."""

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.metrics import Metrics
from ui.logs import REQUESTS
from ui.observed import REQUEST


class Journal:
    """ASGI middleware that names each request, tells the client its name, and writes down how it ended."""

    def __init__(self, app: ASGIApp, metrics: Metrics, now: Callable[[], float] = time.perf_counter) -> None:
        """Write down the requests of `app`."""
        self._app = app
        self._metrics = metrics
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and write it down."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name, started, status = secrets.token_hex(8), self._now(), 500
        REQUEST.set(name)

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = name
            await send(message)

        try:
            with self._in_work(scope["path"]):
                await self._app(scope, receive, named)
        except Exception:
            REQUESTS.exception({"id": name, "fault": "the traceback tells what"})
        finally:
            self._written(name, scope, status, self._now() - started)

    def _in_work(self, path: str) -> AbstractContextManager[None]:
        """Count a call while it lasts; the page's own requests last as long as it is open."""
        is_call = path.startswith(("/api/", "/v1/", "/mcp"))
        return self._metrics.at_work("requests") if is_call else nullcontext()

    def _written(self, name: str, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.requested(route, status)
        line = {"id": name, "method": scope["method"], "route": route, "status": status}
        REQUESTS.info({**line, "seconds": round(seconds, 4)})


def _route(scope: Scope) -> str:
    """Return the pattern a request matched, `page` for the page's own; a path could name a document."""
    pattern = getattr(scope.get("route"), "path", "")
    return (
        pattern if pattern.startswith(("/api", "/v1", "/healthz", "/readyz", "/metrics", "/mcp")) else "page"
    )
