"""Whether a text contains an answer, whatever its width, case and punctuation."""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property

DECIMAL = re.compile(r"(?<!\d)(?<!\d\.)(\d+)\.(\d+)(?!\d|\.\d)")  # but no part of 2023.3.31
_NUMBER = re.compile(
    r"(?<!\d)(?<!\d\.)(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+(?!\d|\.\d)|(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)|\d+"
)
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
_REACH = 24  # characters on either side in which the number that a hit would cut is looked for


def fold(text: str) -> str:
    """Return text without width, case, blanks and punctuation; a decimal point is written as it is read."""
    return "".join(filter(str.isalnum, _spelled(_written(text))))


class Folded:
    """A folded text that knows its written form, in which the neighbours of a hit stand."""

    def __init__(self, text: str) -> None:
        self._written = _written(text)
        self.text = fold(text)

    def holds(self, variants: Iterable[str]) -> bool:
        """Tell whether one of the variants is in the text; one without letter or digit is in no text."""
        return any(self._has(variant) for variant in variants)

    def _has(self, variant: str) -> bool:
        wanted = fold(variant)
        if not wanted or wanted not in self.text:
            return False
        last = _written(variant).rstrip()[-1]
        sign = last if last in "%‰" else ""
        return any(self._says(start, end, sign) for start, end in self._hits(wanted))

    def _hits(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield where the written text has it: the place of its first character, and that behind its last."""
        place = self.text.find(wanted)
        while place >= 0:
            yield self._places[place], self._places[place + len(wanted) - 1] + 1
            place = self.text.find(wanted, place + 1)

    def _says(self, start: int, end: int, sign: str) -> bool:
        """Tell whether a hit is all that is said there, which 5天 is not in 15天, nor 可以 in 不可以."""
        before, behind = self._written[max(0, start - 3) : start], self._written[end : end + 2]
        if before.endswith("不") or (before[-1:] in _NUMERALS and self._written[start] in _NUMERALS):
            return False
        if not behind.lstrip().startswith(sign) and before != "百分之":
            return False
        # A zero in front is no part of a number: 09:30 is 9:30.
        return not (self._cut(start).strip("0") or self._cut(end))

    def _cut(self, place: int) -> str:
        """Return the part before a place of a number that goes on behind it; nothing if none does."""
        near = _NUMBER.finditer(self._written, max(0, place - _REACH), place + _REACH)
        return next(
            (self._written[one.start() : place] for one in near if one.start() < place < one.end()), ""
        )

    @cached_property
    def _places(self) -> "array[int]":
        """The place in the written text of each folded character."""
        return array("L", (place for place, char in enumerate(_spelled(self._written)) if char.isalnum()))


def _written(text: str) -> str:
    # A full-width comma parts numbers, as 、 does; only the narrow one stands between thousands.
    return unicodedata.normalize("NFKC", text.replace("，", "、")).lower()


def _spelled(written: str) -> str:
    return DECIMAL.sub(r"\1点\2", written)
