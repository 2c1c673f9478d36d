"""Finds the largest magnitude of every input channel by running the exact encoder over sample texts."""

from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime
from onnx import helper
from tokenizers import Tokenizer

from embeddings.recipe.linear import ExactLinear
from embeddings.recipe.network import INPUT, embedding_model
from embeddings.recipe.weights import Encoder, Floats


def calibrate(encoder: Encoder, tokenizer: Tokenizer, texts: Sequence[str]) -> dict[str, Floats]:
    """Return, for each product of the encoder, the largest magnitude seen in each of its input channels."""
    linear = ExactLinear()
    model = embedding_model(encoder, linear)
    watched = sorted(set(linear.read.values()))
    model.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["texts", "tokens", None])
        for name in watched
    )
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    largest: dict[str, Floats] = {}
    for encoding in tokenizer.encode_batch(list(texts)):
        ids = np.array([encoding.ids[: encoder.shape.positions]], np.int64)
        for name, values in zip(watched, session.run(watched, {INPUT: ids}), strict=True):
            seen = np.abs(values).max(axis=(0, 1))
            largest[name] = np.maximum(largest.get(name, seen), seen)
    return {product: largest[read] for product, read in linear.read.items()}
