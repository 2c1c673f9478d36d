"""Freely licensed text and word lists: what the vocabulary must cover and the quantiser is calibrated on.

Passages and questions of CMRC 2018 (CC BY-SA 4.0), DRCD (CC BY-SA 3.0) and XQuAD-zh (CC BY-SA 4.0), and
the English word list of `wordfreq` (CC BY-SA 4.0). Only frequencies and ranges are taken from them.
"""

import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

SETS = ("cmrc2018", "drcd", "xquad_zh")

# Reading English too needs ranges of English activations; these sentences are our own.
ENGLISH = (
    "query: who decides how much a new bridge over the river may cost?",
    "query: what is the population of the largest city in the province?",
    "query: When did the company open its second factory, and where?",
    "passage: The museum was founded in 1898 by three brothers who had made their money in the silk trade. "
    "It moved to its present building, an old railway station, after the flood of 1931.",
    "passage: Residents can report a broken street lamp by telephone or online; a repair team answers "
    "within 24 hours on working days. In 2022 the district received 4,310 such reports (up 12.5%).",
)


def texts(folder: Path) -> Iterator[str]:
    """Yield every passage and question of the free sets, with the prefix the encoder expects."""
    for name in SETS:
        for record in _records(folder / name / "passages.jsonl"):
            yield "passage: " + record["text"]
        for record in _records(folder / name / "questions.jsonl"):
            yield "query: " + record["question"]


def sample(folder: Path, every: int) -> list[str]:
    """Return each `every`-th text, and some English."""
    return [*list(texts(folder))[::every], *ENGLISH]


def english_words() -> dict[str, float]:
    """Return English words with their share of running text."""
    wordfreq = import_module("wordfreq")  # not among our dependencies, only the recipe wants it
    return dict(wordfreq.get_frequency_dict("en", "large"))


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
