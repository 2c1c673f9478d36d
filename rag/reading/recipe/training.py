"""The training loop: a schedule by the clock, checkpoints that resume where they stopped.

The learning rate follows the share of the time given, not of the steps, so a run on a busy machine still
ends with its decay complete.
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from rag.reading.recipe.losses import loss
from rag.reading.recipe.samples import Example

RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.06
WEIGHT_DECAY = 0.01
CLIP = 1.0
SAVE_SECONDS = 240.0
LOG_STEPS = 10
# Products of two-byte numbers, where the CPU has them: 1.3 times the windows a second, the same curve.
HALVES = torch.cpu._is_avx512_bf16_supported()  # what `torch.backends` tells is too coarse
CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


@dataclass
class Progress:
    """How far training has come."""

    epoch: int = 0
    batch: int = 0  # of this epoch
    steps: int = 0
    windows: int = 0
    seconds: float = 0.0


def batch_of(examples: Sequence[Example]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, passage and attention masks, padded to the longest."""
    longest = max(len(example.encoded.ids) for example in examples)
    ids = torch.ones((len(examples), longest), dtype=torch.long)  # 1 is <pad>
    passage, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, example in enumerate(examples):
        encoded = example.encoded
        ids[row, : len(encoded.ids)] = torch.tensor(encoded.ids)
        mask[row, : len(encoded.ids)] = 1
        passage[row, encoded.first : encoded.first + len(encoded.offsets)] = 1
    return ids, passage, mask


def rate_at(share: float) -> float:
    """Return the learning rate, as a share of its peak, when `share` of the time has gone."""
    return min(share / WARM_UP, (1 - share) / (1 - WARM_UP), 1.0) if share < 1 else 0.0


def train(
    network: nn.Module,
    epoch: Callable[[random.Random], Iterator[list[Example]]],
    out: Path,
    *,
    seconds: float,
    peak: float = 1.0,
    watch: Callable[[nn.Module], dict[str, float]] | None = None,
    watch_seconds: float = 1200.0,
    now: Callable[[], float] = time.monotonic,
) -> Progress:
    """Train for `seconds` in all, counting those of the run that `out` holds a checkpoint of.

    `peak` scales the learning rate: less than 1 for a network that has learnt already.
    """
    out.mkdir(parents=True, exist_ok=True)
    optimiser = _optimiser(network)
    progress = _resume(network, optimiser, out / CHECKPOINT)
    network.train()
    begun = now() - progress.seconds
    saved = watched = now()
    recent: dict[str, float] = {}
    while progress.seconds < seconds:
        for number, examples in enumerate(epoch(random.Random(progress.epoch))):  # noqa: S311  # not for secrets
            if number < progress.batch:
                continue
            parts = _step(network, optimiser, examples, peak * rate_at(min(1.0, (now() - begun) / seconds)))
            progress.batch, progress.steps = number + 1, progress.steps + 1
            progress.windows += len(examples)
            progress.seconds = now() - begun
            for name, value in parts.items():
                recent[name] = 0.95 * recent.get(name, value) + 0.05 * value
            if progress.steps % LOG_STEPS == 0:
                _log(out, vars(progress) | recent)
            over = progress.seconds >= seconds
            if over or now() - saved > SAVE_SECONDS:
                _save(network, optimiser, progress, out / CHECKPOINT)
                saved = now()
            if watch and (over or now() - watched > watch_seconds):
                _log(out, {"steps": progress.steps, "seconds": now() - begun} | watch(network))
                watched = now()
            if over:
                return progress
        progress.epoch, progress.batch = progress.epoch + 1, 0
    return progress


def _optimiser(network: nn.Module) -> torch.optim.Optimizer:
    learnt = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    groups = [
        {"params": [weight for name, weight in learnt if name.startswith("bert") == lower], "peak": peak}
        for lower, peak in ((True, RATE), (False, HEAD_RATE))
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), weight_decay=WEIGHT_DECAY, fused=True)


def _step(
    network: nn.Module, optimiser: torch.optim.Optimizer, examples: list[Example], rate: float
) -> dict[str, float]:
    for group in optimiser.param_groups:
        group["lr"] = rate * group["peak"]
    with torch.autocast("cpu", torch.bfloat16, enabled=HALVES):
        edges, relevance = network(*batch_of(examples))
    parts = loss(examples, edges.float(), relevance.float())
    total = torch.stack(list(parts.values())).sum()
    total.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), CLIP)
    optimiser.step()
    optimiser.zero_grad()
    return {name: float(value.detach()) for name, value in parts.items()}


def _resume(network: nn.Module, optimiser: torch.optim.Optimizer, path: Path) -> Progress:
    if not path.is_file():
        return Progress()
    state = torch.load(path, weights_only=True)
    network.load_state_dict(state["network"])
    optimiser.load_state_dict(state["optimiser"])
    return Progress(**state["progress"])


def _save(network: nn.Module, optimiser: torch.optim.Optimizer, progress: Progress, path: Path) -> None:
    state = {
        "network": network.state_dict(),
        "optimiser": optimiser.state_dict(),
        "progress": vars(progress),
    }
    beside = path.with_suffix(".new")
    torch.save(state, beside)
    beside.replace(path)


def _log(out: Path, line: dict[str, Any]) -> None:
    with (out / LOG).open("a", encoding="utf-8") as file:
        rounded = {name: round(value, 4) for name, value in line.items()}
        file.write(json.dumps(rounded) + "\n")
