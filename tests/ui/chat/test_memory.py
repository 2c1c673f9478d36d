from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import UnknownConversation
from rag.storage.conversations import Conversations
from tests.ui.fakes import FakeLibrary
from ui.chat import view
from ui.chat.memory import TITLE_LENGTH, Memory, titled
from ui.chat.talk import Talk
from ui.chat.texts import SIMPLIFIED
from ui.chat.visitor import Visitor

LIBRARY = FakeLibrary()


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    with Conversations(tmp_path) as kept:
        yield kept


@pytest.fixture
def visitor(conversations: Conversations) -> Visitor:
    return Visitor(SIMPLIFIED, Memory(conversations, "me"))


def ask(visitor: Visitor, question: str = "什么是根系工程？", talk: Talk | None = None) -> Talk:
    *_, last = view.asked(LIBRARY, question, talk or Talk(), visitor)
    return last.talk


def test_a_conversation_is_found_again_with_its_citations(
    conversations: Conversations, visitor: Visitor
) -> None:
    first = ask(visitor)
    talk = ask(visitor, "建成多少个？", first)
    assert talk.id == first.id
    assert talk.id is not None
    assert Memory(conversations, "me").recall(talk.id, LIBRARY.show) == talk
    begun = view.begun(LIBRARY, talk.id, visitor)
    assert begun.talk == talk
    assert f'data-talk="{talk.id}"' in begun.thread


def test_another_visitor_cannot_read_change_or_see_it(conversations: Conversations, visitor: Visitor) -> None:
    talk = ask(visitor)
    assert talk.id is not None
    stranger = Memory(conversations, "someone else")
    assert stranger.kept() == []
    with pytest.raises(UnknownConversation):
        stranger.recall(talk.id, LIBRARY.show)
    with pytest.raises(UnknownConversation):
        stranger.forget(talk.id)
    with pytest.raises(UnknownConversation):
        stranger.rename(talk.id, "x")
    assert view.begun(LIBRARY, talk.id, Visitor(SIMPLIFIED, stranger)).talk == Talk()


def test_a_verdict_is_kept_with_its_note_and_taken_back(
    conversations: Conversations, visitor: Visitor
) -> None:
    talk = ask(visitor)
    assert talk.id is not None
    bad = view.judged(LIBRARY, talk, {"turn": 0, "verdict": -1, "comment": " 太长 "}, visitor)
    assert bad is not None
    assert 'value="太长"' in bad.thread
    assert Memory(conversations, "me").recall(talk.id, LIBRARY.show) == bad.talk
    assert [(one.question, one.verdict, one.comment) for one in conversations.judged()] == [
        ("什么是根系工程？", -1, "太长")
    ]
    again = view.judged(LIBRARY, bad.talk, {"turn": 0, "verdict": 0}, visitor)
    assert again is not None
    assert again.talk == talk
    assert conversations.judged() == []


def test_only_answers_of_the_visitor_s_own_talk_are_judged(
    conversations: Conversations, visitor: Visitor
) -> None:
    talk = ask(visitor)
    stranger = Visitor(SIMPLIFIED, Memory(conversations, "someone else"))
    view.judged(LIBRARY, talk, {"turn": 0, "verdict": -1}, stranger)
    for told in ({}, {"turn": 1, "verdict": 1}, {"turn": 0, "verdict": 5}, {"turn": 0, "verdict": "1"}):
        assert view.judged(LIBRARY, talk, told, visitor) is None
    assert (
        view.judged(LIBRARY, ask(Visitor(SIMPLIFIED)), {"turn": 0, "verdict": 1}, Visitor(SIMPLIFIED)) is None
    )
    assert conversations.judged() == []


def test_a_conversation_is_named_after_its_first_question_until_renamed(visitor: Visitor) -> None:
    talk = ask(visitor)
    memory = visitor.memory
    assert memory is not None
    assert talk.id is not None
    assert [kept.title for kept in memory.kept()] == ["什么是根系工程？"]
    memory.rename(talk.id, " 根系\n工程 ")
    memory.rename(talk.id, "   ")
    assert [kept.title for kept in memory.kept()] == ["根系 工程"]
    assert "根系 工程" in view.history(visitor)


def test_a_forgotten_conversation_leaves_the_list(visitor: Visitor) -> None:
    talk = ask(visitor)
    html = view.history(visitor, lambda memory: memory.forget(talk.id or ""))
    assert SIMPLIFIED.no_history in html
    assert SIMPLIFIED.no_history in view.history(visitor, lambda memory: memory.forget(talk.id or ""))


def test_a_conversation_deleted_in_another_window_goes_on_as_a_new_one(visitor: Visitor) -> None:
    memory = visitor.memory
    assert memory is not None
    talk = ask(visitor)
    judged = view.judged(LIBRARY, talk, {"turn": 0, "verdict": -1, "comment": "太长"}, visitor)
    assert judged is not None
    memory.forget(talk.id or "")
    went_on = ask(visitor, "建成多少个？", judged.talk)
    assert went_on.id not in (None, talk.id)
    assert [kept.title for kept in memory.kept()] == ["建成多少个？"]
    deleted, kept = went_on.exchanges
    assert (deleted.message, deleted.verdict, deleted.comment) == (None, None, "")
    assert memory.recall(went_on.id or "", LIBRARY.show).exchanges == (kept,)
    assert len(ask(visitor, "谁负责？", went_on).exchanges) == 3
    assert [one.id for one in memory.kept()] == [went_on.id]


def test_without_a_memory_nothing_is_kept_and_nothing_fails() -> None:
    nobody = Visitor(SIMPLIFIED)
    assert ask(nobody).id is None
    assert SIMPLIFIED.no_history in view.history(nobody)
    assert view.begun(LIBRARY, "abc", nobody).talk == Talk()


def test_an_answer_that_cannot_be_saved_is_still_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    talk = ask(Visitor(SIMPLIFIED, Memory(Conversations(tmp_path / "file"), "me")))
    assert talk.exchanges[-1].answer is not None
    assert "could not be kept" in caplog.text


def test_a_long_question_is_shortened_to_a_title() -> None:
    assert len(titled("问" * 500)) == TITLE_LENGTH
