"""Questions from a JSONL file or standard input, one per line, each good or bad on its own.

A bad line must not stop the others, so it comes out as a value that carries its error. A file may also be a
JSON array of questions, or in an encoding of Windows.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.datatypes import Turn
from rag.errors import BadQuestion, LoadError, PathMissing

WANTED = 'want an object such as {"id": 1, "question": "…"}'


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a question file; `error` says why it cannot be asked."""

    id: Any = None  # echoed as given, whatever JSON it is
    question: str = ""
    history: tuple[Turn, ...] = ()
    text: str | None = None  # the passage to read, for `genxi read`
    error: str | None = None
    place: str = ""


def read_questions(path: str) -> Iterator[BatchQuestion]:
    """Yield the questions of a file (`-`: standard input, line by line); empty lines are passed over.

    Raises PathMissing before the first one when the file cannot be read.
    """
    for place, line in _lines(path):
        if line.strip():
            yield parse_question(line, place)


def parse_question(line: bytes, place: str) -> BatchQuestion:
    """Return the question on one line; `place` names the line in its error."""
    try:
        record = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse)
        # What cannot be written back (1e999 is read as infinity, half a surrogate pair) cannot be echoed.
        json.dumps(record, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeDecodeError:
        return BatchQuestion(error=f"{place}: not UTF-8; save the questions as UTF-8", place=place)
    except (ValueError, RecursionError):
        return BatchQuestion(error=f"{place}: not JSON; {WANTED}", place=place)
    if not isinstance(record, dict):
        return BatchQuestion(error=f"{place}: {WANTED}", place=place)
    identifier = record.get("id")
    try:
        text = record.get("text")
        return BatchQuestion(
            identifier,
            _question(record),
            parse_history(record.get("history")),
            text if isinstance(text, str) else None,
            place=place,
        )
    except BadQuestion as error:
        return BatchQuestion(identifier, error=f"{place}: {error}", place=place)


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


def _lines(path: str) -> Iterator[tuple[str, bytes]]:
    """Yield each line with its place, or each member of a JSON array as if it were a line."""
    if path == "-":
        yield from ((f"-:{number}", line) for number, line in enumerate(sys.stdin.buffer, start=1))
        return
    try:
        content = _in_utf8(Path(path).read_bytes())
    except OSError as error:
        raise PathMissing(f"Cannot read questions from {path}: {error.strerror}.") from error
    members = _members(content)
    if members is None:
        yield from ((f"{path}:{number}", line) for number, line in enumerate(content.splitlines(), start=1))
    else:
        yield from (
            (f"{path}, question {number}", json.dumps(one).encode())
            for number, one in enumerate(members, start=1)
        )


def _in_utf8(content: bytes) -> bytes:
    """Return text of another encoding, such as GBK, in UTF-8; what is damaged stays, to be told by line."""
    try:
        content.decode()
    except UnicodeDecodeError:
        from rag.loading.encodings import detect  # it brings loading, which questions have no use for

        with suppress(LoadError):
            encoding = detect(content)
            if not encoding.startswith("utf-8"):
                return content.decode(encoding, "replace").encode()
    return content


def _members(content: bytes) -> list[Any] | None:
    """Return the members of a JSON array; None if the content is none, such as lines of JSON."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return whole if isinstance(whole, list) else None
