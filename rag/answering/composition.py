"""Which sentences make up the answer, within the length its kind allows, in an order that reads well."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from rag.answering.candidates import Sentence
from rag.answering.form import GOES_ON, fits, introduces, of_parts
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold, presence
from rag.answering.question import Question
from rag.answering.spans import asked_for

LONGEST = {Kind.DEFINITION: 400, Kind.LIST: 400}  # characters of the whole answer
LONGEST_FACT = 150
# A further sentence joins a list or definition when it answers nearly as well as the best one (log-odds apart).
CLOSE = {Kind.DEFINITION: 1.5, Kind.LIST: 1.5, Kind.HOW: 1.0, Kind.WHY: 1.0}
CLOSE_FACT = 0.4
MOST = {Kind.DEFINITION: 3, Kind.LIST: 4}
MOST_FACT = 2
_EXACT = 8.0  # the exact answer outweighs any words around it
_MARK = 4  # what "[1]", or "[1]" and a full stop, adds to a sentence

_NO_SUBJECT = re.compile(r"(又|也|还|更|则|同时也?)是")
_NUMERALS = "一二三四五六七八九"
_NUMBERED = re.compile(rf"[{_NUMERALS}]是")
_CLAUSE = re.compile(r"[^，；：,;:]+[，；：,;:]?")


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A sentence and how well it answers, in log-odds."""

    sentence: Sentence
    score: float


def limit(question: Question) -> int:
    """Return the most characters an answer of this kind may have."""
    return LONGEST.get(question.kind, LONGEST_FACT)


def choose(
    question: Question, ranked: Sequence[Scored], room: int, exact: str | None = None
) -> list[Sentence]:
    """Return the sentences of the answer within `room` characters, in source order.

    `ranked` has the best first; `exact`, if known, is the exact answer in that one.
    """
    best = ranked[0]
    first = shortened(question, best.sentence, room - _MARK, exact)
    chosen = [first]
    room -= len(first.text) + _MARK
    for sentence in _continuation(question, best.sentence, [other.sentence for other in ranked]):
        if first is best.sentence and len(sentence.text) + _MARK <= room:
            chosen.append(sentence)
            room -= len(sentence.text) + _MARK
    for other in ranked:
        before = _leans_on(first, other.sentence) or _gives_reason(question, first, other.sentence)
        if before and len(other.sentence.text) + _MARK <= room:
            chosen.append(other.sentence)
            room -= len(other.sentence.text) + _MARK
    close = CLOSE.get(question.kind, CLOSE_FACT)
    most = MOST.get(question.kind, MOST_FACT)
    for other in ranked[1:]:
        if len(chosen) >= most or other.score < best.score - close:
            break
        if len(other.sentence.text) + _MARK <= room and not _repeats(other.sentence, chosen):
            chosen.append(other.sentence)
            room -= len(other.sentence.text) + _MARK
    order = {sentence.hit.chunk.document_id: place for place, sentence in reversed(list(enumerate(chosen)))}
    return sorted(chosen, key=lambda sentence: (order[sentence.hit.chunk.document_id], sentence.source[1]))


def shortened(question: Question, sentence: Sentence, room: int, exact: str | None = None) -> Sentence:
    """Return the sentence, or of a long one the run of clauses that says most about the question."""
    if len(sentence.text) <= room:
        return sentence
    clean = sentence.hit.chunk.clean
    clauses = [
        (sentence.start + m.start(), sentence.start + m.end())
        for m in _CLAUSE.finditer(clean[sentence.start : sentence.end])
    ]
    runs = [
        (start, end)
        for first, (start, _) in enumerate(clauses)
        for _, end in clauses[first:]
        if end - start <= room
    ] or [(sentence.start, sentence.start + room)]
    # An answer that is known or of a known type is told by the shortest run; else what follows may be it.
    longer = -1 if exact or question.answer_type is not AnswerType.ANY else 1
    start, end = max(
        runs, key=lambda run: (_says(question, clean[slice(*run)], exact), longer * (run[1] - run[0]))
    )
    return replace(sentence, start=start, end=end)


def _says(question: Question, text: str, exact: str | None) -> float:
    """Return how much of the question a piece of text carries, and whether it has the answer or a value like it."""
    folded = fold(text)
    words = sum(term.weight * presence(term.text, folded) for term in question.terms)
    typed = question.answer_type is not AnswerType.ANY and bool(asked_for(question, text))
    return words + 2.0 * typed + _EXACT * (exact is not None and exact in text)


def _continuation(question: Question, sentence: Sentence, others: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences right behind this one that plainly go on with it: 这三家…是, 二是, 其次.

    Where it only brings up what is to be explained, they are those that explain it.
    """
    same = sorted(
        (other for other in others if other.hit.chunk is sentence.hit.chunk and other.start >= sentence.end),
        key=lambda other: other.start,
    )
    parts = of_parts(question)
    if parts and (introduces(question, sentence) or sentence.text.startswith(parts)):
        return list(takewhile(lambda other: other.text.startswith(parts), same))
    if introduces(question, sentence):
        return list(takewhile(lambda other: not _NUMBERED.match(other.text), same[: MOST[Kind.DEFINITION]]))
    if question.kind is Kind.LIST and (items := _items(sentence, others)):
        return items
    if question.kind is Kind.LIST and same and (numbered := _FIRST.match(same[0].text)):
        return _enumerated(same, numbered[1])
    return list(takewhile(lambda other: GOES_ON.match(other.text), same))


_ITEM = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:[)）]|[.、．](?!\d))")


def _items(sentence: Sentence, others: Sequence[Sentence]) -> list[Sentence]:
    """Return the items of a list in lines (1. 2. 3.) that a sentence is one of or stands right before."""
    if sentence.listed:
        chunk, own = sentence.hit.chunk, (sentence.start, sentence.end)
        same = [one for one in others if one.hit.chunk is chunk and (one.start, one.end) in sentence.listed]
        return sorted((one for one in same if (one.start, one.end) != own), key=lambda one: one.start)
    document, _, end = sentence.source
    same = sorted((one for one in others if one.source[0] == document), key=lambda one: one.source)
    after = list(takewhile(lambda one: _ITEM.match(one.text), (one for one in same if one.source[1] >= end)))
    if not _ITEM.match(sentence.text):
        return after
    earlier = [one for one in same if one.source < sentence.source]
    before = takewhile(lambda one: _ITEM.match(one.text), reversed(earlier))
    return [*reversed(list(before)), *after]


_FIRST = re.compile("(第?)一(?:是|[点项个条])")


def _enumerated(sentences: Sequence[Sentence], prefix: str) -> list[Sentence]:
    """Return the sentences that begin 一是, 二是, 三是 …, without those in between that enlarge on them.

    With the prefix 第 they begin 第一点, 第二点 ….
    """
    items: list[Sentence] = []
    for sentence in sentences:
        if sentence.text.startswith(f"{prefix}{_NUMERALS[len(items)]}{'' if prefix else '是'}"):
            items.append(sentence)
        if len(items) == len(_NUMERALS):
            break
    return items


def _leans_on(sentence: Sentence, other: Sentence) -> bool:
    """Tell whether a sentence leaves out whom it speaks of, and the other one names them right before it."""
    return _stands_before(other, sentence) and bool(_NO_SUBJECT.match(sentence.text))


def _gives_reason(question: Question, sentence: Sentence, other: Sentence) -> bool:
    """Tell whether a sentence only says what a reason is asked for, and the other one, right before it, gives it."""
    if question.kind is not Kind.WHY or not _stands_before(other, sentence):
        return False
    return bool(_FOR_THIS.search(sentence.text)) or (fits(question, sentence) <= 0 < fits(question, other))


_FOR_THIS = re.compile("为此|因此|于是|由此|所以|有鉴于此")  # the reason stands before


def _stands_before(other: Sentence, sentence: Sentence) -> bool:
    (document, _, end), (own, start, _) = (
        other.source,
        sentence.source,
    )  # chunks overlap: it may be of another
    return document == own and end <= start and other.text == sentence.before.strip()


def _repeats(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Tell whether a sentence says the same as one already chosen."""
    return any(sentence.folded in other.folded or other.folded in sentence.folded for other in chosen)
