from rag.reading.recipe.scores import auroc, kept_at


def test_auroc_counts_pairs() -> None:
    assert auroc([2.0, 3.0], [0.0, 1.0]) == 1
    assert auroc([1.0], [1.0]) == 0.5
    assert auroc([0.0, 3.0], [1.0, 2.0]) == 0.5


def test_kept_at_counts_what_passes_the_threshold() -> None:
    wrong = [float(n) for n in range(100)]
    assert kept_at([93.0, 94.0, 97.0, 98.0], wrong, 0.05) == 0.5
