"""Is the server alive, can it answer, and what has it done."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, PlainTextResponse

from embeddings.errors import AppError
from ui.api.metrics import Metrics
from ui.api.problems import RESPONSES, problem
from ui.protocols import Library


def routes(library: Library, metrics: Metrics) -> APIRouter:
    """Return the routes of an operator over `library`."""
    router = APIRouter(tags=["operations"], responses=RESPONSES)

    @router.get("/healthz")
    def alive() -> dict[str, str]:
        """Tell that the process answers."""
        return {"status": "ok"}

    @router.get("/readyz", response_model=None)
    def ready() -> JSONResponse | dict[str, str]:
        """Tell whether the store can be read."""
        try:
            library.documents()
        except AppError:
            # Open to everyone, so it does not say where the store is; /metrics and the log are not.
            return problem(503, "not_ready", "The store cannot be read. Run: genxi doctor")
        return {"status": "ready"}

    @router.get("/metrics", response_class=PlainTextResponse)
    def exposed() -> str:
        """Return the counters in the text format of Prometheus."""
        listed = library.documents()
        return metrics.exposition(len(listed), sum(summary.chunks for summary in listed))

    return router
