import pytest

from rag.reading.recipe.scores import auroc, exact, f1, kept_at


@pytest.mark.parametrize(
    ("answer", "variants", "score"),
    [
        pytest.param("1970年", ["1970年"], 1.0, id="same"),
        pytest.param("《家》。", ["家"], 1.0, id="punctuation_is_nothing"),
        pytest.param("上海南翔", ["南翔"], 2 / 3, id="too_long"),
        pytest.param("南和翔", ["南翔"], 0.4, id="only_the_longest_run_counts"),
        pytest.param("Beyond乐队", ["beyond"], 0.5, id="a_foreign_word_is_one_token"),
        pytest.param("北京", ["上海"], 0.0, id="other"),
        pytest.param("", ["上海"], 0.0, id="empty"),
        pytest.param("上海", ["北京", "上海"], 1.0, id="best_variant"),
    ],
)
def test_f1_is_that_of_cmrc(answer: str, variants: list[str], score: float) -> None:
    assert f1(answer, variants) == pytest.approx(score)


def test_exact_match_ignores_marks_only() -> None:
    assert exact("“上海”", ["上海"]) == 1
    assert exact("上海市", ["上海"]) == 0


def test_auroc_counts_pairs() -> None:
    assert auroc([2.0, 3.0], [0.0, 1.0]) == 1
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([0.0, 3.0], [1.0, 2.0]) == 0.5


def test_kept_at_counts_what_passes_the_threshold() -> None:
    wrong = [float(n) for n in range(100)]
    assert kept_at([93.0, 94.0, 97.0, 98.0], wrong, 0.05) == 0.5
