"""Uploaded files → documents. They touch the disk only in a folder of their own, under a cleaned name.

The name a browser sends becomes the document's id, so nothing of it may act as a path.
"""

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol

from rag.datatypes import FileFailure, IndexReport
from rag.errors import LoadError
from ui.protocols import Library

NAME_BYTES = 200  # file systems take 255; archives add the names of their members

_FOLDERS = re.compile(r"(?<![\w./])/(?:[^/\s]+/)+")  # of an absolute path, up to the file's name


class Upload(Protocol):
    """A file as a request brings it."""

    @property
    def filename(self) -> str | None: ...  # noqa: D102
    @property
    def file(self) -> BinaryIO: ...  # noqa: D102


def index(library: Library, files: Sequence[Upload]) -> IndexReport:
    """Index uploaded files and return the report; raises LoadError for a name that cannot be kept.

    Two files of one name in one request are an error of the second.
    """
    with tempfile.TemporaryDirectory(prefix="genxi-upload-") as folder:
        paths, repeated = _saved(Path(folder), files)
        report = library.index(paths)
    failed = [_without_folders(failure) for failure in report.failed]
    return replace(report, failed=(*failed, *repeated))


def _saved(folder: Path, files: Sequence[Upload]) -> tuple[list[Path], list[FileFailure]]:
    paths: list[Path] = []
    repeated: list[FileFailure] = []
    for upload in files:
        path = folder / safe_name(upload.filename or "")
        if path in paths:
            repeated.append(FileFailure(path.name, "sent twice in one request; the first was taken"))
            continue
        with path.open("wb") as target:
            shutil.copyfileobj(upload.file, target)
        paths.append(path)
    return paths, repeated


def safe_name(name: str) -> str:
    """Return the last part of `name`, NFC, without control characters; LoadError if that is no name."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if clean.strip(".") == "" or len(clean.encode()) > NAME_BYTES:
        raise LoadError(f"'{clean[:40]}' cannot be a file name here. Rename the file and send it again.")
    return clean


def _without_folders(failure: FileFailure) -> FileFailure:
    """Return a failure that names files but not where on this machine they lie."""
    return FileFailure(_FOLDERS.sub("", failure.path), _FOLDERS.sub("", failure.error))
