"""The reader in PyTorch: the lower layers of the bundled encoder, and three heads."""

from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from embeddings.recipe.pytorch import bert_model
from embeddings.recipe.weights import Encoder

LAYERS = 8  # of 12: a third faster to train and to run, and the upper ones know only how to embed
FROZEN = 3  # lowest layers, left as they are with the word vectors: 5,000 questions would not better them
JUDGE = 128  # width of the relevance head
NEVER = -1e4
DRAWN = 1 << 24  # values of dropout: a batch of 20 windows of 256 tokens needs 2 million


class Dropout(nn.Module):
    """Dropout that cuts its masks from one long draw: PyTorch draws each anew, on one core."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, states: Tensor) -> Tensor:
        """Return `states` with a share of their values made 0, and the others larger for it."""
        if not self.training:
            return states
        at = int(torch.randint(DRAWN - states.numel(), ()))
        return states * _kept(self.share)[at : at + states.numel()].view(states.shape).to(states.dtype)


class Network(nn.Module):
    """Reads (windows, tokens) ids; `passage` and `mask` are 1 on the window, and on all but padding."""

    def __init__(self, encoder: Encoder, layers: int = LAYERS, frozen: int = FROZEN) -> None:
        super().__init__()
        self.bert: Any = bert_model(encoder)
        del self.bert.encoder.layer[layers:]
        self.bert.config.num_hidden_layers = layers
        self.bert.embeddings.requires_grad_(requires_grad=False)
        self.bert.encoder.layer[:frozen].requires_grad_(requires_grad=False)
        # Windows are short: the flash kernel for CPUs takes three times as long backwards.
        self.bert.set_attn_implementation("eager")
        for layer in self.bert.encoder.layer:
            layer.attention.self.dropout.p = 0.0
        _drop_faster(self.bert)
        width = encoder.shape.width
        self.edges = nn.Linear(width, 2)
        self.judge = nn.Linear(2 * width, JUDGE)
        self.verdict = nn.Linear(JUDGE, 1)

    def forward(self, ids: Tensor, passage: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return logits of start and end (windows, 2, tokens), and of relevance (windows)."""
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        edges = self.edges(states).transpose(1, 2) + (1 - passage[:, None].to(states.dtype)) * NEVER
        # What stands where the answer seems to begin tells whether it is one.
        answer = torch.softmax(edges[:, :1], dim=-1) @ states
        seen = torch.cat([states[:, 0], answer[:, 0]], dim=-1)
        return edges, self.verdict(nn.functional.gelu(self.judge(seen)))[:, 0]


@cache
def _kept(share: float) -> Tensor:
    return (torch.rand(DRAWN) >= share) / (1 - share)


def _drop_faster(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout) and child.p:
            setattr(module, name, Dropout(child.p).train(child.training))
        else:
            _drop_faster(child)
