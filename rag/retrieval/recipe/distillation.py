"""Teaches a few layers of an encoder to give what all of them give.

Three losses: the angle between the texts' vectors, how differently both rank passages (Kullback-Leibler
divergence of the similarities to passages that never change; KALE, arXiv:2304.01016, aligns question
encoders so), and how far the states of the tokens are apart.
"""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from embeddings.protocols import Vectors
from embeddings.recipe.pytorch import LAYER_NAMES, bert_model
from embeddings.recipe.weights import Encoder

# After the same number of texts, batches of 128 had reached a cosine of .949, of 32 one of .965.
BATCH = 32
RATE = 6e-4
WARM_UP = 100  # steps
ALIKE = 50 * BATCH  # texts sorted by length together, so that little padding is read
SHARPNESS = 50.0  # of similarities, as a softmax sees them
ANGLE = 10.0  # weight of the angle beside the other losses
CLIP = 1.0

States = NDArray[np.float16]


@dataclass(frozen=True, slots=True, eq=False)
class Lessons:
    """What the layers read, and what they should give.

    `read` and `wanted` hold a row for each token; the rows of text i are those from `first[i]` to
    `first[i + 1]`. `chances` are those of the texts to be read in an epoch, `passages` are unit vectors.
    """

    read: States  # (tokens, width)
    wanted: States  # (tokens, width)
    first: NDArray[np.int64]  # (texts + 1,)
    chances: Sequence[float]
    passages: Vectors

    def __len__(self) -> int:
        return len(self.chances)

    def tokens(self, place: int) -> int:
        """Return how many tokens a text has."""
        return int(self.first[place + 1] - self.first[place])

    def padded(self, states: States, batch: Sequence[int]) -> Tensor:
        """Return the states (texts, tokens of the longest, width) of a batch, zero behind a text's end."""
        longest = max(map(self.tokens, batch))
        rows = np.zeros((len(batch), longest, states.shape[1]), np.float32)
        for row, place in zip(rows, batch, strict=True):
            row[: self.tokens(place)] = states[self.first[place] : self.first[place + 1]]
        return torch.from_numpy(rows)

    def mask(self, batch: Sequence[int]) -> Tensor:
        """Return 1 for each token of a batch and 0 for padding (texts, tokens of the longest)."""
        lengths = torch.tensor([self.tokens(place) for place in batch])
        return (torch.arange(int(lengths.max())) < lengths[:, None]).float()


def shallow(encoder: Encoder, layers: Sequence[int]) -> Encoder:
    """Return the encoder with only these layers, in this order."""
    tensors = {name: held for name, held in encoder.tensors.items() if not name.startswith("l")}
    for place, layer in enumerate(layers):
        tensors |= {
            f"l{place}.{name.partition('.')[2]}": held
            for name, held in encoder.tensors.items()
            if name.startswith(f"l{layer}.")
        }
    return replace(encoder, shape=replace(encoder.shape, layers=len(layers)), tensors=tensors)


def distil(
    start: Encoder,
    shared: int,
    lessons: Lessons,
    *,
    seconds: float,
    say: Callable[[str], object] = print,
    now: Callable[[], float] = time.monotonic,
) -> Encoder:
    """Return `start` with the layers above the `shared` lowest trained for so long."""
    layers: Any = bert_model(start).encoder.layer[shared:]
    optimiser = torch.optim.AdamW(layers.parameters(), lr=0.0, betas=(0.9, 0.98), weight_decay=0.01)
    passages = torch.from_numpy(lessons.passages)
    begun, steps = now(), 0
    while now() - begun < seconds:
        for batch in batches(lessons, random.Random(steps)):  # noqa: S311  # not for secrets
            left = 1 - (now() - begun) / seconds
            if left <= 0:
                break
            steps += 1
            optimiser.param_groups[0]["lr"] = RATE * min(1.0, steps / WARM_UP) * left
            mask = lessons.mask(batch)
            states = through(layers, lessons.padded(lessons.read, batch), mask)
            angle, ranking, apart = losses(states, lessons.padded(lessons.wanted, batch), mask, passages)
            optimiser.zero_grad()
            (ANGLE * angle + ranking + apart).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(layers.parameters(), CLIP)
            optimiser.step()
            if steps % WARM_UP == 0:
                say(f"{steps} steps, cosine {1 - angle.item():.4f}, divergence {ranking.item():.4f}")
    return _trained(start, shared, layers)


def batches(lessons: Lessons, chance: random.Random) -> Iterator[list[int]]:
    """Yield the places of an epoch's texts, those of a batch about equally long, in random order."""
    drawn = [place for place, share in enumerate(lessons.chances) if chance.random() < share]
    chance.shuffle(drawn)
    found = []
    for first in range(0, len(drawn), ALIKE):
        alike = sorted(drawn[first : first + ALIKE], key=lessons.tokens)
        found += [alike[place : place + BATCH] for place in range(0, len(alike), BATCH)]
    chance.shuffle(found)
    yield from found


def through(layers: Any, states: Tensor, mask: Tensor) -> Tensor:
    """Return what the layers make of the states (texts, tokens, width)."""
    hidden = (mask - 1)[:, None, None, :] * 1e4
    for layer in layers:
        found = layer(states, attention_mask=hidden)
        states = found[0] if isinstance(found, tuple) else found
    return states


def means(states: Tensor, mask: Tensor) -> Tensor:
    """Return the unit vector (texts, width) of each text, the mean over its tokens."""
    return functional.normalize((states * mask[..., None]).sum(dim=1), dim=-1)


def losses(states: Tensor, wanted: Tensor, mask: Tensor, passages: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the mean of 1 - cosine, the divergence of the rankings of `passages` in nats, and the mean
    squared distance of the tokens' states, as a share of the squared length of the wanted ones.
    """
    vectors, targets = means(states, mask), means(wanted, mask)
    angle = 1 - (vectors * targets).sum(dim=-1).mean()
    ours, theirs = (
        functional.log_softmax(SHARPNESS * side @ passages.T, dim=-1) for side in (vectors, targets)
    )
    ranking = functional.kl_div(ours, theirs, log_target=True, reduction="batchmean")
    lengths = wanted.square().sum(dim=-1).clamp_min(1e-6)
    apart = (states - wanted).square().sum(dim=-1) / lengths
    return angle, ranking, (apart * mask).sum() / mask.sum()


def _trained(start: Encoder, shared: int, layers: Any) -> Encoder:
    state, tensors = layers.state_dict(), dict(start.tensors)
    for layer in range(start.shape.layers - shared):
        for ours, theirs in LAYER_NAMES.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                held = state[f"{layer}.{theirs}.{long}"]
                tensors[f"l{shared + layer}.{ours}.{short}"] = np.array(held.numpy())
    return replace(start, tensors=tensors)
