import random
from collections.abc import Iterator

import pytest

from rag.reading.recipe.negatives import Miner
from rag.reading.recipe.samples import Example, Lesson, batches, place, window_around
from rag.reading.recipe.sources import Passage, Question
from tests.rag.reading.tiny import tiny_tokenizer

OWN = Passage("own", "南翔在上海。" * 40 + "南翔成立于1970年。" + "谁在上海？" * 40)
NEAR = Passage("near", "南翔镇成立于什么年？上海在2000年成立。")
HOLDS = Passage("holds", "南翔镇成立于1970年。")
FAR = Passage("far", "一二三。")
ASKED = Question("q", "南翔成立于什么时候？", OWN, ("1970年",))


def test_of_several_places_the_one_amid_the_questions_words_is_the_answer() -> None:
    text = "一" * 50 + "1970年" + "一" * 60 + "南翔成立于1970年。"
    asked = Question("q", "南翔成立于什么时候？", Passage("p", text), ("1970年",))
    assert place(asked) == (text.rindex("1970年"), len(text) - 1)


def test_an_answer_that_is_not_verbatim_has_no_place() -> None:
    assert place(Question("q", "谁？", OWN, ("七零年", ""))) is None


def test_a_window_holds_the_whole_answer() -> None:
    start = OWN.text.index("1970年")
    for seed in range(20):
        window = window_around(OWN.text, start, start + 5, chance(seed))
        assert window
        assert window[0] <= start < start + 5 <= window[1]


def test_an_answer_longer_than_a_window_fits_none() -> None:
    assert window_around("一。" * 300, 0, 500, chance(0)) is None


@pytest.fixture
def miner() -> Miner:
    return Miner([OWN, NEAR, HOLDS, FAR])


def test_negatives_are_near_and_never_hold_the_answer(miner: Miner) -> None:
    found = miner.negatives(ASKED)
    assert {name for name, _, _ in found} == {"near", "own"}
    texts = miner.texts()
    assert all("1970年" not in texts[name][start:end] for name, start, end in found)


def test_a_batch_marks_the_answer_of_each_question_once(miner: Miner) -> None:
    tokenizer = tiny_tokenizer()
    start = OWN.text.index("1970年")
    lessons = [Lesson(ASKED, (start, start + 5), tuple(miner.negatives(ASKED)))] * 23
    found = list(_all(lessons, miner))
    assert sum(len({example.group for example in batch}) for batch in found) == 23
    answered = [example for batch in found for example in batch if example.answer]
    assert len(answered) == 23
    for example in answered:
        assert example.answer
        words = tokenizer.decode(example.encoded.ids[example.answer[0] : example.answer[1] + 1])
        assert words.replace(" ", "") == "1970年"


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # not for secrets


def _all(lessons: list[Lesson], miner: Miner) -> Iterator[list[Example]]:
    return batches(lessons, miner.texts(), tiny_tokenizer(), chance(0))
