"""Turns pieces and scores into the tokenizer the encoder was trained with: a SentencePiece unigram."""

from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

START, PADDING, END, UNKNOWN = "<s>", "<pad>", "</s>", "<unk>"
SPECIAL = (START, PADDING, END, UNKNOWN)  # in the order of their ids, which pruning keeps

# XLM-RoBERTa's own normaliser is NFKC with these two rules before it.
CONTROLS = Regex(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]")
SPACES = Regex(r"[\s▁\x{200b}-\x{200f}\x{feff}\x{fffd}]+")


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """Return a tokenizer over these pieces; the first four must be the special ones."""
    if tuple(pieces[: len(SPECIAL)]) != SPECIAL:
        raise ValueError(f"A vocabulary begins with {SPECIAL}, this one with {pieces[:4]}")
    vocabulary = list(zip(pieces, scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIAL.index(UNKNOWN), byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(CONTROLS, ""),
            normalizers.NFKC(),
            normalizers.Replace(SPACES, " "),
            normalizers.Strip(),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}",
        pair=f"{START} $A {END} {END} $B {END}",
        special_tokens=[(START, SPECIAL.index(START)), (END, SPECIAL.index(END))],
    )
    return tokenizer
