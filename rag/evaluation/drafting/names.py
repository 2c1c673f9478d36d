"""Questions after a quoted name by its class: 探索“党建+产业”发展模式 asks 探索什么发展模式."""

import re
from collections.abc import Iterator

from rag.evaluation.drafting.asking import Stretch, finished
from rag.evaluation.drafting.drafted import Draft

_CLASS = (
    r"(?:项目|模式|活动|工程|机制|计划|工作法|行动|平台|品牌|服务|专栏|大赛|比赛|论坛|主题|课程|系统|称号|奖|制度|体系"
    r"|理念|战略|政策|方案|协议|榜单|格局|新格局|精神|公司|仪式|讲座|书屋|驿站|联盟)"
)
_NAMED = re.compile(
    rf"(?P<name>“[^“”]{{2,24}}”)(?P<noun>(?!等)[\u4e00-\u9fff]{{0,6}}?{_CLASS})(?=$|[，。；])"
)
_MANY = re.compile(r"[、和与及]$|等$")
_GIVES = re.compile(
    r"(?:推出|开展|实施|探索|启动|打造|获得|荣获|获|举办|发布|建立|形成|构建|创建|提出|授予|被评为|开设|推行|创新|设立"
    r"|成立|完善|建成|推进|采用|运用|借助)(?:了|的是)?$"
)


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question for the quoted name that ends the stretch, if its class is told."""
    text = stretch.statement.text
    match = _NAMED.search(text, stretch.subject_end, stretch.end)
    if match is None or match.end() != stretch.end or _MANY.search(text[: match.start()]):
        return
    lead = text[stretch.start : match.start()]
    if not _GIVES.search(lead) or len(lead) < 8:
        return
    when = f"{text[slice(*stretch.time)]}，" if stretch.time else ""
    if question := finished(f"{when}{lead}什么{match['noun']}"):
        start, end = match.span("name")
        answers = stretch.statement.variants(start + 1, end - 1)
        yield Draft(question, answers, (), stretch.statement.passage, ("fact", "name"))
