"""The derived indexes of one commit: built from the store, kept in files, never trusted unchecked.

Files lie under `derived/`: the vectors, the segments of the lexical index, and `snapshot.json`, which names
them with their checksums, the commit and what made them. Replacing that one file is what publishes a
snapshot. A segment that did not change keeps its file. What was removed is not noted there: the vector index
holds the living chunks, and those a segment has beyond them are dead.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.errors import IndexDamaged
from embeddings.faiss_index import SAMPLED, FaissIndex, cells
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fields import indexed_text
from rag.retrieval.segment import SavedFile, Segment
from rag.retrieval.tokens import Analyser, fold, terms
from rag.storage import atomic
from rag.storage.blobs import decoding
from rag.storage.manifest import Commit
from rag.storage.view import View

FOLDER = "derived"
PUBLISHED = "snapshot.json"
SAMPLE = "2023年，上海市嘉定區南翔鎮推進Garden根系工程、小微网格。"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Both indexes of one commit."""

    commit: Commit
    embedder: str | None
    vectors: FaissIndex
    lexical: LexicalIndex


def build(view: View, folder: Path | None = None) -> Snapshot:
    """Return the indexes of what the view shows.

    What would fill the memory is put into `folder` meanwhile, if one is given; `save` there uses it.
    """

    def put_away(segment: Segment) -> Segment:
        return segment if folder is None else _put_away(segment, folder)

    lexical = LexicalIndex.build(_rows(view, 0), put_away=put_away)
    return Snapshot(view.commit(), view.manifest().embedder, _vectors(view), lexical)


def catch_up(snapshot: Snapshot, view: View, folder: Path | None = None) -> Snapshot:
    """Return the indexes of what the view shows, made from those of an earlier commit.

    The vectors are changed in place, so nobody may search `snapshot` meanwhile. `folder` is that of `build`.
    """
    if snapshot.embedder != view.manifest().embedder or not view.holds(snapshot.commit):
        return build(view, folder)
    held, wanted = snapshot.vectors.ids, view.chunk_ids()
    newest = int(held.max(initial=0))
    removed = np.setdiff1d(held, wanted, assume_unique=True)
    vectors = snapshot.vectors
    if vectors.suits(len(wanted)):
        vectors.remove(removed)
        _add(vectors, view, newest)
    else:
        vectors = _vectors(view)
    lexical = snapshot.lexical.updated(_rows(view, newest), removed)
    return Snapshot(view.commit(), snapshot.embedder, vectors, lexical)


def _vectors(view: View) -> FaissIndex:
    """Return an index of all vectors, of the kind that suits their number."""
    count, dimension = view.count_chunks(), view.manifest().dimension or 1
    if wanted := cells(count):
        step = max(1, count // (wanted * SAMPLED))
        index = FaissIndex.trained(np.concatenate([rows for _, rows in view.vectors(step=step)]), wanted)
    else:
        index = FaissIndex.build(np.empty((0, dimension), np.float32), np.empty(0, np.int64))
    _add(index, view, 0)
    return index


def _add(index: FaissIndex, view: View, after: int) -> None:
    for ids, rows in view.vectors(after=after):
        with decoding("list of chunks"):
            index.add(rows, ids)


def save(snapshot: Snapshot, folder: Path) -> None:
    """Publish a snapshot in `folder`; the caller holds the writer's lock."""
    folder.mkdir(exist_ok=True)
    name = f"{snapshot.commit.generation}-{secrets.token_hex(4)}"
    vectors = _written(folder, f"{name}.faiss", snapshot.vectors.save)
    lexical = []
    for number, segment in enumerate(snapshot.lexical.segments):
        if segment.saved is None or not (folder / segment.saved.name).is_file():
            segment.saved = _written(folder, f"{name}-{number}.lexical", segment.save)
        lexical.append(segment.saved)
    facts = {
        "generation": snapshot.commit.generation,
        "token": snapshot.commit.token,
        "embedder": snapshot.embedder,
        "index": snapshot.vectors.kind,
        "terms": _terms_fingerprint(),
        "vectors": asdict(vectors),
        "lexical": [asdict(saved) for saved in lexical],
    }
    atomic.write(folder / PUBLISHED, json.dumps(facts).encode())
    _clear(folder, {PUBLISHED, vectors.name, *(saved.name for saved in lexical)})


def load(folder: Path) -> Snapshot:
    """Return the published snapshot; raises IndexDamaged when there is none that can be trusted."""
    facts = _published(folder)
    if facts.terms != _terms_fingerprint():
        raise IndexDamaged(f"{folder} was made by another version. Run: genxi doctor --repair")
    for saved in (facts.vectors, *facts.lexical):
        path = folder / saved.name
        try:
            intact = path.is_file() and _sha256(path) == saved.sha256
        except OSError as error:
            raise IndexDamaged(
                f"{path} cannot be read ({error.strerror}). Run: genxi doctor --repair"
            ) from error
        if not intact:
            raise IndexDamaged(f"{path} is missing or damaged. Run: genxi doctor --repair")
    vectors = FaissIndex.load(folder / facts.vectors.name)
    segments = [Segment.load(folder / saved.name) for saved in facts.lexical]
    living = np.sort(vectors.ids)
    held = np.concatenate([np.empty(0, np.int64), *(segment.ids for segment in segments)])
    if vectors.kind != facts.index or len(np.setdiff1d(living, held, assume_unique=True)):
        raise IndexDamaged(f"{folder} holds indexes of different states. Run: genxi doctor --repair")
    dead = np.setdiff1d(held, living, assume_unique=True)
    marked = [segment.marked(dead) for segment in segments]
    for segment, saved in zip(marked, facts.lexical, strict=True):
        segment.saved = saved
    return Snapshot(facts.commit, facts.embedder, vectors, LexicalIndex(marked))


@dataclass(frozen=True, slots=True)
class _Published:
    """What `snapshot.json` says."""

    commit: Commit
    embedder: str | None
    index: str
    terms: str
    vectors: SavedFile
    lexical: Sequence[SavedFile]


def _published(folder: Path) -> _Published:
    path = folder / PUBLISHED
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        if not (isinstance(facts["generation"], int) and isinstance(facts["token"], str)):
            raise ValueError("commit")
        return _Published(
            Commit(facts["generation"], facts["token"]),
            facts["embedder"],
            str(facts["index"]),
            str(facts["terms"]),
            SavedFile(**facts["vectors"]),
            [SavedFile(**saved) for saved in facts["lexical"]],
        )
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path} is missing. Run: genxi doctor --repair") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} is damaged. Run: genxi doctor --repair") from error


def _put_away(segment: Segment, folder: Path) -> Segment:
    """Return a segment memory-mapped from `folder`, or as it is if it cannot be written there."""
    try:
        folder.mkdir(exist_ok=True)
        saved = _written(folder, f"{secrets.token_hex(4)}.lexical", segment.save)
    except OSError:
        return segment
    loaded = Segment.load(folder / saved.name)
    loaded.saved = saved
    return loaded


def _written(folder: Path, name: str, write: Callable[[Path], None]) -> SavedFile:
    with atomic.replacing(folder / name) as beside:
        write(beside)
    return SavedFile(name, _sha256(folder / name))


def _rows(view: View, after: int) -> Iterator[tuple[int, str]]:
    for row in view.fields(after=after):
        yield row.chunk_id, indexed_text(row.title, row.heading, row.clean)


def _terms_fingerprint() -> str:
    """Return a value that changes with the way texts become terms."""
    text = indexed_text("title", "heading", SAMPLE)
    found = [terms(fold(text), analyser) for analyser in Analyser]
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _clear(folder: Path, kept: set[str]) -> None:
    for path in folder.iterdir():
        if path.name not in kept:
            with suppress(OSError):  # Windows keeps what a reader has open; the next save tries again
                path.unlink()
