"""Questions after why something is done, where the sentence says so: 目的是."""

import re
from collections.abc import Iterator

from rag.evaluation.drafting.asking import finished
from rag.evaluation.drafting.clauses import names_something, opening, points_elsewhere, words
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement

_PURPOSE = re.compile(
    r"^(?P<deed>[^：。；，由]{8,34})，(?P<what>目的|依据|原因|初衷|意义|理由)(?:是|在于)(?P<which>[^，。：；]{4,40})[。，；]"
)


def questions(statement: Statement) -> Iterator[Draft]:
    """Yield a question for the purpose or the ground that the sentence tells."""
    match = _PURPOSE.match(statement.text)
    if (
        match is None
        or points_elsewhere(match["which"])
        or not names_something(opening(words(match["deed"])))
    ):
        return
    if question := finished(f"{match['deed']}的{match['what']}是什么"):
        answers = statement.variants(*match.span("which"))
        yield Draft(question, answers, (), statement.passage, ("how_why", "purpose"))
