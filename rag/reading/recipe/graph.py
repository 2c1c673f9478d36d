"""The trained reader as an ONNX graph over one window at a time: the encoder in 8 bits, the heads exact."""

from dataclasses import dataclass, replace

import numpy as np
import onnx

from embeddings.recipe.graph import Graph
from embeddings.recipe.linear import Linear
from embeddings.recipe.network import INPUT, add_encoder
from embeddings.recipe.weights import Encoder, Floats
from rag.reading.recipe.network import NEVER

PASSAGE = "passage"


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights (outputs, inputs) and biases by the name of the head: edges, judge, verdict."""

    weights: dict[str, Floats]
    biases: dict[str, Floats]


def cut(encoder: Encoder, layers: int) -> Encoder:
    """Return the encoder with its lowest layers only."""
    return replace(encoder, shape=replace(encoder.shape, layers=layers))


def reader_model(encoder: Encoder, heads: Heads, linear: Linear, metadata: dict[str, str]) -> onnx.ModelProto:
    """Return the model: ids and passage (1, tokens) → edges (1, 2, tokens), relevance (1)."""
    graph = Graph()
    states = add_encoder(graph, encoder, linear)
    edges = _add_edges(graph, heads, states)
    _add_relevance(graph, heads, states, edges)
    model = graph.model(
        inputs={INPUT: ["windows", "tokens"], PASSAGE: ["windows", "tokens"]},
        outputs={"edges": ["windows", 2, "tokens"], "relevance": ["windows"]},
    )
    onnx.helper.set_model_props(model, metadata)
    return model


def _add_edges(graph: Graph, heads: Heads, states: str) -> str:
    logits = graph.node("Transpose", [_add_head(graph, heads, states, "edges")], "edges.rows", perm=[0, 2, 1])
    inside = graph.node("Cast", [PASSAGE], "passage.float", to=onnx.TensorProto.FLOAT)
    one = graph.constant("one", np.array(1, np.float32))
    outside = graph.node("Sub", [one, inside], "passage.outside")
    never = graph.constant("never", np.array(NEVER, np.float32))
    masked = graph.node("Mul", [outside, never], "passage.never")
    axis = graph.constant("row.axis", np.array([1], np.int64))
    rows = graph.node("Unsqueeze", [masked, axis], "passage.rows")
    return graph.node("Add", [logits, rows], "edges")


def _add_relevance(graph: Graph, heads: Heads, states: str, edges: str) -> None:
    axis = graph.constant("start.axis", np.array([1], np.int64))
    begin, end = (
        graph.constant(f"start.{name}", np.array([at], np.int64)) for name, at in (("begin", 0), ("end", 1))
    )
    starts = graph.node("Slice", [edges, begin, end, axis], "starts")
    shares = graph.node("Softmax", [starts], "starts.shares", axis=-1)
    answer = graph.node("MatMul", [shares, states], "answer")
    opening = graph.node("Slice", [states, begin, end, axis], "opening")
    seen = graph.node("Concat", [opening, answer], "seen", axis=-1)
    judged = graph.node("Gelu", [_add_head(graph, heads, seen, "judge")], "judged")
    axes = graph.constant("verdict.axes", np.array([1, 2], np.int64))
    graph.node("Squeeze", [_add_head(graph, heads, judged, "verdict"), axes], "relevance")


def _add_head(graph: Graph, heads: Heads, values: str, name: str) -> str:
    weights = graph.constant(f"{name}.weights", heads.weights[name].T)
    product = graph.node("MatMul", [values, weights], f"{name}.product")
    return graph.node("Add", [product, graph.constant(f"{name}.bias", heads.biases[name])], f"{name}.logits")
