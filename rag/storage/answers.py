"""Answers as JSON and back, whole, so that a conversation opened again shows the citations it was given."""

import json
from dataclasses import asdict
from typing import Any

from rag.datatypes import Answer, Citation, Passage, Seconds


def to_json(answer: Answer) -> str:
    """Return all of an answer as one JSON object."""
    return json.dumps(asdict(answer), ensure_ascii=False)


def from_json(written: str) -> Answer:
    """Return the answer that `to_json` was given."""
    fields: dict[str, Any] = json.loads(written)
    fields["spans"] = tuple(fields["spans"])
    fields["citations"] = tuple(
        Citation(**{**citation, "copies": tuple(citation["copies"])}) for citation in fields["citations"]
    )
    fields["passages"] = tuple(Passage(**passage) for passage in fields["passages"])
    fields["seconds"] = Seconds(**fields["seconds"])
    return Answer(**fields)
