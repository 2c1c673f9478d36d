"""Where sentences end, in Chinese with some English: pure, and exact to the character.

A sentence is the unit of a citation, so it must be whole: closing quotes belong to it, and a mark inside
a short quotation, a title or brackets ends nothing when the sentence goes on behind it.
"""

import re
from bisect import bisect_right

OPENING, CLOSING = "“‘「『（(《〈【[", "”’」』）)》〉】]"
QUOTES = "“‘「『"
LONG_QUOTE = 40  # characters; a longer quotation holds sentences of its own
LONG_BRACKET = 120

LINE = re.compile(r"[^\n]+")
STRAIGHT = re.compile('"([^"]*)"')
END = re.compile(
    r"(?:[。！？；!?;]+|…+(?=[”’」』]*\s*$)|\.+(?=[”’」』\"')]*(?:\s|$)))[”’」』）)》】\"']*",
)
# A half-width mark ends a sentence only where prose goes on after it, not inside an address or a formula.
NARROW = re.compile(r"[!?;.]+")
AFTER_NARROW = re.compile(r"\s*$|\s+\S|[\u4e00-\u9fff“‘「『（《【]")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Inc|Ltd|Co|Corp|No|Nos|vs|etc|e\.g|i\.e|al|Fig|Vol|pp?|cf|approx"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z]|^\s*\d{1,3})$"
)
# What can only continue the sentence that a quotation or bracket stands in.
CONTINUES = re.compile(r"[，,、。；;：:的等之是和与及或这那就也都还便在为而了着地得们“‘「『]")
INTRODUCES = "：:，,"


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the range of every sentence, in order, without the blanks around it; line breaks end one."""
    ranges: list[tuple[int, int]] = []
    for line in LINE.finditer(text):
        start = 0
        for end in [*_ends(_curled(line.group())), len(line.group())]:
            piece = line.group()[start:end]
            if body := piece.strip():
                offset = line.start() + start + len(piece) - len(piece.lstrip())
                ranges.append((offset, offset + len(body)))
            start = end
    return ranges


def _curled(line: str) -> str:
    """Return a line with its straight quotation marks, if they pair, as opening and closing ones by turns."""
    return STRAIGHT.sub(r"“\1”", line) if line.count('"') % 2 == 0 else line


def _ends(line: str) -> list[int]:
    quotations = _quotations(line)
    starts = [start for start, _ in quotations]
    ends = []
    for match in END.finditer(line):
        at = bisect_right(starts, match.start()) - 1
        inside = quotations[at] if at >= 0 and quotations[at][1] > match.start() else None
        if inside is not None and not _ends_with(line, match, inside):
            continue
        if inside is None and match.group()[-1] in CLOSING and CONTINUES.match(line, match.end()):
            continue
        if _is_narrow_only(line, match):
            continue
        ends.append(match.end())
    return ends


def _quotations(line: str) -> list[tuple[int, int]]:
    """Return outermost short quotations, titles and brackets as ranges, marks included."""
    found: list[tuple[int, int]] = []
    open_marks: list[int] = []
    for index, mark in enumerate(line):
        if mark in OPENING:
            open_marks.append(index)
        elif mark in CLOSING:
            wanted = OPENING[CLOSING.index(mark)]
            at = next((n for n in reversed(range(len(open_marks))) if line[open_marks[n]] == wanted), None)
            if at is None:
                continue
            start = open_marks[at]
            del open_marks[at:]
            if index - start > (LONG_QUOTE if wanted in QUOTES else LONG_BRACKET):
                continue
            while found and found[-1][0] > start:
                found.pop()
            found.append((start, index + 1))
    return found


def _ends_with(line: str, match: re.Match[str], quotation: tuple[int, int]) -> bool:
    """Tell whether the sentence ends where this quotation does: a speech of its own, and nothing behind."""
    start, end = quotation
    if match.end() < end or CONTINUES.match(line, match.end()):
        return False
    alone = not line[:start].strip() or line[:start].rstrip()[-1] in INTRODUCES + "。！？；!?;"
    return (line[start] in QUOTES and alone) or not line[match.end() :].strip() or match.end() > end


def _is_narrow_only(line: str, match: re.Match[str]) -> bool:
    """Tell whether the mark is ASCII and ends nothing: a decimal, an abbreviation, part of an address."""
    mark = NARROW.match(line, match.start(), match.end())
    if mark is None:
        return False
    if mark.group() == "." and ABBREVIATION.search(line, max(0, match.start() - 12), match.start()):
        return True
    return AFTER_NARROW.match(line, match.end()) is None
