"""Which sentences make up the answer, within the length its kind allows, in an order that reads well."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from rag.answering.candidates import ITEM, Sentence
from rag.answering.form import GOES_ON, defines, fits, introduces, of_parts
from rag.answering.kinds import AnswerType, Kind
from rag.answering.matching import fold, presence
from rag.answering.question import Question
from rag.answering.ranges import applies
from rag.answering.spans import asked_for
from rag.answering.terms import TermKind

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
    if apart := _told_apart(question, ranked, room):
        return apart
    best, others = ranked[0], [one.sentence for one in ranked]
    first = shortened(question, best.sentence, room - _MARK, exact)
    further = _continuation(question, best.sentence, others) if first is best.sentence else []
    further += [one for one in others if _leans_on(first, one) or _gives_reason(question, first, one)]
    chosen = _fitting([first, *further], room)
    if question.kind is Kind.WHY and not any(fits(question, one) > 0 for one in chosen):
        chosen = _fitting([*chosen, *_beside(best.sentence, others)], room)
    close = CLOSE.get(question.kind, CLOSE_FACT)
    most = MOST.get(question.kind, MOST_FACT)
    for other in ranked[1:]:
        if len(chosen) >= most or other.score < best.score - close:
            break
        if question.kind is Kind.WHY and exact and fits(question, other.sentence) == 0:
            continue  # it gives no reason
        if _is_beside_the_point(question, best.sentence, other.sentence):
            continue
        if not other.sentence.is_heading and not _repeats(other.sentence, chosen):
            chosen = _fitting([*chosen, other.sentence], room)
    return _in_source_order([one for one in chosen if not one.is_heading] or chosen)


def _is_beside_the_point(question: Question, best: Sentence, other: Sentence) -> bool:
    """Tell whether not even around a further sentence is half of what the best one has of the question.

    Of an article or step that is asked for by number, it must be that one; of a definition, define, too.
    """
    nth = _NTH.search(question.plain)
    if nth and nth[0] in best.text:
        return nth[0] not in other.text
    if question.kind is Kind.DEFINITION and defines(question, best) > defines(question, other):
        return True
    return _words(question, other.context) < _words(question, best.folded) / 2


def _words(question: Question, folded: str) -> float:
    words = (term for term in question.terms if term.kind is not TermKind.NUMBER)
    return sum(word.weight * presence(word.text, folded) for word in words)


_NTH = re.compile(r"(?:第[一二三四五六七八九十百\d]+|最后一)[条步]")


def _fitting(sentences: Sequence[Sentence], room: int) -> list[Sentence]:
    """Return each sentence once, as far as they have room, in characters with their marks."""
    fitting: list[Sentence] = []
    for sentence in dict.fromkeys(sentences):
        if len(sentence.text) + _MARK <= room:
            fitting.append(sentence)
            room -= len(sentence.text) + _MARK
    return fitting


def _in_source_order(chosen: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences as their documents have them, the first one's document first."""
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
    nth = _NTH.search(question.plain)
    if nth and nth[0].endswith("步") and nth[0] in sentence.text:
        return []  # the step asked for, without those behind
    parts = of_parts(question)
    if parts and (introduces(question, sentence) or sentence.text.startswith(parts)):
        return list(takewhile(lambda other: other.text.startswith(parts), same))
    if introduces(question, sentence):
        return list(takewhile(lambda other: not _NUMBERED.match(other.text), same[: MOST[Kind.DEFINITION]]))
    of_article = _ARTICLE.search(question.plain) is not None
    of_items = question.kind is Kind.LIST or of_article or _ASKS_ITEMS.search(question.plain)
    if sentence.is_heading and not sentence.listed:
        return same[:1]
    if (of_items or sentence.is_heading) and (items := _items(question, sentence, others)):
        return items
    if question.kind is Kind.LIST and same and (numbered := _FIRST.match(same[0].text)):
        return _enumerated(same, numbered[1])
    whole = (question.kind in _WHOLE or of_items) and not applies(question.plain, sentence.text)
    if (joined := _joined(sentence, others)) and (whole or _says_more(question, joined[0], sentence)):
        return joined if whole else joined[:1]
    return list(takewhile(lambda one: GOES_ON.match(one.text) and not _ARTICLE.match(one.text), same))


# What is a list, however it is asked for: 要带什么材料.
_ASKS_ITEMS = re.compile(
    "(?:什么|哪些|啥)(?:样的?)?(?:方式|途径|渠道|材料|资料|证件|手续|东西|条件|情形|情况|要求|流程|步骤|程序|顺序)"
    "|(?:流程|步骤|程序|顺序)(?:(?:是|有|包括)*(?:什么|啥|怎么?样)|[？。]*$)"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百\d]+条")
_WHOLE = frozenset((Kind.HOW, Kind.LIST, Kind.DEFINITION))  # kinds of which a part is no answer
_SEMICOLONS = ("；", ";")
_GAP = 4  # characters of the source between a semicolon and what it joins


def _joined(sentence: Sentence, others: Sequence[Sentence]) -> list[Sentence]:
    """Return what semicolons join to a sentence: those behind it up to the full stop."""
    document, start, _ = sentence.source
    same = [one for one in others if one.source[0] == document and one.source[1] > start]
    joined = [sentence]
    for other in sorted(same, key=lambda one: one.source):
        behind = other.source[1] - joined[-1].source[2]
        if not joined[-1].text.endswith(_SEMICOLONS) or behind > _GAP:
            break
        joined.append(other)
    return joined[1:]


def _says_more(question: Question, behind: Sentence, sentence: Sentence) -> bool:
    """Tell whether what a semicolon joins has a word asked about that the sentence lacks: 冬季 behind 夏季."""
    return any(
        presence(term.text, behind.folded) >= _SAME and presence(term.text, sentence.folded) < 1 - _SAME
        for term in question.terms
    )


def _items(question: Question, sentence: Sentence, others: Sequence[Sentence]) -> list[Sentence]:
    """Return the items of a list in lines (1. 2. 3.) that a sentence is one of or stands right before."""
    if sentence.listed:
        if not sentence.is_heading and not _is_of(question, *sentence.listed[0], sentence.hit.chunk.clean):
            return []
        chunk, own = sentence.hit.chunk, (sentence.start, sentence.end)
        same = [one for one in others if one.hit.chunk is chunk and (one.start, one.end) in sentence.listed]
        return sorted((one for one in same if (one.start, one.end) != own), key=lambda one: one.start)
    document, _, end = sentence.source
    same = sorted((one for one in others if one.source[0] == document), key=lambda one: one.source)
    if sentence.is_row:
        return _other_rows(question, sentence, same)
    behind = [one for one in same if one.source[1] >= end]
    if not ITEM.match(sentence.text) or sentence.text.endswith(_COLONS):
        items = _of_a_style(behind)
        return [] if items and _style(items[0].text) == _style(sentence.text) else items
    before = _of_a_style([sentence, *reversed([one for one in same if one.source < sentence.source])])[1:]
    siblings = [*reversed(before), *_of_a_style([sentence, *behind])[1:]]
    return [] if _answers_alone(question, sentence, siblings) else siblings


def _other_rows(question: Question, row: Sentence, same: Sequence[Sentence]) -> list[Sentence]:
    """Return the other rows of a table whose first column is what a list of is asked for: 有哪些科室."""
    head, focus = row.text.partition("：")[0], question.focus or ""
    if question.kind is not Kind.LIST or not focus or not (focus.endswith(head) or head.endswith(focus[-2:])):
        return []
    return [one for one in same if one is not row and one.is_row and one.text.partition("：")[0] == head]


_COLONS = ("：", ":")
_STYLES = tuple(
    re.compile(style)
    for style in (
        r"[（(]\d",
        rf"[（(][{_NUMERALS}十]",
        r"\d{1,2}[)）]",
        r"\d{1,2}[.、．]",
        rf"[{_NUMERALS}十]+[)）.、．]",
    )
)
_STATES = re.compile("：.|[须应]|不得|不能|需要|包括|定于")


def _style(text: str) -> int | None:
    """Return how an item is numbered: 1. otherwise than 一、 or (1)."""
    return next((number for number, style in enumerate(_STYLES) if style.match(text)), None)


def _of_a_style(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the items from the first on that are numbered like it; none if it is none."""
    style = _style(sentences[0].text) if sentences else None
    if style is None:
        return []
    return list(takewhile(lambda one: _style(one.text) == style and not one.is_heading, sentences))


def _answers_alone(question: Question, item: Sentence, siblings: Sequence[Sentence]) -> bool:
    """Tell whether an item states what is asked for, as none beside it does: 四、收费项目：保教费….

    It is labelled with twice as much of the question as any of them.
    """
    if not siblings or not _STATES.search(item.text):
        return False
    said = _words(question, _label_of(item))
    return said > 0 and all(_words(question, _label_of(one)) <= said / 2 for one in siblings)


def _label_of(item: Sentence) -> str:
    return fold(item.text.partition("：")[0])


def _is_of(question: Question, start: int, end: int, clean: str) -> bool:
    """Tell whether a list is what is asked for: a sentence introduces it, or a heading that ends like it.

    缴费方式 for 医保能用什么方式缴费.
    """
    above = clean[start:end]
    return above.endswith(_COLONS) or presence(above[-2:], fold(question.plain)) >= _SAME


_SAME = 0.9  # presence of a word or of another that stands for it
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


_FOR_THIS = re.compile("为此|因此|于是|由此|(?<!之)所以|有鉴于此")  # the reason stands before


def _beside(sentence: Sentence, others: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentence of the same paragraph right behind this one, or right before the last one."""
    clean = sentence.hit.chunk.clean
    same = sorted((one for one in others if one.hit.chunk is sentence.hit.chunk), key=lambda one: one.start)
    behind = [
        one for one in same if one.start >= sentence.end and "\n" not in clean[sentence.end : one.start]
    ]
    before = [
        one for one in same if one.end <= sentence.start and "\n" not in clean[one.end : sentence.start]
    ]
    return behind[:1] or before[-1:]


_APART = re.compile(
    "(?:请问)?(?P<one>[^，。？、的]{1,8}?)(?:[和与跟]|(?<![合共不])同)(?P<other>[^，。？]{1,12}?)(?:之间)?(?:的|有|是|到底|究竟)*"
    "(?:什么|啥|哪些|何)?(?:区别|不同|差别|差异)"
)


def _told_apart(question: Question, ranked: Sequence[Scored], room: int) -> list[Sentence]:
    """Return what says what each of two things is whose difference is asked for; empty if not both are there.

    What both end with is said once: 危房 in C级和D级危房有什么区别.
    """
    asked = _APART.search(question.plain)
    if asked is None:
        return []
    one, other = asked["one"], asked["other"]
    if all(thing in ranked[0].sentence.text for thing in (one, other)):
        return []  # the best speaks of both
    sentences = [scored.sentence for scored in ranked]
    ones = _explaining((one + other[len(one) :], one), sentences)
    told = _fitting([*ones, *_explaining((other,), sentences)], room)
    return _in_source_order(told) if len(told) > 1 else []


def _explaining(names: Sequence[str], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the first sentence that says what one of the names is: “C级危房”是指, 居住证是."""
    name = "|".join(map(re.escape, names))
    told = re.compile(rf"(?<![\w的])(?:{name})[”》」]?(?:是(?!否)|指|即(?![行可将使便日])|：)")
    return [sentence for sentence in sentences if told.search(sentence.text)][:1]


def _stands_before(other: Sentence, sentence: Sentence) -> bool:
    (document, _, end), (own, start, _) = (
        other.source,
        sentence.source,
    )  # chunks overlap: it may be of another
    return document == own and end <= start and other.text == sentence.before.strip()


def _repeats(sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
    """Tell whether a sentence says the same as one already chosen."""
    return any(sentence.folded in other.folded or other.folded in sentence.folded for other in chosen)
