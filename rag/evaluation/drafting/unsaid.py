"""Whether the documents are silent on a question: nothing that a search finds speaks of all it speaks of."""

from collections.abc import Callable, Sequence

from rag.answering.matching import fold, presence
from rag.answering.question import parse
from rag.answering.terms import Term, TermKind
from rag.datatypes import Hit

Search = Callable[[str], Sequence[Hit]]

# Share of a question's content (names and numbers apart) from which a passage may be about it after all. Low:
# a question that might be answered must not be called unanswerable.
ABOUT = 0.75


def unsaid(question: str, search: Search) -> bool:
    """Tell whether no passage found has every name and number of the question, and most of its words."""
    terms = parse(question).terms
    names = [term for term in terms if term.kind in (TermKind.NAME, TermKind.NUMBER)]
    others = [term for term in terms if term not in names]
    return not any(_speaks_of(hit, names, others) for hit in search(question))


def _speaks_of(hit: Hit, names: Sequence[Term], others: Sequence[Term]) -> bool:
    text = fold(f"{hit.title}\n{hit.chunk.heading}\n{hit.chunk.clean}")
    if any(presence(term.text, text) < 1.0 for term in names):
        return False
    weight = sum(term.weight for term in others)
    return sum(term.weight * presence(term.text, text) for term in others) >= ABOUT * weight
