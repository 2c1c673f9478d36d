"""Text → terms, the same for question and passage.

Two analysers, because each finds what the other misses: words keep a name whole and out of its neighbours,
character bigrams survive a wrong word boundary. Both see simplified script, folded width and lower case.
"""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from operator import add

from rag.cleaning.chinese import simplify


class Analyser(StrEnum):
    """A way to cut text into terms."""

    WORDS = "words"
    BIGRAMS = "bigrams"


# Scripts written without spaces: kana, Han with its extensions and compatibility forms, 々〇.
_UNSPACED = "々〇\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"([{_UNSPACED}]+)|[^\W_{_UNSPACED}]+")


# What ends a sentence once width is folded. A full stop may stand in a number, so it ends none.
_ENDS = re.compile(r"[。!?;\n]+")


def fold(text: str) -> str:
    """Return `text` in simplified script, normal width (NFKC) and lower case."""
    return unicodedata.normalize("NFKC", simplify(text)).lower()


def sentences(text: str) -> list[str]:
    """Return the sentences of folded text, without their marks; an empty text is one empty sentence."""
    return [part for part in _ENDS.split(text) if not part.isspace() and part] or [""]


def terms(text: str, analyser: Analyser) -> list[str]:
    """Return the terms of folded text in order, repeats kept; punctuation and symbols give none."""
    return words(text) if analyser is Analyser.WORDS else bigrams(text)


def words(text: str) -> list[str]:
    """Return dictionary words, numbers and foreign words of folded text."""
    return [word for word in _cutter()(text) if word.isalnum() or any(map(str.isalnum, word))]


def bigrams(text: str) -> list[str]:
    """Return overlapping pairs of each run of Han or kana (a run of one: itself), and other words whole."""
    found: list[str] = []
    for match in _RUNS.finditer(text):
        run = match[0]
        if match[1] and len(run) > 1:
            found += map(add, run, run[1:])
        else:
            found.append(run)
    return found


@cache
def _cutter() -> Callable[[str], list[str]]:
    import rjieba  # its dictionary takes 0.15 s to load: only what searches or indexes pays for it

    cut: Callable[[str], list[str]] = rjieba.cut
    return cut
