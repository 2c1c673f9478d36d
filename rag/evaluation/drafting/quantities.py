"""Questions after numbers with what they count, money, shares, areas, lengths and ages."""

import re
from collections.abc import Iterator

from rag.answering import spans
from rag.answering.kinds import AnswerType
from rag.answering.terms import MEASURE
from rag.evaluation.drafting.asking import Stretch, asked, finished
from rag.evaluation.drafting.drafted import Draft

MEASURED = (AnswerType.MONEY, AnswerType.PERCENT, AnswerType.AREA, AnswerType.LENGTH, AnswerType.AGE)
_UNIT = re.compile(r"(?:美|欧|日|港)?[元圆块]|人民币|英镑|平方\S+|亩|公顷|公里|千米|海里|里|米|厘米|岁")
_COUNTED = re.compile(
    rf"(?!届|次|部|批|万|亿)(?:{MEASURE}|余名|余家|人|门课|套|幅|件|趟|艘|架|篇|头|栋|幢|株|吨|辆|户|例|组|道|期|万人次|人次)"
)
_ORDINAL = re.compile(r"(?:第|数|几|上|(?<=[\d%个家名年月日人元])到|[—\-~～至+“‘.·/×]|年|月|号|[a-zA-Z])$")
_APPROXIMATE = re.compile(
    r"(?<![不未得])(?:约|近|超过|超|逾|达|至少|不少于|大约|将近|接近|高达|共|总计|共计|累计)+$"
)
_DENIED = re.compile(r"(?:[不未](?:足|到|满|及|超过?|达到?)|不得超过?)$")  # 不足500元 is not 500元
# One, two and "three aspects" are turns of phrase, not counts someone would ask for.
_SMALL = re.compile(r"^[一1](?![\d十百千万])|^两$|^两|^几|^[二三四五六七八九十两][个项类种件条步大点方级]")
_BEFORE_NOUN = re.compile(r"(?P<noun>[\u4e00-\u9fff“”]{2,12})$")
_OVER = re.compile(r"^[多余](?=[\u4e00-\u9fff])")


def questions(stretch: Stretch) -> Iterator[Draft]:
    """Yield a question for each quantity of the stretch's last clause."""
    for kind in MEASURED:
        yield from _measured(stretch, kind)
    yield from _counted(stretch)


def _measured(stretch: Stretch, kind: AnswerType) -> Iterator[Draft]:
    text = stretch.statement.text
    for start, end in _within(stretch, kind):
        word = "百分之多少"
        if text[end - 1] == "成" and text[end : end + 1] not in tuple("，。；以的左、"):
            continue  # 九成宫 is a name
        if kind is not AnswerType.PERCENT:
            unit = _UNIT.search(text, start, end)
            if unit is None or unit.end() != end:
                continue
            word = f"多少{unit[0]}"
        if (
            _ORDINAL.search(text[:start])
            or text[end : end + 1] in tuple("以多左的—-~至/、")
            or text[start - 1] == "、"
        ):
            continue
        yield from _draft(stretch, start, end, word, kind.value)


def _counted(stretch: Stretch) -> Iterator[Draft]:
    text = stretch.statement.text
    for start, end in _within(stretch, AnswerType.NUMBER):
        counted = _COUNTED.match(text, end)
        if counted is None or _ORDINAL.search(text[:start]) or _SMALL.match(text[start : end + 1]):
            continue
        if text[counted.end() : counted.end() + 1] in tuple("以左—-~至/分多"):
            continue
        yield from _draft(stretch, start, counted.end(), f"多少{_OVER.sub('', counted[0])}", "number")


def _within(stretch: Stretch, kind: AnswerType) -> Iterator[tuple[int, int]]:
    for start, end in spans.find(kind, stretch.statement.text):
        if (
            max(stretch.subject_end, stretch.last) <= start
            and end <= stretch.end
            and not _in_quotation(stretch, start)
        ):
            yield start, end


def _in_quotation(stretch: Stretch, place: int) -> bool:
    before = stretch.statement.text[:place]
    return any(before.count(a) > before.count(b) for a, b in ("“”", "《》", "（）"))


def _draft(stretch: Stretch, start: int, end: int, word: str, kind: str) -> Iterator[Draft]:
    text = stretch.statement.text
    lead = _APPROXIMATE.search(text[:start])
    begin = start
    if lead and lead[0] not in ("共", "总计", "共计", "累计", "达"):
        begin = lead.start()  # 约6万人 is asked for as 多少人
    turned = None if _DENIED.search(text[:start]) else _turned(stretch, begin, end, word)
    question = turned or asked(stretch, (begin, end), word)
    question = question and _alone(question)
    if question is None or question.count("多少") > 1 or text[stretch.end : stretch.end + 1] in tuple("：:"):
        return
    answers = stretch.statement.variants(start, end)
    if lead and lead[0] in ("近", "超", "逾"):
        answers = (*stretch.statement.variants(begin, end), *answers)
    yield Draft(question, answers, (), stretch.statement.passage, ("fact", kind))


_VERB_NOUN = re.compile(
    r"^(?P<head>.*?(?:建成|建设|设立|成立|新增|拥有|开设|设有|完成|发放|推出|打造|培育|吸引|创建|签订|改造|组建))(?P<noun>[^，。“”、的有或并和及]{2,14}?)(?:共|总计|共计|累计|达|近|约)*$"
)


_AND_NUMBER = re.compile(
    r"(?P<asked>多少[\u4e00-\u9fff]{2,12}?)(?:和|、|以及|，)\d[\d.万亿]*[\u4e00-\u9fff]+(?=？)"
)
_NUMBER_AND = re.compile(r"\d[\d.]*[\u4e00-\u9fff]{2,10}?(?:和|、|以及)(?=多少)")


def _alone(question: str) -> str:
    """Return the question without the other number it was told along with: 38个网格和多少个小微网格."""
    return _NUMBER_AND.sub("", _AND_NUMBER.sub(r"\g<asked>", question))


def _turned(stretch: Stretch, start: int, end: int, word: str) -> str | None:
    """Return 建成多少个服务点 for 建成服务点56个, which is how one asks; None if the number is not last."""
    text = stretch.statement.text
    match = _VERB_NOUN.match(text[stretch.start : start]) if end == stretch.end else None
    if match is None:
        return None
    when = f"{text[slice(*stretch.time)]}，" if stretch.time else ""
    return finished(f"{when}{match['head']}{word}{match['noun']}")
