"""Whether a condition in numbers holds for the case asked about: 80岁及以上 for somebody of 82."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from rag.answering.matching import narrow

_UNIT = (
    r"(?:岁|年(?!度|级|代|底)|个月|天|小时|分钟|学时|学分|公里|平方米|立方米|毫米|米|万元|元|分(?![钟之])"
    r"|公斤|吨|度|人)"
)
_N = r"(?<![\d.])(\d+(?:\.\d+)?)"
_TO = "(?:至|到|-|—|~)+"
_LESS = "(?:不满|未满|未年满|不到|不足)"
_INCLUDED = r"(?:\((?:不?含)\))?(?:及|或|含)?"
# Each names the bounds it finds: `low` and `high` may be reached, `over` and `under` may not.
_RANGES = tuple(
    re.compile(pattern.replace("N", _N).replace("U", _UNIT))
    for pattern in (
        rf"(?P<low>N)(?P<of>U)?{_INCLUDED}以上[、,]?(?P<high>N)(?P<unit>U){_INCLUDED}(?:以下|以内)",
        rf"(?P<low>N)(?P<of>U)?(?:以上)?[、,]?{_LESS}(?P<under>N)(?P<unit>U)",
        rf"(?P<low>N)(?P<of>U)?{_TO}(?P<high>N)(?P<unit>U)",
        r"(?:不少于|不低于|不小于|(?<![不未])(?<![不未]年)年?满)(?P<low>N)(?P<unit>U)",
        r"(?:不超过|不多于|不高于|不大于)(?P<high>N)(?P<unit>U)",
        r"(?:超过|多于|大于|高于)(?P<over>N)(?P<unit>U)",
        rf"(?:{_LESS}|少于|低于|小于)(?P<under>N)(?P<unit>U)",
        rf"(?P<low>N)(?P<unit>U){_INCLUDED}(?:以上|起)",
        rf"(?P<high>N)(?P<unit>U){_INCLUDED}(?:以下|以内|之内|内(?![容部地外科]))",
        r"(?<!不)达到?(?P<low>N)(?P<unit>毫米|U(?=的|时|或))",  # 降雨量达150毫米
    )
)
_CASE = re.compile(rf"(?<![\d第.哪每之分近前后])(\d+(?:\.\d+)?)({_UNIT})(?!{_INCLUDED}以|起|之|内|前|后|来)")
_AGE = re.compile(r"(?:今年|已经|已|刚|快|都)(?:满|有)?(\d+)(?=了|[,。?!]|$)")
_YEARS = 1000  # a number of years so large is a date


def applies(question: str, sentence: str) -> bool | None:
    """Tell whether a sentence's conditions cover a number of the question.

    None where the sentence has no condition in its unit, or the number itself.
    """
    if covers_a_day(question, sentence):
        return True
    cases = () if _ASKS_PAPERS.search(question) else _cases(question)
    if not cases:
        return None
    ranges, rest = _ranges(sentence)
    found = None
    for value, unit in cases:
        alike = [(low, high) for low, high, other in ranges if other == unit]
        if any(low <= value <= high for low, high in alike):
            return True
        stated = any((float(number), of) == (value, unit) for number, of in _CASE.findall(rest))
        found = False if alike and not stated else found
    return found


@lru_cache(maxsize=64)
def _cases(question: str) -> tuple[tuple[float, str], ...]:
    """Return the numbers a question gives with their units; a bare one after 今年 is an age.

    One of a unit is what is asked about, not a case: 一年多少钱.
    """
    text = _WORTH.sub("万元", _plain(question))
    found = [(float(match[1]), match[2]) for match in _CASE.finditer(text)]
    ages = [(float(match[1]), "岁") for match in _AGE.finditer(text)]
    return tuple(one for one in [*found, *ages] if one[0] != 1 and not _is_date(*one))


def _ranges(sentence: str) -> tuple[list[tuple[float, float, str]], str]:
    """Return the ranges of a sentence, each with its least and greatest number, and what is left of it."""
    text = _plain(sentence)
    found = []
    for pattern in _RANGES:
        for match in pattern.finditer(text):
            given = match.groupdict()
            unit = given["unit"]
            low, high = _bounds(given, unit)
            if not (_is_date(low, unit) or _is_date(high, unit)):
                found.append((low, high, unit))
        text = pattern.sub("/", text)
    return found, text


def _bounds(given: dict[str, str | None], unit: str) -> tuple[float, float]:
    low, high = float(given.get("low") or -math.inf), float(given.get("high") or math.inf)
    if (of := given.get("of")) and of != unit:
        low = -math.inf  # 6个月至3岁
    if over := given.get("over"):
        low = math.nextafter(float(over), math.inf)
    if under := given.get("under"):
        high = math.nextafter(float(under), -math.inf)
    return low, high


def _is_date(number: float, unit: str) -> bool:
    return unit == "年" and _YEARS <= number < math.inf


def _plain(text: str) -> str:
    """Return narrow text with numerals as digits and its units by one name each."""
    for name, usual in _NAMES:
        text = text.replace(name, usual)
    text = _AND_A_HALF.sub(r"\1.5\2", _OF_HEIGHT.sub(r"\1.\2米", narrow(text)))
    return _OF_WATER.sub(lambda found: f"{found[1] or found[2]}立方米", text)


_NAMES = (("千米", "公里"), ("千克", "公斤"), ("周岁", "岁"), ("平米", "平方米"), ("百分之", "%"))
# What to bring is no matter of one's age: 62了，想办老年证，要带什么.
_ASKS_PAPERS = re.compile("(?:带|准备|提供|交)(?:些|哪些|什么|啥)|(?:什么|哪些|啥)(?:材料|证件|资料|手续)")
_AND_A_HALF = re.compile(r"(\d+)(岁|年|个月)半")
_OF_HEIGHT = re.compile(r"(?<!\d)(\d)米([1-9]\d?)(?!\d)")  # 1米3
_WORTH = re.compile(r"(?<=\d)万(?=的|块)块?")  # 10万的车
_OF_WATER = re.compile(r"(\d)[方吨](?=的?水(?![泥稻果产]))|(用水量?\D{0,3}\d+)[方吨]")


def nearest(question: str, sentences: Sequence[str]) -> list[bool | None]:
    """Return what `applies` says of each; of thresholds in the same words only the greatest covers a case.

    达150毫米 for 160毫米, not 达100毫米.
    """
    found = [applies(question, sentence) for sentence in sentences]
    thresholds = [_threshold(one) if covers else None for one, covers in zip(sentences, found, strict=True)]
    most: dict[str, float] = {}
    for words, number in filter(None, thresholds):
        most[words] = max(number, most.get(words, number))
    for place, one in enumerate(thresholds):
        if one and one[1] < most[one[0]]:
            found[place] = False
    return found


_THRESHOLD = re.compile(rf"(?<!不)达到?{_N}(毫米|{_UNIT})")


def _threshold(sentence: str) -> tuple[str, float] | None:
    """Return the words before the first threshold of a sentence, with its unit, and its number."""
    text = _plain(sentence)
    found = _THRESHOLD.search(text)
    if found is None:
        return None
    words = re.split("[,。;:]", text[: found.start()])[-1]
    return (words + found[2], float(found[1])) if len(words) > 1 else None


_DAY = r"(\d{1,2})月(\d{1,2})[日号]"
RUN_OF_DAYS = re.compile(
    rf"(\d{{1,2}})月(\d{{1,2}})[日号]?(?:\([^)]*\))?{_TO}(?:\d{{4}}年)?(?:(\d{{1,2}})月)?(\d{{1,2}})[日号]"
)
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?")
_WHOLE_DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"
_RUN_OF_DATES = re.compile(rf"{_WHOLE_DATE}{_TO}{_WHOLE_DATE}")
_MIDDLE = 15  # the day of a month whose day is not told
_WEEK = "一二三四五六日"
_WEEKDAY = f"[{_WEEK}天](?![次期回个本遍岁年度])"
_WEEKDAYS = re.compile(  # 周一至周五, 星期三、五
    rf"(?<![一两三四五六七八九十\d])(?:周|星期|礼拜){_WEEKDAY}(?:[、和]?(?:周|星期|礼拜){_WEEKDAY}|[、和]{_WEEKDAY}(?![楼号层室个名家年月级位项座点时])"
    rf"|[至到—~～-]+(?:周|星期|礼拜)?{_WEEKDAY})*"
)


def covers_a_day(question: str, sentence: str) -> bool:
    """Tell whether a run of days in a sentence has a day of the question in it: 12月15日至17日, 12月16日."""
    dates = [tuple(int(part or _MIDDLE) for part in date) for date in _DATE.findall(narrow(question))]
    runs = [tuple(map(int, run)) for run in _RUN_OF_DATES.findall(narrow(sentence))]
    if dates and runs:
        return any(run[:3] <= date <= run[3:] for run in runs for date in dates)
    asked = [(int(month), int(day)) for month, day in re.findall(_DAY, narrow(question))]
    for month, first, till, last in RUN_OF_DAYS.findall(narrow(sentence)) if asked else ():
        low, high = (int(month), int(first)), (int(till or month), int(last))
        if any(low <= one <= high if low <= high else one >= low or one <= high for one in asked):
            return True
    return False


def weekdays(text: str) -> frozenset[int]:
    """Return the days of the week that a text has, 0 for Monday, with those between two: 周一至周五."""
    found = set[int]()
    for match in _WEEKDAYS.finditer(text):
        days = re.findall(rf"[至到—~～-]+|[{_WEEK}天](?!期)", match[0])
        for place, day in enumerate(days):
            if day not in _WEEK + "天":
                continue
            number = _WEEK.index(day.replace("天", "日"))
            if place and days[place - 1] not in _WEEK + "天":
                begin = _WEEK.index(days[place - 2].replace("天", "日"))
                found |= {(begin + more) % 7 for more in range((number - begin) % 7)}
            found.add(number)
    return frozenset(found)
