"""When an answer is right, and when it is cited rightly: the rule by which golden questions are judged.

An answer is right when it keeps its length limit and, folded and without its citation marks, contains a
variant of the answer (of every item); its citation is right when a quote of a gold document, cleaned,
contains the answer (an item).
"""

import re
from collections.abc import Sequence

from rag.cleaning.chinese import simplify
from rag.evaluation.folding import fold, holds
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Cited

MARK = re.compile(r"\[\d+\]")
LONG, SHORT = 400, 150  # characters: definitions and lists, facts


def right(gold: GoldenQuestion, answer: str) -> bool:
    """Tell whether a text answers the question at an allowed length."""
    is_short = len(answer) <= (LONG if gold.long else SHORT)
    return is_short and all(held(gold.wanted, MARK.sub("", answer)))


def held(wanted: Sequence[Sequence[str]], text: str) -> list[bool]:
    """Tell of each thing wanted, given by its variants, whether the text contains it."""
    folded = fold(text)
    return [holds(folded, variants) for variants in wanted]


def carries(gold: GoldenQuestion, cited: Cited) -> bool:
    """Tell whether a quote lies in a gold document and contains the answer, or an item of it."""
    return cited.document_id in gold.documents and any(held_clean(gold, cited.clean))


def held_clean(gold: GoldenQuestion, clean: str) -> list[bool]:
    """Tell of each thing wanted whether a cleaned text, which is in simplified script, contains it."""
    return held([[*variants, *map(simplify, variants)] for variants in gold.wanted], clean)
