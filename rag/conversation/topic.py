"""What a conversation is about when a follow-up comes: the subject, the thing asked for, the person named."""

import re
from dataclasses import dataclass

from rag.answering.kinds import AnswerType
from rag.answering.question import language_of, parse
from rag.answering.spans import find
from rag.answering.terms import PLACES, TermKind, tag
from rag.cleaning.chinese import simplify

# Words of these kinds make a subject longer (jieba's tags); 的 joins two parts of one.
_NOMINAL = ("n", "j", "vn", "eng", "l", "an")
_NAMING = ("nr", "ns", "nt", "nz")
_NEVER = frozenset(["时候", "时间", "地方", "意思", "请问", "人", "指", "关系"])
_COPULAS = frozenset(["是", "有", "在", "由", "和", "与", "为", "要", "叫", "指"])
_QUOTED = re.compile(r"[“‘《「『\"][^”’》」』\"]{1,40}[”’》」』\"]")
_COUNTED = re.compile(r"多少|几|哪些|哪[两三四五六七八九十\d]|哪几|什么")
_WHOLE = "\ue000"  # stands for a character of a quoted name while words are tagged


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last complete question was about; the texts are in its own script."""

    question: str  # the question itself
    subject: str  # 南翔镇, 杨浦区的“五雁”
    asked: str | None  # what it wanted counted or listed: 公益项目 in 发布了多少个公益项目
    person: str | None  # whom 他 stands for


def topic_of(question: str, answer: str) -> Topic | None:
    """Return the topic of a complete question and its answer, or None if it names nothing."""
    plain = simplify(question)
    subject = _subject(plain)
    if subject is None:
        return None
    start, end = subject
    return Topic(
        question, question[start:end], _asked(question, plain), _person(plain[start:end], simplify(answer))
    )


def _subject(plain: str) -> tuple[int, int] | None:
    """Return the first noun phrase with a name in it, else the first one."""
    if language_of(plain) == "en":
        terms = sorted(parse(plain).terms, key=lambda term: term.kind is not TermKind.NAME)
        return next(((term.start, term.start + len(term.text)) for term in terms), None)
    runs = _runs(plain)
    named = next((run for run in runs if run[2] or plain[run[0] : run[1]].endswith(PLACES)), None)
    start, end, _ = named or (runs[0] if runs else (0, 0, False))
    while plain[end : end + 1] in PLACES:  # the tagger ties 镇 to the verb behind it: 南翔 + 镇有
        end += 1
    return _without_head(plain, start, end) if end - start > 1 else None


def _runs(plain: str) -> list[tuple[int, int, bool]]:
    """Return the noun phrases of a question: start, end, and whether one holds a name."""
    masked = _QUOTED.sub(lambda quoted: _WHOLE * len(quoted[0]), plain)
    found: list[tuple[int, int, bool]] = []
    at, open_run, odd = 0, False, False
    for word, flag in tag(masked):
        quoted = word.startswith(_WHOLE)
        joins = word == "的" and open_run
        nominal = (flag.startswith(_NOMINAL) and word not in _NEVER) or quoted or joins
        # A place whose first word the tagger takes for a verb: 爱五路.
        odd = not found and at < 2 and len(word) < 3 and flag[0] in "vma" and (at == 0 or odd)
        nominal = (nominal or odd) and word not in _COPULAS
        if nominal:
            named = quoted or flag.startswith(_NAMING)
            if open_run:
                start, _, before = found.pop()
                found.append((start, at + len(word), before or named))
            else:
                found.append((at, at + len(word), named))
        open_run = nominal
        at += len(word)
    return [run for run in found if run[1] - run[0] > 1]


def _without_head(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return 南翔镇 of 南翔镇的志愿者, but all of 杨浦区的“五雁”."""
    phrase = plain[start:end].rstrip("的")
    owner, joined, head = phrase.rpartition("的")
    if joined and len(owner) > 1 and not _QUOTED.search(head):
        phrase = owner
    return start, start + len(phrase)


def _asked(question: str, plain: str) -> str | None:
    """Return the noun that the question wants counted or listed."""
    focus = parse(question)
    if not (focus.focus and focus.focus_is_class and _COUNTED.search(plain)):
        return None
    at = plain.rfind(focus.focus)
    return question[at : at + len(focus.focus)] if at >= 0 else None


def _person(subject: str, answer: str) -> str | None:
    """Return the person asked about or, if none was, the first one in the answer."""
    if any(span == (0, len(subject)) for span in find(AnswerType.PERSON, f"{subject}表示")):
        return subject
    return next((answer[slice(*span)] for span in find(AnswerType.PERSON, answer)), None)
