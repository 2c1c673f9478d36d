from collections.abc import Iterator, Sequence

from rag.datatypes import Answer, Turn
from tests.ui.fakes import FakeLibrary
from ui.chat import view
from ui.chat.halting import Halt, Halts, until
from ui.chat.talk import Talk
from ui.chat.texts import SIMPLIFIED
from ui.chat.visitor import Visitor


def views(halt: Halt) -> list[view.View]:
    """Ask, and tell the answer to halt after its second piece."""
    halts = Halts()
    halted = halts.begin("page")
    pieces = iter([None, None])
    library = FakeLibrary(wait=lambda: None if next(pieces, 0) is None else halts.tell("page", halt))
    return list(view.asked(library, "什么是根系工程？", Talk(), Visitor(SIMPLIFIED), halted))


def test_a_stopped_answer_keeps_what_was_said_and_says_so_last() -> None:
    last = views("stopped")[-1]
    assert "“根系工程”是" in last.thread
    assert SIMPLIFIED.stopped in last.thread
    assert not last.busy
    assert last.talk.exchanges[-1].answer is None


def test_an_answer_the_reader_left_shows_nothing_more() -> None:
    assert all(picture.busy for picture in views("left"))


def test_the_rest_of_a_halted_answer_is_never_asked_for() -> None:
    halts = Halts()
    halted = halts.begin("page")
    asked: list[int] = []

    def items() -> Iterator[int]:
        for item in range(9):
            asked.append(item)
            yield item

    for item in until(halted, items()):
        if item == 2:
            halts.tell("page", "stopped")
    assert asked == [0, 1, 2, 3]


def test_only_the_page_that_was_told_ends_and_only_while_it_runs() -> None:
    halts = Halts()
    halts.tell("idle", "stopped")
    mine, other = halts.begin("mine"), halts.begin("other")
    halts.tell("mine", "stopped")
    assert (mine(), other(), halts.begin("idle")()) == ("stopped", None, None)
    halts.end("mine")
    assert halts.begin("mine")() is None


def test_an_answer_the_reader_left_stays_left_when_the_next_begins_and_ends_alone() -> None:
    halts = Halts()
    earlier = halts.begin("page")
    halts.tell("page", "left")
    later = halts.begin("page")
    assert (earlier(), later()) == ("left", None)
    halts.end("page")
    halts.tell("page", "stopped")
    assert (earlier(), later()) == ("left", "stopped")


def test_a_page_shows_the_last_of_its_questions() -> None:
    halts = Halts()
    earlier, later = halts.begin("page"), halts.begin("page")
    halts.tell("page", "stopped")
    assert (earlier(), later()) == ("left", "stopped")


def test_an_answerer_at_work_that_says_nothing_is_stopped_too() -> None:
    halts = Halts()
    halted = halts.begin("page")
    asked: list[int] = []

    class Silent(FakeLibrary):
        def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
            for piece in range(9):
                asked.append(piece)
                if piece == 2:
                    halts.tell("page", "stopped")
                yield ""

    last = list(view.asked(Silent(), "什么是根系工程？", Talk(), Visitor(SIMPLIFIED), halted))[-1]
    assert asked == [0, 1, 2]
    assert SIMPLIFIED.stopped in last.thread
