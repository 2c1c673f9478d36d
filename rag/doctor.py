"""Is the store sound, and what of it can be mended without the files it was made from.

A document's stored text is the truth: chunks, vectors and derived indexes are made from it again. What SQLite
calls damaged cannot be mended here; such a store is indexed anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from embeddings.errors import IndexDamaged
from embeddings.protocols import Embedder
from rag.errors import StoreError, StoreLocked
from rag.ingest import reprocess
from rag.retrieval import snapshot as snapshots
from rag.storage import atomic, lock, soundness
from rag.storage.corpus import Corpus, Writer
from rag.storage.manifest import index_command
from rag.storage.view import View


@dataclass(frozen=True, slots=True)
class Report:
    """What is still wrong, and what was wrong and is mended."""

    problems: tuple[str, ...]
    repaired: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong any more."""
        return not self.problems


def examine(corpus: Corpus, embedder: Callable[[], Embedder], *, repair: bool = False) -> Report:
    """Look at everything; with `repair`, mend what can be mended and look again.

    `embedder` is called only if vectors must be made. A repair raises StoreLocked if another process writes.
    """
    problems = _problems(corpus)
    if not repair or not problems:
        return Report(tuple(problems), ())
    with corpus.writer() as writer:
        _mend(writer, embedder)
    left = _problems(corpus)
    return Report(tuple(left), tuple(problem for problem in problems if problem not in left))


def _problems(corpus: Corpus) -> list[str]:
    try:
        return _found(corpus)
    except StoreError as error:  # too damaged even to be examined
        return [str(error)]


def _found(corpus: Corpus) -> list[str]:
    with corpus.view() as view:
        faults = soundness.file_faults(view)
        if faults:
            advice = f"Move it away and index again: {index_command(view.roots())}"
            return [f"{corpus.path} is damaged ({faults[0]}). {advice}"]
        found = [f"{name}: {fault}" for name, fault in soundness.damaged_documents(view)]
        if orphans := soundness.orphans(view):
            found.append(f"{len(orphans)} chunks belong to no document")
        return [*found, *_beside(corpus, view)]


def _beside(corpus: Corpus, view: View) -> list[str]:
    """Return what is wrong with the files beside the store, unless a writer is just now making them."""
    try:
        with lock.writing(corpus.folder, wait_seconds=0):
            found = [f"{path} was left behind by a stopped process" for path in _leftovers(corpus)]
    except StoreLocked:
        return []
    except StoreError:  # nobody can write here, so nobody does
        found = []
    if view.count_chunks() and (problem := _derived_problem(corpus, view)):
        found.append(problem)
    return found


def _leftovers(corpus: Corpus) -> list[Path]:
    return [
        *atomic.leftovers(corpus.folder),
        *atomic.leftovers(corpus.folder / snapshots.FOLDER),
    ]


def _derived_problem(corpus: Corpus, view: View) -> str | None:
    try:
        loaded = snapshots.load(corpus.folder / snapshots.FOLDER)
    except IndexDamaged as error:
        return str(error).partition(" Run:")[0]
    if loaded.commit != view.commit():
        return f"the derived indexes are of commit {loaded.commit.generation}, not {view.commit().generation}"
    if not np.array_equal(np.sort(loaded.vectors.ids), view.chunk_ids()):
        return "the vector index does not hold the chunks of the store"
    return None


def _mend(writer: Writer, embedder: Callable[[], Embedder]) -> None:
    corpus = writer.corpus
    with corpus.view() as view:
        if soundness.file_faults(view):
            return
        orphans, faults = soundness.orphans(view), dict(soundness.damaged_documents(view))
    if orphans:
        with writer.batch() as batch:
            batch.drop_chunks(orphans)
    if mendable := [name for name, fault in faults.items() if fault != soundness.UNREADABLE]:
        reprocess(mendable, writer, embedder())
    for path in _leftovers(corpus):
        path.unlink(missing_ok=True)
    with corpus.view() as view:
        if view.count_chunks() and _derived_problem(corpus, view):
            folder = corpus.folder / snapshots.FOLDER
            snapshots.save(snapshots.build(view, folder), folder)
