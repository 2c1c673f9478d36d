"""An embedder that remembers: one question embeds its own words, and the sentences it weighs, only once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from embeddings.protocols import Embedder, TextKind, Vectors

REMEMBERED = 256  # vectors, 400 kB: those of the last few questions


class RememberingEmbedder:
    """Asks another embedder only for what is not among the last vectors; safe to share between threads.

    Larger batches, those of indexing, pass through.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[tuple[TextKind, str], Vectors] = OrderedDict()
        self._lock = Lock()

    @property
    def name(self) -> str:
        """The other embedder's."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """The other embedder's."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one unit vector per text; raises what the other embedder raises."""
        if not 0 < len(texts) <= REMEMBERED // 4:
            return self._embedder.embed(texts, kind=kind)
        with self._lock:
            found = {text: self._vectors[kind, text] for text in texts if (kind, text) in self._vectors}
        lacking = [text for text in dict.fromkeys(texts) if text not in found]
        if lacking:
            found.update(zip(lacking, self._embedder.embed(lacking, kind=kind), strict=True))
        with self._lock:
            for text, vector in found.items():
                self._vectors[kind, text] = vector
                self._vectors.move_to_end((kind, text))
            while len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)
        return np.stack([found[text] for text in texts])
