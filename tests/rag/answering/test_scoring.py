import json
from importlib.resources import files

import pytest

from rag.answering import scoring

MODELS = json.loads(files("rag.answering").joinpath("scoring.json").read_text("utf-8"))


@pytest.mark.parametrize("model", MODELS)
def test_every_weight_belongs_to_a_feature(model: str) -> None:
    assert set(MODELS[model]["weights"]) <= set(scoring.features(model))


def test_a_probability_is_that_of_its_odds() -> None:
    assert scoring.probability(0.0) == 0.5
    assert scoring.probability(2.0) == pytest.approx(0.8808, abs=1e-4)
