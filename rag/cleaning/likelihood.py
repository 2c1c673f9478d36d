"""How likely a run of Chinese characters is: the judge of every repair.

A repair is made only where the repaired text is clearly likelier than the damaged one, and clearly likelier
than any other repair. Costs are negative log probabilities in nats of each character given the one before;
ordinary prose costs 4-6 a character, wrongly decoded text 10 and more.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from rag.cleaning.chinese import simplify

FILE = Path(__file__).with_name("statistics.npz")
NATS_PER_STEP = 0.08
UNSEEN_PAIR = 4.3  # nats more than the character alone for a pair that was never seen
UNKNOWN = 16.0  # a character outside the table
EVERYDAY = 3000  # commonest characters, of which prose consists to 98 %
LONGEST_WORD = 4  # characters

MARKS = str.maketrans(",?!;:()「」『』\uff65•", "，？！；：（）“”‘’··")
ASCII_RUN = re.compile(r"[A-Za-z0-9%.+\-]+")


@dataclass(frozen=True, slots=True)
class Table:
    """Costs of single characters, of pairs, and of words."""

    letters: dict[str, int]
    alone: list[float]
    unseen: list[float]
    pairs: dict[int, float]
    words: dict[str, float]


def folded(text: str) -> str:
    """Return `text` as the table knows it: simplified, wide marks, one A for any letters or digits."""
    return ASCII_RUN.sub("A", simplify(text).translate(MARKS))


def mean_cost(text: str) -> float:
    """Return the cost per character after the first, given its predecessor; 0 for fewer than two."""
    line = folded(text)
    steps = len(line) - 1
    return sum(pair_cost(line[at], line[at + 1]) for at in range(steps)) / steps if steps > 0 else 0.0


def pair_cost(before: str, after: str) -> float:
    """Return the cost of one folded character after another."""
    table = _table()
    first, second = table.letters.get(before), table.letters.get(after)
    if second is None:
        return UNKNOWN
    if first is None:
        return table.alone[second] + UNSEEN_PAIR
    known = table.pairs.get(first * 65536 + second)
    return known if known is not None else max(table.alone[second] + UNSEEN_PAIR, table.unseen[first])


def rare_share(text: str) -> float:
    """Return the share of characters that everyday prose does without."""
    return len(_rare().findall(folded(text))) / len(text) if text else 0.0


def word_cost(line: str) -> float:
    """Return the cost of a folded line as the cheapest sequence of words, one after the other at random."""
    table = _table()
    costs = [0.0]
    for end in range(1, len(line) + 1):
        letter = table.letters.get(line[end - 1])
        best = costs[-1] + (UNKNOWN if letter is None else table.alone[letter])
        for start in range(max(0, end - LONGEST_WORD), end - 1):
            if (word := table.words.get(line[start:end])) is not None:
                best = min(best, costs[start] + word)
        costs.append(best)
    return costs[-1]


@cache
def _rare() -> re.Pattern[str]:
    everyday = "".join(list(_table().letters)[:EVERYDAY])
    return re.compile(f"[^{re.escape(everyday)}\\s\x20-\x7e]")


@cache
def _table() -> Table:
    with np.load(FILE) as stored:
        keys = np.cumsum(stored["keys"], dtype=np.int64).tolist()
        alone, unseen, costs, words = (
            (stored[name] * NATS_PER_STEP).tolist() for name in ("alone", "unseen", "costs", "word_costs")
        )
        return Table(
            {letter: index for index, letter in enumerate(str(stored["letters"]))},
            alone,
            unseen,
            dict(zip(keys, costs, strict=True)),
            dict(zip(str(stored["words"]).split(" "), words, strict=True)),
        )
