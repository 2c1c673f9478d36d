"""The protocol's two transports: standard streams for an assistant's own process, HTTP for others.

Over HTTP the guards are those of the web chat: loopback names only, the token, the limits, the log.
"""

import signal
from collections.abc import Callable

import anyio
from mcp.server.transport_security import TransportSecuritySettings
from starlette.types import ASGIApp

from ui import serving
from ui.api.metrics import Metrics
from ui.auth import Gatekeeper
from ui.exposure import LOOPBACK, names_served
from ui.journal import Journal
from ui.limits import Limiter, Limits
from ui.mcp.tools import server
from ui.observed import observed
from ui.origin import SameOrigin
from ui.protocols import Library

PATH = "/mcp"


def over_streams(library: Library, *, log_questions: bool = False) -> None:
    """Serve standard input and output, which belong to the protocol, until the input ends."""
    # A thread waits for the next line of input, and Python's own Ctrl-C would wait for that thread.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    anyio.run(server(observed(library, Metrics(), questions=log_questions)).run_stdio_async)


def over_http(
    library: Library,
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    token: str | None = None,
    open_to_all: bool = False,
    log_questions: bool = False,
) -> None:
    """Serve HTTP until interrupted; `announce` is told the address. Raises as `ui.web.serve` does."""
    hosts = names_served(host, token, open_to_all=open_to_all)
    app = build_app(library, token=token, hosts=hosts, log_questions=log_questions)
    serving.run(app, host, port, lambda address: announce(address + PATH))


def build_app(
    library: Library,
    *,
    token: str | None = None,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    log_questions: bool = False,
) -> ASGIApp:
    """Return the protocol over HTTP as an ASGI application; each request stands alone, no session is kept."""
    metrics = Metrics()
    made = server(observed(library, metrics, questions=log_questions))
    app: ASGIApp = made.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(
            enable_dns_rebinding_protection=False
        ),  # SameOrigin does it
    )
    guarded = app if token is None else Gatekeeper(app, token)
    return Journal(SameOrigin(Limiter(guarded, limits or Limits()), hosts), metrics)
