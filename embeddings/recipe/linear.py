"""Two ways to multiply by a weight matrix: exactly, and in 8 bits."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.recipe.graph import MICROSOFT, Graph
from embeddings.recipe.weights import Floats

# Between 0 (all difficulty stays with the activations) and 1 (all moves to the weights): the error of
# scores is least at 0.7–0.8, three times smaller than without.
SMOOTHING = 0.75
MIDDLE = 128  # the unsigned byte that stands for weight zero
SIGNED_LARGEST = 63  # two products of it with the largest unsigned byte fit into 16 bits


class Linear(Protocol):
    """Adds `values @ weights.T + bias` to a graph and returns the name of the result."""

    def __call__(self, graph: Graph, values: str, weights: Floats, bias: Floats, name: str) -> str:
        """Add the product; `weights` is (outputs, inputs)."""


@dataclass(frozen=True, slots=True)
class ExactLinear:
    """Float32; remembers which value each product read, for calibration."""

    read: dict[str, str] = field(default_factory=dict)

    def __call__(self, graph: Graph, values: str, weights: Floats, bias: Floats, name: str) -> str:
        """Add a float32 product."""
        self.read[name] = values
        product = graph.node(
            "MatMul", [values, graph.constant(f"{name}.weights", weights.T)], f"{name}.product"
        )
        return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)], name)


@dataclass(frozen=True, slots=True)
class ByteLinear:
    """Activations quantised as they come, weights per output channel, after smoothing (SmoothQuant, 2022).

    A few input channels are tens of times larger than the rest and would take the whole 8-bit range: each
    channel is divided by a factor that its weights are multiplied by. `largest` holds, by product, the
    largest magnitude seen in each input channel. Weights are unsigned because processors without VNNI
    add products of unsigned and signed bytes in 16 bits, which overflow. Those of the kinds in `signed` are
    signed, in seven bits, which do not, and take a fifth less time.
    """

    largest: dict[str, Floats]
    signed: Collection[str] = ()  # last parts of names of products

    def __call__(self, graph: Graph, values: str, weights: Floats, bias: Floats, name: str) -> str:
        """Add an 8-bit product."""
        factors = smoothing(self.largest[name], weights)
        smooth = graph.node("Mul", [values, graph.constant(f"{name}.factors", 1 / factors)], f"{name}.smooth")
        signed = name.rpartition(".")[2] in self.signed
        scales, integers = quantise(weights * factors, signed=signed)
        zero = 0 if signed else MIDDLE
        constants = [
            graph.constant(f"{name}.weights", integers.T),
            graph.constant(f"{name}.scales", scales),
            graph.constant(f"{name}.zeros", np.full(scales.shape, zero, integers.dtype)),
            graph.constant(f"{name}.bias", bias),
        ]
        return graph.node("DynamicQuantizeMatMul", [smooth, *constants], name, domain=MICROSOFT)


def smoothing(largest: Floats, weights: Floats) -> Floats:
    """Return the factor of each input channel, at most 1."""
    heaviest = np.maximum(np.abs(weights).max(axis=0), 1e-5)
    factors = largest**SMOOTHING / heaviest ** (1 - SMOOTHING)
    limited: Floats = np.maximum(factors / factors.max(), np.float32(1e-3))
    return limited


def quantise(weights: Floats, *, signed: bool = False) -> tuple[Floats, NDArray[np.uint8 | np.int8]]:
    """Return a scale for each output channel and the weights in bytes: around `MIDDLE`, or `signed` ones."""
    largest = SIGNED_LARGEST if signed else MIDDLE - 1
    scales = np.maximum(np.abs(weights).max(axis=1) / largest, 1e-9).astype(np.float32)
    integers = np.rint(weights / scales[:, None])
    return scales, integers.astype(np.int8) if signed else (integers + MIDDLE).astype(np.uint8)
