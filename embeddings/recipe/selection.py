"""Chooses the pieces of a smaller vocabulary: Chinese whole, every character, the frequent rest."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Tokenizer

from embeddings.recipe.tokenizer import SPECIAL
from embeddings.recipe.weights import Encoder

SIZE = 48_000  # 99.5 % of English tokens stay whole; each thousand more costs a quarter of a megabyte

# How often an English word stands inside a sentence, begins one, is shouted, or follows another sign.
FORMS = (
    ("▁{word}", str.lower, 0.70),
    ("▁{word}", str.capitalize, 0.22),
    ("▁{word}", str.upper, 0.03),
    ("{word}", str.lower, 0.05),
)

NUMBER = re.compile(r"▁?[0-9]{1,4}")


def prune(encoder: Encoder, kept: Sequence[int]) -> Encoder:
    """Return the encoder with only these pieces, in this order."""
    import numpy as np

    return Encoder(
        shape=encoder.shape,
        pieces=[encoder.pieces[index] for index in kept],
        scores=[encoder.scores[index] for index in kept],
        words=encoder.words.rows(np.array(kept, dtype=np.int64)),
        tensors=encoder.tensors,
    )


def choose(encoder: Encoder, shares: Mapping[str, float], size: int = SIZE) -> list[int]:
    """Return the indices of the pieces to keep, rising: all essential ones, then the most frequent.

    `shares` says how frequent a piece is. No character the encoder knew becomes unknown, and no Chinese
    word is cut differently.
    """
    essential = {index for index, piece in enumerate(encoder.pieces) if is_essential(piece)}
    others = [
        index for index, piece in enumerate(encoder.pieces) if shares.get(piece) and index not in essential
    ]
    others.sort(key=lambda index: (-shares[encoder.pieces[index]], index))
    return sorted(essential.union(others[: size - len(essential)]))


def is_essential(piece: str) -> bool:
    """Say whether a piece stays whatever its frequency."""
    word = piece.removeprefix("▁")
    return piece in SPECIAL or len(word) <= 1 or _is_chinese(word) or bool(NUMBER.fullmatch(piece))


def _is_chinese(word: str) -> bool:
    """Say whether a word has Han characters and no kana."""
    names = [unicodedata.name(character, "") for character in word]
    has_han = any("CJK UNIFIED" in name or "CJK COMPATIBILITY IDEOGRAPH" in name for name in names)
    return has_han and not any("HIRAGANA" in name or "KATAKANA" in name for name in names)


def shares(tokenizer: Tokenizer, texts: Iterable[str], words: Mapping[str, float]) -> dict[str, float]:
    """Return how frequent each piece is, half by running texts and half by a list of English words."""
    running, listed = count_texts(tokenizer, texts), count_words(tokenizer, words)
    text_total, word_total = running.total(), listed.total()
    return {
        piece: running[piece] / text_total + listed[piece] / word_total
        for piece in running.keys() | listed.keys()
    }


def count_texts(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """Count the pieces of running texts."""
    return Counter(piece for encoding in tokenizer.encode_batch(list(texts)) for piece in encoding.tokens)


def count_words(tokenizer: Tokenizer, words: Mapping[str, float]) -> Counter[str]:
    """Count the pieces of listed words, each by its share of running text and in its usual forms."""
    counts: Counter[str] = Counter()
    for word, share in words.items():
        for form, case, part in FORMS:
            for token in tokenizer.model.tokenize(form.format(word=case(word))):
                counts[token.value] += share * part  # type: ignore[assignment]
    return counts
