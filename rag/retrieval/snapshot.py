"""The derived indexes of one commit: built from the store, kept in files, never trusted unchecked.

Files lie under `derived/`: two indexes under names used once, and `snapshot.json`, which names them with
their checksums, the commit and what made them. Replacing that one file is what publishes a snapshot.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.errors import IndexDamaged
from embeddings.faiss_index import FaissIndex
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fields import indexed_text
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
    """Both indexes of one commit; empty indexes are None, as an empty store has no width."""

    commit: Commit
    embedder: str | None
    vectors: FaissIndex
    lexical: LexicalIndex


def build(view: View) -> Snapshot:
    """Return the indexes of what the view shows."""
    dimension = view.manifest().dimension or 1
    vectors = FaissIndex.build(np.empty((0, dimension), np.float32), np.empty(0, np.int64))
    for ids, rows in view.vectors():
        with decoding("list of chunks"):
            vectors.add(rows, ids)
    return Snapshot(view.commit(), view.manifest().embedder, vectors, LexicalIndex.build(_rows(view, 0)))


def catch_up(snapshot: Snapshot, view: View) -> Snapshot:
    """Return the indexes of what the view shows, made from those of an earlier commit.

    The vectors are changed in place, so nobody may search `snapshot` meanwhile.
    """
    if snapshot.embedder != view.manifest().embedder or not view.holds(snapshot.commit):
        return build(view)
    held = snapshot.vectors.ids
    newest = int(held.max(initial=0))
    removed = np.setdiff1d(held, view.chunk_ids(), assume_unique=True)
    snapshot.vectors.remove(removed)
    for ids, rows in view.vectors(after=newest):
        snapshot.vectors.add(rows, ids)
    lexical = snapshot.lexical.updated(_rows(view, newest), removed)
    return Snapshot(view.commit(), snapshot.embedder, snapshot.vectors, lexical)


def save(snapshot: Snapshot, folder: Path) -> None:
    """Publish a snapshot in `folder`; the caller holds the writer's lock."""
    folder.mkdir(exist_ok=True)
    name = f"{snapshot.commit.generation}-{secrets.token_hex(4)}"
    files = {"vectors": f"{name}.faiss", "lexical": f"{name}.lexical"}
    with atomic.replacing(folder / files["vectors"]) as beside:
        snapshot.vectors.save(beside)
    with atomic.replacing(folder / files["lexical"]) as beside:
        snapshot.lexical.save(beside)
    facts = {
        "generation": snapshot.commit.generation,
        "token": snapshot.commit.token,
        "embedder": snapshot.embedder,
        "terms": _terms_fingerprint(),
        "files": files,
        "sha256": {part: _sha256(folder / file) for part, file in files.items()},
    }
    atomic.write(folder / PUBLISHED, json.dumps(facts).encode())
    _clear(folder, {PUBLISHED, *files.values()})


def load(folder: Path) -> Snapshot:
    """Return the published snapshot; raises IndexDamaged when there is none that can be trusted."""
    facts = _published(folder)
    if facts.get("terms") != _terms_fingerprint():
        raise IndexDamaged(f"{folder} was made by another version. Run: genxi doctor --repair")
    paths = {part: folder / str(facts["files"][part]) for part in ("vectors", "lexical")}
    for part, path in paths.items():
        if not path.is_file() or _sha256(path) != facts["sha256"][part]:
            raise IndexDamaged(f"{path} is missing or damaged. Run: genxi doctor --repair")
    commit = Commit(facts["generation"], facts["token"])
    vectors, lexical = FaissIndex.load(paths["vectors"]), LexicalIndex.load(paths["lexical"])
    return Snapshot(commit, facts["embedder"], vectors, lexical)


def _published(folder: Path) -> Mapping[str, Any]:
    path = folder / PUBLISHED
    try:
        facts: dict[str, Any] = json.loads(path.read_bytes())
        complete = isinstance(facts["generation"], int) and isinstance(facts["token"], str)
        named = {"vectors", "lexical"} <= facts["files"].keys() & facts["sha256"].keys()
    except FileNotFoundError as error:
        raise IndexDamaged(f"{path} is missing. Run: genxi doctor --repair") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} is damaged. Run: genxi doctor --repair") from error
    if not (complete and named):
        raise IndexDamaged(f"{path} is damaged. Run: genxi doctor --repair")
    return facts


def _rows(view: View, after: int) -> list[tuple[int, str]]:
    return [
        (row.chunk_id, indexed_text(row.title, row.heading, row.clean)) for row in view.fields(after=after)
    ]


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
