"""What a conversation is about when a follow-up comes: the subject, the thing asked for, the person named."""

import re
from dataclasses import dataclass

from rag.answering.kinds import AnswerType
from rag.answering.question import language_of, parse
from rag.answering.spans import find
from rag.answering.terms import PLACES, TermKind, tag
from rag.cleaning.chinese import simplify

# Words of these kinds make a subject longer (jieba's tags); 的 joins two parts of one.
_NOMINAL = ("n", "j", "vn", "eng", "l", "an")
_NAMING = ("nr", "ns", "nt", "nz")
_NEVER = frozenset(["时候", "时间", "地方", "意思", "请问", "人", "指", "关系"])
_COPULAS = frozenset(["是", "有", "在", "由", "和", "与", "为", "要", "叫", "指"])
_QUOTED = re.compile(r"[“‘《「『\"][^”’》」』\"]{1,40}[”’》」』\"]")
_COUNTED = re.compile(r"多少|几|哪些|哪[两三四五六七八九十\d]|哪几|什么")
ASKING = re.compile(
    r"为什么|为何|为啥|什么时候|什么|啥|怎么样?|怎样|如何|咋|谁|哪[一两几]?[里儿天年些个家位]?|多少|多[久长大高远]|几[点天号年月个]?|是否|能不能|有没有|吗"
)
# What a thing has one of, and how it is asked for.
ATTRIBUTES = (
    (
        re.compile(
            r"(?:面积|人口|产值|产量|收入|人数|户数|数量|价格|票价|费用?|金额|长度|高度|年龄|电话|号码|比例|工资|月薪|押金|租金|奖金|罚款"
            r"|利率|利息|名额)$"
        ),
        "是多少？",
    ),
    (re.compile(r"(?:地址|地点|位置|总部|首都|办公室)$"), "在哪里？"),
    (re.compile(r"(?:时间|日期)$"), "是什么时候？"),
    (
        re.compile(
            r"(?:主题|目的|原因|内容|意义|特点|目标|条件|流程|标准|依据|待遇|学历|职务|要求|材料|手续)$"
        ),
        "是什么？",
    ),
)
# How something is done, asked before saying what: 怎么报名编外工作人员.
_HOW_TO = re.compile(
    r"^(?:请问|我想问一?下?|[，,、 ])*(?:我们?)?[要想该]?(?:怎么样?|怎样|如何|咋)(?:才能|才可以|去)?"
    r"(?P<done>[^，。？?]{3,16}?)[呢啊呀]?[?？]*$"
)
_OFFICE = re.compile(
    r"(?P<office>(?:[^，是谁]{1,8}的)?\w{1,8}?(?:长|主任|书记))(?:的?(?:电话|手机|办公)|是|姓|叫|在)"
)
_BEFORE_ASKING = re.compile(r"(?:是|叫|在|有|找|由|要|能|归|的|到|去|该|会|可以|每|一般|最多|应该)+$")
_AGES = ("老年", "青年", "中年")  # times to the tagger: 老年优待证
_CARD_OF = re.compile("证[明件书实人据]")
_QUANTITY = re.compile(r"\d+|[一二三四五六七八九十两百千半几\d]+\w")  # 80, 一吨: no place
_TO_DO = ("招聘", "招收", "招", "办理", "办", "申请", "领取", "缴纳")  # verbs before what is asked about
_GOVERNING = re.compile(r"(?:[招补领收交批]|(?<=[费款补金贴])发)$")  # 网格 + 员招 before 几个
_HOW = re.compile(r"怎么样?|怎样|如何|什么时候|为什么")
_WHOLE = "\ue000"  # stands for a character of a quoted name while words are tagged


@dataclass(frozen=True, slots=True)
class Topic:
    """What the last complete question was about; the texts are in its own script."""

    question: str  # the question itself
    subject: str  # 南翔镇, 杨浦区的“五雁”
    asked: str | None  # what it wanted counted or listed: 公益项目 in 发布了多少个公益项目
    person: str | None  # whom 他 stands for
    done: str | None = None  # what it asks how to do: 办老年证


def topic_of(question: str, answer: str) -> Topic | None:
    """Return the topic of a complete question and its answer, or None if it names nothing."""
    plain = simplify(question)
    subject = _subject(plain)
    if subject is None:
        return None
    start, end = subject
    person = _person(plain[start:end], simplify(answer))
    if not person and (office := _OFFICE.match(plain)):  # 林业站站长电话多少
        person = question[office.start("office") : office.end("office")]
    how_to = _HOW_TO.match(plain)
    done = question[how_to.start("done") : how_to.end("done")] if how_to else None
    return Topic(question, question[start:end], _asked(question, plain), person, done)


def _subject(plain: str) -> tuple[int, int] | None:
    """Return the first noun phrase with a name in it, else the first one."""
    if language_of(plain) == "en":
        terms = sorted(parse(plain).terms, key=lambda term: term.kind is not TermKind.NAME)
        return next(((term.start, term.start + len(term.text)) for term in terms), None)
    runs = _runs(plain)
    named = next((run for run in runs if run[2] or plain[run[0] : run[1]].endswith(PLACES)), None)
    start, end, _ = named or (runs[0] if runs else _before_asking(plain))
    end += _ends_in_card(plain, end)
    start -= 2 if plain[start - 2 : start] in _AGES and plain[start:end].endswith("证") else 0
    while plain[end : end + 1] in PLACES:  # the tagger ties 镇 to the verb behind it: 南翔 + 镇有
        end += 1
    if end - start > 2 and _GOVERNING.search(plain[:end]) and plain[end : end + 1] in ("几", "多"):
        end -= 1
    return _without_head(plain, start, end) if end - start > 1 else None


def _ends_in_card(plain: str, end: int) -> bool:
    """Tell whether a subject goes on with 证, which the tagger ties to what stands behind: 残疾人 + 证在."""
    return plain.startswith("证", end) and not _CARD_OF.match(plain, end)


def _before_asking(plain: str) -> tuple[int, int, bool]:
    """Return what stands before the asking word when the tagger knows no noun there: 村建办主任是谁."""
    asks = ASKING.search(plain)
    if not asks:
        return 0, 0, False
    how_to = _HOW_TO.match(plain)
    start, end = how_to.span("done") if how_to else (0, asks.start())
    start += next(
        (len(verb) for verb in _TO_DO if plain.startswith(verb, start) and end - start - len(verb) > 1), 0
    )
    return start, start + len(_BEFORE_ASKING.sub("", plain[start:end])), False


def _runs(plain: str) -> list[tuple[int, int, bool]]:
    """Return the noun phrases of a question: start, end, and whether one holds a name."""
    masked = _QUOTED.sub(lambda quoted: _WHOLE * len(quoted[0]), plain)
    masked = _HOW.sub(lambda how: "，" * len(how[0]), masked)
    found: list[tuple[int, int, bool]] = []
    nouns: set[int] = set()  # where the phrases begin that are not verbs alone
    at, open_run, odd = 0, False, False
    for word, flag in tag(masked):
        quoted = word.startswith(_WHOLE)
        joins = word == "的" and open_run
        nominal = (flag.startswith(_NOMINAL) and word not in _NEVER) or quoted or joins
        # A place whose first word the tagger takes for a verb: 爱五路.
        odd = not found and at < 2 and len(word) < 3 and flag[0] in "vma" and (at == 0 or odd)
        odd = odd and not _QUANTITY.fullmatch(word)
        noun = nominal
        nominal = (nominal or odd) and word not in _COPULAS
        if nominal:
            named = quoted or flag.startswith(_NAMING)
            start, before = at, False
            if open_run:
                start, _, before = found.pop()
            found.append((start, at + len(word), before or named))
            nouns |= {start} if noun else set()
        open_run = nominal
        at += len(word)
    return [run for run in found if run[1] - run[0] > 1 and run[0] in nouns]


def _without_head(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return 南翔镇 of 南翔镇的志愿者, but all of 杨浦区的“五雁”."""
    phrase = plain[start:end].rstrip("的")
    owner, joined, head = phrase.rpartition("的")
    if joined and len(owner) > 1 and not _QUOTED.search(head):
        phrase = owner
    *words, (last, _) = tag(phrase)  # 白河镇 of 白河镇面积
    if sum(len(word) for word, _ in words) > 1 and any(named.fullmatch(last) for named, _ in ATTRIBUTES):
        phrase = phrase[: -len(last)]
    return start, start + len(phrase)


def _asked(question: str, plain: str) -> str | None:
    """Return the noun that the question wants counted or listed."""
    focus = parse(question)
    if not (focus.focus and focus.focus_is_class and _COUNTED.search(plain)):
        return None
    at = plain.rfind(focus.focus)
    return question[at : at + len(focus.focus)] if at >= 0 else None


def _person(subject: str, answer: str) -> str | None:
    """Return the person asked about or, if none was, the first one in the answer."""
    if any(span == (0, len(subject)) for span in find(AnswerType.PERSON, f"{subject}表示")):
        return subject
    return next((answer[slice(*span)] for span in find(AnswerType.PERSON, answer)), None)
