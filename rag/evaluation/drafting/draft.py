"""Drafting a golden set: what the documents answer, and near misses of it that they do not."""

import random
from collections.abc import Callable, Iterable, Iterator

from rag.datatypes import Document
from rag.evaluation.drafting.choosing import sound, spread
from rag.evaluation.drafting.drafted import Draft, to_golden
from rag.evaluation.drafting.near_misses import near_misses
from rag.evaluation.drafting.propose import propose
from rag.evaluation.drafting.unsaid import Search
from rag.evaluation.golden import GoldenQuestion

ENOUGH = 6  # proposals for each question wanted; then no more documents are read
ENOUGH_OF_MODEL = 2  # a language model's are dearer, and fewer of them fall away

Propose = Callable[[Document], Iterable[Draft]]


def draft(
    documents: Iterable[Document],
    search: Search,
    *,
    count: int,
    seed: int = 1,
    unanswerable: float = 0.2,
    propose: Propose = propose,
    enough: int = ENOUGH,
) -> list[GoldenQuestion]:
    """Return up to `count` golden questions drawn from the documents, the same for the same seed.

    A share of `unanswerable` are near misses: questions that nothing `search` finds answers. Fewer come back
    where the documents do not carry as many, and once `enough` are proposed for each no more are read.
    """
    chance = random.Random(seed)  # noqa: S311 - the same drafts again are wanted
    proposed: list[Draft] = []
    for document in documents:
        proposed += propose(document)
        if len(proposed) >= enough * count:
            break
    drafts = sound(proposed)
    misses = _some(
        near_misses(chance.sample(drafts, len(drafts)), search, chance), round(count * unanswerable)
    )
    answered = spread(drafts, count - len(misses), chance)
    return [to_golden(one) for one in (*answered, *misses)]


def _some(drafts: Iterator[Draft], count: int) -> list[Draft]:
    return [one for _, one in zip(range(count), drafts, strict=False)]
