"""The web doorway put together: the page, the API beside it, and the guards in front of both."""

from collections.abc import Callable, Sequence
from ipaddress import ip_address

from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from embeddings.errors import AppError
from rag.storage.conversations import Conversations
from ui import blocks, serving
from ui.api import openai, operations, rest
from ui.api.metrics import Metrics
from ui.api.problems import answer_with_problems
from ui.auth import Gatekeeper
from ui.bases import Base, ByBase
from ui.doorman import Doorman
from ui.journal import Journal
from ui.limits import Limiter, Limits
from ui.origin import LOOPBACK, SameOrigin
from ui.protocols import Archive, Library

API_PATHS = ("/api/{path:path}", "/v1/{path:path}", "/healthz", "/readyz", "/metrics")


class TokenWanted(AppError):
    """The page would be open to other machines without a token."""


def serve(
    library: Archive,
    host: str,
    port: int,
    announce: Callable[[str], None] = print,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    conversations: Conversations | None = None,
    name: str = "",
    also: Sequence[Base] = (),
) -> None:
    """Serve the page and the API until interrupted; `announce` is told the address once it answers.

    `also` are further knowledge bases that the page can switch to; `name` is what the first is called there.

    Raises TokenWanted, `serving.PortTaken` or `serving.AddressUnusable`, and KeyboardInterrupt after Ctrl-C.
    """
    if token is None and not is_loopback(host):
        raise TokenWanted(
            f"On {host} other machines could read everything. Set GENXI_TOKEN, or --host 127.0.0.1"
        )
    hosts = LOOPBACK | {host} if is_loopback(host) else None
    serving.run(
        build_app(
            library,
            token=token,
            limits=limits,
            hosts=hosts,
            conversations=conversations,
            name=name,
            also=also,
        ),
        host,
        port,
        announce,
    )


def build_app(
    library: Archive,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    conversations: Conversations | None = None,
    name: str = "",
    also: Sequence[Base] = (),
) -> ASGIApp:
    """Return page and API over `library` as one ASGI application, served under the names `hosts`."""
    metrics = Metrics()
    app = _api(library, metrics)
    blocks.mount(app, [Base(name, library, conversations), *also])
    served = ByBase(app, {base.name: _api(base.library, metrics) for base in also}) if also else app
    guarded = served if token is None else Gatekeeper(served, token)
    return Doorman(Journal(SameOrigin(Limiter(guarded, limits or Limits()), hosts), metrics))


def _api(library: Library, metrics: Metrics) -> FastAPI:
    """Return the API over `library`."""
    app = FastAPI(title="Genxi", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    answer_with_problems(app)
    routers = [part.routes(library, metrics) for part in (rest, openai, operations)]
    for router in routers:
        app.include_router(router)
    for path in API_PATHS:
        app.router.routes.append(Route(path, _Otherwise(routers), include_in_schema=False))
    return app


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Otherwise:
    """Answers what no route of the API took, in any method; without it the page's framework would reply."""

    def __init__(self, routers: Sequence[APIRouter]) -> None:
        self._routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fitting = (route for route in self._routes if route.matches(scope)[0] is Match.PARTIAL)
        allowed = ", ".join(sorted({method for route in fitting for method in route.methods or ()}))
        if not allowed:
            raise HTTPException(404, "There is nothing here. See /api/openapi.json")
        raise HTTPException(405, f"Use one of: {allowed}", {"Allow": allowed})
