"""A line of JSON for every request, and its count; never a question, a title or a path of a document."""

import json
import logging
import secrets
import time
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.metrics import Metrics

_log = logging.getLogger("genxi.requests")


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

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = name
            await send(message)

        try:
            await self._app(scope, receive, named)
        except Exception:
            _log.exception("request %s failed", name)
        finally:
            self._written(name, scope, status, self._now() - started)

    def _written(self, name: str, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self._metrics.requested(route, status)
        line = {"id": name, "method": scope["method"], "route": route, "status": status}
        _log.info(json.dumps({**line, "seconds": round(seconds, 4)}))


def _route(scope: Scope) -> str:
    """Return the pattern a request matched, `page` for the page's own; a path could name a document."""
    pattern = getattr(scope.get("route"), "path", "")
    return pattern if pattern.startswith(("/api", "/v1", "/healthz", "/readyz", "/metrics")) else "page"
