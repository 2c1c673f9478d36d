"""One writer at a time, whichever process it lives in.

The lock belongs to the operating system, so it ends with its process, however that ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rag.errors import StoreError, StoreLocked

NAME = "writer.lock"
WAIT_SECONDS = 0.5  # bridges the few milliseconds of a chat that saves its derived files


@contextmanager
def writing(folder: Path, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the writer's lock of the store in `folder`.

    Raises StoreLocked when another writer keeps it longer than `wait_seconds`, StoreError when the folder
    cannot be written.
    """
    from filelock import FileLock, Timeout  # reading, and so a question, does without

    path = folder / NAME
    lock = FileLock(path, timeout=wait_seconds)
    try:
        lock.acquire()
    except Timeout as error:
        raise StoreLocked(
            f"Another process{_holder(path)} is writing to {folder}. Wait until it ends, then try again."
        ) from error
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be written ({error.strerror}). Allow writing, or copy it."
        ) from error
    try:
        with suppress(OSError):  # only a courtesy to whoever is turned away
            path.write_text(str(os.getpid()))
        yield
    finally:
        lock.release()


def _holder(path: Path) -> str:
    try:
        return f" (process {int(path.read_text())})"
    except (OSError, ValueError):
        return ""
