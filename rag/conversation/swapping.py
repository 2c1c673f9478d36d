"""What a follow-up asks that only names something else: 石桥村呢 after 柳村哪天停电."""

import re

from rag.answering.question import parse
from rag.answering.terms import TermKind, tag
from rag.cleaning.chinese import simplify
from rag.conversation.topic import ASKING, ATTRIBUTES, Topic

_TIME = re.compile(r"最初|起初|开始时?|原来|当初|一开始|首批|过去|以前|现在|目前|如今|后来")
_PLACE_ENDINGS = ("镇", "区", "村", "街道", "社区", "居委会", "居民区")
_PLACE = re.compile(rf"\w{{1,6}}?(?:{'|'.join(sorted(_PLACE_ENDINGS, key=len, reverse=True))})")
_NUMERAL = r"[〇零一二三四五六七八九十百千万两半\d.A-Za-z甲乙丙丁]+"
# Words that take each other's place: 2023年呢 after 2022年的财政收入是多少.
_ALIKE = (
    re.compile(r"\d{4}年|[今去前明]年"),
    re.compile(r"\d{1,2}月(?:份|\d{1,2}[日号])?|[上下]个?月|本月"),
    re.compile(r"第?[一二三四]季度"),
    re.compile(r"(?:春|夏|秋|冬)[天季]|[寒暑]假"),
    re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]|工作日|节假日|平时"),
    re.compile(r"早上|上午|中午|下午|晚上|夜里|夜间|白天"),
    re.compile(r"[昨今明后]天"),
    re.compile(r"城[镇市乡]|农村|乡下|城里"),
)
_MOMENTS = _ALIKE[:7]
_GRADE = re.compile(rf"{_NUMERAL}(?:级|等|类|档|型|期)|[红橙黄蓝绿黑白]色")

# What a person has, and not the place whose office they hold.
_OF_A_PERSON = re.compile(r"(?:电话|手机|号码|年龄|学历|职务|工资|月薪|待遇|办公室|邮箱|简历|籍贯)$")


def asked_of_another(new: str, of: bool, topic: Topic) -> str:  # noqa: FBT001 -- a part of a match
    """Return the last question, asked of something else: 张江镇呢 after 南翔镇的书记是谁."""
    old, plain = topic.question, simplify(new)
    if "的" in plain:
        return f"{new}{_asking(plain, old)}"
    if plain.endswith(_PLACE_ENDINGS) and not _PLACE.match(simplify(topic.subject)):
        return old.replace(topic.subject, new, 1)
    if (of or plain.endswith(_PLACE_ENDINGS)) and (place := _PLACE.match(simplify(topic.subject))):
        # 青石镇呢 after 白河镇面积是多少
        return old.replace(topic.subject if of else topic.subject[: place.end()], new, 1)
    if plain.startswith(("“", "‘", "《", "「", "『")) or plain.endswith(("”", "’", "》", "」", "』")):
        return _swap_quoted(new, old, topic)
    if moment := _TIME.fullmatch(plain):
        return _TIME.sub(new, old, count=1) if _TIME.search(old) else f"{moment[0]}{old}"
    if plain.endswith("上") and (aspect := re.search(r"在?[^在，的]{1,4}上", old)):
        return old.replace(aspect[0], f"在{new}", 1)
    if alike := _alike(plain, simplify(old)):
        return old[: alike[0]] + new + old[alike[1] :]
    if any(moments.fullmatch(plain) for moments in _MOMENTS):
        return f"{new}{old}"
    if of:
        return _of_another_kind(new, plain, topic)
    return _another_thing(new, plain, topic)


def _alike(plain: str, old: str) -> tuple[int, int] | None:
    """Return the place of the first word that the new one is like: 早稻 for 晚稻, 80岁 for 90岁."""
    for words in _ALIKE:
        if words.fullmatch(plain) and (before := words.search(old)):
            return before.span()
    if (numbered := re.fullmatch(rf"第?{_NUMERAL}(?P<unit>[^\W\d]{{1,3}})", plain)) and (
        before := re.search(rf"第?{_NUMERAL}{numbered['unit']}", old)
    ):
        return before.span()
    if any(named.search(plain) for named, _ in ATTRIBUTES):
        return None
    at, found = 0, None
    for word, _ in tag(old):
        shared = next((n for n in range(len(plain) - 1, 0, -1) if word.endswith(plain[-n:])), 0)
        if (shared > 1 or (shared and len(word) == len(plain))) and not ASKING.search(word):
            longer = len(word) > len(plain)  # 小学校长 for 副校长
            found = found or (at + (len(word) - shared if longer else 0), at + len(word))
        at += len(word)
    return found


def _of_another_kind(new: str, plain: str, topic: Topic) -> str:
    """Return the last question, asked of what is of another kind: 商用的 for 居民用水."""
    subject = simplify(topic.subject)
    if not any(flag.startswith(("n", "v", "j", "l")) for _, flag in tag(subject)):  # 商用的 for 一吨
        return f"{new}的{topic.question}"
    kind = subject.find(plain[-1]) + 1
    return topic.question.replace(topic.subject[: kind if kind > 1 else None], new, 1)


def _another_thing(new: str, plain: str, topic: Topic) -> str:
    """Return the last question, asked of another thing of the same subject, or of another subject."""
    old, subject = topic.question, topic.subject
    known = any(asked.search(plain) for asked, _ in ATTRIBUTES)
    if topic.person and "谁" in old and (own := _OF_A_PERSON.search(plain)):
        asks = _asking(plain, old) if known else "是多少？" if own[0] in ("手机", "邮箱") else "是什么？"
        return f"{topic.person}的{new}{asks}"
    if known:
        return f"{subject}的{new}{_asking(plain, old)}"
    if topic.person == subject:
        return old.replace(subject, new, 1)
    named = any(term.kind is TermKind.NAME for term in parse(subject).terms)
    *kinds, head = [word for word, _ in tag(simplify(subject))]
    if _GRADE.fullmatch(plain) and kinds and not named:  # 三级 for 红色预警
        return old.replace(subject[: -len(head)], new, 1)
    if named or f"{subject}的" in old:
        return f"{subject}的{new}{_asking(plain, old)}"
    return old.replace(subject, new, 1)


def _swap_quoted(new: str, old: str, topic: Topic) -> str:
    """Put another quoted name where the last one stands before the question's asking word."""
    quoted = list(re.finditer(r"[“‘《「『][^”’》」』]{1,40}[”’》」』]", old))
    if not quoted:
        return old.replace(topic.subject, new, 1)
    last = quoted[-1]
    return old[: last.start()] + new + old[last.end() :]


def _asking(attribute: str, old: str) -> str:
    """Return how an attribute is asked for: in its own way, else as the last question asked."""
    return next((asks for named, asks in ATTRIBUTES if named.search(attribute)), _asking_end(old))


def _asking_end(question: str) -> str:
    """Return how the question asks: 是什么？ or 有多少人？ of longer ones."""
    asks = r"(?:是|有|在|叫|为|由|指)?(?:什么|谁|哪|多少|几|何|怎|如何|多[长大高远久]).*$"
    found = re.search(asks, simplify(question))
    return question[found.start() :] if found else "是什么？"
