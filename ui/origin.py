"""Other web sites must not speak to this server through a reader's browser.

A page elsewhere can send requests to a loopback address: it may not change anything here. It can also
point a name of its own at the loopback address and then read: so on loopback only loopback names are served.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.problems import problem

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """ASGI middleware that refuses what another site's page asks; `hosts` None serves any name."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] | None) -> None:
        """Guard `app`, reachable under the names `hosts`."""
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        detail = None if scope["type"] != "http" else self._fault(scope["method"], Headers(scope=scope))
        if detail is None:
            await self._app(scope, receive, send)
        else:
            await problem(403, "not_allowed", detail)(scope, receive, send)

    def _fault(self, method: str, headers: Headers) -> str | None:
        host = headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            return f"This server is not '{host}'. Open it as http://127.0.0.1 and its port."
        if method in _SAFE_METHODS:
            return None
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != host
        if foreign or headers.get("sec-fetch-site") == "cross-site":
            return "A page of another site may not change anything here."
        return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None
