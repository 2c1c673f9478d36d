"""When an answer is right, and when it is cited rightly: the rule by which golden questions are judged.

An answer is right when it keeps its length limit and, folded and without its citation marks, contains a
variant of the answer (of every item); its citation is right when a quote of a gold document, cleaned,
contains the answer (an item). Either script may be used for the other.
"""

import re
from collections.abc import Iterable, Sequence

from rag.answering.kinds import Kind, kind_of
from rag.cleaning.chinese import simplify
from rag.evaluation.folding import Folded
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Cited

MARK = re.compile(r"\[\d+\]")
LONG, SHORT = 400, 150  # characters without marks: definitions and lists, facts


def right(gold: GoldenQuestion, answer: str) -> bool:
    """Tell whether a text answers the question at an allowed length."""
    return says_all(gold, answer) and not too_long(gold, answer)


def says_all(gold: GoldenQuestion, answer: str) -> bool:
    """Tell whether a text, however long, contains all that is wanted."""
    return all(held(gold.wanted, MARK.sub("", answer)))


def too_long(gold: GoldenQuestion, answer: str) -> bool:
    """Tell whether a text is longer than the question allows."""
    length = len(MARK.sub("", answer))
    if length <= SHORT:
        return False
    may_be_long = gold.long or kind_of(simplify(gold.question)) in (Kind.DEFINITION, Kind.LIST)
    return length > LONG or not may_be_long


def held(wanted: Iterable[Sequence[str]], text: str) -> list[bool]:
    """Tell of each thing wanted, given by its variants, whether the text contains it in either script."""
    forms = [Folded(form) for form in dict.fromkeys((text, simplify(text)))]
    return [any(form.holds(in_both_scripts(variants)) for form in forms) for variants in wanted]


def in_both_scripts(variants: Sequence[str]) -> tuple[str, ...]:
    """Return the variants and those in simplified script, each once."""
    return tuple(dict.fromkeys((*variants, *map(simplify, variants))))


def carries(gold: GoldenQuestion, cited: Cited) -> bool:
    """Tell whether a quote lies in a gold document and contains the answer, or an item of it."""
    return cited.document_id in gold.documents and any(held(gold.wanted, cited.clean))
