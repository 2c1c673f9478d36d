from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from embeddings.errors import AppError
from rag.datatypes import Answer, Turn
from tests.ui.fakes import ROOTS, FakeLibrary
from ui.chat import view
from ui.chat.exchange import Exchange
from ui.chat.talk import Talk
from ui.chat.texts import ENGLISH, SIMPLIFIED
from ui.chat.visitor import Visitor

HERE = Visitor(SIMPLIFIED)
NEW = Talk()


class Failing(FakeLibrary):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[str | Answer]:
        yield "半句"
        raise self.error


def ask(library: FakeLibrary, question: str, talk: Talk = NEW) -> view.View:
    *_, last = view.asked(library, question, talk, HERE)
    return last


def test_the_first_view_offers_questions_taken_from_the_documents() -> None:
    assert 'data-ask="什么是根系工程？"' in view.first(FakeLibrary(), HERE).thread


def test_an_empty_store_shows_how_to_add_documents() -> None:
    thread = view.first(FakeLibrary(held=[]), HERE).thread
    assert "genxi index" in thread
    assert "data-ask" not in thread


def test_an_answer_grows_is_busy_until_whole_and_then_opens_its_first_source() -> None:
    views = list(view.asked(FakeLibrary(), "什么是根系工程？", NEW, HERE))
    assert [v.busy for v in views[:1]] == [True]
    assert not views[-1].busy
    assert views[-1].source is not None
    assert "gx-here" in views[-1].source
    assert [v.source for v in views[:-1]] == [None] * (len(views) - 1)


def test_a_follow_up_is_asked_with_the_conversation_so_far() -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？")
    ask(library, "  建多少个？ ", done.talk)
    question, history = library.heard[-1]
    assert question == "建多少个？"
    assert [turn.role for turn in history] == ["user", "assistant"]


def test_a_blank_question_changes_nothing() -> None:
    assert list(view.asked(FakeLibrary(), " \n", NEW, HERE)) == []


def test_half_a_character_in_a_question_is_replaced() -> None:
    library = FakeLibrary()
    ask(library, "根\ud800系😀")
    assert library.heard[-1][0] == "根\ufffd系😀"


def test_a_deliberate_error_is_told_in_its_own_words_after_what_was_said() -> None:
    last = ask(Failing(AppError("模型不在。")), "问")
    assert "半句" in last.thread
    assert "模型不在。" in last.thread
    assert not last.busy


def test_a_fault_of_ours_is_told_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    last = ask(Failing(RuntimeError("secret detail")), "问")
    assert SIMPLIFIED.failed in last.thread
    assert "secret detail" not in last.thread
    assert "secret detail" in caplog.text


def test_stopping_keeps_what_was_said_and_ends_the_waiting() -> None:
    stopped = view.stopped(Talk((Exchange("问", "半句"),)), SIMPLIFIED)
    assert "半句" in stopped.thread
    assert not stopped.talk.exchanges[-1].waiting


def test_a_question_that_failed_is_asked_again_in_its_place() -> None:
    failed = ask(Failing(AppError("模型不在。")), "什么是根系工程？").talk
    *_, last = view.retried(FakeLibrary(), failed, HERE)
    assert [exchange.question for exchange in last.talk.exchanges] == ["什么是根系工程？"]
    assert last.talk.exchanges[0].answer is not None
    assert list(view.retried(FakeLibrary(), NEW, HERE)) == []


def test_pressing_a_mark_opens_the_document_it_cites() -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？").talk
    panel = view.opened(library, done, {"turn": 0, "place": 1}, SIMPLIFIED)
    assert panel is not None
    assert '<mark class="gx-here">建成56个小微网格党群服务点</mark>' in panel


@pytest.mark.parametrize(
    "pressed",
    [
        {},
        {"turn": 1, "place": 0},
        {"turn": -1, "place": 0},
        {"turn": 0, "place": 9},
        {"turn": "0", "place": "../x"},
    ],
)
def test_a_page_cannot_open_what_its_conversation_does_not_cite(pressed: dict[str, object]) -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？").talk
    assert view.opened(library, done, pressed, SIMPLIFIED) is None


def test_a_source_removed_meanwhile_is_said_to_be_gone() -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？").talk
    library.held = [d for d in library.held if d is not ROOTS]
    assert SIMPLIFIED.gone in (view.opened(library, done, {"turn": 0, "place": 0}, SIMPLIFIED) or "")


def test_a_document_changed_meanwhile_is_marked_where_the_quote_stands_now() -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？").talk
    library.held = [replace(ROOTS, text="（本文已由编辑部核对。）\n\n" + ROOTS.text)]
    panel = view.redrawn(library, done, HERE).source or ""
    quote, other = (place.quote for place in done.exchanges[0].places)
    assert f'<mark class="gx-here">{quote}</mark>' in panel
    assert f'<mark class="gx-also">{other}</mark>' in panel
    assert SIMPLIFIED.changed not in panel


@pytest.mark.parametrize("clean", [False, True])
def test_a_document_that_no_longer_holds_the_quote_is_shown_unmarked_and_says_so(*, clean: bool) -> None:
    library = FakeLibrary()
    done = ask(library, "什么是根系工程？").talk
    library.held = [replace(ROOTS, text="青石镇另有安排。")]
    panel = view.opened(library, done, {"turn": 0, "place": 1, "clean": clean}, SIMPLIFIED) or ""
    assert "青石镇另有安排。" in panel
    assert SIMPLIFIED.changed in panel
    assert "<mark" not in panel


def test_a_refusal_leaves_the_source_panel_idle() -> None:
    assert ask(FakeLibrary(), "天气？").source is not None
    assert "gx-idle" in (ask(FakeLibrary(), "天气？").source or "")


def test_another_language_renames_the_page_and_leaves_the_conversation() -> None:
    done = ask(FakeLibrary(), "什么是根系工程？").talk
    redrawn = view.redrawn(FakeLibrary(), done, Visitor(ENGLISH))
    assert ENGLISH.sources in redrawn.thread
    assert redrawn.talk == done


def test_pictures_are_paced_and_the_last_is_never_dropped() -> None:
    clock = iter([0.0, 0.0, 0.01, 0.02, 0.06, 0.06, 0.07])
    growing = iter(
        [Exchange("问", "一"), Exchange("问", "一二"), Exchange("问", "一二三"), Exchange("问", "一二三四")]
    )
    shown = [exchange.text for exchange in view.paced(growing, 0.05, lambda: next(clock))]
    assert shown[0] == "一"
    assert shown[-1] == "一二三四"
