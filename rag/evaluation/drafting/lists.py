"""Questions after all that a list holds: 包括…、…和…, or 三个方面：一是… and so on."""

import re
from collections.abc import Iterator

from rag.evaluation.drafting.asking import finished
from rag.evaluation.drafting.clauses import clauses, names_something, opening, points_elsewhere, words
from rag.evaluation.drafting.drafted import Draft
from rag.evaluation.drafting.statements import Statement

MOST_ITEMS = 8
LONGEST_ITEM = 26
_COUNT = r"[两二三四五六七八九十]|\d{1,2}"
_HEAD = re.compile(
    rf"^(?P<lead>[^：]*?)(?P<count>(?P<number>{_COUNT})(?P<noun>(?:[个类种项条大级件方张点]|方面)[^，。：“”]{{0,10}}?))(?:分别|依次)?(?:是|为)?$"
)
_NAMED_HEAD = re.compile(r"^(?P<lead>[^：，]{2,30}?)(?:是|为|包括|分别是|分别为|有)?$")
_COUNTED_NAME = re.compile(rf"(?P<lead>.+?)(?P<count>(?:{_COUNT})[个大]“[^“”]+”)")
_INCLUDES = re.compile(
    r"^(?P<lead>[^，。：；]{2,30}?)(?P<verb>主要包括|包括|包含|涵盖|涉及|分别为|分别是|有)(?P<list>[^。：；]+?)(?P<tail>等(?:[\u4e00-\u9fff]{0,10})?|[二三四五六七八九十两]个?方面)?$"
)
_ORDER = re.compile(
    r"^(?:[一二三四五六七八九十]是|第[一二三四五六七八九十](?:[个项方类级]面?)?(?:是|，)?|以及|和|及|与|还有|另有|也有)"
)
_ORDERED = re.compile(r"(?:一是|第一).+(?:二是|第二)")
_MADE_OF = re.compile(r"(?P<lead>[^，：]{2,24})由(?P<list>[^，：]+?)(?P<verb>组成|构成)$")
_SPLIT = re.compile(r"、|，|；|以及|(?<=[”\u4e00-\u9fff])(?:和|与|及)(?=[“\u4e00-\u9fff])")
_TAIL = re.compile(r"(?:等(?:[\u4e00-\u9fff]{0,6})?)$")


def questions(statement: Statement) -> Iterator[Draft]:
    """Yield a question for the list that the sentence is, if it is one."""
    yield from _announced(statement)
    yield from _included(statement)
    yield from _made_of(statement)


def _announced(statement: Statement) -> Iterator[Draft]:
    """聚焦三大方向：一是A，二是B，三是C gives 聚焦哪三大方向."""
    head, colon, body = statement.text.rstrip("。；").partition("：")
    if not colon or "：" in body or "。" in body:
        return
    if "、" in body and "，" in body and "；" not in body and not _ORDERED.search(body):
        return  # clauses of prose, not items
    items = _items(body)
    match = _HEAD.match(head)
    if match:
        number = _value(match["number"])
        lead = match["lead"]
        if number == len(items) and _speaks(statement.text[: len(lead)]):
            asking = f"{lead}哪{match['count']}"
            yield from _draft(statement, asking, items, len(head) + 1)
        return
    if (of_name := _named(head)) is not None:
        yield from _draft(statement, of_name, items, len(head) + 1)


def _named(head: str) -> str | None:
    """Return what asks after the parts of a quoted name: 提出“三大愿景”： asks 提出的“三大愿景”分别是什么."""
    match = _NAMED_HEAD.match(head)
    if match is None or not _speaks(match["lead"]):
        return None
    if counted := _COUNTED_NAME.fullmatch(match["lead"]):
        return f"{counted['lead']}哪{counted['count']}"
    lead, _, name = match["lead"].rpartition("“")
    if not name.endswith("”"):
        return None
    verbs = [word for word in words(lead) if word.flag == "v"]
    if not verbs or lead.endswith("的"):
        return f"{lead}“{name}分别是什么"
    return f"{lead}的“{name}分别是什么" if lead.endswith(verbs[-1].text) and len(verbs) == 1 else None


def _included(statement: Statement) -> Iterator[Draft]:
    """涉及A、B和C等各个方面 gives 涉及哪些方面."""
    for start, end in clauses(statement.text)[:1]:
        stop = statement.text.find("。", end)
        whole = statement.text[start : stop if stop > 0 else len(statement.text)].rstrip("。；")
        match = _INCLUDES.match(whole)
        if match is None or "、" not in match["list"] or "，" in match["list"] or not _speaks(match["lead"]):
            continue
        items = _items(match["list"])
        tail = (match["tail"] or "").removeprefix("等").lstrip("多各几个项种类")
        tail = re.sub(r"^[二三四五六七八九十两]个?", "", tail)
        noun = tail if 2 <= len(tail) <= 8 else "内容"
        verb = match["verb"]
        if noun == "内容" and verb in ("有", "涉及"):
            continue
        asking = f"{match['lead']}{verb}{'什么' if verb.startswith('分别') else '哪些' + noun}"
        yield from _draft(statement, asking, items, start + match.start("list"))


def _made_of(statement: Statement) -> Iterator[Draft]:
    """由A、B和C组成 gives 由哪些部分组成."""
    for start, end in clauses(statement.text):
        match = _MADE_OF.match(statement.text[start:end])
        if match and "、" in match["list"] and _speaks(match["lead"]):
            asking = f"{match['lead']}由哪些部分{match['verb']}"
            yield from _draft(statement, asking, _items(match["list"]), start + match.start("list"))


def _items(body: str) -> list[str]:
    parts = re.split(r"[；]", body) if "；" in body else None
    if parts is None:
        ordered = re.split(r"，(?=[一二三四五六七八九十]是|第[一二三四五六七八九十])", body)
        parts = ordered if len(ordered) > 1 else _SPLIT.split(body)
    items = [_TAIL.sub("", _ORDER.sub("", part.strip())).strip("，。 ") for part in parts]
    return [item for item in items if item]


def _value(number: str) -> int:
    return int(number) if number.isdigit() else "〇一二三四五六七八九十".find(number) if number != "两" else 2


def _speaks(lead: str) -> bool:
    begin = words(lead)
    return bool(begin) and names_something(opening(begin) or begin[:1])


def _draft(statement: Statement, asking: str, items: list[str], start: int) -> Iterator[Draft]:
    question = finished(asking)
    if question is None or not 2 <= len(items) <= MOST_ITEMS or points_elsewhere("，".join(items)):
        return
    variants = []
    for item in items:
        place = statement.text.find(item, start)
        if place < 0 or not 2 <= len(item) <= LONGEST_ITEM:
            return
        variants.append(statement.variants(place, place + len(item)))
    if len({one[0] for one in variants}) == len(items):
        yield Draft(question, (), tuple(variants), statement.passage, ("list",))
