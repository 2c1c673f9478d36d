"""Whether a sentence of the sources carries a statement made by a language model.

A statement is carried when every number and name in it stands in the sentence or beside it, most of its
content words do, and it denies nothing that the source does not deny. A statement in another language than
the source shares no words with it: its numbers must be there, and its meaning near.
"""

import re
from collections.abc import Sequence

from embeddings.protocols import Embedder
from rag.answering.evidence import Sentence
from rag.answering.matching import fold, presence
from rag.answering.terms import Term, TermKind, terms
from rag.cleaning.chinese import simplify

ENOUGH = 0.6  # of a statement's content words, by weight
NEAR = 0.84  # cosine of the bundled e5 model from which an English statement counts as said

_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DENIALS = re.compile(r"没有|并非|不是|未曾|尚未|从未|不得|不能|无法|不会|并未|不再")


def carrier(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    """Return the sentence that carries a statement best, or None if none does."""
    if not found:
        return None
    if not _HAN.search(statement):
        return _nearest(statement, found, embedder)
    plain = simplify(statement)
    words = terms(plain)
    rated = [(_coverage(words, one), index) for index, one in enumerate(found) if _carries(plain, words, one)]
    best = max(rated, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return found[best[1]] if best[0] > 0 else None


def _carries(statement: str, words: Sequence[Term], sentence: Sentence) -> bool:
    folded = fold(statement)
    if not _numbers(folded) <= _numbers(sentence.context):
        return False
    must = [word for word in words if word.kind is TermKind.NAME or word.quoted]
    if any(presence(word.text, sentence.context) < 1.0 for word in must):
        return False
    if _DENIALS.search(statement) and not _DENIALS.search(sentence.before + sentence.text + sentence.after):
        return False
    total = sum(word.weight for word in words)
    held = sum(word.weight * presence(word.text, sentence.context) for word in words)
    return total > 0 and held >= ENOUGH * total


def _coverage(words: Sequence[Term], sentence: Sentence) -> float:
    """Return how much of the statement stands in the sentence itself."""
    return sum(word.weight * presence(word.text, sentence.folded) for word in words)


def _nearest(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    wanted = _numbers(fold(statement))
    able = [sentence for sentence in found if wanted <= _numbers(sentence.context)]
    if not able:
        return None
    vectors = embedder.embed([sentence.text for sentence in able], kind="passage")
    cosines = vectors @ embedder.embed([statement], kind="query")[0]
    best = int(cosines.argmax())
    return able[best] if cosines[best] >= NEAR else None


def _numbers(folded: str) -> set[str]:
    return set(_NUMBER.findall(folded))
