"""JSON Lines: one document a line, `{"id", "title", "text", "source"?, "published"?}`."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from rag.datatypes import Document, FileFailure
from rag.errors import LoadError
from rag.loading.dates import iso
from rag.loading.page import storable

LONGEST_LINE = 64 * 2**20  # bytes; a line that is longer is not a document anyone wrote


def documents(stream: BinaryIO, name: str) -> Iterator[Document | FileFailure]:
    """Yield the document of every line; a faulty line is a failure named `file.jsonl:12`."""
    seen: dict[str, int] = {}
    for number, line in _lines(stream):
        try:
            document = _document(line)
            if document is None:
                continue
            if document.id in seen:
                raise LoadError(f"the id {document.id!r} was already used in line {seen[document.id]}")
        except LoadError as error:
            yield FileFailure(f"{name}:{number}", str(error))
        else:
            seen[document.id] = number
            yield document


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield numbered lines; of one that is too long only as much as shows that it is."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        yield number, line
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(2**20)


def _document(line: bytes) -> Document | None:
    record = _record(line)
    if record is None:
        return None
    identity, text = record.get("id"), record.get("text")
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    if not isinstance(identity, str) or not identity.strip():
        raise LoadError('"id" is missing; give each record a string or an integer')
    if not isinstance(text, str):
        raise LoadError('"text" is missing; give each record its text as a string')
    if not text.strip():
        raise LoadError("holds no text")
    title, source = _optional(record, "title"), _optional(record, "source")
    return Document(
        storable(identity), title or storable(identity), source, storable(text), _published(record)
    )


def _record(line: bytes) -> dict[str, object] | None:
    if len(line) > LONGEST_LINE:
        raise LoadError(f"the line is longer than {LONGEST_LINE // 2**20} MB; split its text")
    try:
        written = line.decode("utf-8-sig").strip()
        record = json.loads(written) if written else None
    except UnicodeDecodeError as error:
        raise LoadError(f"not UTF-8 at byte {error.start}; save the file as UTF-8") from error
    except RecursionError as error:
        raise LoadError("nested too deeply") from error
    except ValueError as error:
        raise LoadError(f"not JSON: {error}") from error
    if record is not None and not isinstance(record, dict):
        raise LoadError("not a JSON object")
    return record


def _published(record: dict[str, object]) -> str | None:
    written = _optional(record, "published")
    if written is None:
        return None
    day = iso(written)
    if day is None:
        raise LoadError('"published" holds no date; write it as 2023-03-31, 2023-03 or 2023')
    return day


def _optional(record: dict[str, object], key: str) -> str | None:
    value = record.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LoadError(f'"{key}" is not a string')
    return storable(str(value))
