"""Errors → problem documents (RFC 9457): a code for programs, a sentence for people that says what to do."""

import json
import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from embeddings.errors import AppError, EndpointError
from rag.errors import (
    BadGolden,
    BadQuestion,
    BadRun,
    LoadError,
    NoStore,
    StaleIndex,
    StoreLocked,
    UnknownConversation,
    UnknownDocument,
)
from ui.chat.faults import explained, preferred

STATUS: Mapping[type[AppError], int] = {
    BadQuestion: 400,
    UnknownDocument: 404,
    UnknownConversation: 404,
    LoadError: 422,
    BadGolden: 422,
    BadRun: 422,
    EndpointError: 502,
    NoStore: 503,
    StaleIndex: 503,
    StoreLocked: 503,
}
RETRY_SECONDS = 5  # after which a store that another process writes is worth another try

_TITLES = {
    400: "Bad request",
    401: "Not authorised",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Too slow",
    413: "Too large",
    415: "Wrong content type",
    422: "Invalid request",
    429: "Too many requests",
    500: "Internal error",
    502: "A server behind this one failed",
    503: "Not available now",
}

# For the description of the API: every route may answer with these.
PROBLEM = {
    "description": "A problem document",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "code", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            }
        }
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {status: PROBLEM for status in _TITLES if status != 405}


def problem(status: int, code: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a problem document; `code` is for programs and never changes, `detail` says what to do."""
    title = _TITLES.get(status, "Error")
    content = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return _Problem(content, status, dict(headers or {}))


class _Problem(JSONResponse):
    """A problem document, its sentence in the language that is asked for.

    Clients of OpenAI's protocol find the sentence where they look for it, too.
    """

    media_type = "application/problem+json"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = json.loads(bytes(self.body))
        told["detail"] = explained(told["detail"], preferred(Headers(scope=scope).get("accept-language", "")))
        if scope["path"].startswith("/v1/"):
            error = {"message": told["detail"], "type": told["code"], "param": None, "code": told["code"]}
            told["error"] = error
        self.body = self.render(told)
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def answer_with_problems(app: FastAPI) -> None:
    """Let `app` answer every error with a problem document."""
    app.add_exception_handler(AppError, _deliberate)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


async def _deliberate(request: Request, error: Exception) -> JSONResponse:
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    headers = {"Retry-After": str(RETRY_SECONDS)} if isinstance(error, StoreLocked) else None
    return problem(status, _code(type(error).__name__), str(error), headers)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    faults = error.errors()
    kind = request.headers.get("content-type", "")
    if "json" not in kind and "multipart" not in kind and any(fault["loc"] == ("body",) for fault in faults):
        return problem(422, "invalid_request", "Send the body as JSON, with Content-Type: application/json.")
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(
            422, "invalid_request", "The body is not valid JSON. Check its quotation marks and commas."
        )
    told = (f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in faults)
    return problem(422, "invalid_request", "; ".join(told))


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    code = _code(_TITLES.get(error.status_code, "error"))
    return problem(error.status_code, code, str(error.detail), error.headers)


async def _fault(request: Request, error: Exception) -> JSONResponse:
    # What went wrong inside is for the log alone; starlette writes the traceback there.
    return problem(500, "internal_error", "That did not work. Please try again; the server's log tells more.")


def _code(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|\s+", "_", name).lower()
