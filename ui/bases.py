"""The knowledge bases a page can switch between. Each is a store with documents and conversations of its own.

The first is the one that `--data` names: the HTTP API answers from it. A browser says by a cookie which
one it looks at; what the page itself sends to the API goes there too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.storage.conversations import Conversations
from ui.protocols import Archive
from ui.workshop.workshop import Workshop

BASE_COOKIE = "genxi-base"


@dataclass(frozen=True, slots=True)
class Base:
    """A store under the name it is chosen by; without `conversations` nothing asked of it is kept.

    Without `workshop` its answers cannot be evaluated on the page.
    """

    name: str
    library: Archive
    conversations: Conversations | None = None
    workshop: Workshop | None = None


def chosen(bases: Sequence[Base], cookie: str | None) -> Base:
    """Return the base that a cookie names, or the first."""
    name = unquote(cookie or "")
    return next((base for base in bases if base.name == name), bases[0])


class ByBase:
    """ASGI middleware that hands what a page sends to the API to the API of the base it looks at."""

    def __init__(self, app: ASGIApp, others: Mapping[str, ASGIApp]) -> None:
        """Serve `app`, and instead of its API that of one of the `others`, by name."""
        self._app = app
        self._others = others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        app = self._app
        if scope["type"] == "http" and scope["path"].startswith("/api/"):
            name = unquote(HTTPConnection(scope).cookies.get(BASE_COOKIE, ""))
            app = self._others.get(name, app)
        await app(scope, receive, send)
