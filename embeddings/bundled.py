"""The offline default: a small multilingual E5 encoder in 8 bits, bundled with the program.

Texts go through the network one at a time, several side by side. Padding is not wasted, and a text has
the same vector whatever it is embedded with: the quantisation of activations looks at all values of a
batch, so in larger batches neighbours would colour each other.

Short Chinese questions, which somebody waits for, go through five layers: the lowest two of the twelve that
passages go through, and three that were taught to give the same vectors (`rag/retrieval/recipe`).
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from embeddings.errors import ModelError
from embeddings.protocols import TextKind, Vectors
from embeddings.surrogates import without_surrogates

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Part = TypeVar("Part")

FOLDER = Path(__file__).parent / "model"
TOKEN_LIMIT = 512  # positions the encoder was trained with
QUESTION_TOKENS = 96  # longer ones were not learnt: they go through the passages' layers, as English ones do
CHARACTER_LIMIT = 8 * TOKEN_LIMIT  # fills them in any language, so a book costs no more than a page


class BundledEmbedder:
    """Embeds Chinese (both scripts) and English with the bundled model; loads on first use.

    Only the first 512 tokens of a text count, about 700 Chinese characters. Safe to share between threads.
    """

    name = "bundled-e5-small-zh-en-1"  # a new number whenever passages' vectors change
    dimension = 384

    def __init__(self, threads: int | None = None, *, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="embed")
        self._lock = Lock()
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one unit vector per text."""
        tokenizer, session = self._parts()
        rows = [
            encoding.ids for encoding in tokenizer.encode_batch([_prepared(text, kind) for text in texts])
        ]
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)

        def run(place: int) -> None:
            learnt = kind == "query" and len(rows[place]) <= QUESTION_TOKENS and _is_chinese(texts[place])
            given = {"ids": np.array([rows[place]], dtype=np.int64), "is_question": np.array(learnt)}
            vectors[place] = session.run(["vector"], given)[0][0]

        # The longest first, so that no thread is left with a long one at the end.
        places = sorted(range(len(rows)), key=lambda place: -len(rows[place]))
        side_by_side = self._pool.map if len(places) > 1 else map
        list(side_by_side(run, places))
        return vectors

    def _parts(self) -> "tuple[Tokenizer, InferenceSession]":
        with self._lock:
            if self._loaded is None:
                self._loaded = (
                    bundled_tokenizer(self._folder),
                    _load(_load_session, self._folder / "encoder.onnx"),
                )
            return self._loaded


def bundled_tokenizer(folder: Path = FOLDER) -> "Tokenizer":
    """Return the encoder's tokenizer, loaded once for all who read with its vocabulary; raises ModelError."""
    return _load(_load_tokenizer, folder / "tokenizer.json")


def _prepared(text: str, kind: TextKind) -> str:
    """Return a text with the prefix the encoder knows, without blanks and half characters."""
    shortened = " ".join(text.split())[:CHARACTER_LIMIT]
    return f"{kind}: {without_surrogates(shortened)}"


def _is_chinese(text: str) -> bool:
    """Tell whether half of a text's letters and digits are Chinese characters."""
    counted = list(filter(str.isalnum, text))
    return 2 * sum("\u4e00" <= one <= "\u9fff" for one in counted) >= len(counted)


@cache
def _load_tokenizer(path: str) -> "Tokenizer":
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(path)
    tokenizer.enable_truncation(TOKEN_LIMIT)
    return tokenizer


def _load_session(path: str) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # each thread of the pool has a text of its own
    # The graph was written as it is to run: looking for something to fuse only delays the first question.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _load(load: Callable[[str], Part], path: Path) -> Part:
    try:
        return load(str(path))
    except Exception as error:  # neither library has a base for its errors
        raise ModelError(f"The bundled model's {path} is missing or damaged. Reinstall genxi.") from error
