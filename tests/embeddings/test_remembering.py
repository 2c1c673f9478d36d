from collections.abc import Sequence

import numpy as np
import pytest

from embeddings.protocols import TextKind, Vectors
from embeddings.remembering import REMEMBERED, RememberingEmbedder


class Counting:
    """Tells a text's length and kind; keeps the texts that were asked for."""

    name, dimension = "counting", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text), kind == "query"] for text in texts], np.float32).reshape(-1, 2)


@pytest.fixture
def inner() -> Counting:
    return Counting()


def test_what_was_embedded_lately_is_not_embedded_again(inner: Counting) -> None:
    embedder = RememberingEmbedder(inner)
    assert embedder.embed(["一", "二二"]).tolist() == [[1, 0], [2, 0]]
    assert embedder.embed(["三三三", "二二", "一", "二二"]).tolist() == [[3, 0], [2, 0], [1, 0], [2, 0]]
    assert inner.asked == ["一", "二二", "三三三"]


def test_a_text_is_another_as_question_and_as_passage(inner: Counting) -> None:
    embedder = RememberingEmbedder(inner)
    assert embedder.embed(["一"], kind="query").tolist() == [[1, 1]]
    assert embedder.embed(["一"]).tolist() == [[1, 0]]
    assert inner.asked == ["一", "一"]


def test_the_oldest_are_forgotten(inner: Counting) -> None:
    embedder = RememberingEmbedder(inner)
    for number in range(REMEMBERED):
        embedder.embed([str(number)])
    embedder.embed(["0"])  # new again
    embedder.embed(["new"])  # takes the place of 1
    inner.asked.clear()
    embedder.embed(["0", "2", "1"])
    assert inner.asked == ["1"]


def test_large_batches_and_empty_ones_pass_through(inner: Counting) -> None:
    embedder = RememberingEmbedder(inner)
    many = [str(number) for number in range(REMEMBERED)]
    assert embedder.embed(many).shape == (REMEMBERED, 2)
    assert embedder.embed([]).shape == (0, 2)
    inner.asked.clear()
    embedder.embed(["0"])
    assert inner.asked == ["0"]


def test_it_goes_by_the_others_name(inner: Counting) -> None:
    assert (RememberingEmbedder(inner).name, RememberingEmbedder(inner).dimension) == ("counting", 2)
