"""Whether a pinyin syllable is a reading of a character."""

import re
import unicodedata
from functools import cache

TONES = re.compile("[\u0300\u0301\u0304\u030c]")
ANNOTATION = re.compile(r"\([^()]*\)?")


@cache
def has_reading(character: str, syllable: str) -> bool:
    """Tell whether `syllable`, with or without its tone mark, is one of the readings of `character`."""
    if len(character) != 1:
        return False
    known = _readings(character)
    written = _normal(syllable)
    toneless = TONES.sub("", written)
    return written in known or (written == toneless and toneless in {TONES.sub("", one) for one in known})


def bare(text: str) -> str:
    """Return `text` without what stands in parentheses."""
    return ANNOTATION.sub("", text)


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # 0.4 s to import, and few texts need it

    (found,) = pinyin(character, style=Style.TONE, heteronym=True, errors="ignore") or [[]]
    return frozenset(_normal(one) for one in found)


def _normal(syllable: str) -> str:
    return unicodedata.normalize("NFD", syllable.lower().replace("ɡ", "g").replace("v", "ü"))
