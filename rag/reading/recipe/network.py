"""The reader in PyTorch: the lower layers of the bundled encoder, and three heads."""

from typing import Any

import torch
from torch import Tensor, nn

from embeddings.recipe.pytorch import bert_model
from embeddings.recipe.weights import Encoder

LAYERS = 8  # of 12: a third faster to train and to run, and the upper ones know only how to embed
FROZEN = 3  # lowest layers, left as they are with the word vectors: 5,000 questions would not better them
JUDGE = 128  # width of the relevance head
NEVER = -1e4


class Network(nn.Module):
    """Reads (windows, tokens) ids; `passage` and `mask` are 1 on the window, and on all but padding."""

    def __init__(self, encoder: Encoder, layers: int = LAYERS, frozen: int = FROZEN) -> None:
        super().__init__()
        self.bert: Any = bert_model(encoder)
        del self.bert.encoder.layer[layers:]
        self.bert.config.num_hidden_layers = layers
        self.bert.embeddings.requires_grad_(requires_grad=False)
        self.bert.encoder.layer[:frozen].requires_grad_(requires_grad=False)
        for layer in self.bert.encoder.layer:  # PyTorch's fast attention for CPUs knows no dropout
            layer.attention.self.dropout.p = 0.0
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
