"""Questions after what stands behind 是, 位于, 由…主办 and 叫: the other side of a plainly told relation."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.evaluation.drafting.asking import Stretch, asked, finished
from rag.evaluation.drafting.clauses import words
from rag.evaluation.drafting.drafted import Draft

_IS = re.compile(
    r"^(?P<whose>[^，。：]{2,24}的)(?P<what>[\u4e00-\u9fff“”]{2,9})(?P<is>是|叫作?)(?P<which>[^，。：；]{2,30})$"
)
_NOT_THING = re.compile(r"^(?:为|由|因|在|要|把|从|以|靠|对|不|最|很|一[个种]|什么|否|用|让|通过|如何|怎样)")
_PLACE = re.compile(r"(?:位于|坐落于|坐落在|地处)(?P<where>[^，。、；的]{2,24})$")
_HELD = re.compile(
    r"在(?P<where>[^，。、；]{3,20}?)(?P<deed>(?:正式|隆重|联合|成功|顺利|共同)?(?:举行|召开|举办|开幕|成立|揭牌|启动|启用|落成|发布|拉开帷幕|亮相|开工|首发|签约|开业|闭幕))"
)
_BY = re.compile(
    r"由(?P<who>[^，。；的]{3,24}?)(?P<deed>(?:联合|共同|负责|牵头)?(?:主办|承办|举办|出品|建设|提供|发布|创办|推出|牵头|编写|主编|执导|担任|设计|研发|投资|发起|选派|下派|管理|运营|制作))"
)
_AS = re.compile(
    r"以(?P<what>[^，。；以]{2,20})为(?=抓手|目标|基础|核心|主题|载体|契机|指引|导向|重点|依托|牵引|引领|主线|依据|中心|原型|背景)"
)
_CALLED = re.compile(
    r"(?:叫[作做]|称[为作]|命名为|取名为?|名为|名叫|誉为|评为|标题[是为])(?P<name>“[^“”]{2,20}”|《[^《》]{2,30}》)(?=$|[，。；])"
)
_ROOM = re.compile(
    r"(?:中心|馆|厅|室|广场|公园|酒店|大学|学院|学校|剧院|剧场|体育场|大厦|会堂|礼堂|园区?|基地|市|区|县|镇|村|省|街道|社区|路|港|岛|山|湖|城|厂|北京|上海|[\u4e00-\u9fff]{2}州)$"
)


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question for every relation the stretch tells."""
    yield from _is(stretch)
    yield from _where(stretch)
    yield from _by(stretch)
    yield from _taken_as(stretch)
    yield from _called(stretch)


def _is(stretch: Stretch) -> Iterator[Draft]:
    """钟楼居委会 for 金山公路建设有限公司的结对共建单位是哪个单位."""
    match = _IS.match(stretch.text)
    if (
        match is None
        or _NOT_THING.match(match["which"])
        or re.search("、|以", match["which"] + match["whose"])
    ):
        return
    tags = [word.flag for word in words(match["what"])]
    if not tags or not tags[-1].startswith(("n", "v", "j", "l", "q")) or "“" in match["what"]:
        return
    start = stretch.start + match.start("which")
    span = (start, stretch.start + match.end("which"))
    people = [one for one in spans.find(AnswerType.PERSON, stretch.statement.text) if one[1] == span[1]]
    person = people[-1] if people else None
    if person and (
        person == span
        or re.search(r"(?:的|书记|主任|长|经理|老师)$", stretch.statement.text[span[0] : person[0]])
    ):
        question = finished(f"{match['whose']}{match['what']}是谁")
        span, kind = person, "person"
    else:
        question, kind = (
            finished(f"{match['whose']}{match['what']}{match['is']}{_thing(match['what'])}"),
            "relation",
        )
    if question and not re.search(r"了$|着$", stretch.statement.text[span[0] : span[1]]):
        yield _draft(stretch, *span, question, kind)


def _thing(what: str) -> str:
    if re.search(r"(?:地点|地址|所在地|位置|阵地|主会场)$", what):
        return "哪里"
    if re.search(r"(?:单位|机构|部门|公司|企业|学校|医院)$", what):
        return f"哪个{what[-2:]}"
    return "什么"


def _where(stretch: Stretch) -> Iterator[Draft]:
    text = stretch.statement.text
    if match := _PLACE.search(text, stretch.subject_end, stretch.end):
        span = match.span("where")
        named = any(word.flag == "ns" for word in words(match["where"]))
        if (named or _ROOM.search(match["where"])) and (
            question := asked(stretch, span, "哪里", timed=False)
        ):
            yield _draft(stretch, *span, question, "place")
    match = _HELD.search(text, stretch.subject_end, stretch.end)
    if match and _ROOM.search(match["where"]):
        body = f"{text[stretch.start : match.start()]}在哪里{match['deed']}"
        if (match.end() == stretch.end or text[match.end()] in "，") and (question := finished(body)):
            yield _draft(stretch, *match.span("where"), question, "place")


def _by(stretch: Stretch) -> Iterator[Draft]:
    text = stretch.statement.text
    match = _BY.search(text, stretch.start, stretch.end)
    if match is None or match.start() < stretch.subject_end or re.search("[、和与或]|等$|于", match["who"]):
        return
    if text[stretch.end - 1 : stretch.end] == "的" and not text[stretch.start : match.start()].endswith("是"):
        return
    if question := asked(stretch, match.span("who"), "谁", timed=False):
        yield _draft(stretch, *match.span("who"), question, "organisation")


def _taken_as(stretch: Stretch) -> Iterator[Draft]:
    """以党的十九大精神为指引 gives 以什么为指引."""
    match = _AS.search(stretch.statement.text, max(stretch.subject_end, stretch.last), stretch.end)
    if match is None or re.search("[、和]", match["what"]):
        return
    if stretch.end - match.end() <= 6 and match.start() - max(stretch.last, stretch.start) <= 8:
        return  # 杨浦区以什么为契机 could be asked of anything
    if question := asked(stretch, match.span("what"), "什么", timed=False):
        yield _draft(stretch, *match.span("what"), question, "relation")


def _called(stretch: Stretch) -> Iterator[Draft]:
    """亲切地把…叫作“小区美容师” gives 叫作什么."""
    text = stretch.statement.text
    match = _CALLED.search(text, max(stretch.subject_end, stretch.last), stretch.end)
    if match is None or match.end() != stretch.end:
        return
    if question := asked(stretch, match.span("name"), "什么", timed=False):
        yield _draft(stretch, match.start("name") + 1, match.end("name") - 1, question, "name")


def _draft(stretch: Stretch, start: int, end: int, question: str, kind: str) -> Draft:
    statement = stretch.statement
    return Draft(question, statement.variants(start, end), (), statement.passage, ("fact", kind))
