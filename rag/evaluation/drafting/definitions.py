"""Questions after what a name means, and what an abbreviation stands for."""

import re
from collections.abc import Iterator

from rag.evaluation.drafting.asking import finished
from rag.evaluation.drafting.clauses import clauses, names_something, points_elsewhere, words
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement
from rag.evaluation.golden import DEFINITION

_MEANS = re.compile(
    r"^(?:所谓)?(?P<name>“[^“”]{2,16}”|[\u4e00-\u9fffA-Za-z0-9]{2,12}?)(?:[\u4e00-\u9fff]{0,4})(?:，)?(?:是指|指的是|指的就是|就是指|意思是|意味着)(?P<what>[^，。；：]{6,80})(?=[，。；])"
)
_IS = re.compile(
    r"^(?P<name>“[^“”]{2,16}”(?:项目|工程|计划|机制|模式|工作法|行动|平台)?|[\u4e00-\u9fff]{2,10})是(?P<what>[^，。；：]{8,50}(?:项目|工程|计划|机制|模式|平台|活动|组织|机构|方法|工作法|制度|体系|系统|技术|产品|疾病|服务|品牌|载体|团队|企业|公司|城市|节日|中心|基地|方式|现象|赛事|大学|植物|动物|书记|单元))[，。；]"
)
_SHORT_FOR = re.compile(
    r"(?P<long>[\u4e00-\u9fff（）《》]{4,30})（(?:以下)?(?:统|合)?简称[:：]?(?P<short>[“《]?[\u4e00-\u9fffA-Za-z]{2,12}[”》]?)）"
)

_GENERIC = frozenset(  # what every notice calls itself
    (
        "公告",
        "通知",
        "办法",
        "规定",
        "意见",
        "方案",
        "规划",
        "指南",
        "标准",
        "条例",
        "报告",
        "公司",
        "规范",
        "计划",
        "基金",
    )
)


def questions(statement: Statement) -> Iterator[Draft]:
    """Yield a question for what the sentence defines."""
    yield from _defined(statement)
    yield from _abbreviated(statement)


def _defined(statement: Statement) -> Iterator[Draft]:
    match = _MEANS.match(statement.text) or _IS.match(statement.text)
    if match is None or points_elsewhere(match["name"]) or points_elsewhere(match["what"]):
        return
    if not match["name"].startswith("“") and not names_something(words(match["name"])):
        return
    if question := finished(f"什么是{match['name']}") or finished(f"{match['name']}是什么意思"):
        answers = statement.variants(*match.span("what"))
        yield Draft(question, answers, (), statement.passage, (DEFINITION,))


def _abbreviated(statement: Statement) -> Iterator[Draft]:
    for match in _SHORT_FOR.finditer(statement.text):
        start = _phrase_start(statement, match.start("long"), match.end("long"))
        short = match["short"].strip("“”《》")
        if start is None or short in _GENERIC or set(short) - set(statement.text[start : match.end("long")]):
            continue
        if question := finished(f"“{short}”是什么的简称"):
            answers = statement.variants(start, match.end("long"))
            yield Draft(question, answers, (), statement.passage, ("fact", "abbreviation"))


def _phrase_start(statement: Statement, start: int, end: int) -> int | None:
    """Return where the long name begins: at the last clause's beginning, if it is all one noun phrase."""
    begin = max(start, max(a for a, b in clauses(statement.text) if a < end))
    found = words(statement.text[begin:end])
    verbs = [word for word in found if word.flag in ("v", "p", "d", "uj") or word.text in "在由是对"]
    return begin + verbs[-1].end if verbs and verbs[-1].end < end - begin - 3 else (None if verbs else begin)
