import time
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import ModelError
from embeddings.protocols import Embedder, Ids, TextKind, Vectors
from rag.errors import StoreError
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fusion import Weights
from rag.retrieval.scoring import LexicalScores
from rag.retrieval.search import Scored, search

TEXTS = {3: "南翔镇推行根系工程", 5: "小笼包起源于上海", 8: "根系是植物的器官", 13: "苹果公司发布手机"}


class CharacterEmbedder:
    """Counts a few characters: texts sharing them are near."""

    name = "characters"
    dimension = 4

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        counts = np.array([[1 + text.count(char) for char in "根镇包机"] for text in texts], np.float32)
        unit: Vectors = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return unit


class ExactIndex:
    def __init__(self, texts: dict[int, str]) -> None:
        self.ids = np.array(list(texts), np.int64)
        self.vectors = CharacterEmbedder().embed(list(texts.values()))

    def nearest(self, queries: Vectors, k: int, *, allowed: Ids | None = None) -> tuple[Ids, Vectors]:
        ids, scores = np.full((1, k), -1, np.int64), np.zeros((1, k), np.float32)
        cosines = self.vectors @ queries[0]
        if allowed is not None:
            cosines = np.where(np.isin(self.ids, allowed), cosines, -np.inf)
        order = [place for place in np.argsort(-cosines)[:k] if np.isfinite(cosines[place])]
        ids[0, : len(order)], scores[0, : len(order)] = self.ids[order], cosines[order]
        return ids, scores

    def cosines(self, query: Vectors, ids: Ids) -> Vectors:
        found: Vectors = self.vectors[[self.ids.tolist().index(number) for number in ids]] @ query[0]
        return found


def ask(
    query: str,
    k: int = 10,
    allowed: Sequence[int] | None = None,
    weights: Weights | None = None,
    embedder: Embedder | None = None,
    meanwhile: Callable[[Ids], None] = lambda likely: None,
) -> list[Scored]:
    return search(
        query,
        embedder=embedder or CharacterEmbedder(),
        vectors=ExactIndex(TEXTS),
        lexical=LexicalIndex.build(TEXTS.items()),
        k=k,
        allowed=None if allowed is None else np.array(allowed, np.int64),
        weights=weights or Weights(),
        meanwhile=meanwhile,
    )


def ids(found: Sequence[Scored]) -> list[int]:
    return [scored.chunk_id for scored in found]


def test_the_passage_that_says_it_comes_first() -> None:
    first = ask("什么是根系工程？")[0]
    assert first.chunk_id == 3
    assert first.lexical == 1
    assert first.dense > 0.8


def test_what_the_lexical_legs_put_first_is_told_while_the_dense_leg_is_looking() -> None:
    told: list[list[int]] = []
    awaited = Event()

    class Slow(CharacterEmbedder):
        def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
            assert awaited.wait(10)
            return super().embed(texts, kind=kind)

    def meanwhile(likely: Ids) -> None:
        told.append(likely.tolist())
        awaited.set()

    ask("什么是根系工程？", k=2, embedder=Slow(), meanwhile=meanwhile)
    assert [likely[0] for likely in told] == [3]
    awaited.clear()
    ask("zzz", embedder=Slow(), meanwhile=meanwhile)
    assert told[1] == []  # no chunk shares a term with it


def test_a_search_that_fails_is_over_before_it_says_so() -> None:
    failed, over = Event(), Event()

    class Slow(CharacterEmbedder):
        def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
            assert failed.wait(10)
            time.sleep(0.1)
            over.set()
            return super().embed(texts, kind=kind)

    def meanwhile(likely: Ids) -> None:
        failed.set()
        raise StoreError("damaged")

    with pytest.raises(StoreError):
        ask("什么是根系工程？", embedder=Slow(), meanwhile=meanwhile)
    assert over.is_set()


def test_a_question_without_shared_terms_is_answered_by_the_dense_leg() -> None:
    assert len(ask("zzz")) == len(TEXTS)


def test_a_lexical_leg_alone_finds_only_what_shares_terms() -> None:
    assert ids(ask("植物的器官", weights=Weights(dense=0, words=1, bigrams=0, sentences=0))) == [8]


def test_allowed_limits_every_leg() -> None:
    assert set(ids(ask("根系工程", allowed=[5, 8, 99]))) == {5, 8}
    assert ask("根系工程", allowed=[]) == []


@pytest.mark.parametrize("query", ["", "  ", "？！。", "🎉🎉", "\ud800"])
def test_a_query_without_letters_finds_nothing(query: str) -> None:
    assert ask(query) == []


@pytest.mark.parametrize("k", [0, -1])
def test_no_hits_wanted_none_given(k: int) -> None:
    assert ask("根系", k=k) == []


def test_an_endless_query_takes_no_endless_time() -> None:
    started = time.process_time()
    assert ids(ask("什么是根系工程？" * 6_000))[0] == 3
    assert time.process_time() - started < 1


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="根系工程南翔镇包机？a ", min_size=1, max_size=20), st.integers(1, 5))
def test_scores_fall_and_ids_are_distinct(query: str, k: int) -> None:
    found = ask(query, k=k)
    assert len(set(ids(found))) == len(found) <= k
    assert [scored.score for scored in found] == sorted((scored.score for scored in found), reverse=True)
    assert ids(found) == ids(ask(query))[:k]


def test_words_are_looked_up_while_the_question_is_being_embedded() -> None:
    looked_up = Event()

    class Patient(CharacterEmbedder):
        def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
            assert looked_up.wait(10), "the lexical legs wait for the dense one"
            return super().embed(texts, kind=kind)

    class Noticed(LexicalIndex):
        def scores(self, *arguments: Any, **options: Any) -> LexicalScores:
            looked_up.set()
            return super().scores(*arguments, **options)

    lexical = Noticed(LexicalIndex.build(TEXTS.items()).segments)
    found = search("根系工程", embedder=Patient(), vectors=ExactIndex(TEXTS), lexical=lexical, k=10)
    assert found == ask("根系工程")


def test_what_the_embedder_raises_reaches_the_caller() -> None:
    class Broken(CharacterEmbedder):
        def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
            raise ModelError("no model")

    lexical = LexicalIndex.build(TEXTS.items())
    with pytest.raises(ModelError, match="no model"):
        search("根系", embedder=Broken(), vectors=ExactIndex(TEXTS), lexical=lexical, k=3)
