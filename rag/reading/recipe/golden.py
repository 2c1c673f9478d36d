"""Lessons from our own golden questions over `seeds/`: most of them near misses that nothing answers.

Only those of `GOLDEN` are learnt from; `tuning` and later ones fit what judges the reader, `held_out` counts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rag.cleaning.chinese import simplify
from rag.cleaning.pipeline import clean
from rag.datatypes import Document
from rag.loading import load
from rag.reading.recipe.negatives import Window, holds, shared
from rag.reading.recipe.samples import Lesson, place
from rag.reading.recipe.sources import Passage, Question
from rag.reading.windows import windows

GOLDEN = ("extra_a", "extra_b", "extra_c", "extra_d")
NEAREST = 6  # windows of the seeds that share most with a question
LONGEST = 150  # characters from the first item of a list to its last
_NOTHING = Passage("", "")


def golden_passages(seeds: Path) -> dict[str, Passage]:
    """Return the cleaned text of every seed article by the id it has in the golden files."""
    documents = (found for path in sorted(seeds.glob("*.md")) for found in load(path))
    return {
        f"seeds/{found.id}": Passage(f"seeds/{found.id}", clean(found.text).text)
        for found in documents
        if isinstance(found, Document)
    }


def golden_lessons(files: Sequence[Path], texts: Mapping[str, Passage]) -> Iterator[Lesson]:
    """Yield a lesson for each question about one article or none; those about two do not fit a window."""
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            yield from _lesson(json.loads(line), texts)


def _lesson(gold: Mapping[str, Any], texts: Mapping[str, Passage]) -> Iterator[Lesson]:
    wanted: Sequence[Sequence[str]] = gold.get("items") or [gold["answers"]]
    if not gold["answerable"]:
        asked = Question(gold["id"], simplify(gold["question"]), _NOTHING, ())
        yield Lesson(asked, None, _nearest(asked, texts))
    elif len(gold["documents"]) == 1:
        passage = texts[gold["documents"][0]]
        asked = Question(gold["id"], simplify(gold["question"]), passage, _answers(passage.text, wanted))
        if found := place(asked):
            yield Lesson(asked, found, _nearest(asked, texts))


def _answers(text: str, wanted: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the variants of an answer; of a list, the shortest piece of text that holds every item."""
    if len(wanted) == 1:
        return tuple(wanted[0])
    best: str | None = None
    starts = [at for variant in wanted[0] for at in _places(text, variant)]
    starts += [at for variants in wanted[1:] for variant in variants for at in _places(text, variant)]
    for start in starts:
        ends = [
            min((text.find(v, start) + len(v) for v in variants if text.find(v, start) >= 0), default=None)
            for variants in wanted
        ]
        reached = [end for end in ends if end is not None]
        if len(reached) == len(wanted) and max(reached) - start <= LONGEST:
            piece = text[start : max(reached)]
            best = piece if best is None or len(piece) < len(best) else best
    return (best,) if best else ()


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _nearest(asked: Question, texts: Mapping[str, Passage]) -> tuple[Window, ...]:
    """Return the windows of all articles that share most with the question and hold no answer."""
    found = [
        (name, start, end)
        for name, passage in texts.items()
        for start, end in windows(passage.text)
        if not holds(passage.text[start:end], asked.answers)
    ]
    found.sort(key=lambda window: -shared(asked.text, texts[window[0]].text[window[1] : window[2]]))
    return tuple(found[:NEAREST])
