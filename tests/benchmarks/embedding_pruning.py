"""What the bundled encoder lost by pruning, 8 bits and few layers for questions, against float32.

    python -m embeddings.recipe folder --full FULL    # the unpruned float32 model, for sentence-transformers
    GENXI_BENCHMARK_DATA=… python tests/benchmarks/embedding_pruning.py FULL --cache FOLDER

Dense retrieval only: whole passages of four question sets in one pool, folded to simplified script, the
questions of one set at a time, gold by passage id. Prints a table, then one line of JSON.
"""

import argparse
import json
import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from opencc import OpenCC

from embeddings.bundled import BundledEmbedder
from embeddings.protocols import Embedder, TextKind, Vectors
from embeddings.sentence import SentenceTransformerEmbedder

POOL = ("cmrc2018", "drcd", "xquad_zh", "chinese_squad2")
ASKED = {"CMRC dev": ("cmrc2018", "dev"), "DRCD dev": ("drcd", "dev"), "XQuAD-zh": ("xquad_zh", "test")}
ENGLISH = Path(__file__).parent / "english_questions.jsonl"
CUTS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the places of its gold passages in the pool."""

    text: str
    gold: frozenset[int]


def main() -> None:
    """Embed the pool with both models, score every set, compare speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("full", type=Path, help="the unpruned float32 model")
    parser.add_argument("--cache", type=Path, help="folder where vectors are kept between runs")
    parser.add_argument("--about", type=int, default=1_200, help="questions to ask of each set")
    arguments = parser.parse_args()
    data = Path(os.environ["GENXI_BENCHMARK_DATA"])
    places, passages = read_pool(data)
    sets = {
        name: thinned(read_questions(data / folder, split, places), arguments.about)
        for name, (folder, split) in ASKED.items()
    }
    sets["English"] = list(_questions(ENGLISH, places))
    result: dict[str, object] = {}
    for label, embedder in models(arguments.full).items():
        embed = cached(embedder, label, arguments.cache)
        vectors = embed(passages, "passage")
        recalls = {name: recall(vectors, asked, embed) for name, asked in sets.items()}
        print_rows(label, recalls)
        result[label] = recalls | {"speed": speed(embedder, passages, sets["CMRC dev"])}
    print(json.dumps(result, ensure_ascii=False))


def models(full: Path) -> dict[str, Embedder]:
    """Return what is compared."""
    return {"float32, whole vocabulary": SentenceTransformerEmbedder(str(full)), "bundled": BundledEmbedder()}


def read_pool(data: Path) -> tuple[dict[str, int], list[str]]:
    """Return the passages of all sets and where each id stands among them."""
    records = [record for name in POOL for record in _records(data / name / "passages.jsonl")]
    fold = OpenCC("t2s").convert
    return {record["id"]: place for place, record in enumerate(records)}, [fold(r["text"]) for r in records]


def read_questions(folder: Path, split: str, places: dict[str, int]) -> list[Question]:
    """Return the answerable questions of one split."""
    return list(_questions(folder / "questions.jsonl", places, split))


def thinned(questions: list[Question], about: int) -> list[Question]:
    """Return every n-th question, so that about this many are left."""
    return questions[:: max(1, round(len(questions) / about))]


def cached(
    embedder: Embedder, label: str, folder: Path | None
) -> Callable[[Sequence[str], TextKind], Vectors]:
    """Return `embed`, remembering its vectors in files if a folder is given."""

    def embed(texts: Sequence[str], kind: TextKind) -> Vectors:
        if folder is None or kind == "query":  # the few layers for questions may change, the name stays
            return embedder.embed(texts, kind=kind)
        path = folder / f"{label}-{kind}-{zlib.crc32(chr(0).join(texts).encode()):x}.npy"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            np.save(path, embedder.embed(texts, kind=kind))
        vectors: Vectors = np.load(path)
        return vectors

    return embed


def recall(
    passages: Vectors, asked: Sequence[Question], embed: Callable[[Sequence[str], TextKind], Vectors]
) -> dict[str, float]:
    """Return the share of questions with a gold passage among the first 1, 3 and 10."""
    scores = embed([question.text for question in asked], "query") @ passages.T
    order = np.argsort(-scores, axis=1, kind="stable")[:, : max(CUTS)]
    hits = np.array(
        [[place in question.gold for place in row] for question, row in zip(asked, order, strict=True)]
    )
    return {f"R@{cut}": float(hits[:, :cut].any(axis=1).mean()) for cut in CUTS} | {"questions": len(asked)}


def speed(embedder: Embedder, passages: Sequence[str], asked: Sequence[Question]) -> dict[str, float]:
    """Return passages a second and milliseconds a question, over every fortieth passage."""
    sample = passages[::40]
    embedder.embed(sample[:2])
    start = time.perf_counter()
    embedder.embed(sample)
    middle = time.perf_counter()
    for question in asked[:50]:
        embedder.embed([question.text], kind="query")
    end = time.perf_counter()
    return {"passages_per_second": len(sample) / (middle - start), "question_ms": (end - middle) / 50 * 1000}


def print_rows(label: str, recalls: dict[str, dict[str, float]]) -> None:
    """Print a model's figures, a set a row."""
    for name, row in recalls.items():
        figures = "  ".join(
            f"{cut} {value:.3f}" if cut != "questions" else f"n {value}" for cut, value in row.items()
        )
        print(f"{label:28} {name:10} {figures}", flush=True)


def _questions(path: Path, places: dict[str, int], split: str | None = None) -> Iterator[Question]:
    fold = OpenCC("t2s").convert
    for record in _records(path):
        if record.get("answerable", True) and record.get("split") == split:
            yield Question(fold(record["question"]), frozenset(places[id_] for id_ in record["passage_ids"]))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
