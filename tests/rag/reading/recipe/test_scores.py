from rag.reading.recipe.scores import auroc, kept_at, risk_at, sign_test


def test_auroc_counts_pairs() -> None:
    assert auroc([2.0, 3.0], [0.0, 1.0]) == 1
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([0.0, 3.0], [1.0, 2.0]) == 0.5


def test_kept_at_counts_what_passes_the_threshold() -> None:
    wrong = [float(n) for n in range(100)]
    assert kept_at([93.0, 94.0, 97.0, 98.0], wrong, 0.05) == 0.5


def test_an_even_split_of_changes_is_chance_and_a_one_sided_one_is_not() -> None:
    assert sign_test(3, 3) == 1
    assert sign_test(0, 0) == 1
    assert sign_test(5, 0) == sign_test(0, 5) == 2 / 2**5
    assert sign_test(9, 1) == 2 * (1 + 10) / 2**10


def test_risk_falls_where_the_surest_answers_are_the_best() -> None:
    confidence, worth = [0.9, 0.1, 0.5, 0.7], [1.0, 0.0, 0.5, 1.0]
    assert [risk_at(confidence, worth, share) for share in (0.01, 0.5, 1.0)] == [0.0, 0.0, 0.375]
