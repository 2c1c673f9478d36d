"""A reader of two layers with random weights, small enough to build in a test."""

import numpy as np
from tokenizers import Tokenizer

from embeddings.recipe.tokenizer import SPECIAL, build_tokenizer
from embeddings.recipe.weights import BLOCK, Blocks, Encoder, Floats, Shape
from rag.reading.recipe.graph import Heads

WIDTH, INNER, JUDGE, POSITIONS = 32, 64, 16, 512


def tiny_tokenizer() -> Tokenizer:
    characters = sorted(set("▁一二三年月日南翔镇成立于什么时候在上海是谁？。，、0123456789（）《》abcdefg"))
    words = ["南翔", "成立", "上海", "什么", "时候"]
    pieces = [*SPECIAL, *characters, *words]
    return build_tokenizer(pieces, [0.0] * 4 + [-5.0] * len(characters) + [-3.0] * len(words))


def tiny_encoder(pieces: int, layers: int = 2) -> Encoder:
    chance = np.random.default_rng(7)

    def random(*shape: int) -> Floats:
        return (0.2 * chance.standard_normal(shape)).astype(np.float32)

    def norm(name: str) -> dict[str, Floats]:
        return {f"{name}.w": 1 + random(WIDTH), f"{name}.b": random(WIDTH)}

    tensors = {"emb.pos": random(POSITIONS * WIDTH), "emb.type": random(2 * WIDTH), **norm("emb.ln")}
    for layer in range(layers):
        for part, (rows, columns) in {
            **dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH)),
            "fi": (INNER, WIDTH),
            "fo": (WIDTH, INNER),
        }.items():
            tensors[f"l{layer}.{part}.w"] = random(rows, columns)
            tensors[f"l{layer}.{part}.b"] = random(rows)
        tensors |= norm(f"l{layer}.aln") | norm(f"l{layer}.oln")
    words = Blocks(
        np.full((pieces, WIDTH // BLOCK), 0.1, np.float16),
        chance.integers(0, 256, (pieces, WIDTH // BLOCK, BLOCK // 2), dtype=np.uint8),
    )
    shape = Shape(WIDTH, layers, heads=4, feed_forward=INNER, positions=POSITIONS, epsilon=1e-12)
    return Encoder(shape, [""] * pieces, [0.0] * pieces, words, tensors)


def tiny_heads() -> Heads:
    chance = np.random.default_rng(8)
    shapes = {"edges": (2, WIDTH), "judge": (JUDGE, 2 * WIDTH), "verdict": (1, JUDGE)}
    return Heads(
        {name: chance.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()},
        {name: np.zeros(shape[0], np.float32) for name, shape in shapes.items()},
    )
