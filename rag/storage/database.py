"""One SQLite file: how it is opened, and what its errors mean to a user.

Every `sqlite3.Error` is translated here and nowhere else.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from rag.errors import StoreError, StoreLocked
from rag.storage import schema

BUSY_SECONDS = 10.0  # a commit of another process takes milliseconds, that of a rebuild a few seconds
JOURNAL_BYTES = 64 << 20  # what the journal shrinks to after the one large commit of a rebuild
_UNWRITABLE = {sqlite3.SQLITE_READONLY_DIRECTORY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_UNDECODABLE = "Could not decode to UTF-8"  # the driver's own words, it gives no code
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


@contextmanager
def border(path: Path) -> Iterator[None]:
    """Turn what SQLite raises about the file `path` into one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


class Frozen(sqlite3.Connection):
    """A connection to a file nobody can write just now; each view wants a new one, lest it be outdated."""


def make_folder(folder: Path) -> None:
    """Create the folder of a store."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be created ({error.strerror}). Choose another --data.") from error


def create(path: Path, steps: tuple[str, ...], application_id: int) -> None:
    """Create `path` with its tables, or bring an older file to the newest format."""
    with border(path), closing(_connect(path, "rwc")) as connection:
        if _is_foreign(connection, application_id):
            raise _not_a_store(path)
        if schema.version(connection) < len(steps):
            connection.execute("PRAGMA journal_mode = WAL")
            schema.migrate(connection, steps, application_id)


def outdated(path: Path, steps: tuple[str, ...]) -> bool:
    """Tell whether `path` has yet to take some of the steps."""
    with border(path), closing(_readable(path)) as connection:
        return schema.version(connection) < len(steps)


def open_writer(path: Path) -> sqlite3.Connection:
    """Return a connection that may write; the caller begins and commits."""
    with border(path):
        connection = _connect(path, "rw")
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")  # a commit outlives a loss of power
            connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_BYTES}")
        except BaseException:
            connection.close()
            raise
        return connection


def open_reader(path: Path, steps: tuple[str, ...], application_id: int) -> sqlite3.Connection:
    """Return a connection that only reads; usable by any one thread at a time.

    Raises StoreError when the file is no store, is damaged or comes from a newer version.
    """
    with border(path):
        connection = _readable(path)
        try:
            _check_format(connection, path, steps, application_id)
            connection.execute("PRAGMA query_only = ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _readable(path: Path) -> sqlite3.Connection:
    """Open for reading even where SQLite cannot put its two helper files beside `path`."""
    connection = _connect(path, "rw")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        journal = path.with_name(f"{path.name}-wal")
        if error.sqlite_errorcode not in _UNWRITABLE or (journal.exists() and journal.stat().st_size):
            raise
        # Nothing waits in a journal and nobody here could start one: the file is the whole truth.
        return _connect(path, "ro&immutable=1", Frozen)
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(
    path: Path, mode: str, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    return sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,  # transactions are begun and ended in the open, by us
        check_same_thread=False,
        factory=factory,
    )


def _check_format(
    connection: sqlite3.Connection, path: Path, steps: tuple[str, ...], application_id: int
) -> None:
    found = schema.version(connection)
    if _is_foreign(connection, application_id):
        raise _not_a_store(path)
    if found > len(steps):
        raise StoreError(f"{path} was written by a newer genxi (format {found}). Run: pip install -U genxi")
    if found < len(steps):
        raise StoreError(f"{path} has the older format {found}. Open it once where it can be written.")


def _is_foreign(connection: sqlite3.Connection, application_id: int) -> bool:
    (found,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(tables > 0 and found != application_id)


def _not_a_store(path: Path) -> StoreError:
    return StoreError(f"{path} is not a Genxi store. Choose another --data.")


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    reason = str(error)
    if reason.startswith(_UNDECODABLE):
        reason = _UNDECODABLE  # the text itself would follow, at any length
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(f"Another process is writing to {path}. Wait until it ends, then try again.")
    if primary in _DAMAGED or reason == _UNDECODABLE:
        advice = f"is damaged ({reason}). Move it away and index again: genxi index PATH"
    elif primary == sqlite3.SQLITE_READONLY:
        advice = "cannot be written: it or its folder is read-only. Allow writing, or copy it."
    elif primary == sqlite3.SQLITE_CANTOPEN:
        advice = "cannot be opened. Check that it exists and that its folder may be written."
    elif primary in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        advice = f"could not be written or read ({reason}). Is the disk full? What was committed is safe."
    else:
        advice = f"could not be used ({reason}). Run: genxi doctor"
    return StoreError(f"{path} {advice}")
