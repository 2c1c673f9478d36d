import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.evaluation.ranking import ndcg, recall, reciprocal_rank

CASES = [json.loads(line) for line in Path(__file__).with_name("trec_eval.jsonl").read_text().splitlines()]
names = st.sampled_from("abcdefghijkl")
rankings = st.lists(names, unique=True, max_size=12)
gold = st.sets(names, min_size=1, max_size=5)


def test_figures_are_those_of_trec_eval() -> None:
    assert len(CASES) == 200
    for case in CASES:
        ranked, relevant = case["ranked"], case["relevant"]
        ours = {
            "recall@1": recall(ranked, relevant, 1),
            "recall@5": recall(ranked, relevant, 5),
            "mrr": reciprocal_rank(ranked, relevant),
            "ndcg@3": ndcg(ranked, relevant, 3),
            "ndcg@10": ndcg(ranked, relevant, 10),
        }
        assert ours == pytest.approx(case["figures"], abs=1e-8), case


def test_figures_worked_out_by_hand() -> None:
    ranked = ["x", "a", "y", "b"]
    assert recall(ranked, {"a", "b"}, 3) == 0.5
    assert reciprocal_rank(ranked, {"b", "z"}) == 0.25
    assert ndcg(ranked, {"a"}, 10) == pytest.approx(0.6309297535714575)  # 1 / log2(3)
    assert reciprocal_rank(ranked, {"z"}) == ndcg(ranked, {"z"}, 10) == recall(ranked, {"z"}, 10) == 0


@settings(deadline=None)
@given(rankings, gold)
def test_the_best_ranking_scores_one_and_none_scores_more(ranked: list[str], relevant: set[str]) -> None:
    best = sorted(relevant) + [name for name in ranked if name not in relevant]
    assert ndcg(best, relevant, 10) == pytest.approx(1)
    assert recall(best, relevant, 10) == reciprocal_rank(best, relevant) == 1
    assert 0 <= ndcg(ranked, relevant, 10) <= 1 + 1e-9


@settings(deadline=None)
@given(rankings, gold)
def test_a_longer_look_never_finds_less(ranked: list[str], relevant: set[str]) -> None:
    shares = [recall(ranked, relevant, k) for k in range(1, 13)]
    assert shares == sorted(shares)


def test_a_name_that_comes_again_counts_once() -> None:
    assert ndcg(["a", "a", "a"], {"a"}, 3) == recall(["a", "a"], {"a"}, 2) == 1
    assert ndcg(["a", "a", "b"], {"a", "b"}, 3) < 1
