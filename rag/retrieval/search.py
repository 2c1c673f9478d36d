"""Question → chunks, best first: dense and lexical scores fused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.protocols import Embedder, Ids, VectorIndex, Vectors
from rag.cleaning.chinese import simplify
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fusion import Scores, Weights, above_floor, best, share_of_best
from rag.retrieval.scoring import LexicalScores
from rag.retrieval.tokens import Analyser

# The similarity at this rank is the floor of the dense leg: deeper hits add nothing. Of 20, 50, 100, 200 and
# 400 the best on the pool (fused R@1 on XQuAD-zh .849, .851, .853, .859, .856; the other sets hardly move).
DENSE_DEPTH = 200
# Characters of a query that count. The encoder reads about 800; beyond, only time would be spent.
QUERY_LIMIT = 1000
LIKELY = 20  # chunks that the caller is told of before the dense leg is done, at most
SHIPPED = Weights()
# The dense leg mostly waits for the encoder, beside which the lexical legs have a core to themselves.
_ASIDE = ThreadPoolExecutor(thread_name_prefix="dense")


@dataclass(frozen=True, slots=True)
class Scored:
    """A chunk found, and why."""

    chunk_id: int
    score: float  # fused, 0-1
    dense: float  # cosine similarity to the query
    lexical: float  # share of the best lexical score, 0-1


def search(
    query: str,
    *,
    embedder: Embedder,
    vectors: VectorIndex,
    lexical: LexicalIndex,
    k: int,
    allowed: Ids | None = None,
    weights: Weights = SHIPPED,
    meanwhile: Callable[[Ids], None] = lambda likely: None,
) -> list[Scored]:
    """Return at most `k` chunks, falling score, equal ones by id; `allowed` limits them to these ids.

    A query without a letter or digit, in any script, finds nothing. If the dense leg is still looking when
    the lexical ones are done, `meanwhile` is called with those that they put first: most will be found.
    """
    query = query[:QUERY_LIMIT]
    if k < 1 or not any(map(str.isalnum, query)) or (allowed is not None and not len(allowed)):
        return []
    dense = _ASIDE.submit(_dense, query, embedder, vectors, allowed) if weights.dense > 0 else None
    try:
        found = lexical.scores(
            query, allowed=allowed, near=None if dense is None else lambda: dense.result().ids, depth=k
        )
        fused = _lexical(found, weights)
        lexical_shares = share_of_best(fused)
        fused[fused == 0] = -1  # shares no term with the query: only the dense leg can bring it in
        if dense is not None and not dense.done():
            meanwhile(found.ids[best(fused, min(k, LIKELY))])
    finally:
        if dense is not None:
            wait([dense])  # the index may change as soon as this search is over, even if it failed
    near = None if dense is None else dense.result()
    if near is not None:
        places, held = _places(found.ids, near.ids)
        shares = np.float32(weights.dense) * above_floor(near.cosines)[held]
        fused[places] = np.maximum(fused[places], 0) + shares
    top = best(fused, k)
    ids = found.ids[top]
    cosines = np.zeros(len(ids)) if near is None else vectors.cosines(near.query, ids)
    columns = (ids.tolist(), fused[top].tolist(), cosines.tolist(), lexical_shares[top].tolist())
    return [Scored(*row) for row in zip(*columns, strict=True)]


def _dense(query: str, embedder: Embedder, vectors: VectorIndex, allowed: Ids | None) -> "_Near":
    vector = embedder.embed([simplify(query)], kind="query")
    ids, cosines = vectors.nearest(vector, DENSE_DEPTH, allowed=allowed)
    held = ids[0] >= 0
    return _Near(vector, ids[0][held], cosines[0][held])


def _lexical(found: LexicalScores, weights: Weights) -> Scores:
    """Return the weighted sum of the lexical legs."""
    legs = (
        (found.of[Analyser.WORDS], weights.words),
        (found.of[Analyser.BIGRAMS], weights.bigrams),
        (found.sentences[Analyser.WORDS], weights.sentences / 2),
        (found.sentences[Analyser.BIGRAMS], weights.sentences / 2),
    )
    total = np.zeros(len(found.ids), np.float32)
    for scores, weight in legs:
        total += np.float32(weight) * share_of_best(scores)
    return total


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """What the dense leg found for one query vector."""

    query: Vectors
    ids: Ids
    cosines: Scores


def _places(ids: Ids, wanted: Ids) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return where `wanted` stand in rising `ids`, and which of them do."""
    places = np.searchsorted(ids, wanted)
    held = places < len(ids)
    held[held] = ids[places[held]] == wanted[held]
    return places[held], held
