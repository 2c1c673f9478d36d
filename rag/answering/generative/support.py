"""Whether a sentence of the sources carries a statement made by a language model.

A statement is carried when every number, name and noun in it stands in the sentence or beside it, most of its
other content words do, it has no run of characters that the source lacks altogether, and it denies nothing
that the source does not deny. A statement in another language than
the source shares no words with it: its numbers must be there, and its meaning near.
"""

import re
from collections.abc import Iterator, Sequence

from embeddings.protocols import Embedder
from rag.answering.candidates import Sentence
from rag.answering.matching import fold, presence
from rag.answering.terms import Term, TermKind, terms
from rag.cleaning.chinese import simplify

ENOUGH = 0.6  # of a statement's content words, by weight
NEAR = 0.84  # cosine of the bundled e5 model from which an English statement counts as said

_LEAST = {TermKind.NAME: 1.0, TermKind.NOUN: 0.5}  # how much of such a word must be there
_STRANGE = 3  # characters in a row, none of which the source has: no paraphrase
_FUNCTION = re.compile(r"[^\w]|[的了是在和与及等被为有也都就还已将把由从对中]")

_ENGLISH_WORDS = 3  # fewer say nothing that nearness of meaning could tell

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]{2,}")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")  # folding joins what marks part: 2023-03-31 is 2023.03.31
_LEAD = re.compile(
    "^(?:根据|依据|按照?)?(?:所给|提供的|上述|以上)?(?:资料|文章|文中|报道|材料)[^，：]{0,4}?(?:显示|表明|指出|提到|介绍)?[，：]"
)
_DENIALS = re.compile(r"没(?!收)|并非|未(?![来知婚必])|无(?:需|须|法)|不(?![断仅同少久但管过超])")


def carrier(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    """Return the sentence that carries a statement best, or None if none does."""
    if not found:
        return None
    if not _HAN.search(statement):
        return _nearest(statement, found, embedder)
    plain = _LEAD.sub("", simplify(statement))
    words = terms(plain)
    rated = [(_coverage(words, one), index) for index, one in enumerate(found) if _carries(plain, words, one)]
    best = max(rated, key=lambda pair: (pair[0], -pair[1]), default=(0.0, 0))
    return found[best[1]] if best[0] > 0 else None


def _carries(statement: str, words: Sequence[Term], sentence: Sentence) -> bool:
    folded = fold(statement)
    if not _said_numbers(folded) <= _numbers(sentence.context):
        return False
    if any(presence(word.text, sentence.context) < _LEAST.get(word.kind, 0.0) for word in words):
        return False
    if any(word not in sentence.context for word in _LATIN.findall(folded)):
        return False
    if any(not set(run) & set(sentence.context) for run in _windows(folded)):
        return False
    if _DENIALS.search(statement) and not _DENIALS.search(sentence.before + sentence.text + sentence.after):
        return False
    total = sum(word.weight for word in words)
    held = sum(word.weight * presence(word.text, sentence.context) for word in words)
    return total > 0 and held >= ENOUGH * total


def _windows(folded: str) -> Iterator[str]:
    """Yield every few characters that follow each other, function words left out."""
    said = _FUNCTION.sub("", folded)
    yield from (said[at : at + _STRANGE] for at in range(len(said) - _STRANGE + 1))


def _coverage(words: Sequence[Term], sentence: Sentence) -> float:
    """Return how much of the statement stands in the sentence itself."""
    return sum(word.weight * presence(word.text, sentence.folded) for word in words)


def _nearest(statement: str, found: Sequence[Sentence], embedder: Embedder) -> Sentence | None:
    wanted = _said_numbers(fold(statement))
    if len(statement.split()) < _ENGLISH_WORDS:
        return None
    able = [sentence for sentence in found if wanted <= _numbers(sentence.context)]
    if not able:
        return None
    vectors = embedder.embed([sentence.text for sentence in able], kind="passage")
    cosines = vectors @ embedder.embed([statement], kind="query")[0]
    best = int(cosines.argmax())
    return able[best] if cosines[best] >= NEAR else None


def _numbers(folded: str) -> set[str]:
    """Return the numbers of a text, and the parts of those that marks or a point join."""
    runs = _NUMBER.findall(folded)
    return {*runs, *(str(int(part)) for run in runs for part in run.split("."))}


def _said_numbers(folded: str) -> set[str]:
    """Return the numbers that a statement says: of a date each part, of a decimal all of it."""
    runs = [run.split(".") for run in _NUMBER.findall(folded)]
    return {".".join(run) for run in runs if len(run) == 2} | {
        str(int(part)) for run in runs if len(run) != 2 for part in run
    }
