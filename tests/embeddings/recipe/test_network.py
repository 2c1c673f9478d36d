from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from embeddings.protocols import Vectors
from embeddings.recipe.calibration import calibrate
from embeddings.recipe.linear import MIDDLE, ByteLinear, ExactLinear, Linear, quantise, smoothing
from embeddings.recipe.network import embedding_model, two_sided_model
from embeddings.recipe.tokenizer import build_tokenizer
from embeddings.recipe.weights import Encoder
from embeddings.sentence import SentenceTransformerEmbedder

TEXTS = ["今天天气很好", "weather is fine today. is it?", "", "q", "今天 日本 abc " * 5]


def run(encoder: Encoder, linear: Linear) -> Vectors:
    model = embedding_model(encoder, linear).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    tokenizer = build_tokenizer(encoder.pieces, encoder.scores)
    ids = [tokenizer.encode(f"passage: {text}").ids for text in TEXTS]
    return np.concatenate([session.run(None, {"ids": np.array([row], np.int64)})[0] for row in ids])


def test_the_exact_graph_gives_the_vectors_of_sentence_transformers(
    tiny_encoder: Encoder, tiny_folder: Path
) -> None:
    expected = SentenceTransformerEmbedder(str(tiny_folder)).embed(TEXTS)
    assert run(tiny_encoder, ExactLinear()) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("signed", [(), ("wide",), ("qkv", "mixed", "wide", "narrow")])
def test_bytes_are_close(tiny_encoder: Encoder, signed: tuple[str, ...]) -> None:
    tokenizer = build_tokenizer(tiny_encoder.pieces, tiny_encoder.scores)
    largest = calibrate(tiny_encoder, tokenizer, [f"passage: {text}" for text in TEXTS])
    cosines = (run(tiny_encoder, ByteLinear(largest, signed)) * run(tiny_encoder, ExactLinear())).sum(axis=1)
    assert cosines.min() > 0.999


def test_the_same_weights_give_the_same_bytes(tiny_encoder: Encoder) -> None:
    first, second = (embedding_model(tiny_encoder, ExactLinear()) for _turn in range(2))
    assert first.SerializeToString(deterministic=True) == second.SerializeToString(deterministic=True)


@pytest.mark.parametrize(("changed", "copies"), [("l0.fi.w", 4), ("l1.fi.w", 3)])
def test_each_side_of_a_model_gives_its_own_encoder_s_vectors(
    tiny_encoder: Encoder, changed: str, copies: int
) -> None:
    again = {f"l1{name[2:]}": held for name, held in tiny_encoder.tensors.items() if name.startswith("l0.")}
    tensors = tiny_encoder.tensors | again
    one = replace(tiny_encoder, shape=replace(tiny_encoder.shape, layers=2), tensors=tensors)
    other = replace(one, tensors=tensors | {changed: tensors[changed] * 0.5})
    model = two_sided_model(one, other, ExactLinear(), ExactLinear()).SerializeToString()
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    tokenizer = build_tokenizer(tiny_encoder.pieces, tiny_encoder.scores)
    ids = [np.array([tokenizer.encode(f"passage: {text}").ids], np.int64) for text in TEXTS]
    of_passages, of_questions = (
        np.concatenate([session.run(None, {"ids": row, "is_question": np.array(side)})[0] for row in ids])
        for side in (False, True)
    )
    assert of_passages == pytest.approx(run(one, ExactLinear()), abs=1e-6)
    assert of_questions == pytest.approx(run(other, ExactLinear()), abs=1e-6)
    assert np.abs(of_passages - of_questions).max() > 0.01
    assert model.count(tensors["l0.fi.b"].tobytes()) == copies


@pytest.mark.parametrize(("zero", "most"), [(MIDDLE, 127), (0, 63)], ids=["unsigned", "signed"])
def test_quantised_weights_are_off_by_half_a_step_at_most(zero: int, most: int) -> None:
    weights = np.random.default_rng(3).normal(size=(5, 40)).astype(np.float32)
    weights[4] = 0
    scales, integers = quantise(weights, signed=zero == 0)
    moved = integers.astype(np.float32) - zero
    restored = moved * scales[:, None]
    assert np.abs(moved).max() == most
    assert (np.abs(restored - weights) <= scales[:, None] / 2 + 1e-7).all()
    assert (restored[4] == 0).all()


def test_smoothing_gives_outliers_to_the_weights() -> None:
    largest = np.array([1, 1, 30, 0], np.float32)
    factors = smoothing(largest, np.ones((2, 4), np.float32))
    assert factors.max() == factors[2] == 1
    assert factors[0] == factors[1] == pytest.approx(30**-0.75)
    assert factors[3] > 0
