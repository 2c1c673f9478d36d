"""Which of several things with almost the same name a sentence speaks of: 凌7 for 凌5, 起拍价 for 成交价."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rag.answering.candidates import Sentence
from rag.answering.kinds import Kind
from rag.answering.matching import fold, narrow, presence
from rag.answering.question import Question
from rag.answering.terms import Term, TermKind

_KNOWN = 0.5  # presence under which a word counts as absent
# X5, 凌7; a number that counts or dates is no model: 第5, 共12人, 5月.
_UNITS = "年月日号点时分秒个家名位项条届次期岁元万亿度倍米克只辆台套层楼栋集场比千公周"
_COUNTED = rf"(?![\d.,:：~—–～、%％℃-]|[{_UNITS}]|平方|小时)"
_MODEL = re.compile(
    r"(?P<stem>(?<![A-Za-z\d])[A-Z]{1,3}|(?<![\u4e00-\u9fff])[\u4e00-\u9fff])(?P<number>\d{1,3})" + _COUNTED
)
_NO_STEM = frozenset("第至到和与及共有是约近超为达等在的从以于了比前后每满仅占增减升降涨跌自由含各")
_VARIANT = re.compile(r"[A-Za-z\u4e00-\u9fff]\d{1,3}\s*(Pro|Max|Plus|Ultra|Air|Mini|[\u4e00-\u9fff]{2}版)")
_SEQUEL = re.compile(r"([\u4e00-\u9fff]{2,})([2-9])(?![\d.年月日号点时分个家名位项条])")
_WORK = re.compile("《([^《》]{2,20})》")


def above(sentence: Sentence) -> str:
    """Return what tells of what a sentence speaks that does not name it."""
    return "\n".join((sentence.hit.title, sentence.hit.chunk.heading, sentence.lead, sentence.before))


def is_of_a_namesake(
    question: Question, bodies: Sequence[str], works: Sequence[str], sentence: Sentence
) -> bool:
    """Tell whether a sentence speaks of another than the question, by almost the same name, and not of it."""
    return (
        _is_of_another_model(question, sentence)
        or _is_of_another_part(question, sentence)
        or _is_of_another_work(question, works, sentence)
        or _is_of_another_called_so(question, sentence)
        or _is_labelled_otherwise(question, sentence)
        or _is_qualified_otherwise(question, sentence)
        or any(_is_of_another_university(body, sentence) for body in bodies if body.endswith("大学"))
    )


def _is_of_another_model(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence, or else what stands over it, has other models of a name than asked about."""
    asked = _models(question.plain)
    if not asked:
        return False
    over = above(sentence)
    for stem in {stem for stem, _ in asked}:
        wanted = {number for own, number in asked if own == stem}
        there = [number for own, number in _models(sentence.text) if own == stem] or [
            number for own, number in _models(over) if own == stem
        ]
        if there and not wanted.intersection(there):
            return True
    variants, others = (set(_VARIANT.findall(narrow(text))) for text in (question.plain, sentence.text))
    return bool(variants and others and not variants & others)


@lru_cache(maxsize=1 << 10)
def _models(text: str) -> frozenset[tuple[str, str]]:
    found = ((match["stem"], match["number"]) for match in _MODEL.finditer(narrow(text)))
    return frozenset(one for one in found if one[0] not in _NO_STEM)


def _is_of_another_part(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has the work without the number asked about: 《归舟》, where 归舟2 is."""
    works = [fold(work) for work in _WORK.findall(sentence.text)]
    plain = fold(question.plain)
    if re.search(r"第\d+[季部集]", fold(question.plain)):
        return False
    for name, number in _SEQUEL.findall(question.plain):
        if name[-2:] + number not in sentence.folded and any(
            work.endswith(name[-2:]) and work in plain for work in works
        ):
            return True
    parts = [work for work in works if work[-1:].isdigit() and work[:-1] in plain and work not in plain]
    return bool(parts) and not any(part[:-1] in works or part[:-1] in _rid(sentence, parts) for part in parts)


def _rid(sentence: Sentence, names: Iterable[str]) -> str:
    """Return the folded sentence without names."""
    text = sentence.folded
    for name in names:
        text = text.replace(name, " ")
    return text


_ASKS_A_WORK = re.compile(
    r"(?:哪|什么|几|多少)[一几]?(?:部|本|首|幅|篇|支|张|档|些?(?:作品|电影|片|书|歌|小说|剧|节目|专辑|文件|规定|法))"
    "|叫什么|名字|作品|根据|依据|改编|代表作"
)
_NAMED = re.compile("[《“][^《》“”]{2,20}[》”]")


def works(question: Question, found: Sequence[Sentence]) -> tuple[str, ...]:
    """Return what has marks in sentences and a question asks of, not for: 《归舟》, “观澜线”."""
    if question.kind is Kind.LIST or question.language == "en" or _ASKS_A_WORK.search(question.plain):
        return ()
    named = {name for one in found for name in _NAMED.findall(f"{one.hit.title}\n{one.text}")}
    plain = fold(question.plain)
    asked = [name for name in sorted(named) if fold(name) in plain]
    longer = [fold(name) for name in asked]
    return tuple(name for name in asked if not any(fold(name) in one != fold(name) for one in longer))


_BEGINS_WITH_A_WORK = re.compile("^(?:[^，。；：《]{0,5}[片剧影])?《([^《》]{2,20})》")
_IN_QUOTES = re.compile("“([^《》“”]{3,8})”")


def _is_of_another_work(question: Question, asked: Sequence[str], sentence: Sentence) -> bool:
    """Tell whether a sentence begins with another work, or has a name formed like that asked about."""
    if any(fold(name) in sentence.folded for name in asked):
        return False
    works = [fold(name) for name in asked if name[0] == "《"]
    first = _BEGINS_WITH_A_WORK.search(sentence.text)
    if works and first and not any(fold(first[1]) in work for work in works):
        return True
    alike = {(len(name) - 2, name[-2]) for name in asked if name[0] == "“"}
    others = _IN_QUOTES.findall(sentence.text)
    return any((len(other), other[-1]) in alike and other[:2] not in question.plain for other in others)


_OF_A_KIND = re.compile("([\u4e00-\u9fff]{2})“([\u4e00-\u9fff]{2,6})”")


def _is_of_another_called_so(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has another of a kind by name: 台风“云雀”, where 台风石榴 is asked about."""
    for kind, name in _OF_A_KIND.findall(sentence.text):
        place = question.plain.find(kind) + len(kind)
        named = any(term.start == place for term in question.terms) and kind in question.plain
        asked = question.plain[place : place + 2]
        if not named or name in question.plain or fold(asked) in sentence.folded:
            continue
        if re.search(f"(?:{kind}|“){re.escape(asked)}", f"{sentence.hit.title}\n{sentence.hit.chunk.clean}"):
            return True
    return False


# 成交价 and 起拍价: the same but for what stands before.
_HEADS = "奖金|人数|[价率额]"
_ASKED_LABEL = re.compile(rf"([\u4e00-\u9fff]{{2}})({_HEADS})(?=$|[？是有为达共一占多几])")
_LINKS = "(?:[为是达约共仅只超近至从由（(:：]|分别|最[高低]){0,3}"
_LABEL = rf"([\u4e00-\u9fff]{{2}}(?<![溢评降涨议加特物代]))HEAD{_LINKS}\s*\d"


def _is_labelled_otherwise(question: Question, sentence: Sentence) -> bool:
    """Tell whether what a sentence gives is another of the same kind: 起拍价680万元 where 成交价 is asked."""
    asked = _ASKED_LABEL.search(question.plain)
    if asked is None or presence(asked[1], sentence.folded) >= _KNOWN:
        return False
    others = re.findall(_LABEL.replace("HEAD", asked[2]), sentence.text)
    return bool(others) and not any(other in question.plain or set(other) & set(asked[1]) for other in others)


_QUALIFIERS = ("半程", "迷你", "青年", "青少年", "少年", "少儿", "女子", "业余", "二手", "副")
_WOMEN = re.compile("女(?:子|足|篮|排|单|双|组)")


def _is_of_the_other_sex(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence, or its title, is of the women's contest and the question not, or otherwise."""
    if not re.search("[杯赛]", question.plain):
        return False
    over = (sentence.hit.title, sentence.hit.chunk.heading, sentence.lead, sentence.before)
    if _WOMEN.search(question.plain):
        return not any(map(_WOMEN.search, (sentence.text, *over)))
    there = _WOMEN.search(sentence.text) or _WOMEN.search(sentence.hit.title)
    return there is not None and "男" not in question.plain + sentence.hit.title


_HALF = re.compile("半(年卡|日票|程票|年付|年度)")  # no 年卡
_CONTEST = "[\u4e00-\u9fff]{0,3}(?:赛|奖|杯|队|组|马拉松)"


def _is_qualified_otherwise(question: Question, sentence: Sentence) -> bool:
    """Tell whether a sentence has a word of the question only with one before it that makes it another.

    半程马拉松, where 马拉松 is asked about; 青石杯女子赛, where 青石杯 is.
    """
    text = sentence.text
    if _is_of_the_other_sex(question, sentence):
        return True
    half = _HALF.search(question.plain)
    if half and half[0] not in text and half[1] in text:
        return True
    for qualifier in (one for one in _QUALIFIERS if one in text and one not in question.plain):
        for term in question.terms:
            others = [other for other in _qualified(term, qualifier) if re.search(other, text)]
            if others and term.text not in re.sub("|".join(others), "", text):
                return True
    return False


def _qualified(term: Term, qualifier: str) -> Iterator[str]:
    """Yield the patterns of a word with a qualifier: before it, within a long name, or behind a name."""
    word = term.text
    if len(word) < 2 or term.kind not in (TermKind.NAME, TermKind.NOUN):
        return
    yield qualifier + re.escape(word)
    if term.kind is TermKind.NAME and not term.place:
        yield re.escape(word + qualifier) + _CONTEST
        for place in range(2, len(word) - 1):
            yield re.escape(word[:place] + qualifier + word[place:])


def _is_of_another_university(name: str, sentence: Sentence) -> bool:
    """Tell whether a sentence, or else what stands over it, has one whose name only begins alike.

    竹港大学, where 竹港理工大学 is asked about.
    """
    alike = re.compile(rf"{re.escape(name[:2])}(?:(?![的和与在])[\u4e00-\u9fff]){{0,4}}?大学(?![生城路])")
    for text in (sentence.text, above(sentence)):
        if found := set(alike.findall(text)):
            return name not in found
    return False
