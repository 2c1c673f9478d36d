"""Marks of Markdown that a reader of the rendered page would not see.

Heading marks stay: chunking reads the path of headings from them and drops them itself.
"""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

TARGET = r"\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)"
LINKS = re.compile(
    rf"\[\[\d+\]\]{TARGET}()"  # a numbered reference: nothing stays
    rf"|\[\d{{1,3}}\](?=\((?:#|[^()\s]*(?<![A-Za-z])(?:cite|note|ref))){TARGET}()"  # one told by its target
    rf"|!?\[([^\[\]\n]*)\]{TARGET}"
)
# Emphasis begins and ends with words and is no list: 张*伟、李*明 are names that somebody masked. Where a
# line begins, or a blank stands before it, a mark may hold more: **一、总则**, **注：**, *有删节。*
PUNCTUATION = r"、，。；：！？…·（）《》〈〉【】“”‘’「」『』()\[\]{},.;:!?\"'"
WORDS = rf"(?![\s{PUNCTUATION}])([^*\n、，]*[^*\n\s{PUNCTUATION}])"
BEGINS, ENDS = r"(?![\s、，。；：！？…）》】”’])", r"[^*\n\s、，（《【“‘]"
PHRASE, ANYTHING = (rf"{BEGINS}({inside}*{ENDS})" for inside in (r"[^*\n、，]", r"[^*\n]"))


def _strong(mark: str) -> str:
    begins, ends = rf"(?<!\*){mark}", rf"{mark}(?!\*)"
    return rf"|{begins}{WORDS}{ends}|(?<![^\s|]){begins}{ANYTHING}(?:{mark}(?![\w*])|(?<=[:：]){ends})"


# Each alternative has one group: the part that stays.
MARKS = re.compile(
    r"(?m:^[ \t]*(?:```|~~~)[^\n]*$)()"  # fence of a code block
    r"|(?m:^[ \t]*(?:[-*_][ \t]*){3,}$)()"  # rule
    r"|(?m:^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?)?[ \t]*$\n?)()"  # rule of a table
    r"|(?m:^[ \t]*\|[ \t]*)()(?=[^\n]*\|)"  # left edge of a table row
    r"|(?m:[ \t]*\|[ \t]*$)()"  # right edge of a table row
    r"|(?m:^[ \t]*(?:>(?![\d=])[ \t]?)+)()"  # quotation; >90 is a number's
    r"|(?m:^[ \t]*[-*+][ \t]+)()(?=\S)"  # bullet
    + _strong(r"\*\*\*")
    + _strong(r"\*\*")
    + rf"|(?<![*\w])\*{WORDS}\*(?![*\w])|(?<![^\s|])\*{PHRASE}\*(?![^\s|])"
    r"|(?<![_A-Za-z0-9])__(?=\S)([^_\n]+)(?<=\S)__(?![_A-Za-z0-9])"
    r"|~~(?=\S)([^~\n]+)(?<=\S)~~"
    r"|(?<!`)`([^`\n]+)`(?!`)"
    r"|\\(?=([\\`*_{}\[\]#+.!>|-]))"  # escape
)


def link_edits(text: str) -> Iterator[Edit]:
    """Keep the words of links and pictures, drop their addresses."""
    return _unwrapped(LINKS, text)


def edits(text: str) -> Iterator[Edit]:
    """Drop each mark, keeping what it marks."""
    return _unwrapped(MARKS, text)


def _unwrapped(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for match in pattern.finditer(text):
        kept = match.span(match.lastindex or 0)
        if match.group().startswith("\\"):
            kept = (match.end(), match.end())
        if match.start() < kept[0]:
            yield match.start(), kept[0], ""
        if kept[1] < match.end():
            yield kept[1], match.end(), ""
