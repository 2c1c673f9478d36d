"""Questions after who or which place did something: the subject takes the asking word."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import Stretch, finished
from rag.evaluation.drafting.clauses import words
from rag.evaluation.drafting.drafted import Draft

_CLASSES = {  # the asking word, and what a subject ends with that is asked for by it
    "哪家": (
        "公司",
        "集团",
        "医院",
        "银行",
    ),
    "哪所": (
        "大学",
        "学院",
        "学校",
        "中学",
        "小学",
    ),
    "哪个": (
        "街道",
        "社区",
        "居民区",
        "镇",
        "村",
        "区",
        "市",
        "县",
        "省",
        "局",
        "委员会",
        "法院",
        "法庭",
        "协会",
        "研究院",
        "研究所",
    ),
    "哪支": ("队",),
}
_DEED = re.compile(
    r"^(?:已经|已|率先|首次|正式|成功|联合|共同|积极|及时|专门|创新|先后)*(?:推出|开展|实施|启动|打造|获得|荣获|获|举办|发布"
    r"|建立|建成|提出|开设|成立|签订|召开|夺得|当选|首创|探索|研发|举行|拨出|拨付|与|同|为|把|将|在)(?!.{0,3}的)"
)
_UNFINISHED = re.compile(r"[为是的]$|^[^“”]{0,12}的[^“”]{0,3}“")
_QUOTED = re.compile(r"“[^“”]{2,}”|《[^《》]{2,}》")


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question after the subject, where the rest has names enough to tell the event."""
    text = stretch.statement.text
    subject = text[stretch.start : stretch.subject_end]
    rest = text[stretch.subject_end : stretch.end]
    word = _word(stretch, subject)
    if (
        word is None
        or not _DEED.match(rest)
        or len(rest) < 10
        or "，" in rest
        or not _known(rest)
        or _UNFINISHED.search(rest)
    ):
        return
    if subject[:-1] in rest or (len(subject) > 2 and subject[:2] in rest):
        return  # the rest gives the answer away
    when = f"{text[slice(*stretch.time)]}，" if stretch.time else ""
    if question := finished(f"{when}{word}{rest}"):
        answers = stretch.statement.variants(stretch.start, stretch.subject_end)
        yield Draft(question, answers, (), stretch.statement.passage, ("fact", "subject"))


def _word(stretch: Stretch, subject: str) -> str | None:
    if any(mark in subject for mark in "、和与及的“《"):
        return None
    if spans.find(AnswerType.PERSON, subject) == [(0, len(subject))] and subject[-1] not in "现曾已将也":
        return "谁"
    for asking, endings in _CLASSES.items():
        for ending in endings:
            if subject.endswith(ending) and len(subject) > len(ending) + 1:
                return asking + ending
    return None


def _known(rest: str) -> bool:
    """Tell whether the predicate names something: a quotation, a title, another named place or body."""
    return bool(_QUOTED.search(rest)) or any(
        word.flag in ("ns", "nt", "nr") and len(word.text) > 1 for word in words(rest)
    )
