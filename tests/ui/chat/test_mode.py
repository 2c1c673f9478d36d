from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag.datatypes import Answer, Turn
from tests.ui.fakes import FakeLibrary
from ui.chat import mode
from ui.chat.exchange import converse

SHORT: Answer = replace(FakeLibrary().answer("建成多少个？"), spans=("56个",))


class Counting(FakeLibrary):
    def answer(self, question: str) -> Answer:
        return replace(super().answer(question), spans=("56个",))


def test_a_short_answer_is_the_exact_words_with_the_mark_of_their_sentence() -> None:
    assert mode.said(SHORT, "short") == "56个[2]"
    assert mode.said(SHORT, "full") == SHORT.text


def test_without_exact_words_a_short_answer_is_the_whole() -> None:
    whole = replace(SHORT, spans=())
    assert mode.said(whole, "short") == whole.text


def test_a_short_answer_comes_at_once_and_lists_only_its_source() -> None:
    first, last = converse(Counting(), "建成多少个？", [], "short")
    assert first.text == ""
    assert last.text == "56个[2]"
    assert [place.quote for place in last.places] == ["建成56个小微网格党群服务点"]


@pytest.mark.parametrize(
    ("name", "has_model", "expected"),
    [
        (None, False, "full"),
        ("model", False, "full"),
        ("nonsense", False, "full"),
        ("short", False, "short"),
        (None, True, "model"),
        ("full", True, "full"),
        ("short", True, "short"),
    ],
)
def test_the_mode_is_what_was_chosen_if_there_is_such_a_thing(
    name: str | None,
    has_model: bool,  # noqa: FBT001
    expected: str,
) -> None:
    assert mode.chosen(name, has_model=has_model) == expected


def test_only_in_the_model_s_mode_is_the_model_asked() -> None:
    class Talking(FakeLibrary):
        def quote(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
            yield replace(self.answer(question), text="引文")

    *_, quoted = converse(Talking(), "问", [], "full")
    *_, worded = converse(Talking(), "问", [], "model")
    assert quoted.text == "引文"
    assert worded.text != "引文"
