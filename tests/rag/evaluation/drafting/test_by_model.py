"""A language model's proposals: kept only where the passage bears them out."""

import json
from collections.abc import Iterator, Sequence

from embeddings.errors import ModelError
from rag.answering.generative.models import Message
from rag.datatypes import Document
from rag.evaluation.drafting.by_model import ModelProposer

DOCUMENT = Document("bridge.md", "青石桥", None, "青石桥位于柳河鎮东街，始建于1752年，匠人周德山主持重修。")


class Model:
    """Says what it is told to say, in pieces, and keeps what it heard."""

    def __init__(self, reply: str) -> None:
        self.reply = reply
        self.heard: list[Message] = []

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        self.heard += messages
        yield self.reply[:7]
        yield self.reply[7:]


def proposed(*records: object, around: str = "") -> dict[str, tuple[str, ...]]:
    said = "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records)
    drafts = ModelProposer(Model(f"{around}{said}{around}"))(DOCUMENT)
    return {draft.question: draft.answers for draft in drafts}


def test_a_verbatim_answer_is_kept_with_its_own_spelling() -> None:
    found = proposed({"question": "青石桥在哪个镇？", "answer": "柳河镇"}, around="\n```\n")
    assert found == {"青石桥在哪个镇？": ("柳河镇", "柳河鎮")}


def test_what_the_passage_does_not_bear_out_is_dropped() -> None:
    assert (
        proposed(
            {"question": "青石桥始建于哪一年？", "answer": "1753年"},  # not in the passage
            {"question": "该桥始建于哪一年？", "answer": "1752年"},  # which bridge?
            {"question": "根据资料，青石桥始建于哪一年？", "answer": "1752年"},
            {"question": "青石桥1752年做了什么？", "answer": "1752年"},  # the answer is given away
            {"question": "青石桥始建于哪一年？", "answer": ""},
            {"question": "青石桥始建于哪一年？", "answer": 1752},
            {"question": "青石桥始建于哪一年？", "answer": "1752年", "score": 1},
            "好的，以下是问题：",
            "[" * 20_000,
        )
        == {}
    )


def test_the_prompt_holds_title_and_passage() -> None:
    model = Model("")
    assert list(ModelProposer(model)(DOCUMENT)) == []
    assert "青石桥位于柳河镇东街" in model.heard[1]["content"]


class Cut(Model):
    """Breaks off behind what it is told to say."""

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        yield from super().stream(messages)
        raise ModelError("cut")


def test_the_whole_lines_of_a_reply_that_is_cut_are_kept() -> None:
    line = json.dumps({"question": "青石桥始建于哪一年？", "answer": "1752年"}, ensure_ascii=False)
    drafts = list(ModelProposer(Cut(f'{line}\n{{"question": "谁'))(DOCUMENT))
    assert [draft.question for draft in drafts] == ["青石桥始建于哪一年？"]
