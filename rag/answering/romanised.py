"""Chinese names as an English question writes them: Nanxiang for 南翔, in toneless pinyin."""

import re
from functools import lru_cache

_INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve"
    "|er|a|o|e|i|u|v"
)
_SYLLABLES = re.compile(rf"(?:(?:{_INITIALS})(?:{_FINALS})|ang?|eng?|ai|ei|ao|ou|er|a|e|o){{2,}}")
# English words that happen to be spelled like pinyin.
_ENGLISH = frozenset(
    [
        "American",
        "Chinese",
        "Japanese",
        "Korea",
        "Korean",
        "Roman",
        "Cuban",
        "Super",
        "Baroque",
        "Which",
        "Where",
        "There",
        "These",
        "Those",
        "China",
        "Japan",
        "Canada",
        "Women",
        "House",
        "Police",
        "Nature",
        "Palace",
        "Media",
        "Dance",
        "Manager",
        "Machine",
        "Medicine",
        "Singer",
        "Center",
        "Ocean",
        "Asian",
        "Since",
        "Before",
    ]
)
_SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")  # folding wrote 五龙村 with a digit
_SHORTEST = 5  # letters: shorter words are as often English as pinyin (Lisa, Mona, nine)


def is_name(word: str) -> bool:
    """Tell whether a capitalised word can be a Chinese name of two syllables or more."""
    if word in _ENGLISH:
        return False
    return len(word) >= _SHORTEST and word[0].isupper() and bool(_SYLLABLES.fullmatch(word.lower()))


def occurs(name: str, text: str) -> bool:
    """Tell whether the Chinese `text` holds the name."""
    return name.lower() in _pinyin(text)


@lru_cache(maxsize=512)
def _pinyin(text: str) -> str:
    from pypinyin import lazy_pinyin  # only English questions pay for its tables

    return "".join(lazy_pinyin(text.translate(_SPOKEN)))
