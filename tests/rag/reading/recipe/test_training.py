import json
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from embeddings.recipe.linear import ExactLinear
from rag.reading.encoding import encode
from rag.reading.reader import inputs
from rag.reading.recipe.export import parts
from rag.reading.recipe.graph import reader_model
from rag.reading.recipe.samples import Example
from tests.rag.reading.tiny import tiny_encoder, tiny_tokenizer

torch = pytest.importorskip("torch")

from rag.reading.recipe.network import Dropout, Network  # noqa: E402
from rag.reading.recipe.training import LOG, LOG_STEPS, batch_of, rate_at, train  # noqa: E402

torch.set_num_threads(1)  # more only wait for each other over so small a network

TOKENIZER = tiny_tokenizer()
WINDOWS = ("南翔镇成立于1970年。", "上海在南翔。是谁在上海？")


def examples() -> list[Example]:
    first, second = (encode(TOKENIZER, "什么时候？", window) for window in WINDOWS)
    return [Example(0, first, first.tokens_of(6, 11)), Example(0, second, None)]


def epoch(_chance: random.Random) -> Iterator[list[Example]]:
    for _ in range(5):
        yield examples()


def network() -> Network:
    torch.manual_seed(0)
    return Network(tiny_encoder(TOKENIZER.get_vocab_size()), layers=2, frozen=1)


def test_the_rate_warms_up_and_ends_at_nothing() -> None:
    assert rate_at(0) == 0
    assert rate_at(0.06) == pytest.approx(1)
    assert rate_at(0.53) == pytest.approx(0.5)
    assert rate_at(1) == rate_at(7) == 0


def test_the_loss_falls_and_frozen_weights_stay(tmp_path: Path) -> None:
    reader = network()
    before = {name: weight.clone() for name, weight in reader.named_parameters()}
    ticks = count()
    progress = train(reader, epoch, tmp_path, seconds=90, now=lambda: next(ticks))
    log = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert log[-1]["span"] < log[0]["span"]
    assert progress.steps >= LOG_STEPS
    moved = {name for name, weight in reader.named_parameters() if not torch.equal(weight, before[name])}
    assert not any(name.startswith(("bert.embeddings", "bert.encoder.layer.0.")) for name in moved)
    assert any(name.startswith("bert.encoder.layer.1.") for name in moved)


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    ticks = count()
    first = train(network(), epoch, tmp_path, seconds=30, now=lambda: next(ticks))
    resumed = network()
    second = train(resumed, epoch, tmp_path, seconds=60, now=lambda: next(ticks))
    assert second.steps > first.steps
    assert second.windows == 2 * second.steps
    again = network()
    assert train(again, epoch, tmp_path, seconds=60, now=lambda: next(ticks)) == second
    assert all(torch.equal(a, b) for a, b in zip(resumed.parameters(), again.parameters(), strict=True))


def test_the_graph_computes_what_was_trained() -> None:
    reader = network()
    trained, heads = parts(reader.state_dict(), tiny_encoder(TOKENIZER.get_vocab_size()), layers=2)
    model = reader_model(trained, heads, ExactLinear(), {})
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.no_grad():
        expected_edges, expected_relevance = reader(*batch_of(examples()))
    for row, example in enumerate(examples()):
        edges, relevance = session.run(["edges", "relevance"], inputs(example.encoded))
        length = len(example.encoded.ids)
        np.testing.assert_allclose(edges[0], expected_edges[row, :, :length].numpy(), rtol=1e-3, atol=1e-3)
        np.testing.assert_allclose(relevance, expected_relevance[row : row + 1].numpy(), rtol=1e-3, atol=1e-3)


def test_dropout_keeps_the_mean_and_draws_anew() -> None:
    dropout, states = Dropout(0.1), torch.ones(200, 300)
    first, second = dropout(states), dropout(states)
    assert first.unique().tolist() == pytest.approx([0, 1 / 0.9])
    assert float(first.mean()) == pytest.approx(1, abs=0.01)
    assert not torch.equal(first, second)
    dropout.train(mode=False)
    assert torch.equal(dropout(states), states)


def test_what_is_learnt_is_dropped_from() -> None:
    reader = network().train()
    ids, passage, mask = batch_of(examples())
    assert not torch.equal(reader(ids, passage, mask)[1], reader(ids, passage, mask)[1])
    reader.train(mode=False)
    assert torch.equal(reader(ids, passage, mask)[1], reader(ids, passage, mask)[1])
