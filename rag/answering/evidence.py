"""How well one sentence of a hit answers a question, as a row of numbers between 0 and 1.

The rows feed two small linear models (`scoring.py`): which sentence answers best, and whether it answers
at all. Each feature is cheap and says one thing a person would check: are the words there, the names, the
year, the kind of value asked for; is the meaning near.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rag.answering import elsewhere, form, namesakes
from rag.answering.asked import Asked, Pool
from rag.answering.candidates import Sentence
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold, presence
from rag.answering.question import UNSAID_CLASSES, Question
from rag.answering.ranges import nearest
from rag.answering.spans import asked_for, is_office
from rag.answering.terms import Term, TermKind, kind_of_institution, with_lone_words

Rows = NDArray[np.float32]

FEATURES = (
    "words in sentence",
    "words in context",
    "words in document",
    "names in sentence",
    "quoted names in sentence",
    "focus in sentence",
    "focus in context",
    "value of the asked type",
    "value beside the focus",
    "pairs in sentence",
    "pairs in context",
    "similarity",
    "hit score",
    "shape",
    "long enough",
    "unfinished",
    "defines the name",
    "no value of the asked type",
    "no place of the asked kind",
    "fewer items than asked",
    "place not in document",
    "quoted name not in document",
    "date elsewhere",
    "attribute nowhere near",
    "class nowhere near",
    "office nowhere near",
    "deed nowhere near",
    "noun nowhere near",
    "premise not in text",
    "no reason given",
    "words missing, any value",
    "yes or no of something else",
    "only mentioned",
    "institution not in document",
    "another of its kind",
    "person not in document",
    "name nowhere near",
)
WORDS = FEATURES.index("words in sentence")
SIMILARITY = FEATURES.index("similarity")
DEFINES = FEATURES.index("defines the name")
OF_ANOTHER = [  # what tells that a sentence speaks of another place, body, person or time
    FEATURES.index(name)
    for name in (
        "place not in document",
        "quoted name not in document",
        "institution not in document",
        "person not in document",
        "date elsewhere",
        "premise not in text",
        "another of its kind",
    )
]
NAMELESS = FEATURES.index("name nowhere near")

# Types whose values are plain to see: a sentence without one cannot answer.
STRICT = frozenset(AnswerType) - {AnswerType.ANY, AnswerType.PLACE, AnswerType.ROLE, AnswerType.ORGANISATION}
_SAME = 0.9  # presence of a word or of another that stands for it
_KNOWN = 0.5  # presence under which a word counts as absent
_ENOUGH = 40  # characters after which a sentence is long enough to say something


def similarity_scale(cosines: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return cosines of the e5 family, which crowd between 0.75 and 0.95, spread over 0 to 1."""
    return np.asarray(np.clip((cosines - 0.75) / 0.2, 0.0, 1.0), np.float32)


def rows(question: Question, found: Sequence[Sentence], similarities: Sequence[float]) -> Rows:
    """Return one feature row per sentence, shape (len(found), len(FEATURES))."""
    pool = Pool.of(found)
    asked = Asked.of(replace(question, terms=with_lone_words(question.terms, question.plain)), pool)
    works = namesakes.works(question, found)
    covered = _covered(question, found)
    return np.array(
        [
            _row(asked, sentence, pool, similarity, works, covered=covers)
            for sentence, similarity, covers in zip(found, similarities, covered, strict=True)
        ],
        dtype=np.float32,
    ).reshape(len(found), len(FEATURES))


def _covered(question: Question, found: Sequence[Sentence]) -> list[bool | None]:
    """Return for each sentence whether its condition covers the case asked about, None where it need not.

    Whether somebody of 15 may is told by 年满16岁, if no other condition of the document holds for him.
    """
    covered = nearest(question.plain, [sentence.text for sentence in found])
    if question.kind is not Kind.YES_NO:
        return covered
    documents = [sentence.hit.chunk.document_id for sentence in found]
    held = {document for document, covers in zip(documents, covered, strict=True) if covers}
    return [
        None if covers is False and document not in held else covers
        for document, covers in zip(documents, covered, strict=True)
    ]


def _row(
    asked: Asked,
    sentence: Sentence,
    pool: Pool,
    similarity: float,
    works: Sequence[str],
    *,
    covered: bool | None,
) -> list[float]:
    question, weights = asked.question, asked.weights
    document = pool.documents[sentence.hit.chunk.document_id]
    here = [
        1.0 if covered and _is_small_number(term) else presence(term.text, sentence.folded)
        for term in question.terms
    ]
    around = [
        max(x, presence(term.text, sentence.context)) for term, x in zip(question.terms, here, strict=True)
    ]
    anywhere = [max(x, presence(term.text, document)) for term, x in zip(question.terms, around, strict=True)]
    names = [index for index, term in enumerate(question.terms) if term.kind is TermKind.NAME]
    spans = asked_for(question, sentence.text)
    typed = question.answer_type is not AnswerType.ANY
    focus = (
        max(presence(question.focus, sentence.context), _parts(question, around)) if question.focus else 0.6
    )
    if not question.focus_is_class:
        focus = min(focus, _head(question, around))
    unmarked = sentence.hit.chunk.document_id in pool.unmarked  # there every sentence lacks its mark
    unsaid = (question.focus or "").endswith(UNSAID_CLASSES)
    return [
        _mean(here, weights),
        _mean(around, weights),
        _mean(anywhere, weights),
        _mean([here[index] for index in names]),
        _mean([float(fold(term.text) in sentence.folded) for term in question.terms if term.quoted]),
        presence(question.focus, sentence.folded) if question.focus else 0.6,
        focus,
        float(bool(spans)) if typed else 0.5,
        _beside(question, sentence, spans),
        _pairs(asked, sentence.folded),
        _pairs(asked, sentence.context),
        similarity,
        sentence.hit.score / pool.best,
        form.fits(question, sentence),
        min(len(sentence.text) / _ENOUGH, 1.0),
        float(not (sentence.is_ended or sentence.is_row or unmarked)),
        form.defines(question, sentence),
        float(question.answer_type in STRICT and not spans),
        float(question.answer_type is AnswerType.PLACE and not spans),
        form.fewer_items(question, sentence),
        float(any(anywhere[index] < _KNOWN for index in names if index in asked.places)),
        float(any(anywhere[index] < _KNOWN for index in names if question.terms[index].quoted)),
        1.0 if covered is False else elsewhere.date_elsewhere(question, sentence),
        float(focus < _KNOWN and not question.focus_is_class),
        # A value of the asked type is one of the class, whether the sentence says so or not.
        float(focus < _KNOWN and question.focus_is_class and not (typed and spans) and not unsaid),
        float(question.answer_type is AnswerType.PERSON and min(focus, _body(asked, sentence)) < _KNOWN),
        _lacking([around[index] for index, term in enumerate(question.terms) if term.kind is TermKind.VERB]),
        _most_lacking(asked, around, (TermKind.NOUN,)),
        float(
            any(word in question.plain and not _is_met(word, sentence) for word in _PREMISES)
            or form.only_planned(question, sentence)
            or form.nothing_besides(question, sentence)
            or form.withheld(question, sentence)
            or form.tells_no_birth(question, sentence)
        ),
        form.no_reason(question, sentence),
        0.0 if typed or question.kind is Kind.YES_NO else _lacking(around, weights),
        _most_lacking(asked, around, _SAYS) if question.kind is Kind.YES_NO else 0.0,
        form.only_mentioned(question, sentence),
        float(any(_unknown(one, document) for one in asked.institutions)),
        elsewhere.another_of_its_kind(question, asked.institutions, sentence, works),
        float(any(fold(name) not in document for name in asked.persons)),
        max((1.0 - around[index] for index in names if not question.terms[index].quoted), default=0.0),
    ]


def _parts(question: Question, around: Sequence[float]) -> float:
    """Return how surely each word of a phrase that is asked about is there: 全镇 and GDP."""
    parts = [
        x
        for term, x in zip(question.terms, around, strict=True)
        if term.kind in (TermKind.NOUN, TermKind.NAME) and term.text in (question.focus or "")
    ]
    return min(parts, default=0.0)


def _head(question: Question, around: Sequence[float]) -> float:
    """Return how surely the last word of a phrase that is asked about is there: 冠军 of 青年赛冠军."""
    ends = [
        x
        for term, x in zip(question.terms, around, strict=True)
        if term.kind is TermKind.NOUN and (question.focus or "").endswith(term.text)
    ]
    return ends[-1] if ends else 1.0


def _is_small_number(term: Term) -> bool:
    """Tell whether a term may be the number that a range covers, not a year."""
    return term.kind is TermKind.NUMBER and not fold(term.text)[:4].isdecimal()


def _unknown(institution: str, document: str) -> bool:
    """Tell whether a document speaks of no such body, or only of others of its kind: of 社区, not of 静华."""
    own = institution.removesuffix(kind_of_institution(institution))
    return min(presence(institution, document), presence(own, document) if own else 1.0) < _KNOWN


def _body(asked: Asked, sentence: Sentence) -> float:
    """Return how surely the context has the office asked about and its body: 党总支部 in 党总支部的书记."""
    question = asked.question
    before = question.plain.find(question.focus) if question.focus else -1
    nouns = [
        term
        for term in question.terms
        if term.kind is TermKind.NOUN and len(term.text) > 2 and 0 < before - term.start - len(term.text) <= 1
    ]
    wanted = [term.text for term in nouns]
    if question.focus and is_office(question.focus):
        if presence(question.focus, sentence.context) < _SAME:
            wanted.append(question.focus[-2:])  # 区委常委 is no 区委书记, but 责编 is 责任编辑
        if any(_unknown(one, sentence.context) for one in asked.institutions):
            return 0.0
    return min((presence(one, sentence.context) for one in wanted), default=1.0)


def _mean(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Return the weighted mean; nothing asked for counts as half found."""
    if not values:
        return 0.5
    if weights is None:
        return sum(values) / len(values)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def _most_lacking(asked: Asked, around: Sequence[float], kinds: Collection[TermKind]) -> float:
    """Return how much is missing of the word of these kinds that is missed most."""
    missing = [1.0 - x for term, x in zip(asked.question.terms, around, strict=True) if term.kind in kinds]
    return max(missing, default=0.0)


# Words that presuppose a change or a comparison; a text that does not tell of it cannot say when or which.
_PREMISES = (
    "取消",
    "废除",
    "停止",
    "停办",
    "停掉",
    "叫停",
    "暂停",
    "关闭",
    "撤销",
    "拆除",
    "退出",
    "解散",
    "改名",
    "改叫",
    "辞职",
    "去世",
    "失败",
    "倒闭",
    "搬迁",
    "最多",
    "最少",
    "最大",
    "最小",
    "最高",
    "最低",
    "最贵",
    "最短",
    "最老",
    "最年轻",
    "最受",
)
_LIMITED = (
    *("不超过", "不多于", "不高于", "以内", "上限", "限额", "限购", "限报", "限领", "每人限", "至多"),
    *("可借", "可领", "可带", "可续", "不得超过", "不能超过"),
)
_LEAST = ("不少于", "不低于", "以上", "下限", "至少", "起步")
_MET_BY = {
    **dict.fromkeys(("最多", "最大", "最高"), ("最多", "最大", "最高", *_LIMITED)),
    **dict.fromkeys(("最少", "最小", "最低"), ("最少", "最小", "最低", *_LEAST)),
}


def _is_met(premise: str, sentence: Sentence) -> bool:
    """Tell whether the context has a premise or what amounts to it: 不超过 for 最多."""
    words = _MET_BY.get(premise, (premise,))
    return any(presence(word, sentence.context) >= _SAME for word in words)


_SAYS = (TermKind.NOUN, TermKind.VERB, TermKind.OTHER)


def _lacking(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    """Return the weighted share not found; 0 where nothing was asked for."""
    return 1.0 - _mean(values, weights) if values else 0.0


def _pairs(asked: Asked, folded: str) -> float:
    """Return the share of the question's character pairs that the text has, rare ones counting more."""
    return _mean([float(pair in folded) for pair in asked.pairs], list(asked.pairs.values()))


def _beside(question: Question, sentence: Sentence, spans: Sequence[tuple[int, int]]) -> float:
    """Return how near a value of the asked type stands to the noun it must belong to."""
    if not spans or not question.focus:
        return 0.5
    # An office stands beside its holder's name.
    names = [term.text for term in question.terms if term.kind is TermKind.NAME]
    held_by = names[0] if question.answer_type is AnswerType.ROLE and names else question.head
    place = sentence.text.find(held_by)
    if place < 0:
        return 0.0
    return max(max(0.0, 1.0 - min(abs(start - place), abs(end - place)) / 20) for start, end in spans)
