"""Whether a passage speaks of a word of the question: exact, by synonym, or in part."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from rag.answering import glossary, romanised

# Words a question and a text often use for the same thing; a line is a group, # begins a remark.
SYNONYMS = Path(__file__).parent / "synonyms.txt"
_NUMERALS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APART = re.compile(r"(?<=\d)[^\w.%]+(?=\d)")
_MARKS = re.compile(r"[^\w.%]+|_+")
_BLANKS = re.compile(r"(?<=\d) (?=[\u4e00-\u9fff%％℃])|(?<=[\u4e00-\u9fff]) (?=\d)")
_NUMERAL_RUN = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_OWN_RUN = re.compile(rf"(?<![\d.]){_NUMERAL_RUN.pattern}")
_TWO_DIGITS = re.compile("[一二两三四五六七八九]{2}")
_UNITS = {"十": 10, "百": 100, "千": 1000}
_OTHER_NUMBER = 0.4  # 1号线, where 11号线 is spoken of
_ONE_CHARACTER = 0.6  # 办 stands for 举办, and for 办公室 as well
_PARTIAL = 0.8  # a word found only in pieces counts for less than the word itself


@cache
def _groups() -> dict[str, frozenset[str]]:
    """Return for each known word every word that may stand for it."""
    table: dict[str, frozenset[str]] = {}
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        group = frozenset(line.partition("#")[0].split())
        for word in group:
            table[word] = table.get(word, frozenset()) | group
    return table


_CHINESE_YEAR = re.compile("[一二][〇零○一二三四五六七八九]{3}(?=年)")


def with_digits(text: str) -> str:
    """Return a text with its years in digits, every character in its place: 二〇二三年 → 2023年."""
    return _CHINESE_YEAR.sub(lambda year: "".join(str(_NUMERALS[char]) for char in year[0]), text)


def fold(text: str) -> str:
    """Return simplified text as matching sees it: narrow, lower case, numerals as digits, no marks.

    Numbers that marks part stay apart, by a point: 1、2号线.
    """
    text = with_digits(unicodedata.normalize("NFKC", text).lower())
    text = _NUMERAL_RUN.sub(lambda run: _digits(run[0]), text)
    return _MARKS.sub("", _APART.sub(".", _THOUSANDS.sub("", text)))


def closed_up(text: str) -> tuple[str, list[int]]:
    """Return a text without the blanks between digits and Chinese, and where its characters stood: 120 人."""
    if not _BLANKS.search(text):
        return text, list(range(len(text)))
    gone = {match.start() for match in _BLANKS.finditer(text)}
    places = [place for place in range(len(text)) if place not in gone]
    return "".join(text[place] for place in places), places


def stands_in(part: str, whole: str) -> bool:
    """Tell whether a folded text has another in it; numbers match whole: 1号线 is not in 11号线."""
    if not part or part not in whole:
        return not part
    first, last = r"(?<!\d)" * part[0].isdigit(), r"(?!\d)" * part[-1].isdigit()
    return not (first or last) or re.search(first + re.escape(part) + last, whole) is not None


def narrow(text: str) -> str:
    """Return narrow text with numerals as digits, its marks kept; a numeral behind a digit stays: 5千米."""
    return _OWN_RUN.sub(lambda run: _digits(run[0]), unicodedata.normalize("NFKC", text))


# Words of a question and their synonyms are looked for in every sentence.
fold_word = lru_cache(maxsize=1 << 13)(fold)


def _digits(run: str) -> str:
    """Return a run of Chinese numerals in Arabic digits (二十 → 20, 二〇二三 → 2023).

    What is no one number stays: 十三五, 二三十.
    """
    if not any(char in _UNITS for char in run):
        return "".join(str(_NUMERALS[char]) for char in run)
    if _TWO_DIGITS.search(run):
        return run
    total = current = 0
    for char in run:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _NUMERALS[char]
    return str(total + current)


def _translated(word: str, folded: str) -> float:
    """Return how surely the text has an English word's Chinese; one character alone may belong to another word."""
    chinese = glossary.translations(word)
    there = [len(one) for one in chinese if one in folded]
    if max(there, default=0) > 1:
        return 0.9
    alike = (other for one in chinese if len(one) > 1 for other in _groups().get(one, ()) if len(other) > 1)
    return 0.8 if any(fold_word(other) in folded for other in alike) else 0.4 * bool(there)


def presence(word: str, folded: str) -> float:
    """Return how surely `folded` text speaks of `word`, 0 to 1."""
    key = fold_word(word)
    if not key or stands_in(key, folded):
        return 1.0
    if key in folded:
        return _OTHER_NUMBER
    if romanised.is_name(word):
        return float(romanised.occurs(word, folded))
    if key.isascii() and word.islower():
        return _translated(word, folded)
    alike = [len(other) for other in _groups().get(word, ()) if fold_word(other) in folded]
    if alike:
        return 0.9 if max(alike) > 1 else _ONE_CHARACTER
    if len(key) > 2 and key[-1] in "镇区村市县省乡" and key[:-1] in folded:
        return 1.0  # 南翔 for 南翔镇
    pairs = [key[i : i + 2] for i in range(len(key) - 1)]
    if not pairs or key.isascii():
        return 0.0
    found = sum(pair in folded for pair in pairs) / len(pairs)
    characters = sum(char in folded for char in key) / len(key)
    return max(_PARTIAL * found, 0.4 * characters if len(key) <= 3 else 0.0)
