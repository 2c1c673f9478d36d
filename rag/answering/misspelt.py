"""Names typed with a character that sounds the same, as input methods offer it: 朱径镇 for 朱泾镇."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rag.answering.matching import fold
from rag.answering.question import parse
from rag.answering.terms import TermKind
from rag.cleaning.chinese import simplify

# A name of two characters keeps but one of them, so that the other writing has to be common in the texts.
_LEAST = {2: 3}
_LONGEST = 12  # characters


def corrected(question: str, texts: Sequence[str]) -> str:
    """Return the question with each name that no text holds written as the texts write it.

    Another writing is taken if it differs in one character, of the same sound but for its tone, that is no
    part of a word of its own: 长江 is no 张江. A question whose names the texts hold, or hold nothing alike,
    is returned as it is. The texts are in simplified script.
    """
    folded = [fold(text) for text in texts]
    indent = len(question) - len(question.lstrip())
    for term in parse(question).terms:
        if term.kind is not TermKind.NAME or not re.fullmatch(rf"[\u4e00-\u9fff]{{2,{_LONGEST}}}", term.text):
            continue
        if not any(fold(term.text) in text for text in folded) and (other := _alike(term.text, texts)):
            start, end = indent + term.start, indent + term.start + len(term.text)
            if simplify(question[start:end]) == term.text:  # no character counts as two before it
                question = question[:start] + other + question[end:]
    return question


def _alike(name: str, texts: Sequence[str]) -> str | None:
    """Return how the texts write a name that sounds the same, most often if in several ways."""
    found: Counter[str] = Counter()
    for at, typed in _loose(name):
        pattern = re.compile(f"{re.escape(name[:at])}([\u4e00-\u9fff]){re.escape(name[at + 1 :])}")
        for text in texts:
            found.update(match[0] for match in pattern.finditer(text) if _sound_alike(match[1], typed))
    [(other, times)] = found.most_common(1) or [("", 0)]
    return other if times >= _LEAST.get(len(name), 1) else None


def _loose(name: str) -> Iterator[tuple[int, str]]:
    """Yield the characters of a name that belong to no word of the dictionary, with their places."""
    import rjieba  # its dictionary takes 0.15 s to load

    place = 0
    for word in rjieba.cut(name, False):  # noqa: FBT003 -- it takes no keyword
        if len(word) == 1:
            yield place, word
        place += len(word)


def _sound_alike(one: str, other: str) -> bool:
    from pypinyin import Style, pinyin  # 0.4 s to import, and few questions need it

    first, second = (
        set(pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")[0]) for char in (one, other)
    )
    return bool(first & second)
