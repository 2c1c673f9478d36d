"""Stores of any size for `index_scale`: real news as far as it reaches, then more of the same kind.

Texts: chunks of the public sets' passages and of news articles; beyond them, chunks recombined from their
sentences, so that words and phrases keep their frequencies. Vectors: real embeddings of the first
REAL_VECTORS chunks; beyond them, points between a real vector and one of its near neighbours, turned a
little aside.
"""

import gzip
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.protocols import Embedder, Vectors
from rag.chunking.chunks import chunk
from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import clean_document
from rag.datatypes import Chunk, Document
from rag.ingest import OVERLAP, SIZE
from rag.storage.batch import StoredChunk
from rag.storage.blobs import pack_vector
from rag.storage.corpus import Corpus, Writer
from rag.storage.manifest import Manifest
from rag.storage.view import Origin
from rag.vectorization import text_hash

SETS = ("cmrc2018", "drcd", "xquad_zh", "chinese_squad2", "crud_news")
REAL_VECTORS = 6_000
NEIGHBOURS = 8  # of a real vector, towards which others are made
ASIDE = 0.25  # length of the step aside, before the vector is made a unit again
PER_DOCUMENT = 4  # chunks; the news articles have two to three
PER_BATCH = 2_000  # documents in one commit
SLICE = 256  # texts embedded at a time

Item = TypeVar("Item")
Row = tuple[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Material:
    """What stores are made of."""

    texts: list[str]  # chunks of real articles
    vectors: Vectors  # of the first of them


def material(data: Path, embedder: Embedder, cache: Path) -> Material:
    """Read all texts, cut once and kept in `cache`, and embed as many as are to be real."""
    kept = cache / "texts.json"
    if not kept.exists():
        kept.write_text(json.dumps(list(_chunks(data)), ensure_ascii=False), encoding="utf-8")
    texts = json.loads(kept.read_text(encoding="utf-8"))
    first = texts[:REAL_VECTORS]
    return Material(texts, np.concatenate([embedder.embed(part) for part in _groups(first, SLICE)]))


def store(corpus: Corpus, made_of: Material, embedder: Embedder, size: int) -> None:
    """Fill an empty corpus with `size` chunks."""
    rows = zip(_texts(made_of.texts), _vectors(made_of.vectors), strict=False)
    with corpus.writer() as writer:
        append(writer, embedder, (row for row, _ in zip(rows, range(size), strict=False)), name="d")


def more(made_of: Material, documents: int) -> Iterator[Row]:
    """Yield the chunks of `documents` more documents, unlike those of `store`."""
    rows = zip(_recombined(made_of.texts, seed=2), _between(made_of.vectors, seed=2), strict=False)
    return (row for row, _ in zip(rows, range(documents * PER_DOCUMENT), strict=False))


def append(writer: Writer, embedder: Embedder, rows: Iterator[Row], *, name: str) -> None:
    """Store rows of text and vector as documents named `name` and a number."""
    numbers = count()
    for group in _groups(_groups(rows, PER_DOCUMENT), PER_BATCH):
        with writer.batch() as batch:
            batch.describe(Manifest(embedder.name, embedder.dimension))
            for part in group:
                document, chunks = _document(f"{name}{next(numbers)}", part)
                batch.put(document, Origin(b"", "made", "made"), chunks)


def _document(name: str, part: list[Row]) -> tuple[Document, list[StoredChunk]]:
    text, chunks = "", []
    for clean, vector in part:
        start, end = len(text), len(text) + len(clean)
        origin = Aligned.whole(clean).origin + np.int32(start)
        chunks.append(
            StoredChunk(Chunk(name, start, end, clean, origin), text_hash(clean), pack_vector(vector))
        )
        text += clean + "\n"
    return Document(name, "", None, text), chunks


def _chunks(data: Path) -> Iterator[str]:
    for record in _records(data):
        document = Document(record["id"], record["title"], None, record["text"])
        for part in chunk(document.id, clean_document(document), size=SIZE, overlap=OVERLAP):
            yield part.clean


def _records(data: Path) -> Iterator[dict[str, str]]:
    for name in SETS:
        lines = (data / name / "passages.jsonl").read_text(encoding="utf-8").splitlines()
        yield from map(json.loads, lines)
    with gzip.open(data / "crud_news" / "articles.jsonl.gz", "rt", encoding="utf-8") as articles:
        yield from map(json.loads, articles)


def _texts(real: list[str]) -> Iterator[str]:
    yield from real
    yield from _recombined(real, seed=1)


def _recombined(real: list[str], *, seed: int) -> Iterator[str]:
    """Yield texts of sentences drawn one by one from all texts, until a chunk is full."""
    chance = random.Random(seed)  # noqa: S311
    sentences = [part for text in real for part in text.replace("。", "。\0").split("\0") if part.strip()]
    sentences = [part for part in sentences if len(part) <= SIZE // 2]
    text = ""
    while True:
        sentence = chance.choice(sentences)
        if len(text) + len(sentence) > SIZE:
            yield text
            text = ""
        text += sentence


def _vectors(real: Vectors) -> Iterator[NDArray[np.float32]]:
    yield from real
    yield from _between(real, seed=1)


def _between(real: Vectors, *, seed: int) -> Iterator[NDArray[np.float32]]:
    chance = np.random.default_rng(seed)
    near = neighbours(real, NEIGHBOURS)
    while True:
        starts = chance.integers(len(real), size=4096)
        ends = near[starts, chance.integers(NEIGHBOURS, size=4096)]
        share = chance.random((4096, 1), np.float32)
        rows = share * real[starts] + (1 - share) * real[ends]
        step = chance.standard_normal(rows.shape, np.float32)
        rows += np.float32(ASIDE) * step / np.linalg.norm(step, axis=1, keepdims=True)
        yield from rows / np.linalg.norm(rows, axis=1, keepdims=True)


def neighbours(rows: Vectors, count: int) -> NDArray[np.intp]:
    """Return the places of the nearest `count` other rows of each row."""
    found = []
    for start in range(0, len(rows), 1024):
        products = rows[start : start + 1024] @ rows.T
        products[np.arange(len(products)), start + np.arange(len(products))] = -1
        found.append(np.argpartition(-products, count, axis=1)[:, :count])
    return np.concatenate(found)


def _groups(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while group := list(islice(rest, size)):
        yield group


def histogram(real: Vectors, *, sample: int = 2_000) -> str:
    """Return the cosines to the nearest neighbour, among real vectors and among as many made ones."""
    made = np.stack(list(islice(_between(real, seed=3), len(real))))
    lines = [f"{'cosine to the nearest':<24}{'real':>8}{'made':>8}"]
    nearest = []
    for rows in (real, made):
        products = rows[:sample] @ rows.T
        products[np.arange(len(products)), np.arange(len(products))] = -1
        nearest.append(products.max(axis=1))
    edges = np.arange(0.70, 1.01, 0.02)
    counts = [np.histogram(cosines, edges)[0] / len(cosines) for cosines in nearest]
    for low, real_share, made_share in zip(edges, *counts, strict=False):
        lines.append(f"{low:.2f}-{low + 0.02:.2f}{real_share:>23.1%}{made_share:>8.1%}")
    return "\n".join(lines) + "\n"
