"""A reader's folder gives the network back that it was written from, but for what 8 bits lose."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from embeddings.recipe.calibration import calibrate
from rag.reading.calibration import Calibration
from rag.reading.recipe.export import HEADS, KEPT, between, parts, write
from rag.reading.recipe.network import Network
from rag.reading.recipe.own import LEARNT, TUNING
from rag.reading.recipe.restored import restored
from tests.rag.reading.tiny import tiny_encoder, tiny_tokenizer


def test_what_was_written_is_restored(tmp_path: Path) -> None:
    tokenizer = tiny_tokenizer()
    start = tiny_encoder(tokenizer.get_vocab_size())
    torch.manual_seed(3)
    written = Network(start, layers=2)
    encoder, heads = parts(written.state_dict(), start, layers=2)
    largest = calibrate(encoder, tokenizer, ["南翔镇成立于什么时候？"])
    write(tmp_path, encoder, heads, largest, tokenizer, Calibration())
    found, wanted = restored(tmp_path, start).state_dict(), written.state_dict()
    assert found.keys() == wanted.keys()
    for name, weights in wanted.items():
        exact = name.startswith(HEADS) or "LayerNorm" in name or name.endswith("bias")
        step = 0.0 if exact else float(weights.abs().max()) * 0.1
        assert np.abs(found[name].numpy() - weights.numpy()).max() <= step + 1e-6, name


def test_a_share_of_what_was_before_is_kept() -> None:
    before, after = {"w": torch.zeros(2)}, {"w": torch.ones(2)}
    assert between(before, after)["w"].tolist() == pytest.approx([1 - KEPT] * 2)


def test_no_passage_is_both_learnt_from_and_tuned_on() -> None:
    assert passages_of(*LEARNT).isdisjoint(passages_of(TUNING))


def passages_of(*files: Path) -> set[str]:
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return {json.loads(line)["passage"] for line in lines}
