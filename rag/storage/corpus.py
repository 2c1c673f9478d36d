"""The store of documents: opened once, read by many threads, written by one process at a time.

corpus = Corpus.open(Path(".genxi"), create=True)
with corpus.view() as view: ...                     # one commit, whatever a writer does meanwhile
with corpus.writer() as writer, writer.batch() as batch: ...   # all of it or nothing
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

from rag.errors import NoStore, StoreError
from rag.storage import database, lock, schema
from rag.storage.batch import Batch
from rag.storage.view import View

NAME = "store.sqlite"
APPLICATION_ID = 0x67656E78  # "genx", so that `file` and we recognise our own
CREATE_SECONDS = 10.0  # two processes may start on an empty folder at once


class Corpus:
    """An open store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        self._idle: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._closed = False

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the store in `folder`; raises NoStore when there is none and `create` is false."""
        corpus = cls(folder)
        try:
            if folder.exists() and not folder.is_dir():
                raise StoreError(f"{folder} is a file. Choose another --data.")
            missing = not corpus.path.exists() or not corpus.path.stat().st_size
        except OSError as error:  # one may not even look
            raise StoreError(
                f"{folder} cannot be read ({error.strerror}). Allow reading, or choose another --data."
            ) from error
        if missing and not create:
            raise NoStore(f"There is no store in {folder}. Run: genxi index PATH")
        if missing or database.outdated(corpus.path, schema.CORPUS):
            corpus._prepare()
        with corpus.view() as view:  # a store that cannot be read is reported here, not at the first question
            view.commit()
        return corpus

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; views under way end theirs."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    @contextmanager
    def view(self) -> Iterator[View]:
        """Read one commit; safe from any thread, and unaffected by writers."""
        with database.border(self.path):
            connection = self._borrow()
            try:
                connection.execute("BEGIN")
                yield View(connection)
            except BaseException:
                connection.close()  # its state is not known any more
                raise
            connection.execute("ROLLBACK")
            self._give_back(connection)

    @contextmanager
    def writer(self, *, wait_seconds: float = lock.WAIT_SECONDS) -> Iterator["Writer"]:
        """Become the one writer; raises StoreLocked if there is another, StoreError in a read-only folder."""
        with (
            lock.writing(self.folder, wait_seconds=wait_seconds),
            closing(database.open_writer(self.path)) as connection,
        ):
            yield Writer(self, connection)

    def _prepare(self) -> None:
        """Create the file, or bring it to the newest format."""
        database.make_folder(self.folder)
        with lock.writing(self.folder, wait_seconds=CREATE_SECONDS):
            database.create(self.path, schema.CORPUS, APPLICATION_ID)

    def _borrow(self) -> sqlite3.Connection:
        with self._guard:
            if self._closed:
                raise StoreError(f"{self.path} was closed. Open it again.")
            if self._idle:
                return self._idle.pop()
        return database.open_reader(self.path, schema.CORPUS, APPLICATION_ID)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            if not self._closed and not isinstance(connection, database.Frozen):
                self._idle.append(connection)
                return
        connection.close()


class Writer:
    """The right to change a store, held while the lock is."""

    def __init__(self, corpus: Corpus, connection: sqlite3.Connection) -> None:
        self.corpus = corpus
        self._connection = connection

    @contextmanager
    def batch(self) -> Iterator[Batch]:
        """Change the store in one transaction: commit when the block ends well, else leave it as it was."""
        with database.border(self.corpus.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                batch = Batch(self._connection)
                yield batch
                batch.finish()
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk has already ended it
                    self._connection.execute("ROLLBACK")
                raise
