"""A reader's second opinion on the sentences that look best, asked where the evidence leaves doubt.

The evidence weighs words, names and values; the reader weighs meaning. A question whose evidence is plain
either way never waits for it. Each sentence is read under its title and with its neighbours, and where the
answer turns out to stand in a neighbour, that one becomes a candidate too.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.answering.candidates import Sentence
from rag.answering.evidence import DEFINES, NAMELESS, OF_ANOTHER, STRICT, WORDS, Rows
from rag.answering.evidence import FEATURES as EVIDENCE
from rag.answering.extremes import extremes
from rag.answering.form import explains_another, fewer_items, only_mentioned
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import presence, with_digits
from rag.answering.question import Language, Question
from rag.answering.ranges import applies
from rag.answering.spans import asked_for
from rag.answering.terms import TermKind
from rag.protocols import Reader, Reading
from rag.reading.windows import SIZE

# Sentences read, with their neighbours: about 26 ms each on one core. The fourth was chosen for 105 of 2,107
# questions, rightly for 11.
CONSULTED = 3
# Log-odds of the evidence outside which the reader changed nothing in 300 questions: below, no sentence
# answered; above, every one did.
DOUBT = (-6.0, 2.5)
_HALF = 0.5
_IN_VAIN = -5.0  # log-odds of a reading that finds nothing
FEATURES = (
    "evidence",
    "reader",
    "answer inside",
    "surest reading",
    "answer of another type",
    "speaks of another",  # one name is much like another to the reader
    "name nowhere near",
    "defines the name",  # which a reader taught to find facts makes little of
    "English",  # 1 throughout an English question: its evidence and its reading speak more softly
    "words in sentence",  # of two that read alike, the one that says more of what was asked
    "lead of the reading",  # where all read alike, the words asked about are all around, the answer nowhere
    "noun nowhere near",
    "attribute nowhere near",
    "covers the case",  # its condition in numbers holds for the asker, or it has the most; one beside it not
)
_NOUNLESS = EVIDENCE.index("noun nowhere near")
_WITHOUT_ATTRIBUTE = EVIDENCE.index("attribute nowhere near")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the reader says of one sentence."""

    sentence: int  # its place among the ranked ones
    odds: float  # log-odds that an answer is in it or, where none was found inside, beside it
    answer: str | None  # the exact answer, if it touches the sentence itself
    of_another_type: bool = False  # it is no person where one is asked for, no list where …
    covers: bool = False  # its condition holds for the case asked about, or it has the most; not so others


def opinions(reader: Reader, question: Question, ranked: Sequence[Sentence]) -> list[Opinion]:
    """Return the reader's opinion of the first sentences, and of those it was pointed to from them."""
    best = _unlike(ranked)
    texts = [as_read(ranked[place]) for place in best]
    read = reader.read(with_digits(question.plain), [with_digits(text) for text, _ in texts])
    readings = [_behind(one, *read_in) for one, read_in in zip(read, texts, strict=True)]
    places = {
        (one.hit.chunk.document_id, one.text): place for place, one in reversed(list(enumerate(ranked)))
    }
    found: dict[int, Opinion] = {}
    for place, reading in zip(best, readings, strict=True):
        odds = _odds(reading.confidence)
        targets = list(_pointed(ranked[place], reading, places))
        answer = reading.answer
        if value := _own_value(question, ranked[place], [ranked[target] for target in targets]):
            targets, answer = [place], value
        for target in targets:
            exact = _phone(question, ranked[target].text) or answer
            other = _of_another_type(question, ranked[target], exact or "")
            _keep(found, Opinion(target, odds, exact, other))
        _keep(found, Opinion(place, odds, None))
    most = extremes(question, ranked)
    return [
        replace(one, covers=one.sentence in most or _covers_alone(question, ranked[one.sentence], ranked))
        for one in found.values()
    ]


def _phone(question: Question, text: str) -> str | None:
    """Return the whole phone number right behind what the question names: 总务处电话."""
    if question.answer_type is not AnswerType.PHONE:
        return None
    names = [term.text for term in question.terms if term.kind in _CALLED and not _PHONE.fullmatch(term.text)]
    behind = [match.end() for name in names for match in re.finditer(re.escape(name), text)]
    gaps = [(start - name, start, end) for start, end in asked_for(question, text) for name in behind]
    nearest = min((gap for gap in gaps if gap[0] >= 0), default=None)
    return text[slice(*nearest[1:])] if nearest else None


_CALLED = (TermKind.NAME, TermKind.NOUN, TermKind.VERB)
_PHONE = re.compile("(?:联系)?(?:电话|热线|手机)?(?:号码)?")


def _covers_alone(question: Question, sentence: Sentence, others: Iterable[Sentence]) -> bool:
    """Tell whether a sentence's condition holds for the case asked about, and one of its document's does not.

    For somebody of 93 it is 90至99周岁 beside 80至89周岁.
    """
    document = sentence.hit.chunk.document_id
    deeds = [term.text for term in question.terms if term.kind is TermKind.VERB]
    told = any(presence(deed, sentence.folded) >= _HALF for deed in deeds)
    if question.kind is Kind.YES_NO and deeds and not told:
        return False  # 敬老卡能借给我用吗 is no matter of 年满65周岁
    return applies(question.plain, sentence.text) is True and any(
        other.hit.chunk.document_id == document and applies(question.plain, other.text) is False
        for other in others
    )


def _own_value(question: Question, sentence: Sentence, pointed: Sequence[Sentence]) -> str | None:
    """Return the value in the sentence read where the reader found a neighbour's, which answers less.

    The neighbour says less of what is asked about, or its condition does not hold: of 财政总收入 the value
    is its own, not that of 地区生产总值 before it.
    """
    values = asked_for(question, sentence.text) if question.answer_type in STRICT else []
    if not values or not pointed or sentence in pointed:
        return None
    covered = applies(question.plain, sentence.text)
    for other in pointed:
        if not _says_more(question, sentence, other) and not (
            covered and applies(question.plain, other.text) is False
        ):
            return None
    beside = sentence.text.find(question.focus[-2:]) if question.focus else 0
    return sentence.text[slice(*min(values, key=lambda value: abs(value[0] - beside)))]


def _says_more(question: Question, sentence: Sentence, other: Sentence) -> bool:
    """Tell whether a sentence has all nouns and verbs asked about, and one or a name that another lacks.

    A line without a mark, one of a list, need not have them all: what the list is of stands above it.
    """
    said = {term.text for term in question.terms if term.kind in (TermKind.NOUN, TermKind.VERB)}
    said |= {question.focus} if question.focus else set()
    wanted = said | {term.text for term in question.terms if term.kind is TermKind.NAME}
    own, others = (
        {word for word in wanted if presence(word, one.folded) >= _HALF} for one in (sentence, other)
    )
    return (said <= own and not own <= others) or (others < own and not sentence.is_ended)


def rows(scores: Sequence[float], evidence: Rows, given: Sequence[Opinion], language: Language) -> Rows:
    """Return one row per opinion, shape (n, features): its sentence's evidence and what the reader adds.

    `scores` and `evidence` (n, features) are those of the sentences that the opinions are on.
    """
    surest = max((one.odds for one in given), default=0.0)
    another = [bool(max(row) > _HALF) for row in evidence[:, OF_ANOTHER].tolist()]
    nameless = evidence[:, NAMELESS].tolist()
    outright = [one == 1.0 for one in evidence[:, DEFINES].tolist()]
    words = evidence[:, WORDS].tolist()
    leads = _leads([one.odds for one in given])
    nouns = evidence[:, [_NOUNLESS, _WITHOUT_ATTRIBUTE]].tolist()
    return np.array(
        [
            (
                score,
                one.odds,
                one.answer is not None,
                surest,
                one.of_another_type,
                elsewhere,
                lacking,
                defines,
                language == "en",
                said,
                lead,
                *near,
                one.covers,
            )
            for score, elsewhere, lacking, defines, said, lead, near, one in zip(
                scores, another, nameless, outright, words, leads, nouns, given, strict=True
            )
        ],
        np.float32,
    ).reshape(len(given), len(FEATURES))


def _leads(odds: Sequence[float]) -> list[float]:
    """Return how far each is above the best of the others; alone it is compared to a reading in vain."""
    others = ([*odds[:place], *odds[place + 1 :]] for place in range(len(odds)))
    return [own - max(rest, default=_IN_VAIN) for own, rest in zip(odds, others, strict=True)]


def _unlike(ranked: Sequence[Sentence]) -> list[int]:
    """Return the places of the first sentences that are not read already as a neighbour of one before."""
    chosen: list[int] = []
    seen: set[tuple[str, str]] = set()
    for place, sentence in enumerate(ranked):
        document = sentence.hit.chunk.document_id
        if (document, sentence.text) not in seen:
            chosen.append(place)
            seen |= {(document, text.strip()) for text in _around(sentence)}
        if len(chosen) == CONSULTED:
            break
    return chosen


def as_read(sentence: Sentence) -> tuple[str, int]:
    """Return the text a sentence is read in, and how many characters of it stand above its surroundings."""
    above = _above(sentence)
    return above + "".join(_around(sentence)), len(above)


def _around(sentence: Sentence) -> tuple[str, str, str]:
    """Return what is read of a sentence: with its neighbours; a row of a table or line of a form alone."""
    if _introduces(sentence):  # it is read with its list
        end = min(sentence.listed[-1][1], sentence.end + _OF_LIST)
        return "", sentence.text, sentence.hit.chunk.clean[sentence.end : end]
    in_form = not sentence.is_ended and _IN_FORM.fullmatch(sentence.text)
    if sentence.is_row or in_form:
        return "", sentence.text, ""
    return sentence.before, sentence.text, sentence.after


def _introduces(sentence: Sentence) -> bool:
    """Tell whether a sentence introduces a list of two items at least."""
    return len(sentence.listed) > 2 and sentence.listed[0][0] == sentence.start


_OF_LIST = 150  # characters of a list that are read
_IN_FORM = re.compile("[^，：:。]{1,10}[：:][^：:]+")  # 记录：林小雨


def _above(sentence: Sentence) -> str:
    """Return what a sentence stands under, for its subject may be named there alone: title, heading, lead.

    Only as much as leaves it in one window with its neighbours.
    """
    heads = dict.fromkeys(filter(None, (sentence.hit.title, sentence.hit.chunk.heading.split(" › ")[-1])))
    head = "，".join(heads) + "。" if heads else ""
    room = SIZE - sum(map(len, _around(sentence)))
    return next((above for above in (head + sentence.lead, head) if len(above) <= room), "")


def _behind(reading: Reading, text: str, length: int) -> Reading:
    """Return a reading with the text's own wording, its offsets counted from behind `length`."""
    if reading.start is None or reading.end is None:
        return reading
    answer = text[reading.start : reading.end]
    return replace(reading, answer=answer, start=reading.start - length, end=reading.end - length)


def _of_another_type(question: Question, sentence: Sentence, answer: str) -> bool:
    """Tell whether an exact answer cannot be what is asked for.

    It touches none of the sentence's values of the asked type, half the list asked for has no room in it, or
    what is to be explained is only mentioned, or another name explained.
    """
    if max(fewer_items(question, sentence), only_mentioned(question, sentence)) >= _HALF:
        return True
    if explains_another(question, sentence):
        return True
    start = sentence.text.find(answer)
    if question.answer_type not in STRICT or start < 0:
        return False
    values = asked_for(question, sentence.text)
    return all(end <= start or start + len(answer) <= begin for begin, end in values)


def _pointed(sentence: Sentence, reading: Reading, places: Mapping[tuple[str, str], int]) -> Iterable[int]:
    """Yield the places of the sentences that the answer found in this one's surroundings touches.

    An answer found in the title is that of the first sentence of the document that has it, too.
    """
    if reading.start is None or reading.end is None or reading.answer is None:
        return
    document = sentence.hit.chunk.document_id
    if reading.end <= 0:
        told = [place for (own, text), place in places.items() if own == document and reading.answer in text]
        yield from sorted(told)[:1]
    if _introduces(sentence):
        if reading.end > 0 and (place := places.get((document, sentence.text))) is not None:
            yield place  # an item is the answer of what introduces it
        return
    begin = 0
    for part in _around(sentence):
        if begin < reading.end and reading.start < begin + len(part):
            place = places.get((document, part.strip()))
            if place is not None:
                yield place
        begin += len(part)


def _keep(found: dict[int, Opinion], new: Opinion) -> None:
    """Keep of two opinions on a sentence the one that found an answer in it, else the surer one."""
    old = found.get(new.sentence)
    if old is None or (new.answer is not None, new.odds) > (old.answer is not None, old.odds):
        found[new.sentence] = new


def _odds(confidence: float) -> float:
    confidence = min(max(confidence, 1e-4), 1 - 1e-4)
    return math.log(confidence / (1 - confidence))
