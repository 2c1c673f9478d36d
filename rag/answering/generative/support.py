"""Whether a sentence of the sources carries a statement made by a language model.

A statement is carried when every number, name and noun in it stands in the sentence or beside it, most of its
other content words do, it has no run of characters that the source lacks altogether, and both deny the same.
A statement in another language than the source shares no words with it: its numbers, weekdays and months
must be there, and its meaning nearer than that of any other sentence.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from embeddings.protocols import Embedder
from rag.answering import romanised
from rag.answering.candidates import Sentence
from rag.answering.matching import fold, presence, stands_in
from rag.answering.terms import Term, TermKind, terms
from rag.cleaning.chinese import simplify

ENOUGH = 0.6  # of a statement's content words, by weight
# Cosines of the bundled e5 model from which an English statement counts as said: of 54 true statements 39 are
# near and lead, of 54 false ones 4. Without anything to compare with, 36 and 12 are near.
NEAR_ALONE = 0.84
NEAR = 0.80
LEAD = 0.05  # over any other sentence
SAME = 0.93  # from here on two sentences of the sources say the same

_LEAST = {TermKind.NAME: 1.0, TermKind.NOUN: 0.5}  # how much of such a word must be there
_STRANGE = 3  # characters in a row, none of which the source has: no paraphrase
_FUNCTION = re.compile(r"[^\w]|[的了是在和与及等被为有也都就还已将把由从对中]")

_ENGLISH_WORDS = 3  # fewer say nothing that nearness of meaning could tell

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]{2,}")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")  # folding joins what marks part: 2023-03-31 is 2023.03.31
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_NUMERAL = "[\\d〇零一二两三四五六七八九十百千]"
_APART = re.compile(rf"(?<={_NUMERAL})(?!,\d{{3}}(?!\d))[^\w.%]+(?={_NUMERAL})")  # 8:30, but not 1,200
_LEAD = re.compile(
    "^(?:根据|依据|按照?)?(?:所给|提供的|上述|以上)?(?:资料|文章|文中|报道|材料)[^，：]{0,4}?(?:显示|表明|指出|提到|介绍)?[，：]"
    r"|^答案[是为]?[：，]"
)
_LISTED = re.compile(
    r"^(?:第[一二三四五六七八九十]+[，、：]|[一二三四五六七八九十]+、(?![一二三四五六七八九十])"
    r"|[（(][\d一二三四五六七八九十]{1,3}[）)]|[①-⑳]|\d{1,2}[、)）．.](?!\d))\s*"
)
_DENIALS = re.compile(r"没(?!收)|并非|未(?![来知婚必])|无(?:需|须|法)|不(?![断仅同少久但管过超])")
_NOT = r"(?:不(?:得|能|会|用|必|应|宜|准|许|要|可以?|需要?|允许|再)?|没有?(?!收)|未|并非|无(?:需|须|法))"
_DENIED = re.compile(rf"{_NOT}(?P<what>[\u4e00-\u9fff]{{2}})")
_SHORT_OF_IT = r"[^，。；：！？\n]{0,3}"  # 不额外收费

_NEVER = re.compile(r"\b(?:not|no|never|cannot|nor|neither|without|none)\b|n['’]t\b", re.IGNORECASE)
_REFUSING = re.compile(
    r"\b(?:forbid|forbidden|prohibited|banned|free|exempt|unable|fails?|failed|lacks?|refused?)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"禁|免|谢绝|拒绝")  # not allowed, no fee
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MAY = r"May(?= \d)|(?<=\d )May|(?<=in )May|(?<=of )May"  # not what one may do
# Names of days and months, and how folded text writes them.
_CALENDAR = [
    *(
        (re.compile(rf"\b{name}s?\b"), re.compile(rf"(?:周|星期|礼拜)[{days}]|{name.lower()}"))
        for name, days in zip(_WEEKDAYS, ("1", "2", "3", "4", "5", "6末", "日天末"), strict=True)
    ),
    *(
        (
            re.compile(rf"\b(?:{_MAY if name == 'May' else name})\b"),
            re.compile(rf"(?<!\d){number}月|(?<!\d)\d{{4}}\.0?{number}(?!\d)|{name.lower()}"),
        )
        for number, name in enumerate(_MONTHS, start=1)
    ),
]
_TWO_WORDS = re.compile(r"(?=\b([A-Z][a-z]+) ([A-Z][a-z]+)\b)")


def carrier(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    """Return the sentence that carries a statement best, or None if none does."""
    if not found:
        return None
    if is_english(statement):
        return _nearest(statement, found, embedder)
    plain = _THOUSANDS.sub("", _LISTED.sub("", _LEAD.sub("", simplify(statement))))
    words = terms(plain)
    rated = [(_coverage(words, one), index) for index, one in enumerate(found) if _carries(plain, words, one)]
    best = max(rated, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return found[best[1]] if best[0] > 0 else None


def is_english(statement: str) -> bool:
    """Tell whether a statement is in another script than the sources, a Chinese name in it or not."""
    chinese = len(_HAN.findall(statement))
    return not chinese or len(_LATIN.findall(statement.lower())) > chinese


def _carries(statement: str, words: Sequence[Term], sentence: Sentence) -> bool:
    folded = fold(statement)
    if not _said_numbers(statement) <= _numbers(sentence.context):
        return False
    if any(presence(word.text, sentence.context) < _LEAST.get(word.kind, 0.0) for word in words):
        return False
    if any(word not in sentence.context for word in _LATIN.findall(folded)):
        return False
    if any(not set(run) & set(sentence.context) for run in _windows(folded)):
        return False
    around = "。".join((sentence.lead, sentence.before, sentence.text, sentence.after))
    if _DENIALS.search(statement) and not _DENIALS.search(around):
        return False
    if any(_asserts(statement, what) and not _asserts(around, what) for what in _DENIED.findall(around)):
        return False
    total = sum(word.weight for word in words)
    held = sum(word.weight * presence(word.text, sentence.context) for word in words)
    return total > 0 and held >= ENOUGH * total


def _asserts(text: str, what: str) -> bool:
    """Tell whether a text has these words without a denial before them."""
    return text.count(what) > len(re.findall(f"{_NOT}{_SHORT_OF_IT}{what}", text))


def _windows(folded: str) -> Iterator[str]:
    """Yield every few characters that follow each other, function words left out."""
    said = _FUNCTION.sub("", folded)
    yield from (said[at : at + _STRANGE] for at in range(len(said) - _STRANGE + 1))


def _coverage(words: Sequence[Term], sentence: Sentence) -> float:
    """Return how much of the statement stands in the sentence itself."""
    return sum(word.weight * presence(word.text, sentence.folded) for word in words)


def _nearest(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    """Return the sentence whose meaning is nearest, if it leads far enough and says no other facts."""
    if len(statement.split()) < _ENGLISH_WORDS:
        return None
    vectors = embedder.embed([sentence.text for sentence in found], kind="passage")
    cosines = vectors @ embedder.embed([statement], kind="query")[0]
    best = int(cosines.argmax())
    others = cosines[vectors @ vectors[best] < SAME]
    near = (
        cosines[best] >= NEAR_ALONE if not len(others) else cosines[best] >= max(NEAR, np.max(others) + LEAD)
    )
    return found[best] if near and _agrees(statement, found[best]) else None


def _agrees(statement: str, sentence: Sentence) -> bool:
    """Tell whether a sentence has an English statement's numbers, days, months and names, and its denial."""
    if not _said_numbers(statement) <= _numbers(sentence.context):
        return False
    if not all(chinese.search(sentence.context) for name, chinese in _CALENDAR if name.search(statement)):
        return False
    if not all(stands_in(fold(run), sentence.context) for run in _HAN_RUN.findall(simplify(statement))):
        return False
    names = ("".join(pair) for pair in _TWO_WORDS.findall(statement))
    if not all(
        romanised.occurs(name, sentence.context) for name in names if romanised.is_name(name.capitalize())
    ):
        return False
    denies = _NEVER.search(statement)
    denied = _DENIALS.search(sentence.text) or _NEVER.search(sentence.text)
    if denies:
        return bool(denied or _FORBIDDEN.search(sentence.text))
    return not denied or bool(_REFUSING.search(statement))


def _numbers(folded: str) -> set[str]:
    """Return the numbers of a text, and what those that marks or a point join may be: 2.1，2025年."""
    runs = [run.split(".") for run in _NUMBER.findall(folded)]
    decimals = {".".join(pair) for run in runs for pair in pairwise(run)}
    return decimals | {str(int(part)) for run in runs for part in run}


def _said_numbers(statement: str) -> set[str]:
    """Return the numbers that a statement says: of a date or a span each part, of a decimal all of it."""
    folded = fold(_APART.sub("至", unicodedata.normalize("NFKC", statement)))
    runs = [run.split(".") for run in _NUMBER.findall(folded)]
    decimals = {".".join(run) for run in runs if len(run) == 2}
    return decimals | {str(int(part)) for run in runs if len(run) != 2 for part in run}
