"""A path given by the user to the files in it, in a fixed order, each with the id it will always have."""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from rag.datatypes import FileFailure
from rag.errors import LoadError, PathMissing
from rag.loading.guard import check_name, shown

JUNK = ("thumbs.db", "desktop.ini", "__macosx")
OFFICE_LOCK = "~$"
LINK_OUT = "a link out of the folder; index its target instead"


@dataclass(frozen=True, slots=True)
class File:
    """Something to read: a file on disk or the member of an archive."""

    id: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """Return the ending of the name in lower case, with its dot."""
        return PurePosixPath(self.id).suffix.lower()

    @property
    def stem(self) -> str:
        """Return the bare name, which is the title of last resort."""
        return PurePosixPath(self.id).stem


def walk(path: Path) -> Iterator[File | FileFailure]:
    """Yield every file under `path`, sorted; raises PathMissing if there is nothing at `path`."""
    if path.is_dir():
        yield from _folder(path)
    elif path.is_file():
        yield _file(path, _readable(path.name))
    elif path.exists():
        yield FileFailure(shown(path.name), "not a regular file")
    else:
        if re.match("https?:/", str(path)):
            raise PathMissing(f"{path} is a web address. Save the page as HTML and index the file")
        raise PathMissing(f"{shown(str(path))} does not exist. Check the path")


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder is one its owner does not see, or did not write."""
    return name.startswith((".", OFFICE_LOCK)) or name.lower() in JUNK


def _folder(folder: Path) -> Iterator[File | FileFailure]:
    """Ids start with the folder's own name, so the same folder has the same ids wherever it lies."""
    root = Path(os.path.abspath(folder))  # noqa: PTH100 (resolve() would follow the link the user named)
    real_root = root.resolve()
    unlisted: list[OSError] = []
    for parent, folders, names in os.walk(root, onerror=unlisted.append):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for link in [Path(parent) / name for name in folders]:
            if _leads_out(link, real_root):
                yield FileFailure(shown(_id(link, root)), LINK_OUT)
        for name in sorted(name for name in names if not is_hidden(name)):
            file = Path(parent) / name
            identity = _id(file, root)
            if _leads_out(file, real_root):
                yield FileFailure(shown(identity), LINK_OUT)
            else:
                yield _file(file, identity)
    for error in unlisted:
        reason = f"a folder that cannot be listed: {error.strerror or error}"
        yield FileFailure(shown(_id(Path(error.filename), root)), reason)


def _leads_out(path: Path, root: Path) -> bool:
    """Tell whether a path is a link that leads out of `root`, or nowhere."""
    if not os.path.islink(path):  # noqa: PTH114 (is_symlink() raises in a folder that may not be entered)
        return False
    try:
        return not path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return True


def _id(path: Path, root: Path) -> str:
    return "/".join(map(_readable, path.relative_to(root.parent).parts))


def _readable(name: str) -> str:
    """Return a name in composed form; one that is not UTF-8 was unpacked as Windows wrote it, in GBK."""
    try:
        name.encode()
    except UnicodeEncodeError:
        with suppress(UnicodeDecodeError):
            name = os.fsencode(name).decode("gb18030")
    return unicodedata.normalize("NFC", name)


def _file(path: Path, identity: str) -> File | FileFailure:
    try:
        check_name(identity)
        if not path.is_file():
            return FileFailure(shown(identity), "not a regular file")
        size = path.stat().st_size
    except LoadError as error:
        return FileFailure(shown(identity), str(error))
    except OSError as error:
        return FileFailure(shown(identity), f"cannot be read: {error.strerror or error}")
    return File(shown(identity), size, lambda: path.open("rb"))
