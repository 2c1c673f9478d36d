"""From a model's reply to its statements, each with the numbers of the passages that it cites."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SOURCE = r"(?:资料|資料|编号|編號|来源|來源|[Ss]ource|[Pp]assage)"
_BY = r"(?:根据|根據|依据|依據|按照?|[Aa]ccording to)"
_NUMBER = rf"{_SOURCE}?\s*\^?\d{{1,2}}"
_NUMBERS = rf"{_NUMBER}(?:\s*[,，、和及~～–—-]\s*{_NUMBER})*"
# [1] 【1】 [1, 2] [1-3] [^1] [资料1] 【1†source】 （资料1）
MARK = (
    rf"(?:[\[【［]\s*{_NUMBERS}\s*(?:†[^\]】］]*)?[\]】］]"
    rf"|[（(]\s*(?:[见見]|{_BY})?\s*{_SOURCE}\s*{_NUMBERS}\s*[）)])"
)
_MARKS = re.compile(rf"\s*{MARK}")
_OPENING = re.compile(MARK)
_DIGITS = re.compile(r"\d+")
_RANGE = re.compile(rf"(\d+)\s*[~～–—-]\s*{_SOURCE}?\s*(\d+)")
# 根据资料3， 资料2显示， and what a mark leaves behind: 根据，
_NAMED = re.compile(
    rf"(?:{_BY}?\s*{_SOURCE}\s*(?P<numbers>{_NUMBERS})\s*[中里的]?\s*(?:显示|顯示|表明|指出|提到|介绍|介紹)?|{_BY})"
    r"\s*[，,：:]\s*"
)

# A statement with the marks behind it, whether a full stop ends it or the marks do; it has ended once
# something else follows. Marks at the beginning of a line belong to it only if they fill the line.
_LIST = r"(?:[-*+•·]\s++|\d{1,2}[.．)）](?!\d)\s*+)"
_ABBREVIATED = r"(?<!\b(?:Mr|Dr|Ms|No|St))(?<!\bMrs)"
_END = rf"(?:[。！？；!?;\n]++|{_ABBREVIATED}\.(?=\s++[^\sa-z]))[”’」』）)\"'*`]*+"
_BEHIND = rf"(?:(?<!\n)[^\S\n]*+{MARK}|(?:\s*+{MARK})++(?=[^\S\n]*+\n))"
_OTHER = rf"[^\s\[【［（(]|[（(](?=[^）)]{{8}}|[^）)]*[）)])(?!\s*+(?:[见見]|{_BY})?\s*+{_SOURCE})"
_SENTENCE = re.compile(
    rf"\s*+{_LIST}?+.+?(?=[。！？；!?;.\s\[【［（(])(?:{_END}{_BEHIND}*+|{_BEHIND}++(?![。！？；!?;，,.”’」』）)*]))"
    rf"(?=\s*+(?:{_OTHER}|{MARK}[^\S\n]*+[^\s\[【［]))",
    re.DOTALL,
)

_EMPHASIS = re.compile(r"\*\*|`+")
_LINE_MARKS = re.compile(rf"\A(?:#{{1,6}}\s+|>\s*|{_LIST})+")
_FULL_STOP = re.compile(r"[。！？；.!?;…：:][”’」』）)\"']*\Z")
_REFERENCES = re.compile(
    r"(?:参考(?:资料|来源|文献)|參考(?:資料|來源|文獻)|(?:资料|資料)?(?:来源|來源)|References|Sources?)\s*(?:[：:]|\Z)"
)
_CLAUSE_END = re.compile(rf"{MARK}\s*(?P<mark>[，,；;])\s*")
_AS_FULL_STOP = {"，": "。", "；": "。", ",": ".", ";": "."}


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence of a reply says, without marks and markdown."""

    text: str
    cited: tuple[int, ...]
    raw: str
    begins_line: bool = False


def statements(pieces: Iterator[str]) -> Iterator[Statement]:
    """Yield each statement as soon as the next one has begun; headings, fences and references are none."""
    spoken, begins_line = False, True
    for raw in _sentences(pieces):
        begins_line = begins_line or "\n" in raw[: len(raw) - len(raw.lstrip())]
        one = _statement(raw, begins_line=begins_line)
        if spoken and _REFERENCES.match(one.text):
            return
        if not _is_layout(one, spoken=spoken):
            yield one
            spoken, begins_line = True, False
        begins_line = begins_line or "\n" in raw[len(raw.rstrip()) :]


def clauses(whole: Statement) -> list[Statement]:
    """Return the clauses of a statement that cite each for itself; none if it cites only at its end."""
    ends = [(match.end(), match["mark"]) for match in _CLAUSE_END.finditer(whole.raw)]
    if ends and not _OPENING.search(whole.raw, ends[-1][0]):
        ends.pop()
    if not ends:
        return []
    parts = []
    for start, end in pairwise([0, *(end for end, _ in ends), len(whole.raw)]):
        part = _statement(whole.raw[start:end], begins_line=whole.begins_line and start == 0)
        text = part.text[:-1] + _AS_FULL_STOP.get(part.text[-1:], part.text[-1:])
        parts.append(Statement(text, part.cited, part.raw, part.begins_line))
    return parts


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Yield each sentence with its marks as soon as the next one has begun."""
    held = ""
    for piece in pieces:
        held += piece
        while match := _SENTENCE.match(held):
            yield match[0]
            held = held[match.end() :]
    if held.strip():
        yield held


def _statement(raw: str, *, begins_line: bool) -> Statement:
    cited = [number for mark in _OPENING.finditer(raw) for number in _numbers(mark[0])]
    text = _EMPHASIS.sub("", _MARKS.sub("", raw)).strip()
    if begins_line:
        text = _LINE_MARKS.sub("", text)
    if named := _NAMED.match(text):
        cited += _numbers(named["numbers"] or "")
        text = text[named.end() :]
        text = text[:1].upper() + text[1:]
    return Statement(text, tuple(cited), raw, begins_line)


def _numbers(mark: str) -> list[int]:
    """Return the numbers in a mark, those between two included: [1-3]."""
    listed = _RANGE.sub(
        lambda ends: ",".join(map(str, range(int(ends[1]), int(ends[2]) + 1))), mark.partition("†")[0]
    )
    return [int(number) for number in _DIGITS.findall(listed)]


def _is_layout(one: Statement, *, spoken: bool) -> bool:
    """Tell whether a line only arranges: a heading, a fence, a list number, a rule, a reference."""
    line = one.raw.strip()
    if not any(char.isalnum() for char in one.text) or line.startswith("```"):
        return True
    heading = line.startswith("#") and not one.cited
    reference = spoken and _OPENING.match(line) is not None
    return (heading or reference) and not _FULL_STOP.search(one.text)
