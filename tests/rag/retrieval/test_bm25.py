import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from rag.retrieval import bm25
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.scoring import LENGTH_SHARE, SATURATION
from rag.retrieval.segment import Segment
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
    index.segments[0].save(tmp_path / "lexical")
    loaded = LexicalIndex([Segment.load(tmp_path / "lexical", thorough=True)])
    assert len(loaded) == len(TEXTS)
    for query in ("南翔镇的根系工程", "gpt", "没有"):
        before, after = index.scores(query), loaded.scores(query)
        np.testing.assert_array_equal(before.ids, after.ids)
        for analyser in Analyser:
            np.testing.assert_array_equal(before.of[analyser], after.of[analyser])


def test_an_empty_index_is_an_index(tmp_path: Path) -> None:
    Segment.build([]).save(tmp_path / "lexical")
    loaded = LexicalIndex([Segment.load(tmp_path / "lexical")])
    assert len(loaded) == 0
    assert loaded.scores("南翔").ids.tolist() == []


def test_a_repeated_id_is_refused() -> None:
    with pytest.raises(ValueError, match="chunk id 7 is given twice"):
        LexicalIndex.build([(7, "甲"), (7, "乙")])


def test_a_file_of_other_arrays_is_damage(tmp_path: Path) -> None:
    (tmp_path / "lexical").write_bytes(b"not an index")
    with pytest.raises(IndexDamaged, match="genxi doctor --repair"):
        Segment.load(tmp_path / "lexical")


def test_traditional_questions_find_simplified_text() -> None:
    found = LexicalIndex.build(enumerate(TEXTS)).scores("南翔鎮")
    assert int(found.of[Analyser.WORDS].argmax()) in (0, 2)


@given(corpora, chinese, st.data())
@settings(max_examples=60, deadline=None)
def test_segments_are_scored_as_one(corpus: dict[int, str], query: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    whole, rows = LexicalIndex.build(corpus.items()).scores(query), sorted(corpus.items())
    parts = [Segment.build(rows[start : start + size]) for start in range(0, len(rows), size)]
    split = LexicalIndex(parts).scores(query)
    assert split.ids.tolist() == whole.ids.tolist()
    for analyser in Analyser:
        np.testing.assert_array_equal(split.of[analyser], whole.of[analyser])
        np.testing.assert_array_equal(split.sentences[analyser], whole.sentences[analyser])


@given(corpora, chinese, st.data())
@settings(max_examples=60, deadline=None)
def test_chosen_chunks_score_as_among_all(corpus: dict[int, str], query: str, data: st.DataObject) -> None:
    index = LexicalIndex.build(corpus.items())
    gone = data.draw(st.sets(st.sampled_from(sorted(corpus)))) if corpus else set()
    marked = LexicalIndex([segment.marked(np.array([*gone], np.int64)) for segment in index.segments])
    assert len(marked) == len(corpus) - len(gone)
    before, after = index.scores(query), marked.scores(query)
    kept = ~np.isin(before.ids, [*gone])
    assert after.ids.tolist() == before.ids[kept].tolist()
    for analyser in Analyser:
        np.testing.assert_allclose(after.of[analyser], before.of[analyser][kept], rtol=1e-6)
        np.testing.assert_allclose(after.sentences[analyser], before.sentences[analyser][kept], rtol=1e-6)


@given(corpora, st.lists(st.tuples(chinese, st.integers(0, 3)), max_size=6), chinese)
@settings(max_examples=40, deadline=None)
def test_updating_equals_building(corpus: dict[int, str], steps: list[tuple[str, int]], query: str) -> None:
    rows = dict(enumerate(corpus.values()))
    index, newest = LexicalIndex.build(rows.items()), len(rows)
    for text, removed in steps:
        gone = list(rows)[:removed]
        index = index.updated([(newest, text)], np.array([*gone, -1], np.int64))
        rows = {number: kept for number, kept in rows.items() if number not in gone} | {newest: text}
        newest += 1
    found, expected = index.scores(query), LexicalIndex.build(rows.items()).scores(query)
    assert found.ids.tolist() == expected.ids.tolist()
    for analyser in Analyser:
        np.testing.assert_array_equal(found.of[analyser], expected.of[analyser])


def test_segments_grow_with_the_logarithm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "MERGED_CHUNKS", 4)
    monkeypatch.setattr(bm25, "SEGMENT_CHUNKS", 64)
    index = LexicalIndex.build([(0, "南翔镇")])
    for number in range(1, 200):
        index = index.updated([(number, f"南翔镇{number}号")], np.array([], np.int64))
        sizes = list(map(len, index.segments))
        assert max(sizes) <= 64
        assert len(sizes) <= number // 64 + 8
    kept = index.segments[0]
    index = index.updated([], kept.ids[:4])
    assert index.segments[0].saved is kept.saved
    assert len(index.segments[0]) == len(kept)  # four of more than fifty are only marked
    index = index.updated([], kept.ids[: len(kept) // 2])
    assert len(index.segments[0]) == len(kept) - len(kept) // 2  # half of them are cleared away
    assert len(index) == 200 - len(kept) // 2


NAMES = ["根系工程", "小微网格", "亮灯行动", "南翔馒头", "古漪园", "党建引领"]


def test_a_large_index_finds_what_is_best(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    common = "上海市的工作是推进社区治理和服务群众"
    texts = [
        "".join(chance.permutation(list(common))[:12])
        + "。"
        + (chance.random() < 0.05) * chance.choice(NAMES)
        for _ in range(600)
    ]
    texts[77] = "古漪园里的南翔馒头是上海的。"
    rows = list(enumerate(texts))
    index = LexicalIndex([Segment.build(rows[:250]), Segment.build(rows[250:])])
    exact = index.scores("上海的古漪园和南翔馒头")
    monkeypatch.setattr(bm25, "EXACT_CHUNKS", 10)
    monkeypatch.setattr(bm25, "CANDIDATES", 10)
    monkeypatch.setattr(bm25, "ENTRIES", 60)
    found = index.scores("上海的古漪园和南翔馒头", near=lambda: np.array([5, 599, 1_000]), depth=1)
    assert len(found.ids) <= 12
    assert {5, 77, 599} <= set(found.ids.tolist())
    places = np.searchsorted(exact.ids, found.ids)
    for analyser in Analyser:
        np.testing.assert_allclose(found.of[analyser], exact.of[analyser][places], rtol=1e-6)
    assert found.ids[found.of[Analyser.WORDS].argmax()] == 77
    only = index.scores(
        "上海的古漪园和南翔馒头", allowed=np.arange(0, 600, 7), near=lambda: np.array([5]), depth=1
    )
    assert set(only.ids.tolist()) <= set(range(0, 600, 7))


def test_an_endless_depth_scores_every_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "EXACT_CHUNKS", 1)
    index = LexicalIndex.build(enumerate(TEXTS))
    assert len(index.scores("南翔镇", depth=1_000_000).ids) == len(TEXTS)
