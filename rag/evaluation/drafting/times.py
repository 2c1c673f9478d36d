"""Questions after the day or the year of an event."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import Stretch, asked, finished
from rag.evaluation.drafting.clauses import words
from rag.evaluation.drafting.drafted import Draft

_DATE = re.compile(r"(?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}[日号])?)?")
_AFTER = re.compile(r"(?:以来|以前|之前|以后|之后|期间|年度|[内前后来度的间至到、—\-~]|起)")
_FUTURE = re.compile(r"将|拟|计划|预计|力争|要")
_HELD = re.compile(
    r"(?:在[^，。]{2,16})?(?:正式|隆重|成功|顺利|联合)?(?:举行|召开|开幕|闭幕|举办|启动|开工|揭牌|发布|成立)$"
)
_STATE = re.compile(r"是|有|为|达")
_DONE = re.compile(r"(?<=[\u4e00-\u9fff])了(?!解|望|结|不)")


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question for the date before the subject, and for each within the stretch."""
    if stretch.time:
        yield from _before(stretch, *stretch.time)
    text = stretch.statement.text
    for start, end in spans.find(AnswerType.TIME, text):
        inside = max(stretch.subject_end, stretch.last) <= start and end <= stretch.end
        if not inside or not _is_date(text[start:end]) or _AFTER.match(text, end):
            continue
        if not _bears_on_deed(text[end : stretch.end], told=text[start - 1] in "在于"):
            continue
        if text[start - 1 : start] in ("“", "《", "（", "从", "自", "至", "到"):
            continue
        if question := asked(stretch, (start, end), _word(text[start:end]), timed=False):
            yield _draft(stretch, start, end, question)


def _before(stretch: Stretch, start: int, end: int) -> Iterator[Draft]:
    """Ask after the date that stands before the subject gives S是什么时候…的."""
    text = stretch.statement.text
    told = re.sub(r"^在", "", text[start:end])
    if not _is_date(told):
        return
    at = _subject_end(stretch)
    subject, rest = text[stretch.start : at], text[at : stretch.end]
    if subject.endswith("的") or "，" in rest or _STATE.match(rest) or subject[-1].isdigit():
        return
    if _FUTURE.search(rest[:6]):
        body = f"{subject}{_word(told)}{rest}"
    else:
        body = f"{subject}是{_word(told)}{_DONE.sub('', rest, count=1)}的"
    if question := finished(body):
        yield _draft(stretch, end - len(told), end, question)


def _bears_on_deed(rest: str, *, told: bool) -> bool:
    """Tell whether a date is followed by what was done then; before a noun it is part of a name."""
    following = words(rest)
    if not following or rest[0].isdigit():
        return False
    named = following[0].flag in ("ns", "nt", "nr", "quote", "m", "t", "uj")
    return following[0].flag.startswith(("v", "p", "d")) or (told and not named)


def _subject_end(stretch: Stretch) -> int:
    """Return where the asking word goes; an event's name may hold verbs, but not 在…举行."""
    held = _HELD.search(stretch.statement.text, stretch.subject_end, stretch.end)
    return held.start() if held else stretch.subject_end


def _is_date(text: str) -> bool:
    return len(text) >= 4 and _DATE.fullmatch(text) is not None


def _word(date: str) -> str:
    return "哪一年" if date.endswith("年") else "哪个月" if date.endswith("月") else "什么时候"


def _draft(stretch: Stretch, start: int, end: int, question: str) -> Draft:
    statement = stretch.statement
    return Draft(question, statement.variants(start, end), (), statement.passage, ("fact", "time"))
