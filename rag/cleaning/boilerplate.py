"""Menus, breadcrumbs, share bars, related lists, notices and footers, dropped from around an article.

The body is the stretch of lines with the most prose for the least furniture (the maximal sum of line
weights, found in one pass). Nothing is dropped from a text that shows no furniture, however it is laid out,
and no more than furniture from a text without prose: a table or a list is somebody's content.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.cleaning.chinese import simplify
from rag.cleaning.furniture import CONTACT, CONTACTS, COUNTER, PLACE, SIGNED, WHEN, Kind, kind
from rag.cleaning.step import Edit

WEIGHTS: dict[Kind, float] = {
    "plain": -2.0,
    "excerpt": -60.0,
    "furniture": -30.0,
    "byline": -30.0,
    "turn": -260.0,
    "comments": -260.0,
}
OF_A_SITE = ("furniture", "turn", "comments")
NOT_BODY = (*OF_A_SITE, "byline")
MOST_PROSE = 200  # characters a line of prose counts for at most
LEAST_FURNITURE = 2  # lines; a dateline alone does not make a web page
LEAST_BODY = 120  # characters of prose that make a body
LEAST_SHARE = 0.5  # share of the text's prose that a body must hold
MOST_BYLINES = 3  # lines between a title and its body
SHORTEST_TITLE = 8  # characters
TOP = 8  # lines among which a title is; captions and headers repeat it
REPEATED = 3  # times the same line stands in one text
LEAST_REPEATED = 12  # characters of a line whose repetition is dropped
# As a reader of a chat answers, or a button of a page says.
REPLY = re.compile("同意|接受|拒绝|点?赞|反馈|下载|评论")
ROW = re.compile(r"([^，：。]{1,16}：)[^：]*，[^，：。]{1,16}：")  # as `tables` writes one


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty."""

    start: int
    end: int
    words: str
    kind: Kind


def edits(text: str, *, of_page: bool = False) -> Iterator[Edit]:
    """Drop the lines of a page that are not of its body, and repetitions of a line within it.

    A text that is known to be of a web page need not prove it by the furniture it shows.
    """
    lines = _without_tables(list(_lines(text)))
    if not of_page:
        lines = _with_contacts(lines)
    if not (of_page or _looks_like_page(lines)):
        return
    first, last = _body(lines)
    title = _title(lines, first)
    top = {line.words for line in lines[:TOP]}
    repeated = {
        words for words, times in Counter(line.words for line in lines).items() if _repeats(words, times)
    } & top
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if index == title:
            seen.add(line.words)
            continue
        again = line.words in seen and line.words in repeated
        if (
            not first <= index < last
            or again
            or (last - first < len(lines) and _is_edge(lines, index, first, last))
        ):
            yield line.start, line.end, ""
        seen.add(line.words)


def _repeats(words: str, times: int) -> bool:
    """Tell whether a line is there too often; a label may well have the same value again."""
    return times >= REPEATED and len(words) >= LEAST_REPEATED and "：" not in words


def _lines(text: str) -> Iterator[Line]:
    folded = simplify(text)
    start = 0
    for raw in folded.split("\n"):
        if words := raw.strip():
            yield Line(start, start + len(raw), words, kind(words))
        start += len(raw) + 1


def _without_tables(lines: list[Line]) -> list[Line]:
    """Return the lines, rows of a table as plain ones: 日期：2月5日，项目：短道速滑 heads no article."""
    names = [match[1] if (match := ROW.match(line.words)) else None for line in lines]
    beside = zip(lines, names, [None, *names], [*names[1:], None], strict=False)
    return [
        replace(line, kind="plain") if own is not None and own in (above, below) else line
        for line, own, above, below in beside
    ]


def _with_contacts(lines: list[Line]) -> list[Line]:
    """Return the lines, a last block that says nothing but how to reach somebody as plain ones."""
    begin = len(lines)
    while begin > 0 and _is_contact(lines[begin - 1]):
        begin -= 1
    if 0 < begin < len(lines) and CONTACTS.match(lines[begin - 1].words):
        begin -= 1
    return lines[:begin] + [replace(line, kind="plain") for line in lines[begin:]]


def _looks_like_page(lines: Sequence[Line]) -> bool:
    """Tell whether the lines show enough furniture to be those of a web page."""
    telling = [line for line in lines if not (COUNTER.fullmatch(line.words) or REPLY.fullmatch(line.words))]
    enough = sum(line.kind in NOT_BODY for line in telling) >= LEAST_FURNITURE
    return enough and any(line.kind in OF_A_SITE for line in telling)


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the range of lines that is the body; all of them if that cannot be told."""
    own = lines[: _remarks(lines)]
    first, last = _heaviest([_weight(line) for line in own])
    prose = _prose(own)
    if _prose(lines[first:last]) < max(LEAST_BODY, LEAST_SHARE * prose):
        return 0, len(lines)
    while first > 0 and (lines[first - 1].kind == "plain" or _is_occasion(lines, first - 1)):
        first -= 1
    while last < len(own) and lines[last].kind == "plain":
        last += 1
    end = _end_of_notice(own, last)
    return first, last if end < len(own) and own[end].kind == "furniture" else end


def _end_of_notice(lines: Sequence[Line], last: int) -> int:
    """Return where what a notice ends with ends: when and where, whom to call, its signature."""
    while last < len(lines) and (lines[last].kind == "plain" or _is_of_notice(lines[last])):
        last += 1
        if SIGNED.fullmatch(lines[last - 1].words):
            break
    return last


def _is_of_notice(line: Line) -> bool:
    return _is_contact(line) or (
        line.kind == "byline" and (WHEN.match(line.words) or SIGNED.fullmatch(line.words)) is not None
    )


def _is_contact(line: Line) -> bool:
    return line.kind == "byline" and CONTACT.match(line.words) is not None


def _is_occasion(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line gives the time of what the next one gives the place of."""
    return WHEN.match(lines[index].words) is not None and PLACE.match(lines[index + 1].words) is not None


def _remarks(lines: Sequence[Line]) -> int:
    """Return where the remarks of readers begin, which may well be longer than what they are about."""
    for index, line in enumerate(lines):
        if line.kind == "comments" and _prose(lines[:index]) >= LEAST_BODY:
            return index
    return len(lines)


def _title(lines: Sequence[Line], first: int) -> int | None:
    """Return the line that is the body's title though its date and source stand in between."""
    above = first - 1
    while above >= 0 and first - above <= MOST_BYLINES and lines[above].kind in ("furniture", "byline"):
        above -= 1
    if above < 0 or above == first - 1 or lines[above].kind != "plain":
        return None
    return above if len(lines[above].words) >= SHORTEST_TITLE else None


def _prose(lines: Sequence[Line]) -> int:
    return sum(len(line.words) for line in lines if line.kind == "prose")


def _weight(line: Line) -> float:
    return min(len(line.words), MOST_PROSE) if line.kind == "prose" else WEIGHTS[line.kind]


def _heaviest(weights: Sequence[float]) -> tuple[int, int]:
    """Return the contiguous range of the largest sum (Kadane's algorithm)."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, weight in enumerate(weights):
        if total <= 0:
            total, start = 0.0, index
        total += weight
        if total > best:
            best, best_range = total, (start, index + 1)
    return best_range


def _is_edge(lines: Sequence[Line], index: int, first: int, last: int) -> bool:
    """Tell whether a line within the body is furniture before its first prose or after its last."""
    if lines[index].kind not in NOT_BODY or _is_of_notice(lines[index]):
        return False
    before = any(line.kind == "prose" for line in lines[first:index])
    after = any(line.kind == "prose" for line in lines[index + 1 : last])
    return not (before and after)
