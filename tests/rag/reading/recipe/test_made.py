import random

import pytest

from rag.reading.recipe.made import made_lessons, made_questions
from rag.reading.recipe.negatives import holds
from rag.reading.recipe.sources import Passage

TEXT = (
    "青山镇图书馆于1998年5月4日开馆。馆内共有藏书2.3万册，由陈明担任首任馆长。"
    "由于旧馆漏雨，镇政府决定另建新馆。图书馆的服务包括借阅、讲座、展览。"
    "青山镇的流动书车是图书馆送书下乡的专用车辆。建成的新馆后来被称为山中书屋。"
)
PASSAGE = Passage("p", TEXT)


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # not for secrets


def made(seeds: int = 30) -> dict[str, set[str]]:
    """Return every question made with many seeds, by answer."""
    found: dict[str, set[str]] = {}
    for seed in range(seeds):
        for question, _ in made_questions([PASSAGE], chance(seed)):
            found.setdefault(question.answers[0], set()).add(question.text)
    return found


def test_answers_stand_where_they_are_said_to() -> None:
    for question, (start, end) in made_questions([PASSAGE], chance(1)):
        assert (TEXT[start:end],) == question.answers


@pytest.mark.parametrize(
    ("answer", "asks"),
    [
        ("1998年5月4日", ("什么时候", "何时", "哪一天")),
        ("旧馆漏雨", ("为什么", "原因", "因为什么")),
        ("借阅、讲座、展览", ("哪些", "什么")),
        ("图书馆送书下乡的专用车辆", ("什么", "何为")),
        ("山中书屋", ("什么",)),
    ],
)
def test_each_kind_of_fact_is_asked_for_in_its_own_words(answer: str, asks: tuple[str, ...]) -> None:
    questions = made()[answer]
    assert all(any(word in question for word in asks) for question in questions)
    assert not any(answer in question for question in questions)


def test_a_sentence_that_asks_or_is_cut_off_in_a_quotation_makes_none() -> None:
    odd = Passage("q", "图书馆哪一年开馆？他说：“图书馆于1998年开馆。")
    assert list(made_questions([odd], chance(0))) == []


def test_windows_beside_the_answer_do_not_hold_it() -> None:
    long = Passage("l", TEXT + "这里的山水养人。" * 40)
    for lesson in made_lessons([long], chance(0)):
        for _, start, end in lesson.negatives:
            assert not holds(long.text[start:end], lesson.question.answers)
