"""The web doorway put together: the page, the API beside it, and the guards in front of both."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from fastapi import APIRouter, FastAPI, HTTPException
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ui import blocks, serving
from ui.api import openai, operations, reference, rest
from ui.api.metrics import Metrics
from ui.api.problems import answer_with_problems
from ui.auth import Gatekeeper
from ui.bases import Base, ByBase
from ui.doorman import Doorman
from ui.exposure import LOOPBACK, names_served
from ui.journal import Journal
from ui.limits import Limiter, Limits
from ui.observed import observed
from ui.origin import SameOrigin
from ui.workshop import routes as evaluation

API_PATHS = ("/api/{path:path}", "/v1/{path:path}", "/healthz", "/readyz", "/metrics")


def serve(
    bases: Sequence[Base],
    host: str,
    port: int,
    announce: Callable[[str], None] = print,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    open_to_all: bool = False,
    log_questions: bool = False,
) -> None:
    """Serve the page and the API until interrupted; `announce` is told the address once it answers.

    Raises TokenWanted unless `open_to_all`, `serving.PortTaken` or `serving.AddressUnusable`, and
    KeyboardInterrupt after Ctrl-C.
    """
    hosts = names_served(host, token, open_to_all=open_to_all)
    app = build_app(bases, token=token, limits=limits, hosts=hosts, log_questions=log_questions)
    serving.run(app, host, port, announce)


def build_app(
    bases: Sequence[Base],
    *,
    token: str | None = None,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    log_questions: bool = False,
) -> ASGIApp:
    """Return page and API over `bases` as one ASGI application, served under the names `hosts`.

    The first of `bases` is asked, unless a browser looks at another.
    """
    metrics = Metrics()
    bases = [
        replace(base, library=observed(base.library, metrics, questions=log_questions)) for base in bases
    ]
    apps = {base.name: _api(base, metrics) for base in bases}
    app = apps[bases[0].name]
    blocks.mount(app, bases)
    served = ByBase(app, apps)
    guarded = served if token is None else Gatekeeper(served, token)
    return Doorman(Journal(SameOrigin(Limiter(guarded, limits or Limits()), hosts), metrics))


def _api(base: Base, metrics: Metrics) -> FastAPI:
    """Return the API over one knowledge base."""
    app = FastAPI(title="Genxi", openapi_url="/api/openapi.json", docs_url=None, redoc_url=None)
    answer_with_problems(app)
    library, shop = base.library, base.workshop
    routers = [rest.routes(library, metrics), openai.routes(library), operations.routes(library, metrics)]
    routers.append(reference.routes(app))
    routers += [] if shop is None else [evaluation.routes(shop)]
    for router in routers:
        app.include_router(router)
    for path in API_PATHS:
        app.router.routes.append(Route(path, _Otherwise(routers), include_in_schema=False))
    return app


class _Otherwise:
    """Answers what no route of the API took, in any method; without it the page's framework would reply."""

    def __init__(self, routers: Sequence[APIRouter]) -> None:
        self._routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        fitting = (route for route in self._routes if route.matches(scope)[0] is Match.PARTIAL)
        allowed = ", ".join(sorted({method for route in fitting for method in route.methods or ()}))
        if not allowed:
            raise HTTPException(404, "There is nothing here. See /api/docs")
        raise HTTPException(405, f"Use one of: {allowed}", {"Allow": allowed})
