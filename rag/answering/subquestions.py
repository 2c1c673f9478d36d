"""Questions that ask two things at once: split into one question for each source or clause."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.answering.evidence import Sentence
from rag.answering.kinds import kind_of
from rag.answering.matching import fold, presence
from rag.answering.question import Question, parse
from rag.answering.terms import Term, TermKind

_ASKS = re.compile(r"谁|什么|哪|多少|几(?=[个家位名项条])|怎么|如何|何时|为什么")
_BREAK = re.compile(r"[，；;]|(?:又|而|并且|另外|还有)(?=.*(?:谁|什么|哪|多少|几))")
# Words that put two things side by side; without them two names are one condition.
_COMPARES = re.compile(
    r"分别|各自?(?=[派有是由在])|相比|比较|对比|区别|不同|异同|相同|同样|都(?=[是有在])|哪个更|谁更|[和与跟及、]"
)


def split(question: Question, found: Sequence[Sentence]) -> list[Question]:
    """Return the parts of a question, itself alone when it asks one thing."""
    if question.language == "en":
        return [question]
    clauses = [clause for clause in _BREAK.split(question.plain) if clause and _ASKS.search(clause)]
    if len(clauses) == 2:
        return [replace(parse(clause), language=question.language) for clause in clauses]
    return _by_document(question, found) if _COMPARES.search(question.plain) else [question]


def _by_document(question: Question, found: Sequence[Sentence]) -> list[Question]:
    """Return one question a name when two names never occur in the same document of the hits."""
    names = [term for term in question.terms if term.kind is TermKind.NAME]
    texts: dict[str, str] = {}
    for sentence in found:
        key = sentence.hit.chunk.document_id
        texts[key] = texts.get(key, "") + sentence.context
    homes = {
        name: {key for key, text in texts.items() if presence(fold(name.text), text) == 1.0} for name in names
    }
    placed = [name for name in names if homes[name]]
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            if not homes[one] & homes[other]:
                return [_without(question, other), _without(question, one)]
    return [question]


def _without(question: Question, name: Term) -> Question:
    """Return the part that does not ask about `name`; 分别 made a list of the whole, not of its parts."""
    terms = tuple(term for term in question.terms if term != name)
    return replace(question, terms=terms, kind=kind_of(_EACH.sub("", question.plain)))


_EACH = re.compile(r"分别|各自?|都")
