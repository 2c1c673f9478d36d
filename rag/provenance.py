"""Where documents come from: the path that was given, the file that was read, and who may claim an id.

A loader names documents, not files; a document of a folder has its file in its id, a JSON Lines record has
not, so the place of a record is the whole path that was given.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self

from rag.datatypes import FileFailure
from rag.storage.view import Origin

MEMBER = "!/"  # stands between an archive and the name inside it
RECORD_FILES = (".jsonl", ".ndjson")
CONTAINERS = (*RECORD_FILES, ".zip")  # files of several documents


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
        found = inside and os.path.isfile(file)  # noqa: PTH113 (is_file() raises where it may not look)
        return str(file.resolve() if found else self.path.resolve())


def same_place(one: str, other: str) -> bool:
    """Tell whether two places may be the same: equal, or one inside the other."""
    first, second = Path(one), Path(other)
    return first.is_relative_to(second) or second.is_relative_to(first)


def is_record(document_id: str, place: str) -> bool:
    """Tell whether a document is a record, whose id says nothing of its file."""
    return not place.replace(os.sep, "/").endswith("/" + document_id.partition(MEMBER)[0])


def is_whole_file(document_id: str, place: str) -> bool:
    """Tell whether a document is all of the file at `place`, no record and no member of an archive."""
    single = MEMBER not in document_id and not place.lower().endswith(CONTAINERS)
    return single and not is_record(document_id, place)


def is_there(place: str) -> bool:
    """Tell whether a place exists; where one may not look it counts as existing."""
    try:
        Path(place).stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def rival(known: Origin, place: str) -> str | None:
    """Return the other place that still holds a known id, or None if `place` may have it.

    A file that moved takes its id along.
    """
    return None if same_place(known.path, place) or not is_there(known.path) else known.path


def held(known: Mapping[str, Origin], roots: Iterable[Root]) -> list[str]:
    """Return the ids of the documents that were read from `roots`."""
    paths = {str(root.path) for root in roots}
    return [name for name, origin in known.items() if origin.root in paths]


def vanished(
    known: Mapping[str, Origin], roots: Iterable[Root], seen: Iterable[str], failed: Iterable[FileFailure]
) -> list[str]:
    """Return the ids once read from `roots` that were not met; what failed to load has not vanished."""
    given = list(roots)
    folders = {root.path.parent for root in given}
    failures = [failure.path for failure in failed]
    failed_ids = {*failures, *(failure + MEMBER[0] for failure in failures)}
    failed_places = {str(folder / failure) for folder in folders for failure in failures}
    records_failed = any(_may_hold_records(failure, folders) for failure in failures)
    present = set(seen)
    return [
        name
        for name in held(known, given)
        if name not in present
        and not (records_failed and is_record(name, known[name].path))
        and failed_ids.isdisjoint([name, *map(str, PurePosixPath(name).parents)])
        and failed_places.isdisjoint([known[name].path, *map(str, Path(known[name].path).parents)])
    ]


def _may_hold_records(failure: str, folders: Iterable[Path]) -> bool:
    """Tell whether what failed is a record file or a line of one, or a folder, which may hide such a file."""
    return any(suffix in failure for suffix in RECORD_FILES) or any(
        os.path.isdir(folder / failure)  # noqa: PTH112 (is_dir() raises where it may not look)
        for folder in folders
    )
