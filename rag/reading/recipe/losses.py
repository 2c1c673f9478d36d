"""What training makes small.

Starts and ends are chosen among the tokens of all windows of a question (shared normalisation: C. Clark and
M. Gardner, ACL 2018), so scores can be compared across passages; relevance is learnt twice, absolutely and
against the question's other windows.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from rag.reading.recipe.samples import Example


def loss(examples: Sequence[Example], edges: Tensor, relevance: Tensor) -> dict[str, Tensor]:
    """Return the parts of the loss, each a mean."""
    rows: dict[int, list[int]] = {}
    for row, example in enumerate(examples):
        rows.setdefault(example.group, []).append(row)
    spans, ranks = [], []
    for members in rows.values():
        held = next((place for place, row in enumerate(members) if examples[row].answer), None)
        if held is None:
            continue
        first_last = examples[members[held]].answer or (0, 0)
        for kind, token in enumerate(first_last):
            logits = edges[members, kind].flatten()
            spans.append(cross_entropy(logits, torch.tensor(held * edges.shape[2] + token)))
        if len(members) > 1:
            ranks.append(cross_entropy(relevance[members], torch.tensor(held)))
    answered = torch.tensor([float(example.answer is not None) for example in examples])
    return {
        "span": torch.stack(spans).mean() if spans else torch.zeros(()),
        "relevance": binary_cross_entropy_with_logits(relevance, answered),
        "rank": torch.stack(ranks).mean() if ranks else torch.zeros(()),
    }
