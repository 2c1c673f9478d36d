"""What English words are in Chinese, so that an English question can be looked up in Chinese text.

The words are those of CC-CEDICT, whose licence `glossary.tsv` states, and some of offices, `everyday.tsv`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "glossary.tsv"
EVERYDAY = FILE.with_name("everyday.tsv")  # its entries take the place of those of the other file
LONGEST = 3  # words of an entry

_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
)
# Verbs that people ask with, whose past is no ending.
_PAST_FORMS = """
paid:pay held:hold built:build led:lead gave:give took:take won:win spoke:speak wrote:write sold:sell
bought:buy taught:teach came:come began:begin chose:choose met:meet ran:run sent:send spent:spend told:tell
kept:keep left:leave lost:lose brought:bring became:become grew:grow rose:rise said:say
"""
_PAST = dict(pair.split(":") for pair in _PAST_FORMS.split())
_BRITISH = (("our", "or"), ("tre", "ter"), ("isation", "ization"), ("ise", "ize"), ("mme", "m"))
_WORD = re.compile(r"[A-Za-z]+(?:'s)?")
# Words that ask, link or pad.
_EMPTY_WORDS = """
a an the of in on at to for from by with and or is are was were be been do does did has have had what who whom
whose which when where why how many much long it its this that these those there their they them any some all
can could will would should please tell me about name called call known as into out up than then also other
first most more get got make made let us you your i we he she his her not no yes between each both one
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def found(question: str) -> Iterator[tuple[str, int]]:
    """Yield the entries an English question uses, the longest where several fit, with their places."""
    words = list(_WORD.finditer(question))
    place = 0
    while place < len(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            run = words[place : place + length]
            phrase = " ".join(word[0].lower().removesuffix("'s") for word in run)
            if run[0][0].lower() not in _EMPTY and translations(phrase):
                yield phrase, run[0].start()
                place += length
                break
        else:
            place += 1


@cache
def translations(phrase: str) -> tuple[str, ...]:
    """Return the Chinese words for an English word or phrase in lower case, whatever its ending."""
    american = (phrase.replace(old, new) for old, new in _BRITISH if old in phrase)
    forms = [
        form
        for word in (phrase, _PAST.get(phrase, phrase), *american)
        for form in (word, *(word.removesuffix(old) + new for old, new in _ENDINGS if word.endswith(old)))
    ]
    return tuple(dict.fromkeys(word for form in forms for word in _entries().get(form, ())))


@cache
def _entries() -> dict[str, tuple[str, ...]]:
    lines = [line for file in (FILE, EVERYDAY) for line in file.read_text("utf-8").splitlines()]
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {english: tuple(chinese.split()) for english, chinese in pairs}
