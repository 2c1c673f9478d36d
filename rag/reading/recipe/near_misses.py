"""Near misses made from a question's own window: right topic but missing fact, right fact but other subject.

Passages found by retrieval seldom come this close, and the questions that documents leave unanswered do.
"""

import random
import re
from collections.abc import Sequence
from itertools import pairwise

import rjieba

from rag.reading.windows import SIZE, breaks

SHORTEST = 40  # characters that must be left when the answer's sentences are gone

_NAMES = ("nr", "ns", "nt", "nz")  # tags of persons, places, organisations and other names
_NUMBER = re.compile(r"\d+")


def without_answer(text: str, answers: Sequence[str]) -> str | None:
    """Return the text without the sentences that hold an answer, or None if too little is left."""
    cuts = breaks(text, SIZE)
    pieces = [text[start:end] for start, end in pairwise(cuts)]
    left = "".join(piece for piece in pieces if not any(answer in piece for answer in answers))
    return left if len(left) >= SHORTEST and not any(answer in left for answer in answers) else None


def about_another(question: str, text: str, others: Sequence[str], chance: random.Random) -> str | None:
    """Return the question with one name that the text has changed for one of `others`, or one number changed.

    The text then speaks of something else than is asked for. None if the question has nothing to change.
    """
    held = [name for name in names(question) if name in text]
    strange = [name for name in others if name not in text]
    if held and strange:
        return question.replace(chance.choice(held), chance.choice(strange))
    numbers = [found for found in _NUMBER.finditer(question) if found[0] in text]
    if not numbers:
        return None
    found = chance.choice(numbers)
    changed = str(int(found[0]) + chance.randint(1, 9))
    return None if changed in text else question[: found.start()] + changed + question[found.end() :]


def names(text: str) -> list[str]:
    """Return the names in a text, as the tagger of jieba finds them."""
    return [word for word, tag in rjieba.tag(text) if tag.startswith(_NAMES) and len(word) > 1]
