"""The page built or served for a test, on a free port of the loopback interface."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from rag.storage.conversations import Conversations
from ui.bases import Base
from ui.connections import Hasty
from ui.limits import Limits
from ui.protocols import Archive
from ui.serving import listen
from ui.web import build_app

GENEROUS = Limits(
    requests_a_minute=6_000, burst=1_000, at_one_time_each=64
)  # a test clicks faster than a person


def built(
    library: Archive,
    token: str | None = None,
    limits: Limits | None = None,
    conversations: Conversations | None = None,
    also: Sequence[Base] = (),
) -> ASGIApp:
    """Return the page, built inside an event loop: outside one Gradio opens its own and never closes it.

    In a thread, because the browser tests already run a loop in theirs.
    """

    async def build() -> ASGIApp:
        bases = [Base("main", library, conversations), *also]
        return build_app(bases, token=token, limits=limits or GENEROUS)

    with ThreadPoolExecutor(1) as builder:
        return builder.submit(lambda: asyncio.run(build())).result()


@contextmanager
def served(
    library: Archive,
    conversations: Conversations | None = None,
    token: str | None = None,
    limits: Limits | None = None,
    also: Sequence[Base] = (),
    around: Callable[[ASGIApp], ASGIApp] = lambda app: app,
) -> Iterator[str]:
    """Serve the page in a thread and yield its address; middleware may be put `around` it."""
    app = around(built(library, token, limits, conversations, also))
    with listen("127.0.0.1", 0) as listening:
        server = uvicorn.Server(
            uvicorn.Config(app, http=Hasty, log_level="critical", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
