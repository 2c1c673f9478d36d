"""The bundled reader: a small cross-encoder in 8 bits that finds exact answers and says how sure it is.

It reads a question together with each window of a passage. Confidence is comparable across passages, so
the same reading serves short answers, reranking and abstention.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from embeddings.bundled import bundled_tokenizer
from embeddings.errors import ModelError
from rag.cleaning.chinese import simplify
from rag.protocols import Reading
from rag.reading.calibration import Calibration
from rag.reading.decoding import best_span, characters
from rag.reading.encoding import Encoded, encode
from rag.reading.windows import windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER = Path(__file__).parent / "model"
NETWORK, TOKENIZER = "reader.onnx", "tokenizer.json"
CALIBRATION = "calibration"  # its key in the network's metadata
NOTHING = Reading(answer=None, start=None, end=None, confidence=0.0)


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What the network says of one window: raw scores, and the best span in characters of the passage."""

    passage: int
    relevance: float
    span: float
    range: tuple[int, int] | None


class BundledReader:
    """Finds the exact answer in Chinese passages, either script; loads its model on first use."""

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads or os.cpu_count() or 1

    def is_installed(self) -> bool:
        """Tell whether the model's files are there."""
        return (self._folder / NETWORK).is_file()

    def read(self, question: str, passages: Sequence[str], /) -> list[Reading]:
        """Return what each passage answers; offsets are exact in the passage as given.

        Of several windows the one with the best span gives the answer, the surest one the confidence. On
        passages never learnt from that moves F1 by +.7 points (CMRC), -.3 (DRCD) and -.5 (XQuAD-zh). An
        answer is None only where there is nothing to read: how sure is sure enough, the caller decides.
        """
        windows: dict[int, list[WindowReading]] = {}
        for seen in self.look(question, passages):
            if seen.range:
                windows.setdefault(seen.passage, []).append(seen)
        return [
            self._reading(passage, windows[number]) if number in windows else NOTHING
            for number, passage in enumerate(passages)
        ]

    def _reading(self, passage: str, seen: Sequence[WindowReading]) -> Reading:
        start, end = max(seen, key=lambda window: window.span).range or (0, 0)
        sure = max(self._calibration.confidence(window.relevance, window.span) for window in seen)
        return Reading(passage[start:end], start, end, sure)

    def look(self, question: str, passages: Sequence[str]) -> list[WindowReading]:
        """Return what the network says of every window of every passage, in order."""
        question = simplify(question)
        if not any(map(str.isalnum, question)):
            return []
        pieces = [
            (number, start, text[start:end])
            for number, text in enumerate(map(simplify, passages))
            for start, end in windows(text)
            if text[start:end].strip()
        ]
        encoded = [encode(self._tokenizer, question, window) for _, _, window in pieces]

        def run(place: int) -> WindowReading:
            return self._look_at(*pieces[place], encoded[place])

        if len(pieces) <= 1:
            return [run(place) for place in range(len(pieces))]
        longest_first = sorted(range(len(pieces)), key=lambda place: -len(encoded[place].ids))
        seen = dict(zip(longest_first, self._pool.map(run, longest_first), strict=True))
        return [seen[place] for place in range(len(pieces))]

    def _look_at(self, passage: int, start: int, window: str, encoded: Encoded) -> WindowReading:
        if not encoded.offsets:
            return WindowReading(passage, 0.0, 0.0, None)
        edges, relevance = self._session.run(["edges", "relevance"], inputs(encoded))
        inside = slice(encoded.first, encoded.first + len(encoded.offsets))
        first, last, score = best_span(edges[0, 0, inside], edges[0, 1, inside])
        place = characters(window, encoded, encoded.first + first, encoded.first + last)
        exact = (start + place[0], start + place[1]) if place else None
        return WindowReading(passage, float(relevance[0]), score, exact)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._threads, thread_name_prefix="read")

    @cached_property
    def _calibration(self) -> Calibration:
        written = self._session.get_modelmeta().custom_metadata_map.get(CALIBRATION)
        return Calibration.parse(written) if written else Calibration()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        """The encoder's own, which a question has loaded already, unless the folder has another."""
        own = self._folder / TOKENIZER
        if not own.is_file():
            return bundled_tokenizer()
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(own))

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # each thread of the pool has a window of its own
        options.inter_op_num_threads = 1
        # The graph was written as it is to run: looking for something to fuse only delays the first question.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        path = str(self._existing(NETWORK))
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def _existing(self, file_name: str) -> Path:
        path = self._folder / file_name
        if not path.is_file():
            raise ModelError(f"{path} is missing from the bundled reader. Reinstall genxi.")
        return path


def inputs(encoded: Encoded) -> dict[str, Any]:
    """Return what the network takes: ids, and 1 on every token of the window; shapes (1, tokens)."""
    passage = np.zeros((1, len(encoded.ids)), np.int64)
    passage[0, encoded.first : encoded.first + len(encoded.offsets)] = 1
    return {"ids": np.array([encoded.ids], np.int64), "passage": passage}
