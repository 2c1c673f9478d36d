"""The evaluation page and what it calls. Reports are shown in a sandbox: they hold text of documents."""

from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Request, UploadFile
from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from rag.errors import BadGolden
from ui.api import uploads
from ui.api.problems import RESPONSES
from ui.chat.faults import explained, preferred
from ui.workshop.page import page
from ui.workshop.workshop import Workshop

MOST_DRAFTS = 200
LANGUAGE_COOKIE = "genxi-language"
# On top of the report's own policy, which allows its one script and style sheet by their hashes.
SANDBOX = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Name = Annotated[str, Field(max_length=60)]


class Wanted(BaseModel):
    """How many drafts, the share the documents should not answer, and which of many draws."""

    count: Annotated[int, Field(ge=1, le=MOST_DRAFTS)] = 10
    unanswerable: Annotated[float, Field(ge=0, le=1)] = 0.2
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class Rejected(BaseModel):
    """The draft that is not wanted."""

    id: Annotated[str, Field(max_length=200)]


class Start(BaseModel):
    """The set to run."""

    set: Name


def routes(workshop: Workshop) -> APIRouter:
    """Return the page at `/evaluation` and its calls under `/api/evaluation`."""
    router = APIRouter(tags=["evaluation"], responses=RESPONSES)

    @router.get("/evaluation", include_in_schema=False)
    def show(request: Request) -> HTMLResponse:
        return HTMLResponse(page(request.cookies.get(LANGUAGE_COOKIE)))

    @router.get("/api/evaluation")
    def state() -> dict[str, Any]:
        """Return the golden sets, the runs, the one going on, and disliked answers."""
        return workshop.state()

    _add_making(router, workshop)
    _add_running(router, workshop)
    return router


def _add_making(router: APIRouter, workshop: Workshop) -> None:
    @router.post("/api/evaluation/drafts")
    def drafts(wanted: Wanted) -> dict[str, Any]:
        """Propose questions that nobody has judged yet."""
        return {"drafts": workshop.drafts(wanted.count, wanted.unanswerable, wanted.seed)}

    @router.post("/api/evaluation/rejected")
    def reject(rejected: Rejected) -> dict[str, Any]:
        """Never propose a draft again."""
        workshop.sets.reject(rejected.id)
        return {"rejected": rejected.id}

    @router.post("/api/evaluation/sets")
    def upload(request: Request, file: UploadFile) -> dict[str, Any]:
        """Keep a golden set under the name of its file; `warnings` tell what may be wrong with it."""
        name = PurePath(uploads.safe_name(file.filename or "")).stem
        questions, found = workshop.take(name, file.file.read())
        code = preferred(request.headers.get("accept-language", ""))
        warnings = [explained(one, code) for one in found]
        return {"name": name, "questions": questions, "warnings": warnings}

    @router.post("/api/evaluation/sets/{name}")
    def accept(name: str, record: dict[str, Any]) -> dict[str, Any]:
        """Add one question to a set."""
        return {"name": name, "questions": workshop.accept(name, record)}


def _add_running(router: APIRouter, workshop: Workshop) -> None:
    @router.get("/api/evaluation/going")
    def going() -> dict[str, Any]:
        """Return how far the run is."""
        return {"going": workshop.runs.going()}

    @router.post("/api/evaluation/runs")
    def start(wanted: Start) -> dict[str, Any]:
        """Begin to ask the questions of a set."""
        path = workshop.sets.path(wanted.set)
        if not path.is_file():
            raise BadGolden([f"There is no golden set {wanted.set!r}."])
        return {"run": workshop.runs.start(path)}

    @router.get("/api/evaluation/runs/{name}", response_class=HTMLResponse)
    def report(name: str) -> HTMLResponse:
        """Return the report of a run."""
        return _sandboxed(workshop.runs.report(name))

    @router.get("/api/evaluation/compare", response_class=HTMLResponse)
    def compare(first: str, second: str) -> HTMLResponse:
        """Return the comparison of two runs."""
        return _sandboxed(workshop.runs.comparison(first, second))


def _sandboxed(html: str) -> HTMLResponse:
    return HTMLResponse(html, headers={"content-security-policy": SANDBOX, "cache-control": "no-store"})
