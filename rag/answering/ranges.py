"""Whether a condition in numbers holds for the case asked about: 80岁及以上 for somebody of 82."""

import math
import re
import unicodedata
from collections.abc import Iterator

from rag.answering.matching import fold

_UNIT = r"(?:周?岁|年(?!度|级)|个月|天|小时|公里|千米|平方米|立方米|米|万元|元|分(?!钟)|公斤|千克|吨|度|人)"
_N = r"(\d+(?:\.\d+)?)"
# Each gives the lower and the upper bound, either of which may be missing, and the unit.
_RANGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"满?{_N}{_UNIT}?(?:至|到|-|—|~|－|～|以上)?(?:、|，)?(?:不满|未满|不足|至|到|-|—|~|－|～){_N}({_UNIT})",
        rf"(?<!不)(?:超过|多于|大于|高于|年?满|达到?){_N}()({_UNIT})(?!以[下内]|及以下|不满|未满)",
        rf"{_N}()({_UNIT})(?:及|或|含)?(?:以上|起)",
        rf"(?:不超过|不满|未满|不足|少于|低于|小于)(){_N}({_UNIT})",
        rf"(){_N}({_UNIT})(?:及|或|含)?(?:以下|以内|之内)",
    )
)
_CASE = re.compile(rf"(?<![\d第.]){_N}({_UNIT})(?!以[上下内]|及以)")
_AGE = re.compile(rf"(?:今年|已经|已|刚|快|都)(?:满|有)?{_N}(?![\d年月日号.%]|{_UNIT})")


def applies(question: str, sentence: str) -> bool | None:
    """Tell whether a sentence's condition covers a number of the question; None where neither has any."""
    found = None
    cases = list(_cases(question))
    ranges = list(_ranges(sentence)) if cases else []
    for value, unit in cases:
        alike = [(low, high) for low, high, other in ranges if other == unit]
        if any(low <= value <= high for low, high in alike):
            return True
        found = False if alike else found
    return found


def _cases(question: str) -> Iterator[tuple[float, str]]:
    """Yield the numbers a question gives with their units; a bare one after 今年 is an age."""
    text = _plain(question)
    yield from ((float(match[1]), _unit(match[2])) for match in _CASE.finditer(text) if len(match[1]) < 4)
    yield from ((float(match[1]), "岁") for match in _AGE.finditer(text))


def _ranges(sentence: str) -> Iterator[tuple[float, float, str]]:
    text = _plain(sentence)
    for pattern in _RANGES:
        for low, high, unit in pattern.findall(text):
            yield float(low or -math.inf), float(high or math.inf), _unit(unit)
        text = pattern.sub("，", text)


def _plain(text: str) -> str:
    """Return narrow text with numerals as digits, its marks kept."""
    narrow = unicodedata.normalize("NFKC", text)
    return re.sub(r"[〇零一二两三四五六七八九十百千]+", lambda run: fold(run[0]), narrow)


def _unit(unit: str) -> str:
    return {"周岁": "岁", "千米": "公里", "千克": "公斤"}.get(unit, unit)
