"""A few layers learn the vectors of all."""

import random
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from embeddings.recipe.layers import save_layers, with_layers
from embeddings.recipe.linear import ExactLinear
from embeddings.recipe.pytorch import bert_model
from embeddings.recipe.weights import Encoder
from rag.retrieval.recipe.distillation import Lessons, batches, distil, losses, means, shallow, through
from rag.retrieval.recipe.lessons import lessons
from rag.retrieval.recipe.texts import Texts, _parts
from tests.rag.reading.tiny import tiny_encoder, tiny_tokenizer

ROWS = [[0, *range(start, start + 6), 2] for start in range(5, 29)]
EVERY = torch.ones(len(ROWS), len(ROWS[0]))


def states(encoder: Encoder, layers: int | None = None) -> Tensor:
    """Return what so many layers make of the rows; without a number, all of them."""
    network = bert_model(encoder)
    with torch.no_grad():
        begun: Tensor = network.embeddings(input_ids=torch.tensor(ROWS))
        return through(network.encoder.layer[:layers], begun, EVERY)


def flat(found: Tensor) -> np.ndarray[tuple[int, ...], np.dtype[np.float16]]:
    return found.reshape(-1, found.shape[-1]).numpy().astype(np.float16)


@pytest.fixture(scope="module")
def whole() -> Encoder:
    return tiny_encoder(tiny_tokenizer().get_vocab_size())


def test_the_layers_chosen_stand_in_their_order(whole: Encoder) -> None:
    last = shallow(whole, [1])
    assert last.shape.layers == 1
    assert np.array_equal(last.tensors["l0.q.w"], whole.tensors["l1.q.w"])
    assert np.array_equal(last.tensors["emb.pos"], whole.tensors["emb.pos"])
    assert not [name for name in last.tensors if name.startswith("l1.")]


def test_one_layer_comes_nearer_to_the_states_of_two(whole: Encoder) -> None:
    torch.manual_seed(0)
    wanted = states(whole)
    first = np.arange(len(ROWS) + 1) * len(ROWS[0])
    passages = means(wanted, EVERY)[:8]
    taught = Lessons(flat(states(whole, 1)), flat(wanted), first, [1.0] * len(ROWS), passages.numpy())
    start = shallow(whole, [0, 0])
    ticks = iter(range(10_000))
    learnt = distil(start, 1, taught, seconds=240, now=lambda: float(next(ticks)), say=lambda _line: None)
    before, after = (losses(states(encoder), wanted, EVERY, passages) for encoder in (start, learnt))
    for was, now in zip(before, after, strict=True):
        assert now < 0.5 * was
    for name, held in start.tensors.items():
        assert np.array_equal(learnt.tensors[name], held) is not name.startswith("l1.")


def test_equal_states_lose_nothing_and_others_do(whole: Encoder) -> None:
    right = states(whole)
    passages = means(right, EVERY)[:5]
    assert [loss.item() for loss in losses(right, right, EVERY, passages)] == pytest.approx([0] * 3, abs=1e-6)
    assert all(loss.item() > 0.01 for loss in losses(right.flip(0), right, EVERY, passages))


def test_padding_changes_no_vector_and_no_loss(whole: Encoder) -> None:
    layers = bert_model(whole).encoder.layer
    right = states(whole, 0)
    longer = torch.cat([right, torch.full_like(right, 3.0)], dim=1)
    mask = torch.cat([EVERY, torch.zeros_like(EVERY)], dim=1)
    with torch.no_grad():
        short, padded = through(layers, right, EVERY), through(layers, longer, mask)
    assert means(padded, mask).numpy() == pytest.approx(means(short, EVERY).numpy(), abs=1e-5)
    wanted = short.flip(0)
    passages = means(short, EVERY)[:5]
    expected = [loss.item() for loss in losses(short, wanted, EVERY, passages)]
    found = losses(padded, torch.cat([wanted, torch.zeros_like(wanted)], dim=1), mask, passages)
    assert [loss.item() for loss in found] == pytest.approx(expected, abs=1e-4)


def test_an_epoch_draws_by_chance_and_each_text_once() -> None:
    first = np.cumsum([0, *(place % 7 + 2 for place in range(900))])
    nothing = np.zeros((int(first[-1]), 2), np.float16)
    chances = [1.0] * 300 + [0.5] * 300 + [0.0] * 300
    taught = Lessons(nothing, nothing, first, chances, np.zeros((1, 2), np.float32))
    drawn = [place for batch in batches(taught, random.Random(1)) for place in batch]  # noqa: S311  # not for secrets
    assert len(drawn) == len(set(drawn))
    assert set(range(300)) <= set(drawn)
    assert 100 < sum(300 <= place < 600 for place in drawn) < 200
    assert max(drawn) < 600


def test_layers_are_written_and_read_back(whole: Encoder, tmp_path: Path) -> None:
    save_layers(shallow(whole, [1]), tmp_path / "layers.npz")
    read = with_layers(whole, tmp_path / "layers.npz")
    assert read.shape.layers == 1
    assert read.tensors.keys() == shallow(whole, [1]).tensors.keys()
    assert torch.equal(states(read), states(shallow(whole, [1])))


def test_lessons_are_the_states_of_the_whole_encoder(whole: Encoder) -> None:
    pieces = [piece for piece, _number in sorted(tiny_tokenizer().get_vocab().items(), key=itemgetter(1))]
    encoder = replace(whole, pieces=pieces, scores=[0.0] * len(pieces))
    asked = ["南翔镇成立于什么时候？", "一二三" * 90, "谁？"]
    taught = lessons(encoder, ExactLinear(), 1, Texts(asked, [0.5, 1.0, 0.2], ["上海" * 500]))
    assert list(taught.chances) == [0.5, 0.2]  # the other one is too long
    assert len(taught.passages) == 3  # pieces of 500 characters, a hundred of them shared
    mask = taught.mask([0, 1])
    assert mask.sum(dim=1).tolist() == [taught.tokens(0), taught.tokens(1)]
    layers = bert_model(encoder).encoder.layer
    with torch.no_grad():
        found = through(layers[1:], taught.padded(taught.read, [0, 1]), mask)
    wanted = taught.padded(taught.wanted, [0, 1])
    assert (found * mask[..., None]).numpy() == pytest.approx(wanted.numpy(), abs=0.01)


def test_a_text_gives_its_sentences_clauses_and_names() -> None:
    assert set(_parts(["他写了《红楼梦》，很长。有人读过。"])) == {
        "他写了《红楼梦》，很长。",
        "他写了",
        "红楼梦",
        "很长",
        "有人读过。",
        "有人读过",
    }
