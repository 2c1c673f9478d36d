"""All that the templates propose for a document."""

from collections.abc import Iterator

from rag.datatypes import Document
from rag.evaluation.drafting import (
    definitions,
    lists,
    names,
    objects,
    offices,
    purposes,
    quantities,
    relations,
    speakers,
    subjects,
    times,
)
from rag.evaluation.drafting.asking import stretches
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement, statements

BY_STATEMENT = (
    definitions.questions,
    lists.questions,
    offices.questions,
    speakers.questions,
    purposes.questions,
)
BY_STRETCH = (
    quantities.questions,
    times.questions,
    relations.questions,
    names.questions,
    objects.questions,
    subjects.questions,
)


def propose(document: Document) -> Iterator[Draft]:
    """Yield the questions of all templates, in the order of the text."""
    for statement in statements(document):
        yield from _of(statement)


def _of(statement: Statement) -> Iterator[Draft]:
    for template in BY_STATEMENT:
        yield from template(statement)
    for stretch in stretches(statement):
        for of_stretch in BY_STRETCH:
            yield from of_stretch(stretch)
