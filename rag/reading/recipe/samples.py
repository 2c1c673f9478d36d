"""A question's windows for one step of training: one that holds its answer, and some that do not."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from rag.reading.encoding import Encoded, encode
from rag.reading.recipe.near_misses import about_another, names, without_answer
from rag.reading.recipe.negatives import Window
from rag.reading.recipe.sources import Question
from rag.reading.windows import SIZE, breaks, reach

NEGATIVE_SHARE = 0.7  # of the questions get a negative beside their answer: spans need more examples
CUT_SHARE, SWAPPED_SHARE = 0.3, 0.25  # of the negatives: near misses made from the window itself
BATCH = 10  # questions
POOL = 12  # batches sorted by length together, so that little is padded


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question, the place of its answer in its passage (None: nowhere), and windows without it."""

    question: Question
    place: tuple[int, int] | None
    negatives: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A window as the network reads it; `answer` is its first and last token, or None."""

    group: int
    encoded: Encoded
    answer: tuple[int, int] | None


def place(question: Question) -> tuple[int, int] | None:
    """Return where the answer stands: of several places, the one amid most of the question's characters."""
    text = question.passage.text
    wanted = set(question.text)
    for answer in question.answers:
        starts = list(_occurrences(text, answer))
        if starts:
            best = max(
                starts, key=lambda at: len(wanted & set(text[max(0, at - 40) : at + len(answer) + 40]))
            )
            return best, best + len(answer)
    return None


def _occurrences(text: str, answer: str) -> Iterator[int]:
    at = text.find(answer) if answer else -1
    while at >= 0:
        yield at
        at = text.find(answer, at + 1)


def window_around(text: str, start: int, end: int, chance: random.Random) -> tuple[int, int] | None:
    """Return a random window that holds text[start:end], or None if none does."""
    cuts = breaks(text, SIZE)
    found = [
        (cuts[first], cuts[last])
        for first in range(len(cuts) - 1)
        if cuts[first] <= start and cuts[last := reach(cuts, first, SIZE)] >= end
    ]
    return chance.choice(found) if found else None


def batches(
    lessons: Sequence[Lesson], texts: Mapping[str, str], tokenizer: Tokenizer, chance: random.Random
) -> Iterator[list[Example]]:
    """Yield every lesson once, in random order and in windows drawn anew."""
    order = list(lessons)
    chance.shuffle(order)
    size = BATCH * POOL
    for pool in (order[at : at + size] for at in range(0, len(order), size)):
        groups = [examples for lesson in pool if (examples := _examples(lesson, texts, tokenizer, chance))]
        groups.sort(key=lambda examples: max(len(example.encoded.ids) for example in examples))
        cut = [groups[at : at + BATCH] for at in range(0, len(groups), BATCH)]
        chance.shuffle(cut)
        for batch in cut:
            yield [
                Example(number, example.encoded, example.answer)
                for number, examples in enumerate(batch)
                for example in examples
            ]


def _examples(
    lesson: Lesson, texts: Mapping[str, str], tokenizer: Tokenizer, chance: random.Random
) -> list[Example]:
    asked = lesson.question
    if lesson.place is None:
        name, start, end = chance.choice(lesson.negatives)
        return [Example(0, encode(tokenizer, asked.text, texts[name][start:end]), None)]
    window = window_around(asked.passage.text, *lesson.place, chance)
    if window is None:
        return []
    text = asked.passage.text[slice(*window)]
    encoded = encode(tokenizer, asked.text, text)
    tokens = encoded.tokens_of(lesson.place[0] - window[0], lesson.place[1] - window[0])
    if tokens is None:
        return []
    examples = [Example(0, encoded, tokens)]
    if chance.random() < NEGATIVE_SHARE and (miss := _miss(lesson, text, texts, chance)):
        examples.append(Example(0, encode(tokenizer, *miss), None))
    return examples


def _miss(
    lesson: Lesson, window: str, texts: Mapping[str, str], chance: random.Random
) -> tuple[str, str] | None:
    """Return a question and a window that does not answer it: made from the lesson's own, or a mined one."""
    asked = lesson.question
    drawn = chance.random()
    if drawn < CUT_SHARE:
        if left := without_answer(window, asked.answers):
            return asked.text, left
    elif drawn < CUT_SHARE + SWAPPED_SHARE:
        others = names(texts[chance.choice(lesson.negatives)[0]]) if lesson.negatives else []
        if changed := about_another(asked.text, asked.passage.text, others, chance):
            return changed, window
    if not lesson.negatives:
        return None
    name, start, end = chance.choice(lesson.negatives)
    return asked.text, texts[name][start:end]
