"""Markup that was meant for a browser and ended up in the text: </span>, &nbsp;, broken halves of tags."""

import html
import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

NAMES = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|center|cite|code|col|dd|div|dl|dt|em|embed|figure|font|footer"
    "|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|label|li|link|main|meta|nav|o:p|ol|option|p|pre|s|script"
    "|section|small|source|span|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|tr|u|ul|video|wbr"
)
TAG = re.compile(
    rf"<!--.*?-->|</?(?:{NAMES})(?:\s[^<>\n]{{0,500}})?/?>"
    rf"|<(?:/|(?=[a-z]{{2}}|o:))(?:{NAMES})(?=\s*$)",  # the half of a tag; x<a is none
    re.I | re.M | re.S,
)
ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,8}\d?);", re.I)


def edits(text: str) -> Iterator[Edit]:
    """Drop stray tags; put in place of an entity what it stands for."""
    found: list[Edit] = []
    if "<" in text:
        found += [(*match.span(), "") for match in TAG.finditer(text)]
    if "&" in text:
        for match in ENTITY.finditer(text):
            meant = html.unescape(match.group())
            if meant != match.group() and meant.isprintable():
                found.append((*match.span(), meant))
            elif meant == "\xa0":
                found.append((*match.span(), " "))
    done = 0
    for start, end, new in sorted(found):
        if start >= done:
            yield start, end, new
            done = end
