import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from rag.datatypes import Answer, Citation, Passage, Seconds
from rag.errors import StoreError, UnknownConversation
from rag.storage.answers import from_json, to_json
from rag.storage.conversations import Conversations
from tests.permissions import read_only

CITATION = Citation(1, "a.md", "标题", None, "2023-03", 3, 5, "根系", ("b.md",))
ANSWER = Answer(
    question="什么？",
    standalone_question="什么是根系？",
    text="根系。[1]",
    spans=("根系",),
    abstained=False,
    reason=None,
    confidence=0.9,
    citations=(CITATION,),
    passages=(Passage("a.md", 0, 9, 0.5),),
    seconds=Seconds(0.1, 0.2, 0.3),
)


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    clock = count(1000.0)
    with Conversations(tmp_path, now=lambda: next(clock)) as opened:
        yield opened


def test_an_answer_comes_back_whole() -> None:
    assert from_json(to_json(ANSWER)) == ANSWER


def test_a_conversation_is_read_as_it_was_held(conversations: Conversations) -> None:
    identity = conversations.create("根系")
    conversations.append(identity, "user", "什么？")
    number = conversations.append(identity, "assistant", ANSWER.text, ANSWER)
    conversations.rate(number, -1, "太短")
    question, answer = conversations.read(identity)
    assert (question.role, question.content, question.answer) == ("user", "什么？", None)
    assert (answer.answer, answer.verdict, answer.comment) == (ANSWER, -1, "太短")
    conversations.unrate(number)
    assert conversations.read(identity)[1].verdict is None


def test_what_readers_thought_is_listed_with_the_answer_they_judged(conversations: Conversations) -> None:
    assert conversations.judged() == []
    numbers = []
    for owner in ("甲", "乙"):
        identity = conversations.create(owner=owner)
        conversations.append(identity, "user", "什么？")
        numbers.append(conversations.append(identity, "assistant", ANSWER.text, ANSWER))
    conversations.rate(numbers[0], -1, "太短")
    conversations.rate(numbers[1], 1)
    bad, good = conversations.judged()
    assert (bad.question, bad.answer, bad.verdict, bad.comment) == ("什么是根系？", ANSWER, -1, "太短")
    assert good.created > bad.created
    assert conversations.judged(-1) == [bad]
    conversations.rate(numbers[0], 1)
    assert conversations.judged(-1) == []


def test_feedback_is_forgotten_with_its_conversation(conversations: Conversations) -> None:
    identity = conversations.create()
    conversations.rate(conversations.append(identity, "assistant", ANSWER.text, ANSWER), -1)
    conversations.delete(identity)
    assert conversations.judged() == []


def test_each_owner_sees_their_own_the_latest_first(conversations: Conversations) -> None:
    first, second = conversations.create("一", owner="甲"), conversations.create("二", owner="甲")
    conversations.create("三", owner="乙")
    assert [one.id for one in conversations.recent(owner="甲")] == [second, first]
    conversations.append(first, "user", "还有吗？")
    assert [one.title for one in conversations.recent(owner="甲")] == ["一", "二"]


def test_a_conversation_is_found_by_words_of_its_title_questions_and_answers(
    conversations: Conversations,
) -> None:
    kept = conversations.create("桥", owner="甲")
    conversations.append(kept, "user", "谁修的 Bridge_1？")
    conversations.append(kept, "assistant", "周德山100%修的。")
    conversations.create("茶市", owner="甲")
    strange = conversations.create("桥", owner="乙")
    conversations.append(strange, "user", "周德山？")

    def found(words: str) -> list[str]:
        return [one.id for one in conversations.recent(owner="甲", holding=words)]

    assert found("桥") == found("bridge_1") == found("周德山") == found("100%") == [kept]
    assert found("bridge11") == found("%_") == []
    assert len(found("")) == 2


def test_renamed_and_deleted_conversations_are_so_for_the_next_process(
    conversations: Conversations, tmp_path: Path
) -> None:
    kept, gone = conversations.create("旧"), conversations.create("去")
    conversations.rate(conversations.append(gone, "assistant", "答"), 1)
    conversations.rename(kept, "新")
    conversations.delete(gone)
    with Conversations(tmp_path) as again:
        assert [(one.id, one.title) for one in again.recent()] == [(kept, "新")]
        with pytest.raises(UnknownConversation):
            again.read(gone)


def test_unknown_ids_are_refused(conversations: Conversations) -> None:
    conversations.create()
    for call in (
        lambda: conversations.read("x"),
        lambda: conversations.append("x", "user", "？"),
        lambda: conversations.rename("x", "y"),
        lambda: conversations.delete("x"),
        lambda: conversations.rate(7, 1),
    ):
        with pytest.raises(UnknownConversation):
            call()


def test_reading_creates_nothing(tmp_path: Path) -> None:
    with Conversations(tmp_path) as unused:
        assert unused.recent() == []
        with pytest.raises(UnknownConversation):
            unused.read("x")
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_folder_is_read_and_said_so(public_folder: Path) -> None:
    with Conversations(public_folder) as writing:
        identity = writing.create("题")
        writing.append(identity, "user", "问")
    with read_only(public_folder), Conversations(public_folder) as reading:
        assert [one.title for one in reading.recent()] == ["题"]
        assert reading.read(identity)[0].content == "问"
        with pytest.raises(StoreError, match="read-only"):
            reading.append(identity, "user", "又问")


def test_threads_append_without_loss(conversations: Conversations) -> None:
    identity = conversations.create()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: conversations.append(identity, "user", str(number)), range(100)))
    assert sorted(int(one.content) for one in conversations.read(identity)) == list(range(100))


def _begin(folder: Path) -> None:
    with Conversations(folder) as own:
        own.append(own.create("题"), "user", "问")


def test_processes_that_all_create_the_file_lose_nothing(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.map(_begin, [tmp_path] * 12)
    with Conversations(tmp_path) as opened:
        assert len(opened.recent()) == 12
