"""A drafted question: what a template proposes and a person accepts, edits or rejects."""

import hashlib
from dataclasses import dataclass

from rag.evaluation.golden import GoldenPassage, GoldenQuestion


@dataclass(frozen=True, slots=True)
class Draft:
    """A question with what would be right, before it has an id."""

    question: str
    answers: tuple[str, ...]
    items: tuple[tuple[str, ...], ...]
    passage: GoldenPassage
    tags: tuple[str, ...]
    answerable: bool = True

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        """What tells two drafts of the same question apart."""
        return self.items or (self.answers,)


def to_golden(draft: Draft) -> GoldenQuestion:
    """Return the draft as a golden question; its id follows from what it asks, and of which document.

    A question that the documents do not answer keeps the passage it was turned away from out of the set:
    nothing there answers it.
    """
    told = f"{draft.passage.document_id}\n{draft.question}".encode()
    return GoldenQuestion(
        id="d" + hashlib.sha256(told).hexdigest()[:10],
        question=draft.question,
        answers=draft.answers,
        items=draft.items,
        documents=(draft.passage.document_id,) if draft.answerable else (),
        passages=(draft.passage,) if draft.answerable else (),
        answerable=draft.answerable,
        tags=draft.tags,
    )
