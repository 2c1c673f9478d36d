"""How often search finds the passage a question was written for, among all passages of four public sets.

    GENXI_BENCHMARK_DATA=… python -m tests.benchmarks.pooled_retrieval [--json FILE] [--cache FOLDER]

Every passage is a document of one knowledge base, cut by the default chunker; questions of one set at a
time; gold by document id, the best chunk of a document standing for it. "as shipped" is
`KnowledgeBase.search`; the other rows are the same search with one leg, or with all of them but without the
closer look at the first hits ("fused"). "to reach" are the figures of the first measurement.
"aside" are the questions that no weight was learnt from.
A third of XQuAD-zh is in chinese_squad2, too, in another translation; the last column counts
either one as found.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from embeddings.choose import choose_embedder
from embeddings.protocols import Embedder
from rag.knowledge_base import KnowledgeBase
from rag.reading.recipe.sources import part_of
from rag.retrieval.fusion import Weights
from rag.retrieval.indexes import Indexes
from rag.retrieval.search import SHIPPED, search
from rag.storage.corpus import Corpus
from tests.benchmarks.vector_cache import CachedEmbedder

POOL = ("cmrc2018", "drcd", "xquad_zh", "chinese_squad2")
ASKED = {"CMRC dev": ("cmrc2018", "dev"), "DRCD dev": ("drcd", "dev"), "XQuAD-zh": ("xquad_zh", "test")}
LEARNT = {"DRCD dev": "drcd", "XQuAD-zh": "xquad_zh"}  # four fifths of whose questions shaped what ships
AS_SHIPPED = "as shipped"
LEGS = {
    "dense": Weights(dense=1, words=0, bigrams=0, sentences=0),
    "BM25 words": Weights(dense=0, words=1, bigrams=0, sentences=0),
    "BM25 bigrams": Weights(dense=0, words=0, bigrams=1, sentences=0),
    "BM25 sentences": Weights(dense=0, words=0, bigrams=0, sentences=1),
    "fused": SHIPPED,
}
TO_REACH = {
    "CMRC dev": (0.984, 0.998, 0.990),
    "DRCD dev": (0.946, 0.997, 0.967),
    "XQuAD-zh": (0.856, 0.988, 0.912),
}
TRANSLATED = "XQuAD-zh, either"
ALIKE = 0.35  # share of character pairs from which two paragraphs are one in two translations
DEPTH = 10
CHUNKS = 4 * DEPTH  # enough for ten documents: a passage of these sets is at most four chunks

Ranker = Callable[[str], Sequence[str]]  # question → document ids, best first


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the documents written for it."""

    text: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the questions whose document came first or among ten, and its mean reciprocal rank."""

    recall_at_1: float
    recall_at_10: float
    mrr_at_10: float


def main() -> None:
    """Index what is not yet indexed, ask everything, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "genxi-benchmarks")
    parser.add_argument("--fused-only", action="store_true", help="leave out the other rows")
    arguments = parser.parse_args()
    data = Path(os.environ["GENXI_BENCHMARK_DATA"])
    embedder = CachedEmbedder(choose_embedder("bundled"), arguments.cache / "vectors.sqlite")
    sets = {name: list(questions(data / folder, split)) for name, (folder, split) in ASKED.items()}
    for name, folder in LEARNT.items():
        sets[f"{name}, aside"] = list(questions(data / folder, ASKED[name][1], aside=True))
    other = translations(data)
    sets[TRANSLATED] = [
        replace(one, gold=one.gold.union(*(other[name] for name in one.gold))) for one in sets["XQuAD-zh"]
    ]
    passages = [data / folder / "passages.jsonl" for folder in POOL]
    with tempfile.TemporaryDirectory() as store:
        rows = measure(Path(store), passages, embedder, sets, legs={} if arguments.fused_only else LEGS)
    print_table(rows, sets)
    print(f"{'to reach':<20}" + "".join(f"{cell(*TO_REACH[name]):<22}" for name in TO_REACH))
    if arguments.json:
        plain = {row: {name: asdict(found) for name, found in of.items()} for row, of in rows.items()}
        arguments.json.write_text(json.dumps(plain, indent=1), encoding="utf-8")


def questions(folder: Path, split: str, *, aside: bool = False) -> Iterator[Question]:
    """Yield the questions of one set, or only those that no weight was learnt from."""
    for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        part = part_of(folder.name, record["passage_ids"][0], split)
        if record["split"] == split and (part == "report" or not aside):
            yield Question(record["question"], frozenset(record["passage_ids"]))


def translations(data: Path) -> dict[str, set[str]]:
    """Return for every passage of XQuAD-zh the ids of those of chinese_squad2 that say the same."""
    there = {name: pairs(text) for name, text in texts(data / "chinese_squad2")}
    found = {}
    for name, text in texts(data / "xquad_zh"):
        own = pairs(text)
        found[name] = {
            other for other, held in there.items() if len(own & held) > ALIKE * min(len(own), len(held))
        }
    return found


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the id and the text of every passage of a set."""
    for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield record["id"], record["text"]


def pairs(text: str) -> set[str]:
    """Return the pairs of letters, characters and digits that stand together in a text."""
    plain = "".join(filter(str.isalnum, text))
    return {plain[place : place + 2] for place in range(len(plain) - 1)}


def measure(
    store: Path,
    files: Sequence[Path],
    embedder: Embedder,
    sets: Mapping[str, Sequence[Question]],
    *,
    legs: Mapping[str, Weights],
) -> dict[str, dict[str, Figures]]:
    """Return the figures of every row and set, all passages of `files` in one store."""
    with KnowledgeBase.open(store, embedder=embedder) as base:
        report = base.index(files)
        say(f"{report.documents} documents, {report.chunks} chunks, {report.seconds:.0f} s")
        rankers: dict[str, Ranker] = {
            AS_SHIPPED: lambda question: [
                hit.chunk.document_id for hit in base.search(question, DEPTH, one_per_document=True)
            ]
        }
        with Corpus.open(store) as corpus:
            indexes = Indexes(corpus)
            for row, weights in legs.items():
                rankers[row] = leg(indexes, embedder, weights)
            return {row: ask_all(row, rankers[row], sets) for row in [*legs, AS_SHIPPED]}


def leg(indexes: Indexes, embedder: Embedder, weights: Weights) -> Ranker:
    """Return a search of the same indexes with other weights."""

    def ranked(question: str) -> Sequence[str]:
        with indexes.reading() as (view, held):
            found = search(
                question,
                embedder=embedder,
                vectors=held.vectors,
                lexical=held.lexical,
                k=CHUNKS,
                weights=weights,
            )
            chunks = view.chunks([one.chunk_id for one in found])
            return list(dict.fromkeys(chunks[one.chunk_id].document_id for one in found))[:DEPTH]

    return ranked


def ask_all(row: str, ranked: Ranker, sets: Mapping[str, Sequence[Question]]) -> dict[str, Figures]:
    """Return the figures of one row."""
    found = {}
    for name, asked in sets.items():
        started = time.perf_counter()
        found[name] = figures([rank(ranked(question.text), question.gold) for question in asked])
        taken = 1000 * (time.perf_counter() - started) / max(len(asked), 1)
        say(f"{row}, {name}: {cell(*asdict(found[name]).values())}, {taken:.1f} ms a question")
    return found


def rank(documents: Sequence[str], gold: frozenset[str]) -> int | None:
    """Return the place of the first gold document, counted from 1."""
    return next((place for place, document in enumerate(documents, 1) if document in gold), None)


def figures(ranks: Sequence[int | None]) -> Figures:
    """Return recall and mean reciprocal rank of the places found."""
    found = [rank for rank in ranks if rank is not None]
    total = max(len(ranks), 1)
    return Figures(found.count(1) / total, len(found) / total, sum(1 / rank for rank in found) / total)


def print_table(rows: Mapping[str, Mapping[str, Figures]], sets: Mapping[str, Sequence[Question]]) -> None:
    """Print R@1 / R@10 / MRR@10 of every row and set."""
    heads = [f"{name} ({len(asked)})" for name, asked in sets.items()]
    print(f"{'R@1 / R@10 / MRR@10':<20}" + "".join(f"{head:<22}" for head in heads))
    for row, of in rows.items():
        print(f"{row:<20}" + "".join(f"{cell(*asdict(of[name]).values()):<22}" for name in sets))


def cell(*shares: float) -> str:
    """Return shares as in the table of a paper: .984 / .998 / .990."""
    return " / ".join(f"{share:.3f}".lstrip("0") for share in shares)


def say(text: str) -> None:
    """Tell what is going on."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
