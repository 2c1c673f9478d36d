"""What every Embedder promises, whatever is behind it."""

import hashlib
from typing import Any

import numpy as np
import pytest

from embeddings.bundled import BundledEmbedder
from embeddings.protocols import Embedder
from embeddings.remote import RemoteEmbedder
from embeddings.sentence import SentenceTransformerEmbedder
from tests.embeddings.conftest import FakeServer, Reply, json_reply

LONG = "今天天气很好。" * 2_000


def embedding_reply(payload: dict[str, Any]) -> Reply:
    """Vectors made of the texts' digests, in reverse order, of length 3."""
    rows = [{"index": place, "embedding": digest(text)} for place, text in enumerate(payload["input"])]
    return json_reply({"data": rows[::-1]})


def digest(text: str) -> list[float]:
    numbers = np.frombuffer(hashlib.sha256(text.encode()).digest(), np.uint8).astype(float) - 127.5
    vector: list[float] = (3 * numbers / np.linalg.norm(numbers)).tolist()
    return vector


@pytest.fixture(params=["bundled", "sentence", "remote"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "bundled":
        return BundledEmbedder(threads=2)
    if request.param == "sentence":
        return SentenceTransformerEmbedder(str(request.getfixturevalue("tiny_folder")))
    server: FakeServer = request.getfixturevalue("server")
    server.reply = embedding_reply
    return RemoteEmbedder("digests", server.url, batch_size=3)


def test_rows_are_unit_vectors_of_the_stated_width(embedder: Embedder) -> None:
    vectors = embedder.embed(["今天天气很好", "weather", "", " ", "\n", LONG, "\ud800"])
    assert vectors.shape == (7, embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_rows_keep_the_order_of_texts(embedder: Embedder) -> None:
    texts = ["今天", "a", LONG, "weather is fine", "日本", "b", "很好"]
    together, alone = embedder.embed(texts), np.concatenate([embedder.embed([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)


def test_a_question_is_embedded_unlike_a_passage_unless_the_model_knows_no_difference(
    embedder: Embedder,
) -> None:
    same = np.allclose(embedder.embed(["天气"], kind="query"), embedder.embed(["天气"], kind="passage"))
    assert same == isinstance(embedder, RemoteEmbedder)


def test_the_name_is_stable(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.name == embedder.name
