"""The log of a server: one JSON object a line, for people with grep and for collectors.

    {"time": "2026-01-31T08:00:00.123+00:00", "kind": "requests", "id": "…", "route": "/api/ask", …}
    {"time": "…", "kind": "answers", "id": "…", "outcome": "answered", "total": 0.041}

Every line of one request has its `id`, which the client was told as `x-request-id`.
"""

import json
import logging
from datetime import UTC, datetime
from typing import Any, TextIO

# Faults are written even if nobody asked for a log; the rest only then.
LOG = logging.getLogger("genxi")
REQUESTS = LOG.getChild("requests")
ANSWERS = LOG.getChild("answers")

Line = dict[str, Any]


def write_to(stream: TextIO) -> None:
    """Write the log to `stream` from now on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    LOG.handlers[:] = [handler]
    LOG.setLevel(logging.INFO)
    LOG.propagate = False


class JsonLines(logging.Formatter):
    """A record whose message is an object → one line that says when and of what kind."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, a fault with its traceback."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = record.msg if isinstance(record.msg, dict) else {"message": record.getMessage()}
        line: Line = {"time": moment, "kind": record.name.rpartition(".")[2], **told}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
