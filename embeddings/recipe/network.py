"""The BERT encoder as an ONNX graph over one text at a time: no padding, so no mask."""

import numpy as np
import onnx

from embeddings.recipe.graph import MICROSOFT, Graph
from embeddings.recipe.linear import Linear
from embeddings.recipe.weights import Blocks, Encoder, Floats

INPUT, OUTPUT = "ids", "vector"
IS_QUESTION = "is_question"


def embedding_model(encoder: Encoder, linear: Linear) -> onnx.ModelProto:
    """Return the model: ids (texts, tokens) of equally long texts → unit vectors (texts, width)."""
    graph = Graph()
    _add_mean(graph, add_encoder(graph, encoder, linear), OUTPUT)
    return graph.model(inputs={INPUT: ["texts", "tokens"]}, outputs=_outputs(encoder))


def two_sided_model(
    passages: Encoder, questions: Encoder, of_passages: Linear, of_questions: Linear
) -> onnx.ModelProto:
    """Return the model of two encoders over the same word vectors; `is_question`, a boolean, chooses one.

    The lowest layers that both have alike are there once.
    """
    graph = Graph()
    shared = _alike(passages, questions)
    states = _add_layers(graph, passages, of_passages, _add_embeddings(graph, passages), range(shared))
    question, passage = graph.branch("question"), graph.branch("passage")
    for branch, encoder, linear in ((question, questions, of_questions), (passage, passages, of_passages)):
        own = range(shared, encoder.shape.layers)
        _add_mean(branch, _add_layers(branch, encoder, linear, states, own), f"{branch.name}.{OUTPUT}")
    graph.choose(IS_QUESTION, question, passage, OUTPUT)
    inputs: dict[str, list[str | int]] = {INPUT: ["texts", "tokens"]}
    return graph.model(inputs=inputs, flags=[IS_QUESTION], outputs=_outputs(passages))


def add_encoder(graph: Graph, encoder: Encoder, linear: Linear) -> str:
    """Add embeddings and layers; return the name of the hidden states (texts, tokens, width)."""
    return _add_layers(graph, encoder, linear, _add_embeddings(graph, encoder), range(encoder.shape.layers))


def states_above(layers: int) -> str:
    """Return the name of the hidden states that so many layers give."""
    return f"l{layers - 1}.oln"


def _outputs(encoder: Encoder) -> dict[str, list[str | int]]:
    return {OUTPUT: ["texts", encoder.shape.width]}


def _alike(one: Encoder, other: Encoder) -> int:
    """Return how many of the lowest layers are the same in both."""
    layers = min(one.shape.layers, other.shape.layers)
    return next((layer for layer in range(layers) if not _same(one, other, f"l{layer}.")), layers)


def _same(one: Encoder, other: Encoder, layer: str) -> bool:
    return all(
        np.array_equal(held, other.tensors[name])
        for name, held in one.tensors.items()
        if name.startswith(layer)
    )


def _add_mean(graph: Graph, states: str, name: str) -> None:
    """Add the mean over the tokens, of length 1."""
    axis = graph.constant("tokens.axis", np.array([1], np.int64))
    mean = graph.node("ReduceMean", [states, axis], "mean", keepdims=0)
    graph.node("LpNormalization", [mean], name, axis=-1, p=2)


def _add_layers(graph: Graph, encoder: Encoder, linear: Linear, states: str, layers: range) -> str:
    for layer in layers:
        states = _add_layer(graph, encoder, linear, states, f"l{layer}")
    return states


def _add_embeddings(graph: Graph, encoder: Encoder) -> str:
    width = encoder.shape.width
    words = add_lookup(graph, encoder.words, "words")
    # Every token is of type 0, so its vector can be part of the positions.
    places = encoder.tensors["emb.pos"].reshape(-1, width) + encoder.tensors["emb.type"][:width]
    length = graph.node("Shape", [INPUT], "length", start=1, end=2)
    starts = graph.constant("positions.start", np.array([0], np.int64))
    positions = graph.node("Slice", [graph.constant("positions", places), starts, length], "positions.used")
    total = graph.node("Add", [words, positions], "embeddings")
    return _add_norm(graph, encoder, total, "emb.ln")


def add_lookup(graph: Graph, table: Blocks, name: str) -> str:
    """Add the lookup of word vectors, kept in the 4-bit blocks they came in: half a byte each, no loss."""
    rows, blocks, half = table.nibbles.shape
    packed = graph.node("Gather", [graph.constant(f"{name}.nibbles", table.nibbles), INPUT], f"{name}.packed")
    mask = graph.constant(f"{name}.mask", np.array(15, np.uint8))
    four = graph.constant(f"{name}.four", np.array(4, np.uint8))
    low = graph.node("BitwiseAnd", [packed, mask], f"{name}.low")
    high = graph.node("BitShift", [packed, four], f"{name}.high", direction="RIGHT")
    both = graph.node("Concat", [low, high], f"{name}.both", axis=-1)
    values = graph.node("Cast", [both], f"{name}.float", to=onnx.TensorProto.FLOAT)
    middle = graph.constant(f"{name}.middle", np.array(8, np.float32))
    centred = graph.node("Sub", [values, middle], f"{name}.centred")
    stored = graph.constant(f"{name}.scales", table.scales.reshape(rows, blocks, 1))
    half_scales = graph.node("Gather", [stored, INPUT], f"{name}.scales.half")
    scales = graph.node("Cast", [half_scales], f"{name}.scales.float", to=onnx.TensorProto.FLOAT)
    scaled = graph.node("Mul", [centred, scales], f"{name}.scaled")
    shape = graph.constant(f"{name}.shape", np.array([0, 0, blocks * half * 2], np.int64))
    return graph.node("Reshape", [scaled, shape], name)


def _add_layer(graph: Graph, encoder: Encoder, linear: Linear, states: str, layer: str) -> str:
    tensors = encoder.tensors
    weights = np.concatenate([tensors[f"{layer}.{part}.w"] for part in "qkv"])
    bias = np.concatenate([tensors[f"{layer}.{part}.b"] for part in "qkv"])
    projected = linear(graph, states, weights, bias, f"{layer}.qkv")
    parts = graph.split("Split", [projected], [f"{layer}.{part}" for part in "qkv"], axis=-1, num_outputs=3)
    attended = graph.node(
        "MultiHeadAttention", parts, f"{layer}.attended", domain=MICROSOFT, num_heads=encoder.shape.heads
    )
    mixed = linear(graph, attended, tensors[f"{layer}.ao.w"], tensors[f"{layer}.ao.b"], f"{layer}.mixed")
    states = _add_residual(graph, encoder, states, mixed, f"{layer}.aln")
    wide = linear(graph, states, tensors[f"{layer}.fi.w"], tensors[f"{layer}.fi.b"], f"{layer}.wide")
    bent = graph.node("Gelu", [wide], f"{layer}.bent")
    narrow = linear(graph, bent, tensors[f"{layer}.fo.w"], tensors[f"{layer}.fo.b"], f"{layer}.narrow")
    return _add_residual(graph, encoder, states, narrow, f"{layer}.oln")


def _add_residual(graph: Graph, encoder: Encoder, states: str, change: str, name: str) -> str:
    return _add_norm(graph, encoder, graph.node("Add", [states, change], f"{name}.sum"), name)


def _add_norm(graph: Graph, encoder: Encoder, values: str, name: str) -> str:
    gain: Floats = encoder.tensors[f"{name}.w"]
    inputs = [
        values,
        graph.constant(f"{name}.w", gain),
        graph.constant(f"{name}.b", encoder.tensors[f"{name}.b"]),
    ]
    return graph.node("LayerNormalization", inputs, name, axis=-1, epsilon=encoder.shape.epsilon)
