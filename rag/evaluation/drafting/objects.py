"""Questions after what was signed, set up or started, by the noun at its end: 什么诊所 for 社区法律诊所."""

import re
from collections.abc import Iterator

from rag.evaluation.drafting.asking import Stretch, finished
from rag.evaluation.drafting.clauses import words
from rag.evaluation.drafting.drafted import Draft

_OBJECT = re.compile(
    r"(?P<verb>签订|签署|设立|成立|建立|开设|开展|实施|启动|打造|创建|推出|组建|举办|获得|荣获|首创|构建|建成|聘请|颁发|发布|探索|形成|提出|推行|研发)(?:了|出)?(?P<what>[\u4e00-\u9fffA-Za-z0-9+“”·《》]{4,22})$"
)
_VAGUE = re.compile(
    r"工作|情况|问题|作用|方面|方式|方法|内容|成果|效果|能力|水平|会议|目标|措施|任务|力量|资源|特色|优势"
    r"|经验|成绩|基础|条件|环境|新高|通知|意见|消息|声明|条例|时代|局面"
)


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question for the object that ends the stretch, if it is one noun phrase with a clear head."""
    text = stretch.statement.text
    match = _OBJECT.search(text, max(stretch.subject_end, stretch.last), stretch.end)
    if (
        match is None
        or "“" in match["what"]
        or text[match.start() - 1] in "的、和"
        or match["what"][0] in "成为"
    ):
        return
    if match.start() - stretch.subject_end < 4 and not stretch.time:
        return
    found = words(match["what"])
    head = found[-1]
    if (
        head.flag not in ("n", "nz", "l", "j", "nt")
        or not 2 <= len(head.text) <= 4
        or _VAGUE.fullmatch(head.text)
        or head.start < 2
    ):
        return
    if any(word.flag in ("v", "uj", "p", "d", "c", "r", "x", "m") for word in found):
        return
    body = f"{text[stretch.start : match.end('verb')]}什么{head.text}"
    if stretch.time:
        body = f"{text[slice(*stretch.time)]}，{body}"
    if question := finished(body):
        answers = stretch.statement.variants(*match.span("what"))
        yield Draft(question, answers, (), stretch.statement.passage, ("fact", "name"))
