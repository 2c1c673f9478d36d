"""Which of the proposed questions are kept: none twice, none with two answers, spread over the documents."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rag.answering.matching import fold
from rag.evaluation.drafting.clauses import points_elsewhere
from rag.evaluation.drafting.drafted import Draft

A_PASSAGE = 3  # questions at most of one sentence


def sound(drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts that can be asked: of the same question once, of those that contradict none."""
    by_question: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if not _gives_itself_away(draft) and not any(points_elsewhere(one[0]) for one in draft.wanted):
            by_question[fold(draft.question)].append(draft)
    agreed = [same[0] for same in by_question.values() if len({one.wanted for one in same}) == 1]
    return _one_an_answer(agreed)


def spread(drafts: Sequence[Draft], count: int, chance: random.Random) -> list[Draft]:
    """Return up to `count` drafts, as even over the documents, and over kinds within each, as there are.

    The order is that of the drafts given.
    """
    queues = [_mixed(own, chance) for own in _by_document(drafts)]
    chance.shuffle(queues)
    chosen: set[int] = set()
    while len(chosen) < count and any(queues):
        for queue in queues:
            if queue and len(chosen) < count:
                chosen.add(id(queue.pop(0)))
    return [draft for draft in drafts if id(draft) in chosen]


def _gives_itself_away(draft: Draft) -> bool:
    question = fold(draft.question)
    return any(fold(variants[0]) in question for variants in draft.wanted if variants)


def _one_an_answer(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the shortest of the drafts that want the same words of the same sentence."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda one: len(one.question)):
        same = [other for other in kept if other.passage == draft.passage]
        if len(same) < A_PASSAGE and not any(_alike(draft, other) for other in same):
            kept.append(draft)
    order = {id(draft): place for place, draft in enumerate(drafts)}
    return sorted(kept, key=lambda one: order[id(one)])


def _alike(draft: Draft, other: Draft) -> bool:
    return any(
        one[0] in another[0] or another[0] in one[0] for one in draft.wanted for another in other.wanted
    )


def _by_document(drafts: Sequence[Draft]) -> list[list[Draft]]:
    found: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        found[draft.passage.document_id].append(draft)
    return list(found.values())


def _mixed(drafts: Sequence[Draft], chance: random.Random) -> list[Draft]:
    """Return a document's drafts in chance order, kinds taking turns."""
    kinds: dict[str, list[Draft]] = defaultdict(list)
    for draft in chance.sample(list(drafts), len(drafts)):
        kinds[draft.tags[-1]].append(draft)
    mixed = []
    while any(kinds.values()):
        mixed += [queue.pop() for queue in kinds.values() if queue]
    return mixed
