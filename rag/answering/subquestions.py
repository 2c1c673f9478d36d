"""Questions that ask two things at once: split into one question for each source or clause."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.answering.candidates import Sentence
from rag.answering.kinds import kind_of
from rag.answering.matching import fold, presence
from rag.answering.question import Question, parse
from rag.answering.spans import asked_for
from rag.answering.terms import Term, TermKind

_ASKS = re.compile(
    r"谁|什么|啥|哪|多[少久长高大远重]|几(?=[个家位名项条种年天次处月号点岁楼层路门折元块])|怎么|怎样|如何|何时|为什么|为啥"
)
_ASKS_WHETHER = re.compile(_ASKS.pattern + r"|吗|是否|([能要有])[不没]\1|可不可以")
_BREAK = re.compile(r"[，；;]+|？(?=.)")
_PAUSE = re.compile(r"[，；;、]+|？(?=.)|(?<=\S)\s+(?=\S)")
_SECOND = re.compile(r"(?:又|而|并且|另外|还有)(?=.*(?:谁|什么|啥|哪|多少|几))")
_YEAR = re.compile(r"\d{4}年|\d月")  # what is said of time before both holds for both
_LINK = re.compile(r"^(?:而|那么?|并且|另外|还有)|又(?![称名叫])")  # they tie a clause to the one before
# Words that put two things side by side; without them two names are one condition.
_COMPARES = re.compile(
    r"分别|各自?(?=[派有是由在])|相比|比较|对比|区别|不同|异同|相同|同样|都(?=是[谁哪什]|[在])|哪个更|谁更|[和与跟及、]"
)
# 甲和乙分别…, 甲、乙各…: what follows is asked of each. 各 also begins words: 各级, 各项, 各街道.
_OF_EACH = re.compile(
    r"^(?P<named>.{2,60}?)[，,]?(?:分别|各自?(?!级|类|项|方|界|种|区|镇|村|街|部门|单位|地|人)|都(?=是谁|叫什么))[，,]?(?P<asked>[^？，]+)"
)
_APART = re.compile(r"各自|分别|各(?=叫|是|有|为|在)")
# 甲和乙都在…，两地分别…: what is said of both first holds for each.
_BOTH = re.compile(
    r"(?P<one>[^，、]{2,16}?)[和与跟及、](?P<other>[^，、]{2,16}?)(?:都|均|同样)(?P<said>[^，]{2,30})，"
    rf"(?:(?:两[地镇区村家者县市校所]|二者|双方|它们|他们)(?:各自|分别|各)?|(?=[^，]*(?:{_APART.pattern})))"
    r"(?P<asked>.*(?:谁|什么|啥|哪|多少|几|怎).*)"
)
# 甲和乙都…，一个是…，一个是…: the first is asked of 甲.
_ONE_IS = re.compile(
    r"(?P<one>[^，、]{2,16}?)[和与跟及、](?P<other>[^，、]{2,16}?)(?P<said>[都均同][^，]{2,30})?"
    r"，一[个家处位]是(?P<asked>[^，]+)，(?:另)?一[个家处位]是(?P<next>[^，]+)"
)
_AND_HOW = re.compile(r",?\s+and\s+(?=(?:how|what|which|who|whom|when|where|why)\b)", re.IGNORECASE)
_BETWEEN = re.compile(  # not in 和平村, 共和国, 普及班, 参与单位
    r"、|(?<![温饱缓柔随祥])和(?!平(?!均|时)|谐|睦)(?<!共和(?=国))|(?<![参给赠])与|(?<![普涉触波危顾遍])及|跟|以及"
    r"|(?<=[”》」])(?=[“《「])"
)
# 甲和乙这两个镇的…: 甲和乙镇的….
_THESE = re.compile(
    r"(?<![的是在有])([镇区村县市乡]?)[这那]?[两二三四五](?:个|座)\1?(?P<type>[镇区村县市乡]|街道|地方|单位)(?=的|分别|各)"
)
_QUOTED = re.compile(r"[“《「][^”》」]*[”》」]")
_TYPES = frozenset("镇区村县市乡")  # 甲和乙这两个镇: 甲镇和乙镇
_TAIL = re.compile(r"(?<=..)[的在对里中这].*$")  # not 中 of 中淮
# 甲和乙，数目各是多少: 甲有多少; 甲和乙，地址各在哪里: 甲的地址在哪里.
_ITS = re.compile("^，(?=(?:人数|名字|名称|全称|时间|日期|地点|地址|价格|面积|电话)$)")
_NUMBER_IS = re.compile("，(?:数目|数量|总数|个数)是(?=多少)")
_ATTRIBUTE = re.compile(
    "(?:[费价钱金数额量率线]|面积|人口|时间|日期|地址|地点|电话|成绩|分数?|期限|标准|比例|价格)$"
)
_GRADE = re.compile("[一二三四五六七八九十甲乙丙丁A-Za-z\\d][级类档等型]")
_ENDS_IN_GRADE = re.compile(f"{_GRADE.pattern}$")
_ONLY_YEAR = re.compile(r"(?:19|20)\d{2}年(?:度)?")
_HOW = "[高低多少大小长短贵重轻远近]|便宜"
# 菜籽油和花生油哪个贵, 花生油比菜籽油贵多少: what each has, for the reader to compare.
_RATHER = re.compile(
    rf"(?P<named>[^，比]{{2,40}}?)(?:哪一?[个家种年所样座位]|谁)(?:[村镇县区园校科班档队户]|幼儿园)?的?"
    rf"(?P<what>[^，？天]{{0,8}}?)得?(?:更|要|比较)?(?P<how>{_HOW})(?:一?[些点])?[？呢呀啊]*"
)
_THAN = re.compile(
    rf"(?P<one>[^，]{{2,20}}?)比(?![例赛较])(?P<other>[^，]{{2,16}}?)(?P<how>{_HOW})(?:多少|几)(?P<unit>[^，？]{{0,6}})[？呢呀啊]*"
)
_HOW_MANY = re.compile(  # 一共几个科室，分别是什么: 有哪些科室
    r"(?P<of>.*?)(?:一共|总共|共)?有?几[个项种家位](?P<kind>[^，有]{2,6})，(?:分别|各|都)?(?:是|叫|有)(?:什么|哪些|谁|哪几个)[？呢]*"
)
_CLOSING = "？呢呀啊"
_BEFORE_ASKED = re.compile("(?:[的是从在有要能为到由叫干]|需要|定在|一共)+$")
_LONGEST_TOPIC = 12  # characters
_NAMED = 0.5  # presence of a noun in a text that speaks of it
_MOST = 5  # things asked about at once


def split(
    question: Question, found: Sequence[Sentence], best: Callable[[], Sentence] | None = None
) -> list[Question]:
    """Return the parts of a question, itself alone when it asks one thing.

    `best` finds the sentence of the hits that answers the whole best.
    """
    plain = question.plain
    if question.language == "en":
        clauses = _AND_HOW.split(plain)
        return [_part(question, clause) for clause in clauses] if all(map(_names, clauses)) else [question]
    if counted := _HOW_MANY.fullmatch(plain):
        return [_part(question, f"{counted['of']}有哪些{counted['kind']}")]
    for cut in (_BREAK, _SECOND):
        parts = cut.split(plain)
        clauses = [clause for clause in parts if _ASKS.search(clause)]
        # A clause that names nothing asks on about the same thing.
        if len(clauses) == 2 and all(map(_names, clauses)):
            shared = "".join(f"{part}，" for part in parts[: parts.index(clauses[0])] if _YEAR.search(part))
            return [_part(question, shared + _LINK.sub("", clause)) for clause in clauses]
    things = _of_each(plain)
    if things:
        # A sentence that names them all answers for all, in its own order.
        if best and _names_all(best(), things):
            return [question]
        return [_part(question, thing) for thing in things.values()]
    return _by_document(question, found) if _COMPARES.search(plain) else [question]


def apart(question: Question) -> list[Question]:
    """Return the questions asked at once by one, whatever answers the whole; none if it asks one thing."""
    things = {} if question.language == "en" else _of_each(question.plain)
    return [_part(question, thing) for thing in things.values()] or one_by_one(question)


def one_by_one(question: Question) -> list[Question]:
    """Return the questions that a question asks of one thing after the other; none if it asks only one.

    Those behind take what they ask about from the first, 年会几点开始，在哪个厅 asks 年会在哪个厅, unless
    they have something of their own: 早餐几点开始，晚餐几点开始.
    """
    if question.language == "en":
        return []
    clauses = [clause for clause in _PAUSE.split(question.plain) if _ASKS_WHETHER.search(clause)]
    further = [_LINK.sub("", clause) for clause in clauses[1:]]
    if not 2 <= len(clauses) <= _MOST or any(one[:1].isdigit() for one in further):
        return []
    topic = _topic(parse(clauses[0]))
    asked = clauses[0].removeprefix(topic).rstrip(_CLOSING)
    if not topic or not asked:
        return []
    own = [
        _names(one) or one.rstrip(_CLOSING).endswith(asked) or _begins_alike(one, topic) for one in further
    ]
    further = [one if its else topic + one for one, its in zip(further, own, strict=True)]
    return [_part(question, clause) for clause in (clauses[0], *further)]


def _begins_alike(clause: str, topic: str) -> bool:
    """Tell whether a clause begins with another thing of the topic's kind: 身份证 behind 居住证."""
    first = next(iter(parse(clause).terms), None)
    return first is not None and first.start == 0 and first.text[-1:] == topic[-1:]


def _topic(clause: Question) -> str:
    """Return what a clause begins with, without what it asks of it: 东院 of 东院挂号费多少.

    Those are names and nouns; where the tagger finds none or no more than a name, all before the asking word.
    """
    start = end = 0
    for term in clause.terms:
        if term.kind not in (TermKind.NAME, TermKind.NOUN, TermKind.NUMBER) or term.start > end + 1:
            break
        start, end = term.start, term.start + len(term.text)
    subject = clause.plain[:end]
    if clause.focus and subject.endswith(clause.focus) and _ATTRIBUTE.search(subject):
        owner = subject.removesuffix(clause.focus)
        if owner.endswith("的"):
            return owner
        subject = owner or clause.plain[:start]
    bare = any(term.kind is TermKind.NAME and term.text == subject for term in clause.terms)
    if subject and not bare:
        return subject
    before = _BEFORE_ASKED.sub("", clause.plain[: _asked_at(clause.plain)])
    last = next((term for term in clause.terms if term.start + len(term.text) == len(before)), None)
    if last and last.start and _ATTRIBUTE.search(last.text):
        before = before[: last.start]
    return before if len(before) <= _LONGEST_TOPIC else ""


def _asked_at(plain: str) -> int:
    asked = _ASKS_WHETHER.search(plain)
    return asked.start() if asked else 0


def answers(question: Question, text: str) -> bool:
    """Tell whether a text has a value of the type that is asked for, and every noun of the question.

    Where it has no noun, 年会 being a verb to the tagger, every word.
    """
    nouns = [term for term in question.terms if term.kind is TermKind.NOUN] or question.terms
    folded = fold(text)
    return bool(asked_for(question, text)) and all(presence(noun.text, folded) >= _NAMED for noun in nouns)


def _names(clause: str) -> bool:
    return any(term.kind is TermKind.NAME for term in parse(clause).terms)


def _part(question: Question, text: str) -> Question:
    return replace(parse(text), language=question.language)


def _of_each(plain: str) -> dict[str, str]:
    """Return what is asked of each of several things, by the thing: 甲和乙分别是谁 asks 甲是谁 and 乙是谁.

    What the first begins with and the last ends with holds for all: 甲和乙的书记分别是谁.
    """
    if both := _BOTH.fullmatch(plain):
        asked = _APART.sub("", both["asked"])
        return {both[name]: f"{both[name]}{both['said']}，{asked}" for name in ("one", "other")}
    if each := _ONE_IS.fullmatch(plain):
        said = f"{each['said'][1:]}，" if each["said"] else ""
        return {
            each[name]: f"{each[name]}{said}是{each[asked]}"
            for name, asked in (("one", "asked"), ("other", "next"))
        }
    plain = _as_each(plain)
    these = _THESE.search(plain)
    found = _OF_EACH.match(_THESE.sub(r"\1", plain))
    if not found or not _ASKS.search(found["asked"]):
        return {}
    named = found["named"]
    hidden = _QUOTED.sub(lambda quoted: quoted[0][0] + "＿" * (len(quoted[0]) - 2) + quoted[0][-1], named)
    cuts = [(0, 0), *((cut.start(), cut.end()) for cut in _BETWEEN.finditer(hidden)), (len(named),) * 2]
    things = [named[end:start] for (_, end), (start, _) in pairwise(cuts)]
    before, comma, things[0] = things[0].removesuffix("，").rpartition("，")
    if not 2 <= len(things) <= _MOST:
        return {}
    last = hidden[cuts[-2][1] :]
    others = [_QUOTED.sub("", thing) for thing in things[:-1]]
    tail = re.search("，.*$", last) or (not any(map(_TAIL.search, others)) and _TAIL.search(last))
    shared = ""
    if tail and not any(tail[0][0] in other for other in others):
        shared = _ITS.sub("的", things[-1][tail.start() :])
        things[-1] = things[-1][: tail.start()]
        if _ASKS.search(shared):
            shared = ""  # a second question, put between the things and the first
    if min(map(len, things)) < 2:
        return {}
    things = [thing + _left_out(thing, things[-1]) for thing in things[:-1]] + things[-1:]
    if these and these["type"] in _TYPES:
        things = [thing if thing.endswith(these["type"]) else thing + these["type"] for thing in things]
    parts = {
        thing: _NUMBER_IS.sub("有", before + comma + thing + shared + found["asked"]) for thing in things
    }
    owner = _owner(things)
    return {thing: (owner if place else "") + part for place, (thing, part) in enumerate(parts.items())}


def _as_each(plain: str) -> str:
    """Return a question that compares two things as one that asks of each; any other one as it is."""
    if (rather := _RATHER.fullmatch(plain)) and _BETWEEN.search(rather["named"]):
        return f"{rather['named']}分别{_asked_of_each(rather['what'], rather['how'])}"
    if than := _THAN.fullmatch(plain):
        return f"{than['other']}和{than['one']}分别{_asked_of_each('', than['how'], than['unit'])}"
    return plain


def _asked_of_each(what: str, how: str, unit: str = "") -> str:
    if what in ("人", "户"):
        return f"有多少{what}"
    if what:
        return f"{what}是多少"
    if how in ("贵", "便宜"):
        return "多少钱"
    return f"有多少{unit}" if how in "多少" else f"是多少{unit}"


def _left_out(thing: str, last: str) -> str:
    """Return what the last thing says for all after words they share: 报道 in 张江那篇和南翔那篇报道."""
    if last.startswith(thing):
        return ""  # 图书馆和图书馆分馆
    if _ONLY_YEAR.fullmatch(thing) and (year := _ONLY_YEAR.match(last)):
        return last[year.end() :]  # 养老保险二档 in 2023年和2024年养老保险二档
    if _GRADE.fullmatch(thing) and (grade := _GRADE.match(last)):
        return last[grade.end() :]  # 伤残补助 in 一级和二级伤残补助
    shared = next((size for size in (4, 3, 2) if size < len(thing) and thing[-size:] in last), 0)
    if not shared:  # 挂号费 in 全科和中医科挂号费, 收入 in 柳塘村和石桥村收入
        rest = last.partition(thing[-1])[2]
        return rest if thing[-1] in _TYPES or _ATTRIBUTE.search(rest) else ""
    return last.partition(thing[-shared:])[2]


def _owner(things: Sequence[str]) -> str:
    """Return whose the things are, if the first alone says it: 柳林镇的 in 柳林镇的镇长和党委书记."""
    graded = _ENDS_IN_GRADE.search(things[0])
    if graded and graded.start() and all(map(_GRADE.match, things[1:])):
        return things[0][: graded.start()]  # 养老保险 in 养老保险一档和五档
    names = [[term for term in parse(thing).terms if term.kind is TermKind.NAME] for thing in things]
    if any(names[1:]) or not names[0] or names[0][0].start > 0 or names[0][0].text == things[0]:
        return ""
    owner = names[0][0].text
    return owner + "的" * things[0].startswith("的", len(owner))


def _names_all(sentence: Sentence, things: Iterable[str]) -> bool:
    return all(presence(fold(thing), sentence.folded) == 1.0 for thing in things)


def _by_document(question: Question, found: Sequence[Sentence]) -> list[Question]:
    """Return one question a name when two names never occur in the same document of the hits."""
    names = [term for term in question.terms if term.kind is TermKind.NAME]
    texts: dict[str, str] = {}
    for sentence in found:
        key = sentence.hit.chunk.document_id
        texts[key] = texts.get(key, "") + sentence.context
    homes = {
        name: {key for key, text in texts.items() if presence(fold(name.text), text) == 1.0} for name in names
    }
    placed = [name for name in names if homes[name]]
    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            if not homes[one] & homes[other]:
                return [_without(question, other), _without(question, one)]
    return [question]


def _without(question: Question, name: Term) -> Question:
    """Return the part that does not ask about `name`; 分别 made a list of the whole, not of its parts."""
    terms = tuple(term for term in question.terms if term != name)
    return replace(question, terms=terms, kind=kind_of(_EACH.sub("", question.plain)))


_EACH = re.compile(r"分别|各自?|都")
