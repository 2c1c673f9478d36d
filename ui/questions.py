"""Questions from a JSONL file or standard input, one per line, each good or bad on its own.

A bad line must not stop the others, so it comes out as a value that carries its error.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.datatypes import Turn
from rag.errors import BadQuestion, PathMissing


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a question file; `error` says why it cannot be asked."""

    id: Any = None  # echoed as given, whatever JSON it is
    question: str = ""
    history: tuple[Turn, ...] = ()
    text: str | None = None  # the passage to read, for `genxi read`
    error: str | None = None


def read_questions(path: str) -> Iterator[BatchQuestion]:
    """Yield the questions of a JSONL file (`-`: standard input); empty lines are passed over.

    Raises PathMissing before the first one when the file cannot be read.
    """
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            yield parse_question(line, f"{path}:{number}")


def parse_question(line: bytes, place: str) -> BatchQuestion:
    """Return the question on one line; `place` names the line in its error."""
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
        # What cannot be written back (1e999 is read as infinity, half a surrogate pair) cannot be echoed.
        json.dumps(record, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):  # a wrong encoding is a ValueError, too
        return BatchQuestion(error=f"{place}: not a line of UTF-8 JSON")
    if not isinstance(record, dict):
        return BatchQuestion(error=f'{place}: want an object such as {{"id": 1, "question": "…"}}')
    identifier = record.get("id")
    try:
        text = record.get("text")
        return BatchQuestion(
            identifier,
            _question(record),
            parse_history(record.get("history")),
            text if isinstance(text, str) else None,
        )
    except BadQuestion as error:
        return BatchQuestion(identifier, error=f"{place}: {error}")


def parse_history(turns: object) -> tuple[Turn, ...]:
    """Return the turns of a `history` value; raise BadQuestion when it has another shape."""
    if turns is None:
        return ()
    if not isinstance(turns, list):
        raise BadQuestion('"history" must be a list of {"role", "content"}')
    return tuple(_turn(turn) for turn in turns)


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON and could not be echoed as an id."""
    raise ValueError(constant)


def _turn(turn: object) -> Turn:
    if isinstance(turn, dict):
        role, content = turn.get("role"), turn.get("content")
        if role in ("user", "assistant") and isinstance(content, str):
            return Turn(role, content)
    raise BadQuestion('each turn of "history" needs "role" (user or assistant) and "content" (a string)')


def _question(record: dict[str, Any]) -> str:
    question = record.get("question")
    if not isinstance(question, str):
        raise BadQuestion('"question" must be a string')
    return question


def _lines(path: str) -> Iterable[bytes]:
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).read_bytes().splitlines()
    except OSError as error:
        raise PathMissing(f"Cannot read questions from {path}: {error.strerror}.") from error
