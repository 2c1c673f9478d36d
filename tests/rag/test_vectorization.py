from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.errors import ModelError
from embeddings.protocols import TextKind, Vectors
from rag.vectorization import embed_missing, text_hash
from tests.fakes import BagEmbedder


def by_hash(*texts: str) -> dict[bytes, str]:
    return {text_hash(text): text for text in texts}


def test_each_text_is_embedded_once_and_known_ones_not_at_all() -> None:
    embedder = BagEmbedder()
    known = embed_missing(embedder, by_hash("甲", "乙"), {})
    vectors = embed_missing(embedder, by_hash("乙", "丙"), known)
    assert embedder.embedded == ["甲", "乙", "丙"]
    assert vectors[text_hash("乙")] == embedder.embed(["乙"])[0].tobytes()


class Faulty(BagEmbedder):
    def __init__(self, rows: Vectors) -> None:
        super().__init__("faulty", 2)
        self._rows = rows

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        return self._rows


@pytest.mark.parametrize(
    "rows", [np.ones((1, 3), np.float32), np.ones((2, 2), np.float32), np.array([[np.nan, 1]], np.float32)]
)
def test_an_embedder_that_breaks_its_promise_is_named(rows: Vectors) -> None:
    with pytest.raises(ModelError, match="'faulty' returned"):
        embed_missing(Faulty(rows), by_hash("甲"), {})
