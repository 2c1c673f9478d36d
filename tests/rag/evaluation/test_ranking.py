from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.evaluation.ranking import ndcg, recall, reciprocal_rank

names = st.sampled_from("abcdefghijkl")
rankings = st.lists(names, unique=True, max_size=12)
gold = st.sets(names, min_size=1, max_size=5)


def trec_eval(ranked: list[str], relevant: set[str]) -> Mapping[str, float]:
    """The same figures by ir_measures, which runs trec_eval."""
    measures = pytest.importorskip("ir_measures")
    wanted = [measures.R @ 1, measures.R @ 5, measures.RR, measures.nDCG @ 10, measures.nDCG @ 3]
    qrels = {"q": dict.fromkeys(relevant, 1)}
    # A run without a row is no run; an unjudged last row changes no figure.
    run = {"q": {name: float(-rank) for rank, name in enumerate([*ranked, "unjudged"])}}
    found = measures.calc_aggregate(wanted, qrels, run)
    return {str(measure): value for measure, value in found.items()}


@settings(deadline=None)
@given(rankings, gold)
def test_figures_are_those_of_trec_eval(ranked: list[str], relevant: set[str]) -> None:
    assert trec_eval(ranked, relevant) == pytest.approx(
        {
            "R@1": recall(ranked, relevant, 1),
            "R@5": recall(ranked, relevant, 5),
            "RR": reciprocal_rank(ranked, relevant),
            "nDCG@10": ndcg(ranked, relevant, 10),
            "nDCG@3": ndcg(ranked, relevant, 3),
        }
    )


def test_figures_worked_out_by_hand() -> None:
    ranked = ["x", "a", "y", "b"]
    assert recall(ranked, {"a", "b"}, 3) == 0.5
    assert reciprocal_rank(ranked, {"b", "z"}) == 0.25
    assert ndcg(ranked, {"a"}, 10) == pytest.approx(0.6309297535714575)  # 1 / log2(3)
    assert reciprocal_rank(ranked, {"z"}) == ndcg(ranked, {"z"}, 10) == recall(ranked, {"z"}, 10) == 0


def test_a_name_that_comes_again_counts_once() -> None:
    assert ndcg(["a", "a", "a"], {"a"}, 3) == recall(["a", "a"], {"a"}, 2) == 1
    assert ndcg(["a", "a", "b"], {"a", "b"}, 3) < 1
