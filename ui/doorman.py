"""ASGI middleware around the whole page: what is served at all, and under which headers.

Gradio brings routes this application has no use for: a proxy, a file server, uploads into a public
folder, its own API pages. A request for anything not listed here gets 404 before Gradio sees it.
"""

import re
import secrets

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.problems import problem
from ui.start_page import made_ours, policy

OURS = re.compile(r"/(genxi|api|v1)/.*|/login|/evaluation|/healthz|/readyz|/metrics")

# What the page itself asks of Gradio, seen in a browser; the rest of Gradio stays shut.
GRADIO_PATHS = re.compile(
    r"/|/config/?|/theme\.css|/manifest\.json|/favicon\.ico|/pwa_icon(/\d+)?|/robots\.txt"
    r"|/(assets|static)/.*"
    r"|/gradio_api/(startup-events|run/predict|queue/(join|data)|heartbeat/\w+|cancel|reset/?)"
)

# Whose conversations these are: a secret number for each browser, which scripts cannot read.
VISITOR_COOKIE = "genxi-visitor"
VISITOR_SECONDS = 365 * 24 * 3600

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Doorman:
    """Lets in what is ours or listed, and sends every answer out under safe headers."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not (OURS.fullmatch(scope["path"]) or GRADIO_PATHS.fullmatch(scope["path"])):
            nothing = problem(404, "not_found", "There is nothing here. See / and /api/docs")
            await nothing(scope, receive, _with_headers(send, policy("none")))
        elif scope["path"] == "/":
            await self._start_page(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send, policy("none")))

    async def _start_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        # The page is rewritten as text, so it must not arrive compressed.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        known = VISITOR_COOKIE in HTTPConnection(scope).cookies
        page = _StartPage(_with_headers(send, policy(nonce), *(() if known else (_visitor(),))), nonce)
        await self._app({**scope, "headers": plain}, receive, page)


class _StartPage:
    """Holds one response back until it is whole, rewrites it if it is HTML, and sends it on."""

    def __init__(self, send: Send, nonce: str) -> None:
        self._send = send
        self._nonce = nonce
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._flush()

    async def _flush(self) -> None:
        if "text/html" in Headers(raw=self._start["headers"]).get("content-type", ""):
            self._body = made_ours(self._body.decode(), self._nonce).encode()
        headers = MutableHeaders(scope=self._start)
        headers["content-length"] = str(len(self._body))
        headers["cache-control"] = "no-store"  # a nonce is good for one answer
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _visitor() -> str:
    number = secrets.token_urlsafe(24)
    return f"{VISITOR_COOKIE}={number}; Path=/; Max-Age={VISITOR_SECONDS}; HttpOnly; SameSite=Strict"


def _with_headers(send: Send, content_policy: str, *cookies: str) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", content_policy)  # reports bring a stricter one
            headers.update(_HEADERS)
            for cookie in cookies:
                headers.append("set-cookie", cookie)
        await send(message)

    return sent
