"""One token for everything: as a bearer token of programs, and typed once into the page by people.

The page then holds a cookie that is derived from the token and not the token itself; both are compared
in constant time. Without a token every request is let in, which `ui.web` allows on loopback only.
"""

import hashlib
import hmac
import secrets
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import parse_qs

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.problems import problem

COOKIE = "genxi-session"
COOKIE_SECONDS = 30 * 24 * 3600
OPEN = ("/healthz", "/readyz", "/favicon.ico", "/genxi/")
LOGIN_BYTES = 4_096


class Gatekeeper:
    """ASGI middleware that lets in who knows the token, and shows people where to type it."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        """Guard `app` with `token`."""
        self._app = app
        self._token = token
        self._session = hmac.new(token.encode(), b"genxi page", hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            await self._app(scope, receive, send)
        elif scope["path"] == "/login":
            await (await self._login(Request(scope, receive)))(scope, receive, send)
        elif self._knows(HTTPConnection(scope)):
            await self._app(scope, receive, send)
        else:
            await _refusal(scope["path"])(scope, receive, send)

    def _knows(self, request: HTTPConnection) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _same(given.strip().encode("latin-1"), self._token)  # headers are read as Latin-1
        return _same(request.cookies.get(COOKIE, "").encode(), self._session)

    async def _login(self, request: Request) -> Response:
        if request.method != "POST":
            return login_page()
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LOGIN_BYTES:
                return login_page(failed=True)
        given = parse_qs(body.decode(errors="replace")).get("token", [""])[0]
        if not _same(given.encode(), self._token):
            return login_page(failed=True)
        response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
        response.set_cookie(COOKIE, self._session, COOKIE_SECONDS, httponly=True, samesite="strict")
        return response


def _same(given: bytes, expected: str) -> bool:
    return secrets.compare_digest(given, expected.encode())


def _refusal(path: str) -> Response:
    if path in ("/", "/evaluation"):
        return RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    detail = "A token is wanted. Send it as: Authorization: Bearer TOKEN"
    return problem(401, "not_authorised", detail, {"WWW-Authenticate": "Bearer"})


def login_page(*, failed: bool = False) -> HTMLResponse:
    """Return the page where people type the token, after a wrong one with a sentence that says so."""
    page = (files("ui") / "assets" / "login.html").read_text("utf-8")
    note = '<p role="alert">口令不对，请再输一次。</p>' if failed else ""
    return HTMLResponse(
        page.replace("<!-- note -->", note), HTTPStatus.FORBIDDEN if failed else HTTPStatus.OK
    )
