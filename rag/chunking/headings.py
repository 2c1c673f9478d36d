"""Which lines are headings, and the path of headings above each line; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MARKED = re.compile(r"(#{1,6})[ \t]+(?=\S)")
NUMBERED = re.compile(
    r"(?P<part>第[一二三四五六七八九十百零〇\d]{1,5}[编篇部])|(?P<chapter>第[一二三四五六七八九十百零〇\d]{1,5}章)"
    r"|(?P<section>第[一二三四五六七八九十百零〇\d]{1,5}节)|(?P<first>[一二三四五六七八九十]{1,3}、)"
    r"|(?P<second>[（(][一二三四五六七八九十]{1,3}[）)])"
)
LEVELS = {"part": 1, "chapter": 2, "section": 3, "first": 4, "second": 5}
PLAIN_LEVEL = 7  # below every marked or numbered heading
LONGEST = 40  # characters; a longer line is a paragraph
PROSE_END = re.compile(r"[。！？；：，、…!?;:,.”）)》】]$")
PROSE_INSIDE = re.compile(r"[。；]|\s[|│]\s")
LABEL = re.compile(r"^.{1,8}[:：]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without its heading mark; `level` 0 is no heading, 1 the highest."""

    start: int
    end: int
    level: int
    heading: str  # path of the headings above, its own included
    gap: bool  # an empty line stands before it


def lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not empty."""
    spans = [match.span() for match in re.finditer(r"[^\n]+", text)]
    found: list[Line] = []
    path: list[tuple[int, str]] = []
    for index, (start, end) in enumerate(spans):
        mark = MARKED.match(text, start, end)
        level = len(mark[1]) if mark else _level(text, spans, index)
        begin = mark.end() if mark else start
        if level:
            path = [(above, words) for above, words in path if above < level]
            path.append((level, text[begin:end].strip()))
        elif numbered := NUMBERED.match(text, begin, end):
            path = _begun(path, LEVELS[numbered.lastgroup or "first"], text[begin:end].strip())
        gap = index > 0 and start - spans[index - 1][1] > 1
        found.append(Line(begin, end, level, " › ".join(words for _, words in path), gap))
    return found


def _begun(path: list[tuple[int, str]], level: int, line: str) -> list[tuple[int, str]]:
    """Return the path below a numbered line that is no heading: the section before it is over.

    `二、报名时间` over short lines names what they say, though no paragraph follows it.
    """
    over = next((at for at, (above, _) in enumerate(path) if level <= above < PLAIN_LEVEL), len(path))
    named = len(line) <= LONGEST and not PROSE_END.search(line) and not PROSE_INSIDE.search(line)
    return [*path[:over], (level, line)] if named else path[:over]


def _level(text: str, spans: Sequence[tuple[int, int]], index: int) -> int:
    """Guess the level of an unmarked line: short, not prose, and followed by a paragraph."""
    start, end = spans[index]
    line = text[start:end].strip()
    if len(line) > LONGEST or PROSE_END.search(line.rstrip("”）)》】")) or PROSE_INSIDE.search(line):
        return 0
    following = spans[index + 1] if index + 1 < len(spans) else None
    if following is None or following[1] - following[0] <= LONGEST:
        return 0
    if numbered := NUMBERED.match(line):
        return LEVELS[numbered.lastgroup or "first"]
    if LABEL.match(line) or len(line) < 2:
        return 0
    return PLAIN_LEVEL
