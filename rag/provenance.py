"""Where documents come from: the path that was given, the file that was read, and who may claim an id.

A loader names documents, not files; a document of a folder has its file in its id, a JSON Lines record has
not, so the place of a record is the whole path that was given.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rag.datatypes import FileFailure
from rag.storage.view import Origin

MEMBER = "!/"  # stands between an archive and the name inside it
RECORD_FILES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Root:
    """A path given to be indexed, under the name by which it is remembered."""

    path: Path

    @classmethod
    def of(cls, given: str | Path) -> Self:
        """Return the absolute path, links resolved except in its last name, which ids begin with."""
        path = Path(os.path.abspath(given))  # noqa: PTH100 (resolve() would follow the last name too)
        return cls(path.parent.resolve() / path.name)

    def place(self, document_id: str) -> str:
        """Return the file a document of this root was read from, or the root itself for a record."""
        file = self.path.parent / document_id.partition(MEMBER)[0]
        inside = file == self.path or self.path in file.parents
        return str(file.resolve() if inside and file.is_file() else self.path.resolve())


def same_place(one: str, other: str) -> bool:
    """Tell whether two places may be the same: equal, or one inside the other."""
    first, second = Path(one), Path(other)
    return first.is_relative_to(second) or second.is_relative_to(first)


def rival(known: Origin, place: str) -> str | None:
    """Return the other place that still holds a known id, or None if `place` may have it.

    A file that moved takes its id along.
    """
    if same_place(known.path, place) or not Path(known.path).exists():
        return None
    return known.path


def vanished(
    known: Mapping[str, Origin], roots: Iterable[Root], seen: Iterable[str], failed: Iterable[FileFailure]
) -> list[str]:
    """Return the ids once read from one of `roots` and now not; what failed to load has not vanished."""
    given = list(roots)
    paths = {str(root.path) for root in given}
    failures = [failure.path for failure in failed]
    records_failed = any(_may_hold_records(failure, given) for failure in failures)
    gone = [name for name, origin in known.items() if origin.root in paths]
    present = set(seen)
    return [
        name
        for name in gone
        if name not in present
        and not _failed(name, failures)
        and not (records_failed and _is_record(name, known[name]))
    ]


def _failed(document_id: str, failures: Iterable[str]) -> bool:
    return any(
        document_id == failure or document_id.startswith((failure + MEMBER, failure + "/"))
        for failure in failures
    )


def _may_hold_records(failure: str, roots: Iterable[Root]) -> bool:
    """Tell whether what failed is a record file or a line of one, or a folder, which may hide such a file."""
    return any(suffix in failure for suffix in RECORD_FILES) or any(
        os.path.isdir(root.path.parent / failure)  # noqa: PTH112 (is_dir() raises where it may not look)
        for root in roots
    )


def _is_record(document_id: str, origin: Origin) -> bool:
    return not origin.path.endswith(document_id.partition(MEMBER)[0])
