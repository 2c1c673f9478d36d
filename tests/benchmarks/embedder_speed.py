"""Passages a second of the bundled embedder beside sentence-transformers with the same weights.

    python -m embeddings.recipe folder FOLDER      # the same encoder in float32, for sentence-transformers
    GENXI_BENCHMARK_DATA=… python -m tests.benchmarks.embedder_speed FOLDER [--passages 200] [--json FILE]

Both embed the same passages of DRCD, taking turns, so that a busy machine slows both; the ratio is that of
the medians. `SentenceTransformer.encode` runs at its defaults (batches of 32, all cores), and once more with
batches of one. Below stands what share of the bundled encoder's time each kind of operation takes.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.bundled import FOLDER, BundledEmbedder, bundled_tokenizer

TURNS = 5
ASKED = 100


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the float32 model")
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    data = Path(os.environ["GENXI_BENCHMARK_DATA"]) / "drcd"
    passages = [row["text"] for row in rows(data / "passages.jsonl")][: given.passages]
    asked = [row["question"] for row in rows(data / "questions.jsonl")][:ASKED]
    figures = compare(given.folder, passages, asked) | {"shares": shares(passages[0])}
    print(f"{len(passages)} passages of {statistics.mean(map(len, passages)):.0f} characters, {TURNS} turns")
    for name, value in figures.items():
        print(f"{name:<44}{value:>9.2f}" if isinstance(value, float) else f"{name}: {value}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the records of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def compare(folder: Path, passages: Sequence[str], asked: Sequence[str]) -> dict[str, Any]:
    """Return passages a second of each, their ratio, and milliseconds a question."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu")
    bundled = BundledEmbedder()
    prefixed = [f"passage: {text}" for text in passages]
    runs: dict[str, Callable[[], object]] = {
        "sentence-transformers": lambda: model.encode(prefixed, show_progress_bar=False),
        "sentence-transformers, one by one": lambda: model.encode(
            prefixed, batch_size=1, show_progress_bar=False
        ),
        "bundled": lambda: bundled.embed(passages),
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    model.encode(prefixed[:2])
    bundled.embed(passages[:2])
    for _ in range(TURNS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - started)
    seconds = {name: statistics.median(each) for name, each in taken.items()}
    started = time.perf_counter()
    for question in asked:
        bundled.embed([question], kind="query")
    return {
        **{f"{name}, passages/s": len(passages) / each for name, each in seconds.items()},
        "ratio": seconds["sentence-transformers"] / seconds["bundled"],
        "bundled, ms a question": 1000 * (time.perf_counter() - started) / len(asked),
    }


def shares(text: str) -> dict[str, float]:
    """Return the share of the time that each kind of operation takes over one passage."""
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        options.enable_profiling = True
        options.profile_file_prefix = str(Path(folder) / "profile")
        session = onnxruntime.InferenceSession(
            str(FOLDER / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        ids = np.array([bundled_tokenizer().encode(f"passage: {text}").ids], np.int64)
        for _ in range(10):
            session.run(None, {"ids": ids, "is_question": np.zeros((), bool)})
        events = json.loads(Path(session.end_profiling()).read_text(encoding="utf-8"))
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("kernel_time"):
            spent[event["args"]["op_name"]] += event["dur"]
    del spent["If"]  # its time is that of the operations in it
    return {name: round(micro / spent.total(), 3) for name, micro in spent.most_common(8)}


if __name__ == "__main__":
    main()
