"""The description of the API as a page to read: drawn here, without a script and from nowhere else."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse

from ui.chat.escaping import escape

METHODS = ("get", "post", "put", "delete")
_STYLE = "/genxi/evaluation.css"  # a plain column, light and dark


def routes(app: FastAPI) -> APIRouter:
    """Return the route of the page about `app`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/api/docs", response_class=HTMLResponse)
    def described() -> str:
        """Describe every operation."""
        return page(app.openapi())

    return router


def page(description: Mapping[str, Any]) -> str:
    """Return an OpenAPI description as HTML: operations with what they take and return, then the objects."""
    operations = "".join(
        _operation(method, path, operations[method])
        for path, operations in description["paths"].items()
        for method in METHODS
        if method in operations
    )
    objects = "".join(map(_object, description["components"]["schemas"].items()))
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width, initial-scale=1"><title>Genxi API</title>'
        f'<link rel="stylesheet" href="{_STYLE}"></head><body><main><h1>Genxi API</h1><p>Errors are problem '
        "documents (RFC 9457) with a code, and a sentence that says what to do. For programs: "
        f'<a href="/api/openapi.json">/api/openapi.json</a></p>{operations}<h2>Objects</h2>{objects}</main>'
        "</body></html>"
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> str:
    bodies = operation.get("requestBody", {}).get("content", {})
    taken = [
        f"{each['in']} {each['name']}: {kind(each['schema'])}" for each in operation.get("parameters", ())
    ]
    taken += [f"{media}: {kind(body['schema'])}" for media, body in bodies.items()]
    returned = operation["responses"]["200"].get("content", {})
    given = [f"{media}: {kind(body['schema'])}" for media, body in returned.items()]
    told = operation.get("description") or operation.get("summary", "")
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{escape(told)}</p>"
        f"{_lines('Takes', taken)}{_lines('Returns', given)}</section>"
    )


def _lines(heading: str, lines: list[str]) -> str:
    listed = "".join(f"<li><code>{escape(line)}</code></li>" for line in lines)
    return f"<p>{heading}</p><ul>{listed}</ul>" if lines else ""


def _object(named: tuple[str, Mapping[str, Any]]) -> str:
    name, schema = named
    wanted = schema.get("required", ())
    fields = [
        f"{field}{'' if field in wanted else '?'}: {kind(told)}{_remark(told)}"
        for field, told in schema.get("properties", {}).items()
    ]
    return f'<section id="{escape(name)}"><h3>{escape(name)}</h3>{_lines("Fields", fields)}</section>'


def _remark(schema: Mapping[str, Any]) -> str:
    return f" · {schema['description']}" if "description" in schema else ""


def kind(schema: Mapping[str, Any]) -> str:
    """Return the type a schema describes, in few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if alternatives := schema.get("anyOf"):
        return " | ".join(map(kind, alternatives))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    return "file" if "contentMediaType" in schema else str(schema.get("type", "anything"))
