"""What each step of indexing costs before embedding: `python -m tests.benchmarks.cleaning_speed PATH…`.

Loads what is at each path and prints megabytes of UTF-8 a CPU second, for loading, for each cleaning step on
the text as the step meets it, for chunking, and for embedding a sample of the chunks as a yardstick.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from embeddings.choose import choose_embedder
from rag.chunking.chunks import chunk
from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import steps_for
from rag.datatypes import Chunk, Document
from rag.loading import load
from rag.retrieval.duplicates import signature

EMBEDDED = 200  # chunks
MEGABYTE = 1_000_000
Given = TypeVar("Given")
Made = TypeVar("Made")


def main() -> None:
    """Print a row for each step."""
    started = time.process_time()
    documents = [one for path in sys.argv[1:] for one in load(Path(path)) if isinstance(one, Document)]
    spent: Counter[str] = Counter()
    spent["loading"] = time.process_time() - started  # type: ignore[assignment]  # seconds, not counts
    size = sum(len(document.text.encode()) for document in documents) / MEGABYTE
    chunks: list[Chunk] = []
    for document in documents:
        aligned = Aligned.whole(document.text)
        for step in steps_for(document):
            aligned = _timed(spent, f"clean: {step.name}", step, aligned)
        chunks += _timed(spent, "chunking", partial(chunk, document.id), aligned)
        _timed(spent, "signature", signature, aligned.text)
    sample = chunks[:: max(1, len(chunks) // EMBEDDED)][:EMBEDDED]
    embedder = choose_embedder("bundled")
    started = time.process_time()
    embedder.embed([one.clean for one in sample])
    share = sum(len(one.clean.encode()) for one in sample) / max(
        1, sum(len(one.clean.encode()) for one in chunks)
    )
    spent["embedding"] = (time.process_time() - started) / share  # type: ignore[assignment]
    print(f"{len(documents)} documents, {size:.2f} MB, {len(chunks)} chunks")
    for name, seconds in spent.items():
        share = seconds / spent["embedding"]
        print(f"{name:22} {size / max(seconds, 1e-9):9.3f} MB/s  {share:8.2%} of embedding")


def _timed(spent: Counter[str], name: str, function: Callable[[Given], Made], argument: Given) -> Made:
    started = time.process_time()
    result = function(argument)
    spent[name] += time.process_time() - started  # type: ignore[assignment]
    return result


if __name__ == "__main__":
    main()
