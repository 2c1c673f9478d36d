"""Questions after who or which place did something: the subject takes the asking word."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import Stretch, finished
from rag.evaluation.drafting.clauses import words
from rag.evaluation.drafting.drafted import Draft

_CLASSES = (
    ("公司", "哪家公司"), ("集团", "哪家集团"), ("医院", "哪家医院"), ("银行", "哪家银行"), ("大学", "哪所大学"), ("学院", "哪所学院"),
    ("学校", "哪所学校"), ("中学", "哪所中学"), ("小学", "哪所小学"), ("街道", "哪个街道"), ("社区", "哪个社区"), ("居民区", "哪个居民区"),
    ("镇", "哪个镇"), ("村", "哪个村"), ("区", "哪个区"), ("市", "哪个市"), ("县", "哪个县"), ("省", "哪个省"), ("局", "哪个局"), ("委员会", "哪个委员会"),
    ("法院", "哪个法院"), ("法庭", "哪个法庭"), ("协会", "哪个协会"), ("研究院", "哪个研究院"), ("研究所", "哪个研究所"), ("队", "哪支队伍"),
)  # fmt: skip
_DEED = re.compile(
    r"^(?:已经|已|率先|首次|正式|成功|联合|共同|积极|及时|专门|创新|先后)*(?:推出|开展|实施|启动|打造|获得|荣获|获|举办|发布|建立|建成|提出|开设|成立|签订|召开|夺得|当选|首创|探索|研发|举行|拨出|拨付|与|同|为|把|将|在)(?!.{0,3}的)"
)
_UNFINISHED = re.compile(r"[为是的]$|^[^“”]{0,12}的[^“”]{0,3}“")
_QUOTED = re.compile(r"“[^“”]{2,}”|《[^《》]{2,}》")


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question after the subject, where the rest holds enough names to know one event from another."""
    text = stretch.statement.text
    subject = text[stretch.start : stretch.subject_end]
    rest = text[stretch.subject_end : stretch.end]
    word = _word(stretch, subject)
    if word is None or not _DEED.match(rest) or len(rest) < 10 or "，" in rest or not _known(rest) or _UNFINISHED.search(rest):
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
    if spans.find(AnswerType.PERSON, subject) == [(0, len(subject))]:
        return "谁"
    return next((word for ending, word in _CLASSES if subject.endswith(ending) and len(subject) > len(ending) + 1), None)


def _known(rest: str) -> bool:
    """Tell whether the predicate names something: a quotation, a title, another named place or body."""
    return bool(_QUOTED.search(rest)) or any(
        word.flag in ("ns", "nt", "nr") and len(word.text) > 1 for word in words(rest)
    )
