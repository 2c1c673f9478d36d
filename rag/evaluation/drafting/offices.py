"""Questions after who holds an office, and what office a person holds."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import finished
from rag.evaluation.drafting.clauses import clauses, names_something, words
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement

OFFICE = (
    r"(?:党委书记|总书记|书记|副?主任|副?部长|总经理|经理|副?会长|副?主席|副?总裁|董事长|副?院长|副?校长|副?局长|副?处长|副?厅长|副?县长|副?镇长"
    r"|副?市长|副?区长|副?省长|副?州长|总理|总统|负责人|秘书长|理事长|首席执行官|CEO|创始人|馆长|所长|站长|院士|教授|副教授|研究员|分析师|发言人|队长|教练|主教练|司长|署长|首席专家|工程师|医师)"
)
_HOLDER = re.compile(
    rf"(?:^|[，的有是由为对向]|邀请|包括)(?P<office>[\u4e00-\u9fffA-Za-z0-9（）“”·]{{3,24}}?{OFFICE}(?:、[\u4e00-\u9fff]{{2,14}}{OFFICE})?)$"
)
_HOLDS = re.compile(
    rf"^(?P<how>[^，。]{{0,16}}?(?:担任|出任|就任|当选为?|兼任|任))(?P<office>[^，。、；]{{2,24}}?{OFFICE})"
)
_HOLDING = re.compile(rf"(?:担任|出任|现任|任)(?P<office>[^，。；的]{{4,30}}{OFFICE})的$")
# What may follow a whole name; otherwise the tagger may have cut it (赵军|宁在会上表示).
_AFTER_NAME = re.compile(
    r"[，。；（]|在|于|表示|介绍|说|认为|指出|强调|坦言|觉得|透露|称|告诉|宣布|回应|致辞|致|主持|出席|参加|率|带|担任|向|对|就|是|发表|作|将|已|为|等|接受|宣读|希望|提出|分享|解释|通报"
)
_NOT_OFFICE = re.compile(r"的|和|与|及|等|原|前任|为|是|由|在|向|对|对话|邀请|据|经|时任")


def questions(statement: Statement) -> Iterator[Draft]:
    """Yield questions for every person of the sentence whose office stands beside the name."""
    people = spans.find(AnswerType.PERSON, statement.text)
    for start, end in people:
        if len(people) < 4 and end - start >= 2:
            yield from _holder(statement, start, end)
            yield from _who_holds(statement, start, end)
            yield from _holds(statement, start, end)


def _holder(statement: Statement, start: int, end: int) -> Iterator[Draft]:
    """南翔镇党委书记陈杰表示 gives 南翔镇党委书记是谁."""
    clause = next((span for span in clauses(statement.text) if span[0] <= start < span[1]), None)
    if clause is None or not _AFTER_NAME.match(statement.text, end):
        return
    match = _HOLDER.search(statement.text[clause[0] : start].strip())
    if match is None or _NOT_OFFICE.search(match["office"]) or not names_something(words(match["office"])):
        return
    if question := finished(f"{match['office']}是谁"):
        yield _draft(statement, start, end, question, "person")


def _who_holds(statement: Statement, start: int, end: int) -> Iterator[Draft]:
    """担任嘉定区委常委、组织部部长的姚卫华 gives 担任嘉定区委常委、组织部部长的是谁."""
    match = _HOLDING.search(statement.text[:start])
    if match is None or not names_something(words(match["office"])):
        return
    if question := finished(f"{match[0]}是谁"):
        yield _draft(statement, start, end, question, "person")


def _holds(statement: Statement, start: int, end: int) -> Iterator[Draft]:
    """阚晓君在上海人民广播电台担任首席主持人 gives 阚晓君担任什么职务."""
    match = _HOLDS.match(statement.text[end:])
    if match is None or re.search(r"[的和与]|曾|先后|历", match["how"]):
        return
    office = (end + match.start("office"), end + match.end("office"))
    name = statement.text[start:end]
    if question := finished(f"{name}{match['how'].removesuffix('为')}什么职务"):
        yield _draft(statement, *office, question, "role")
    if not names_something(words(match["office"])) and len(match["how"]) <= 4:
        return
    if question := finished(f"谁{match['how']}{match['office']}"):
        yield _draft(statement, start, end, question, "person")


def _draft(statement: Statement, start: int, end: int, question: str, kind: str) -> Draft:
    return Draft(question, statement.variants(start, end), (), statement.passage, ("fact", kind))
