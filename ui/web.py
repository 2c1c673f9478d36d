"""The web doorway put together: the page, the API beside it, and the guards in front of both."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.storage.conversations import Conversations
from ui import blocks, serving
from ui.api import openai, operations, rest
from ui.api.metrics import Metrics
from ui.api.problems import answer_with_problems
from ui.auth import Gatekeeper
from ui.doorman import Doorman
from ui.exposure import LOOPBACK, names_served
from ui.journal import Journal
from ui.limits import Limiter, Limits
from ui.observed import observed
from ui.origin import SameOrigin
from ui.protocols import Library
from ui.workshop import routes as evaluation
from ui.workshop.workshop import Workshop

API_PATHS = ("/api/{path:path}", "/v1/{path:path}", "/healthz", "/readyz", "/metrics")


def serve(
    library: Library,
    host: str,
    port: int,
    announce: Callable[[str], None] = print,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    conversations: Conversations | None = None,
    workshop: Workshop | None = None,
    open_to_all: bool = False,
    log_questions: bool = False,
) -> None:
    """Serve the page and the API until interrupted; `announce` is told the address once it answers.

    Raises TokenWanted unless `open_to_all`, `serving.PortTaken` or `serving.AddressUnusable`, and
    KeyboardInterrupt after Ctrl-C.
    """
    app = build_app(
        library,
        token=token,
        limits=limits,
        hosts=names_served(host, token, open_to_all=open_to_all),
        conversations=conversations,
        workshop=workshop,
        log_questions=log_questions,
    )
    serving.run(app, host, port, announce)


def build_app(
    library: Library,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    conversations: Conversations | None = None,
    workshop: Workshop | None = None,
    log_questions: bool = False,
) -> ASGIApp:
    """Return page and API over `library` as one ASGI application, served under the names `hosts`."""
    metrics = Metrics()
    library = observed(library, metrics, questions=log_questions)
    app = FastAPI(title="Genxi", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    answer_with_problems(app)
    routers = [rest.routes(library, metrics), openai.routes(library), operations.routes(library, metrics)]
    routers += [] if workshop is None else [evaluation.routes(workshop)]
    for router in routers:
        app.include_router(router)
    for path in API_PATHS:
        app.router.routes.append(Route(path, _Otherwise(routers), include_in_schema=False))
    blocks.mount(app, library, conversations)
    guarded = app if token is None else Gatekeeper(app, token)
    return Doorman(Journal(SameOrigin(Limiter(guarded, limits or Limits()), hosts), metrics))


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
