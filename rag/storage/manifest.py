"""What the vectors of a store were made by, and the refusal to mix them with others."""

import os
import shlex
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.errors import StaleIndex
from rag.storage.blobs import decoding


class Maker(Protocol):
    """The part of an embedder that a store remembers."""

    @property
    def name(self) -> str:
        """Identifies weights and pooling."""

    @property
    def dimension(self) -> int:
        """Width of a vector."""


@dataclass(frozen=True, slots=True)
class Commit:
    """One state of the store: a rising number, and a token no other commit has."""

    generation: int
    token: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The embedder whose vectors the store holds; None in a store without vectors."""

    embedder: str | None = None
    dimension: int | None = None

    def require(self, maker: Maker, roots: Sequence[str]) -> None:
        """Raise StaleIndex unless `maker` made the vectors; `roots` tells what to index again."""
        if self.embedder is None or (self.embedder, self.dimension) == (maker.name, maker.dimension):
            return
        raise StaleIndex(
            f"The store was built with the embedder '{self.embedder}' ({self.dimension} dimensions) but "
            f"'{maker.name}' ({maker.dimension}) is selected. Run: {index_command(roots)} --rebuild"
        )


def index_command(roots: Sequence[str]) -> str:
    """Return the command that indexes again what is still there; the folders of uploads are not."""
    there = [shlex.quote(root) for root in roots if os.path.exists(root)]  # noqa: PTH110 (exists() may raise)
    return f"genxi index {' '.join(there) or 'PATH'}"


def read(connection: sqlite3.Connection) -> Manifest:
    """Return the manifest as the connection sees it now."""
    rows: dict[str, str] = dict(connection.execute("SELECT key, value FROM manifest"))
    dimension = rows.get("dimension")
    with decoding("manifest"):
        return Manifest(rows.get("embedder"), int(dimension) if dimension else None)


def write(connection: sqlite3.Connection, manifest: Manifest) -> None:
    """Replace the manifest, within the transaction of the caller."""
    connection.execute("DELETE FROM manifest")
    rows = {"embedder": manifest.embedder, "dimension": manifest.dimension}
    connection.executemany(
        "INSERT INTO manifest (key, value) VALUES (?, ?)",
        [(key, str(value)) for key, value in rows.items() if value is not None],
    )
