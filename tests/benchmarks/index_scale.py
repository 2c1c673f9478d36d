"""What the indexes of a large store cost: build, adding, removing, search, memory, and what is lost to speed.

    GENXI_BENCHMARK_DATA=… python -m tests.benchmarks.index_scale [10000 100000 1000000] [--json FILE]

Every phase runs in a process of its own, so that its peak of memory is its own. Seconds are wall and CPU: on
a machine with other work the CPU's are the ones to compare, but a search has two threads. A search is
`KnowledgeBase.search`, from the question to ten passages read from the store, its embedding counted, nothing
cached but what the system keeps.
An answer is `KnowledgeBase.ask`: search, evidence, the reader and the citations.
Stores and vectors stay in `--cache` (4 GB for a million chunks), so a second run only measures.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from embeddings.choose import choose_embedder
from embeddings.protocols import Embedder, Ids, Vectors
from rag.cleaning.chinese import simplify
from rag.knowledge_base import KnowledgeBase
from rag.retrieval import bm25
from rag.retrieval import snapshot as snapshots
from rag.retrieval.indexes import Indexes
from rag.retrieval.search import search
from rag.storage.corpus import Corpus
from tests.benchmarks import scale_corpus
from tests.benchmarks.vector_cache import CachedEmbedder

SIZES = (10_000, 100_000, 1_000_000)
QUESTIONS = 300
WARM = 20  # questions asked before time is taken
DEPTH = 10
SCORED_IN_FULL = 50  # questions that are asked with every chunk scored, too
ADDED = 1_000  # documents
SHARES = (0.5, 0.95)

Figures = dict[str, float]


def main() -> None:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "genxi-benchmarks")
    parser.add_argument("--phase", choices=PHASES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.phase:
        figures = PHASES[arguments.phase](arguments.sizes[0], arguments.cache)
        print(json.dumps(figures))
        return
    found = {str(size): measure(size, arguments.cache) for size in arguments.sizes}
    print_table(found)
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


def measure(size: int, cache: Path) -> Figures:
    """Return the figures of one size; every phase in a process of its own."""
    figures: Figures = {}
    for phase in PHASES:
        command = [sys.executable, "-m", "tests.benchmarks.index_scale", str(size), "--phase", phase]
        done = subprocess.run([*command, "--cache", str(cache)], stdout=subprocess.PIPE, check=True)
        figures |= json.loads(done.stdout.splitlines()[-1])
        say(f"{size} {phase}: {done.stdout.decode().splitlines()[-1]}")
    return figures


def fill(size: int, cache: Path) -> Figures:
    """Make the store, if it is not there."""
    done = folder_of(size, cache) / "figures.json"
    if not done.exists():
        embedder = cached(cache)
        made_of = scale_corpus.material(data(), embedder, cache)
        if not (histogram := cache / "histogram.txt").exists():
            histogram.write_text(scale_corpus.histogram(made_of.vectors), encoding="utf-8")
        with Corpus.open(done.parent, create=True) as corpus, timed("fill") as figures:
            scale_corpus.store(corpus, made_of, embedder, size)
        done.write_text(json.dumps(figures), encoding="utf-8")
    filled: Figures = json.loads(done.read_text(encoding="utf-8"))
    return filled


def build(size: int, cache: Path) -> Figures:
    """Build both indexes from the store and publish them."""
    folder = folder_of(size, cache) / snapshots.FOLDER
    with Corpus.open(folder_of(size, cache)) as corpus, corpus.writer(), corpus.view() as view:
        with timed("build") as figures:
            snapshots.save(snapshots.build(view, folder), folder)
        return (
            figures
            | peak("build")
            | {"index MB": sum(file.stat().st_size for file in folder.iterdir()) / 1e6}
        )


def find(size: int, cache: Path) -> Figures:
    """Search for the questions one after the other."""
    asked = questions()[: WARM + QUESTIONS]
    with KnowledgeBase.open(folder_of(size, cache)) as base:
        with timed("open") as figures:
            base.search(asked[0], DEPTH)
        return (
            figures
            | latencies("search", asked, lambda question: base.search(question, DEPTH))
            | peak("search")
        )


def ask(size: int, cache: Path) -> Figures:
    """Have the questions answered one after the other."""
    with KnowledgeBase.open(folder_of(size, cache)) as base:
        return latencies("ask", questions()[: WARM + QUESTIONS], base.ask) | peak("ask")


def latencies(name: str, asked: Sequence[str], do: Callable[[str], object]) -> Figures:
    """Return quantiles of the milliseconds that each question takes, the first ones left out."""
    walls, cpus = [], []
    for question in asked:
        wall, cpu = time.perf_counter(), time.process_time()
        do(question)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    return {
        f"{name} p{100 * share:.0f} {unit}": float(np.quantile(taken[WARM:], share))
        for share in SHARES
        for unit, taken in (("ms", walls), ("CPU ms", cpus))
    }


def compare(size: int, cache: Path) -> Figures:
    """Compare with exact search: the dense leg by itself, then the fused ranking with every chunk scored."""
    asked = questions()[:QUESTIONS]
    embedder = cached(cache)
    vectors = embedder.embed([simplify(question) for question in asked], kind="query")
    with Corpus.open(folder_of(size, cache)) as corpus, Indexes(corpus).reading() as (view, held):

        def fused(question: str) -> list[int]:
            found = search(question, embedder=embedder, vectors=held.vectors, lexical=held.lexical, k=DEPTH)
            return [one.chunk_id for one in found]

        found = np.concatenate([held.vectors.nearest(row[None], DEPTH)[0] for row in vectors])
        figures = {"dense recall@10": recall(vectors, found, view.vectors())}
        some = asked[:SCORED_IN_FULL]
        shipped = [fused(question) for question in some]
        bm25.EXACT_CHUNKS = size
        full = [fused(question) for question in some]
    pairs = list(zip(shipped, full, strict=True))
    figures["fused first alike"] = float(np.mean([one[:1] == other[:1] for one, other in pairs]))
    figures["fused ten alike"] = float(np.mean([len({*one} & {*other}) / len(other) for one, other in pairs]))
    return figures


def change(size: int, cache: Path) -> Figures:
    """Add documents as `genxi index` does, in a process that has nothing open yet, and remove them again."""
    embedder = cached(cache)
    made_of = scale_corpus.material(data(), embedder, cache)
    rows = list(scale_corpus.more(made_of, ADDED))
    del made_of
    with Corpus.open(folder_of(size, cache)) as corpus, timed("add") as figures, corpus.writer() as writer:
        scale_corpus.append(writer, embedder, iter(rows), name="more")
        Indexes(corpus).save()
    names = [f"more{number}" for number in range(ADDED)]
    with KnowledgeBase.open(folder_of(size, cache)) as base, timed("remove") as removed:
        base.remove(names)
    return figures | removed | peak("change")


PHASES: Mapping[str, Callable[[int, Path], Figures]] = {
    "fill": fill,
    "build": build,
    "find": find,
    "ask": ask,
    "compare": compare,
    "change": change,
}


def recall(queries: Vectors, found: Ids, parts: Iterator[tuple[Ids, Vectors]]) -> float:
    """Return the mean share of `found` that is as near as the nearest of all; equal ones count alike."""
    best = np.full(found.shape, -np.inf, np.float32)
    scores = np.full(found.shape, -np.inf, np.float32)
    for ids, rows in parts:
        products = queries @ rows.T
        best = -np.partition(-np.concatenate([best, products], axis=1), DEPTH, axis=1)[:, :DEPTH]
        places = np.minimum(np.searchsorted(ids, found), len(ids) - 1)
        here = ids[places] == found
        scores = np.where(here, np.take_along_axis(products, places, axis=1), scores)
    return float((scores >= best.min(axis=1, keepdims=True)).mean())


def questions() -> list[str]:
    """Return questions about the news, in a fixed shuffled order."""
    path = data() / "crud_news" / "questions.jsonl"
    records = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    kept = [record["question"] for record in records if not record["deictic"]]
    return [kept[place] for place in np.random.default_rng(1).permutation(len(kept))]


def data() -> Path:
    """Return the folder of the public sets."""
    return Path(os.environ["GENXI_BENCHMARK_DATA"])


def cached(cache: Path) -> Embedder:
    """Return the bundled embedder behind the cache."""
    return CachedEmbedder(choose_embedder("bundled"), cache / "vectors.sqlite")


def folder_of(size: int, cache: Path) -> Path:
    """Return where the store of a size lies."""
    return cache / f"scale-{size}"


@contextmanager
def timed(name: str) -> Iterator[Figures]:
    """Yield figures that hold the seconds of the block once it has ended."""
    wall, cpu = time.perf_counter(), time.process_time()
    figures: Figures = {}
    yield figures
    figures[f"{name} s"] = time.perf_counter() - wall
    figures[f"{name} CPU s"] = time.process_time() - cpu


def peak(name: str) -> Figures:
    """Return the most memory this process has held, mapped files included."""
    return {f"{name} peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def print_table(found: Mapping[str, Figures]) -> None:
    """Print a row for each figure and a column for each size."""
    names: Sequence[str] = list(next(iter(found.values())))
    print(f"{'chunks':<22}" + "".join(f"{int(size):>14,}" for size in found))
    for name in names:
        print(f"{name:<22}" + "".join(f"{of[name]:>14,.3f}" for of in found.values()))


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
