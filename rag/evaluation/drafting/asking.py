"""A statement turned into a question: Chinese asks where the answer stands, so that the answer's place takes
the asking word and the rest stays as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.evaluation.drafting.clauses import (
    Span,
    Word,
    balanced,
    clauses,
    names_something,
    opening,
    points_elsewhere,
    words,
)
from rag.evaluation.drafting.statements import Statement

SHORTEST, LONGEST = 8, 46  # characters of a question
LONGEST_LEAD = 24  # characters before the clause that is asked about; more hide the question
SHORTEST_DEFINITION = 5  # 什么是围棋
_SPEECH = re.compile(
    r"(?:说|表示|介绍|指出|认为|强调|透露|坦言|觉得|称|提到|写道|告诉|回忆|看来|显示|解释|提醒|宣布|证实|发现|认定|报道|回应|写信|致辞|提议|建议|决定|同意|裁定)(?:道|中)?$"
)
# A clause that only prepares the next one, or is cut in the middle.
_PREPARES = re.compile(
    r"(?:时|期间|之际|为由|[后中下前里]|以来|基础上|方面|来看|[为是把将的由与和]|如[果下]?|例如|包括)$"
)
_LEADING_TIME = re.compile(
    r"^(?:截至|截止|到|在|至|从|自)?(?:\d{2,4}年)?(?:度|初|底|末|中)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:上旬|中旬|下旬|末|底|初|上午|下午|晚|晚间|凌晨|起|以来|前|年底|期间)*$"
)


# Words that tie a sentence to the one before it, or to the day it was written, and can be left out.
_PASSING = re.compile(
    r"近日|日前|由此|因此|随后|同时(?!间|期|代)|相继|此外|(?<=[\u4e00-\u9fff])则(?=包)|(?<=[\u4e00-\u9fff”])(?:也|还|又)(?=[将要有是把在推为会能可首不先发开举])"
)

# A place known only to who reads the paper of that place (省农业农村厅), or a name of one character (“5”).
_BARE = re.compile(
    r"(?:全?[省市区县镇乡村州]|自治区|两[国地校岸])(?=[\u4e00-\u9fff\d])(?!场|民|长|面|域|块|级|政协)|“.”|什么是“.”|(?:上午|下午|晚上)"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Clauses of a statement that can be read alone: they begin with a subject known by name."""

    statement: Statement
    start: int
    end: int
    last: int  # where its last clause begins, of which is asked; earlier ones have stretches of their own
    begin: tuple[Word, ...]  # the words of the subject, places counted from `start`
    time: Span | None  # the time told before the subject, which the stretch does not hold

    @property
    def text(self) -> str:
        """What the stretch says."""
        return self.statement.text[self.start : self.end]

    @property
    def subject_end(self) -> int:
        """Where the subject ends, in the statement."""
        return self.start + self.begin[-1].end


def stretches(statement: Statement) -> Iterator[Stretch]:
    """Yield for every clause the stretch of clauses from its subject up to its own end."""
    spans = clauses(statement.text)
    for last, (_, end) in enumerate(spans):
        for first in range(last, -1, -1):
            start = spans[first][0]
            clause = words(statement.text[start : spans[first][1]])
            begin = opening(clause)
            if spans[last][0] - start > LONGEST_LEAD:
                break
            if names_something(begin) and len(begin) < len(clause) and not _cut(statement.text[start:end]):
                if first == last or not _broken(statement.text, spans[first : last + 1]):
                    yield Stretch(
                        statement,
                        start,
                        end,
                        spans[last][0],
                        tuple(begin),
                        _time_before(statement.text, spans, first),
                    )
                break


def _cut(text: str) -> bool:
    """Tell whether a text ends where what it says only begins."""
    return bool(_SPEECH.search(text) or _PREPARES.search(text))


def _broken(text: str, spans: list[Span]) -> bool:
    """Tell whether clauses do not go on with the same subject: someone speaks, or a colon stands between."""
    between = "".join(text[before[1] : after[0]] for before, after in pairwise(spans))
    return bool(set(between) - set("，, ")) or any(_SPEECH.search(text[slice(*span)]) for span in spans[:-1])


def _time_before(text: str, spans: list[Span], first: int) -> Span | None:
    if first and _LEADING_TIME.match(text[slice(*spans[first - 1])]) and text[spans[first][0] - 1] in "，,":
        return spans[first - 1]
    return None


def asked(stretch: Stretch, span: Span, word: str, *, timed: bool = True) -> str | None:
    """Return the question in which `word` stands for `span` of the statement; None if it would not read well.

    `timed` keeps the time that stands before the subject.
    """
    text = stretch.statement.text
    if not stretch.start <= span[0] < span[1] <= stretch.end:
        return None
    body = text[stretch.start : span[0]] + word + text[span[1] : stretch.end]
    if timed and stretch.time:
        body = f"{text[slice(*stretch.time)]}，{body}"
    return finished(body)


def finished(body: str) -> str | None:
    """Return a body as a question, or None if it leans on what it does not say, or is too long."""
    body = _PASSING.sub("", re.sub(r"（[^（）]*）|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", body))
    body = body.strip("，,；;：: 。")
    if (
        _BARE.match(body)
        or points_elsewhere(body)
        or not balanced(body)
        or body.count("，") > 2
        or "……" in body
    ):
        return None
    shortest = SHORTEST_DEFINITION if body.startswith("什么是") else SHORTEST
    return f"{body}？" if shortest <= len(body) < LONGEST else None
