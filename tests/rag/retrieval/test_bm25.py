import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from rag.retrieval.bm25 import LENGTH_SHARE, SATURATION, LexicalIndex
from rag.retrieval.tokens import Analyser, fold, terms

TEXTS = ["南翔镇推行根系工程", "根系是植物的器官", "上海市嘉定区南翔镇", "", "GPT-4 发布于2023年"]

chinese = st.text(alphabet="根系工程南翔镇，。的上海ab1 \n", max_size=30)
corpora = st.dictionaries(st.integers(-(2**63), 2**63 - 1), chinese, max_size=12)


def naive(corpus: dict[int, str], query: str, analyser: Analyser) -> dict[int, float]:
    """BM25 as the formula reads, one text at a time."""
    bags = {number: Counter(terms(fold(text), analyser)) for number, text in corpus.items()}
    average = max(sum(bag.total() for bag in bags.values()) / max(len(bags), 1), 1.0)
    scores = dict.fromkeys(corpus, 0.0)
    for term in terms(fold(query), analyser):
        holding = sum(term in bag for bag in bags.values())
        rarity = math.log(1 + (len(bags) - holding + 0.5) / (holding + 0.5))
        for number, bag in bags.items():
            norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * bag.total() / average)
            scores[number] += rarity * bag[term] * (SATURATION + 1) / (bag[term] + norm)
    return scores


@given(corpora, chinese)
@settings(max_examples=150, deadline=None)
def test_scores_equal_the_formula(corpus: dict[int, str], query: str) -> None:
    found = LexicalIndex.build(corpus.items()).scores(query)
    assert found.ids.tolist() == sorted(corpus)
    for analyser in Analyser:
        expected = naive(corpus, query, analyser)
        np.testing.assert_allclose(
            found.of[analyser], [expected[number] for number in sorted(corpus)], rtol=1e-4, atol=1e-5
        )


def test_a_sentence_that_holds_the_question_beats_one_that_holds_half() -> None:
    together, apart = "根系工程在南翔镇。今天下雨。", "根系工程下雨。今天在南翔镇。"
    found = LexicalIndex.build([(1, together), (2, apart)]).scores("根系工程南翔镇")
    for analyser in Analyser:
        assert found.sentences[analyser][0] > found.sentences[analyser][1]


@given(corpora, chinese)
@settings(max_examples=50, deadline=None)
def test_no_sentence_scores_where_its_chunk_does_not(corpus: dict[int, str], query: str) -> None:
    found = LexicalIndex.build(corpus.items()).scores(query)
    for analyser in Analyser:
        np.testing.assert_array_equal(found.sentences[analyser] > 0, found.of[analyser] > 0)


@given(corpora, chinese, st.lists(st.integers(-5, 5)))
@settings(max_examples=50, deadline=None)
def test_allowed_ids_keep_their_scores(corpus: dict[int, str], query: str, extra: list[int]) -> None:
    index = LexicalIndex.build(corpus.items())
    wanted = np.array([*list(corpus)[::2], *extra], np.int64)
    all_scores, some = index.scores(query), index.scores(query, allowed=wanted)
    assert some.ids.tolist() == sorted(set(corpus) & set(wanted.tolist()))
    for analyser in Analyser:
        of = dict(zip(all_scores.ids.tolist(), all_scores.of[analyser].tolist(), strict=True))
        assert some.of[analyser].tolist() == [of[number] for number in some.ids.tolist()]


def test_a_saved_index_answers_as_before(tmp_path: Path) -> None:
    index = LexicalIndex.build(enumerate(TEXTS))
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical", thorough=True)
    assert len(loaded) == len(TEXTS)
    for query in ("南翔镇的根系工程", "gpt", "没有"):
        before, after = index.scores(query), loaded.scores(query)
        np.testing.assert_array_equal(before.ids, after.ids)
        for analyser in Analyser:
            np.testing.assert_array_equal(before.of[analyser], after.of[analyser])


def test_an_empty_index_is_an_index(tmp_path: Path) -> None:
    LexicalIndex.build([]).save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert len(loaded) == 0
    assert loaded.scores("南翔").ids.tolist() == []


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(ValueError, match="chunk id 7 is given twice"):
        LexicalIndex.build([(7, "甲"), (7, "乙")])


def test_a_file_of_other_arrays_is_damage(tmp_path: Path) -> None:
    (tmp_path / "lexical").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match="genxi doctor --repair"):
        LexicalIndex.load(tmp_path / "lexical")


def test_traditional_questions_find_simplified_text() -> None:
    found = LexicalIndex.build(enumerate(TEXTS)).scores("南翔鎮")
    assert int(found.of[Analyser.WORDS].argmax()) in (0, 2)
