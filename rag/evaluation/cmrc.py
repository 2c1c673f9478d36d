"""Exact match and F1 of a short answer as CMRC 2018 defines them, and ROUGE-L over the same tokens.

A token is one Chinese character, or one word or sign of other writing, split as the Penn Treebank does; the
marks that the definition lists count for nothing. Source: Cui et al., "A Span-Extraction Dataset for Chinese
Machine Reading Comprehension" (EMNLP 2019), and the evaluation script that comes with its data.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence

Measure = Callable[[Sequence[str], Sequence[str]], int]  # what two texts have in common, in tokens

# Of the marks the definition lists; it has "……" as one mark, which no single character equals, so "…" stays.
_NOTHING = dict.fromkeys(map(ord, "-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』"))
_CHINESE = re.compile("([\u4e00-\u9fa5])")
# What the Treebank splits off everywhere: most signs, a comma without a digit behind it, dots in a row, and
# the dot that ends a text.
_SIGN = re.compile(r"""\.{2,}|[;@#$%&?!"(){}<>\[\]–—]|,(?!\d)|\.(?=["')\]}>]*\s*$)""")
# What it splits off a word: a quote before it, an ending, a quote after it.
_WORD = re.compile(r"('?)(.*?)('(?:s|m|d|ll|re|ve)|n't)?('*)")


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in lower case."""
    parts = _CHINESE.split(text.lower().strip().translate(_NOTHING))
    return [token for part in parts for token in _split(part)]


def exact(answer: str, variants: Iterable[str]) -> float:
    """Return 1 if the answer equals a variant but for case and marks, else 0."""
    return float(any(_plain(answer) == _plain(variant) for variant in variants))


def f1(answer: str, variants: Iterable[str]) -> float:
    """Return the best F1 over the variants, by the longest run of tokens they have in common."""
    return _best(answer, variants, longest_run)


def rouge_l(answer: str, variants: Iterable[str]) -> float:
    """Return the best F1 over the variants, by the longest common subsequence of tokens."""
    return _best(answer, variants, longest_subsequence)


def longest_run(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """Return the length of the longest sequence that stands in both without a gap."""
    best, above = 0, [0] * (len(right) + 1)
    for one in left:
        row = [0] * (len(right) + 1)
        for place, other in enumerate(right, start=1):
            if one == other:
                row[place] = above[place - 1] + 1
        best, above = max(best, *row), row
    return best


def longest_subsequence(left: Sequence[Hashable], right: Sequence[Hashable]) -> int:
    """Return the length of the longest sequence that stands in both, gaps allowed."""
    above = [0] * (len(right) + 1)
    for one in left:
        row = [0]
        for place, other in enumerate(right, start=1):
            row.append(above[place - 1] + 1 if one == other else max(above[place], row[-1]))
        above = row
    return above[-1]


def _split(part: str) -> list[str]:
    """Return the tokens of a Chinese character, which is one, or of a run of other writing."""
    words = map(_WORD.fullmatch, _SIGN.sub(r" \g<0> ", part).split())
    return [piece for word in words if word for piece in word.groups() if piece]


def _plain(text: str) -> str:
    return text.lower().strip().translate(_NOTHING)


def _best(answer: str, variants: Iterable[str], common: Measure) -> float:
    said = tokens(answer)
    return max((_f1(said, tokens(variant), common) for variant in variants), default=0.0)


def _f1(said: list[str], wanted: list[str], common: Measure) -> float:
    shared = common(said, wanted)
    return 2 * shared / (len(said) + len(wanted)) if shared else 0.0
