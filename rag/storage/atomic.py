"""The only file that replaces files: written beside, flushed to disk, renamed over.

A crash at any line leaves the old file or the new one, whole, and at most a `.tmp` file beside it.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SUFFIX = ".tmp"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path`; the file written there becomes `path` when the block ends well.

    When the block raises, `path` is left as it was and nothing stays beside it.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}{SUFFIX}")
    try:
        yield beside
        _flush(beside, os.O_RDWR)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    if os.name != "nt":  # Windows cannot open a folder, and needs no such flush
        with suppress(OSError):  # some network file systems cannot flush a folder; the file itself is safe
            _flush(path.parent, os.O_RDONLY)


def write(path: Path, content: bytes) -> None:
    """Replace the content of `path`, or create it."""
    with replacing(path) as beside:
        beside.write_bytes(content)


def leftovers(folder: Path) -> list[Path]:
    """Return the files that interrupted replacements left in `folder`."""
    return sorted(folder.glob(f".*{SUFFIX}"))


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
