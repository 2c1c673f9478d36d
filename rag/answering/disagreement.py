"""Sources that contradict each other: the same fact with another value in another document.

Both are quoted then, the newer first, and the answer says that they differ and of which dates they are.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from rag.answering.candidates import Sentence
from rag.answering.composition import Scored
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold, presence, stands_in
from rag.answering.question import Question
from rag.answering.spans import asked_for
from rag.answering.terms import TermKind

# Log-odds within which another document's sentence answers the same question; farther off it rather speaks
# of something else.
CLOSE = 1.5
LOOKED_AT = 8


def disagreeing(question: Question, ranked: Sequence[Scored]) -> Sequence[Sentence]:
    """Return the best sentence and the one of another document that gives another value, the newer first.

    Empty if there is none, or the question asks for no plain value.
    """
    if question.kind is not Kind.FACT or question.answer_type in (AnswerType.ANY, AnswerType.PLACE):
        return ()
    best = ranked[0]
    said = _values(question, best.sentence)
    for other in ranked[1:LOOKED_AT] if said else ():
        if other.score < best.score - CLOSE:
            break
        values = _values(question, other.sentence)
        document = other.sentence.hit.chunk.document_id
        if (
            document != best.sentence.hit.chunk.document_id
            and values
            and not _same(said, values)
            and _speaks_of(question, other.sentence)
            and not _counts_another(question, best.sentence, other.sentence)
        ):
            return sorted(
                (best.sentence, other.sentence), key=lambda one: one.hit.published or "", reverse=True
            )
    return ()


def _values(question: Question, sentence: Sentence) -> set[str]:
    text = sentence.text
    return {_in_units(fold(text[slice(*span)])) for span in asked_for(question, text)}


_SCALED = re.compile(r"(\d+(?:\.\d+)?)([万亿])")
_SCALES = {"万": 10**4, "亿": 10**8}


def _in_units(value: str) -> str:
    """Return a folded value as all write it: 4.2万人 → 42000人, 56.5平方千米 → 56.5平方公里."""
    value = _SCALED.sub(lambda one: f"{round(Decimal(one[1]) * _SCALES[one[2]], 2).normalize():f}", value)
    return value.replace("千米", "公里")


def _same(said: set[str], values: set[str]) -> bool:
    """Tell whether a value of one sentence is one of the other's, or part of it: 2021年 and 2021年3月."""
    return any(stands_in(one, other) or stands_in(other, one) for one in said for other in values)


_APART = 5  # characters, of one clause, between a number and what it counts: 公园增加到6个


def _counts_another(question: Question, best: Sentence, other: Sentence) -> bool:
    """Tell whether only the best sentence has its number beside what is counted: 公园4个, 公园旁的步道6条."""
    return _counts(question, best) and not _counts(question, other)


def _counts(question: Question, sentence: Sentence) -> bool:
    head, text = question.head, sentence.text
    if question.answer_type is not AnswerType.NUMBER or not head:
        return False
    between = [
        text[end : match.start()] if end <= match.start() else text[match.end() : start]
        for start, end in asked_for(question, text)
        for match in re.finditer(re.escape(head), text)
    ]
    return any(len(gap) <= _APART and not re.search("[，。；、]", gap) for gap in between)


_SAID = (TermKind.NAME, TermKind.NUMBER, TermKind.NOUN, TermKind.VERB)
_DENIES = re.compile("尚?未(?!来)|没有")


def _speaks_of(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence or what is around it has every name, number, noun and verb asked about.

    A verb alone tells of nothing what it is: several may be meant by 谁退休了.
    """
    wanted = [term for term in question.terms if term.kind in _SAID]
    if _DENIES.search(sentence.text) and not _DENIES.search(question.plain):
        return False  # 2022年12月立项，尚未开工
    named = any(term.kind is not TermKind.VERB for term in wanted)
    return named and all(presence(term.text, sentence.context) >= 0.5 for term in wanted)
