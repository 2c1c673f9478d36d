"""Characters that cannot be seen, and characters that are wider or narrower than they should be."""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width and direction marks, variation selectors, byte order mark, tags.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e01ef]+"
)
HIDDEN = re.compile(f"{LINE_ENDS.pattern}|{INVISIBLE.pattern}")
CHINESE = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WIDE = re.compile(
    r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff05\uff0b\uff0d-\uff0f\uff1d\uff20\uff3b\uff3d\uffe5]+"
)
# Pages that were typed or folded to ASCII marks: a mark between Chinese characters is a Chinese mark.
NARROW = re.compile(
    f"(?<=[{CHINESE}”’》】）)])[,?!;:](?=[{CHINESE}“‘《【（”’》】）\n]|$)"
    f"|(?<=[0-9A-Za-z%])[,;](?=[{CHINESE}“《])"
    f"|(?<=[0-9A-Za-z%])[,;:](?=[“《])"
)
NARROW_TO_WIDE = str.maketrans(",?!;:", "，？！；：")


def edits(text: str) -> Iterator[Edit]:
    """Turn every kind of line end into a line feed and drop what has no shape."""
    for match in HIDDEN.finditer(text):
        if match.group() != "\n":
            yield match.start(), match.end(), "\n" if LINE_ENDS.match(match.group()) else ""


def width_edits(text: str) -> Iterator[Edit]:
    """Fold wide letters and digits to ASCII, and ASCII marks between Chinese characters to Chinese ones."""
    found = [(match.span(), _narrowed(match.group())) for match in WIDE.finditer(text)]
    found += [(match.span(), match.group().translate(NARROW_TO_WIDE)) for match in NARROW.finditer(text)]
    for (start, end), new in sorted(found):
        yield start, end, new


def _narrowed(run: str) -> str:
    return "".join("¥" if mark == "￥" else chr(ord(mark) - 0xFEE0) for mark in run)
