"""A question taken apart once, for every later step: script, language, what it asks, what it speaks of."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rag.answering.kinds import AnswerType, Kind, answer_type_of, kind_of
from rag.answering.spans import is_office, is_person
from rag.answering.terms import MEASURE, Term, TermKind, content_pairs, english_terms, terms
from rag.cleaning.chinese import simplify

Language = Literal["zh-Hans", "zh-Hant", "en"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_ENGLISH_FUNCTION = re.compile(
    r"\b(what|who|whose|whom|when|where|which|why|how|is|are|was|were|do|does|did|the|of|in|please|tell|list|name|explain"
    r"|define|describe|hello|hi|thanks)\b",
    re.IGNORECASE,
)
_WIDE = str.maketrans({"?": "？", ",": "，", "!": "！", ":": "：", ";": "；"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in simplified script, and what that tells of the answer wanted."""

    plain: str
    language: Language
    kind: Kind
    answer_type: AnswerType
    terms: tuple[Term, ...]
    pairs: tuple[str, ...]  # character pairs of its content
    measure: str | None  # the measure word of "how many": 个 in 多少个
    focus: str | None  # the noun asked about: 面积 in 南翔镇的面积是多少, 社区 in 哪个社区
    focus_is_class: bool  # it stands behind the asking word, and the answer is one of its kind: 哪个社区

    @property
    def head(self) -> str:
        """How the noun asked about ends, which says what it is: 网格 of 小微网格, GDP of 全镇GDP."""
        focus = self.focus or ""
        ends = [term.text for term in self.terms if term.text.isascii() and focus.endswith(term.text)]
        return ends[-1] if ends else focus[-2:]


def parse(text: str) -> Question:
    """Take a standalone question apart; any text is accepted, an empty one has no terms."""
    narrow = unicodedata.normalize("NFKC", text).strip()
    plain = simplify(narrow)
    language = language_of(text)
    if language == "en":
        words = english_terms(plain)
        pairs: tuple[str, ...] = ()
        focus, of_class, measure = None, False, None
    else:
        plain = _OF_ITS_KIND.sub(r"\1是什么", plain.translate(_WIDE))
        words = terms(plain)
        pairs = content_pairs(plain)
        focus, of_class = _focus(plain, words)
        counted = _COUNTED.search(plain)
        measure = counted[1] if counted else None
        if measure == "人":
            focus, of_class = None, False  # 仪式有多少人: people are counted, not what stands before
    answer_type = answer_type_of(plain)
    if answer_type in (AnswerType.PERSON, AnswerType.ROLE) and _asks_who_that_is(plain, words):
        answer_type = AnswerType.ANY
    kind_wanted = focus if of_class and measure is None else None  # what is counted is no kind of answer
    said = tuple(term for term in words if not _goes_unsaid(term, answer_type, kind_wanted))
    return Question(plain, language, kind_of(plain), answer_type, said, pairs, measure, focus, of_class)


# What sort of hall a hall is, asks what it is: “创荟厅”是怎样的一个厅.
_OF_ITS_KIND = re.compile(
    r"(([\u4e00-\u9fff]{1,3})[”」》]?)(?:说到底|到底|究竟)?是(?:一?个|一[种座家项间条])?"
    r"(?:怎样|怎么样|什么样|什么性质)的(?:一?[个种座家项间条])?\2(?=[呀啊呢]?[？。]*$)"
)
_WHO_IS = re.compile(
    "(?P<before>.+?)(?:是谁|是(?:什么|何|啥)人|是哪(?:一)?位|何许人也?|是(?:干|做)(?:什么|啥)的)[呀啊呢？。]*"
    "|(?:谁|哪(?:一)?位)是(?P<after>.+?)[呀啊呢？。]*"
)


def _asks_who_that_is(plain: str, words: tuple[Term, ...]) -> bool:
    """Tell whether all that is asked is who the person is that the question names: 陈杰是谁."""
    asked = _WHO_IS.fullmatch(plain)
    name = asked and (asked["before"] or asked["after"])
    if not name or not is_person(name):
        return False
    torn = not is_office(name)  # 程 + 海棠
    return any(
        (term.kind is TermKind.NAME and term.text == name) or (torn and term.text == name[1:])
        for term in words
    )


# Not 《Game of Thrones》一共有几季？
_CHINESE_ASKS = re.compile("谁|什么|哪|多少|几|怎|如何|何时|为何|吗|呢")


def language_of(text: str) -> Language:
    """Return the language a question is framed in: `what is the 根系工程?` is English."""
    latin = len(_LATIN_WORD.findall(text))
    framed = latin >= 2 and _ENGLISH_FUNCTION.search(text) and not _CHINESE_ASKS.search(text)
    if latin and (not _HAN.search(text) or framed):
        return "en"
    return "zh-Hant" if simplify(text) != text else "zh-Hans"


# What is one of these seldom says so.
UNSAID_CLASSES = (
    *("称号", "荣誉", "奖项", "身份", "职务", "名称", "短语", "词语", "说法"),
    *("公司", "企业", "国家", "城市", "场馆", "球队", "选手", "球员", "品牌"),
)
# Who holds an office is called by it: 主任蔡卫国.
_HOLDING = frozenset(("担任", "当", "任", "出任", "做", "职务", "职位", "身份", "职业", "头衔"))


def _goes_unsaid(term: Term, answer_type: AnswerType, of_class: str | None) -> bool:
    """Tell whether an answer need not have a word, since it only tells what kind of answer is wanted."""
    if answer_type is AnswerType.ROLE and term.text in _HOLDING:
        return True
    return of_class is not None and of_class.endswith(term.text) and term.text in UNSAID_CLASSES


_COUNTED = re.compile(rf"(?:多少|几)({MEASURE})")
_ASKED_AFTER = re.compile(
    rf"(?:(?<![为凭])什么(?:样的)?|何种|哪(?:[一几两二三四五六七八九十\d]+)?大?|多少|几){MEASURE}{{0,2}}"
)
_ASKED_BEFORE = re.compile(
    r"(?:现任|目前|如今|现在|总共|一共|大概|到底|究竟|具体)*(?:是|为|叫|有|在|达|由|上|到|去)?(?:(?:姓甚名)?谁|什么|哪|(?:周|星期|礼拜)几|多少|几|多[大长久远高])"
)


def _focus(plain: str, words: tuple[Term, ...]) -> tuple[str | None, bool]:
    """Return the noun phrase directly after the asking word and True, else the one before it and False."""
    nouns = [term for term in words if term.kind in (TermKind.NOUN, TermKind.NAME)]
    for match in _ASKED_AFTER.finditer(plain):
        phrase = ""
        for term in nouns:
            if term.start == match.end() + len(phrase):
                phrase += term.text
        if phrase:
            return phrase, True
    asked = _ASKED_BEFORE.search(plain)
    if asked is None:
        return None, False
    phrase, edge = "", asked.start()
    for term in reversed(nouns):
        if term.start + len(term.text) == edge:
            phrase, edge = term.text + phrase, term.start
    return phrase or None, False
