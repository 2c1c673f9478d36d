"""The snapshot that readers share: loaded once, and caught up when a writer has committed."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from embeddings.errors import IndexDamaged
from rag.errors import StoreError
from rag.retrieval import snapshot as snapshots
from rag.retrieval.snapshot import Snapshot
from rag.storage import lock
from rag.storage.corpus import Corpus
from rag.storage.manifest import Commit
from rag.storage.view import View


class Indexes:
    """The derived indexes of a corpus; many threads search them, one at a time changes them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._folder = corpus.folder / snapshots.FOLDER
        self._snapshot: Snapshot | None = None
        self._published: Commit | None = None  # what the files hold, as far as this process knows
        self._searching = 0
        self._idle = threading.Condition()

    @contextmanager
    def reading(self) -> Iterator[tuple[View, Snapshot]]:
        """Yield a view of the newest commit and the indexes of just that commit."""
        while True:
            with self._corpus.view() as view:
                found = self._take(view)
                if found is not None:
                    try:
                        yield view, found
                    finally:
                        self._release()
                    return
            self.refresh()

    def refresh(self) -> None:
        """Bring the indexes to the newest commit; waits for searches under way."""
        with self._idle:
            self._idle.wait_for(lambda: self._searching == 0)
            with self._corpus.view() as view:
                if self._snapshot is not None:
                    self._snapshot = self._caught_up(self._snapshot, view)
                    return
                self._snapshot = self._loaded(view)
            if self._snapshot.commit != self._published:
                with suppress(StoreError, OSError), lock.writing(self._corpus.folder, wait_seconds=0):
                    self._publish(self._snapshot)

    def save(self) -> None:
        """Publish the indexes of the newest commit; the caller holds the writer's lock."""
        self.refresh()
        with self._idle:
            if self._snapshot is not None:
                self._publish(self._snapshot)

    def _loaded(self, view: View) -> Snapshot:
        """Return the indexes of the view's commit, from the files as far as they can be trusted."""
        try:
            loaded = snapshots.load(self._folder)
        except IndexDamaged:
            return snapshots.build(view, self._folder)
        self._published = loaded.commit
        return self._caught_up(loaded, view)

    def _caught_up(self, earlier: Snapshot, view: View) -> Snapshot:
        if earlier.commit == view.commit():
            return earlier
        self._snapshot = None  # it is half changed if what follows fails
        return snapshots.catch_up(earlier, view, self._folder)

    def _publish(self, newest: Snapshot) -> None:
        if newest.commit != self._published:
            snapshots.save(newest, self._folder)
            self._published = newest.commit

    def _take(self, view: View) -> Snapshot | None:
        with self._idle:
            if self._snapshot is None or self._snapshot.commit != view.commit():
                return None
            self._searching += 1
            return self._snapshot

    def _release(self) -> None:
        with self._idle:
            self._searching -= 1
            self._idle.notify_all()
