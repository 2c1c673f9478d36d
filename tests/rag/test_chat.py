import pytest

from rag.answering.extractive import ExtractiveAnswerer
from rag.chat import LONGEST_QUESTION, Chat
from rag.chunking.chunks import chunk
from rag.cleaning.pipeline import clean
from rag.datatypes import Answer, Hit, Turn
from rag.errors import BadQuestion
from tests.fakes import BagEmbedder


def chat(titles: list[str], found: list[Hit] | None = None) -> Chat:
    ticks = iter(range(100))
    return Chat(
        lambda _question, _k: found or [],
        ExtractiveAnswerer(BagEmbedder()),
        lambda: titles,
        now=lambda: float(next(ticks)),
    )


@pytest.mark.parametrize("question", ["", " \n\t"])
def test_an_empty_question_is_refused_in_one_line(question: str) -> None:
    with pytest.raises(BadQuestion, match="empty"):
        chat(["一"]).ask(question)


def test_a_question_of_100000_characters_is_refused_in_one_line() -> None:
    with pytest.raises(BadQuestion, match="100,000 characters") as error:
        chat(["一"]).ask("问" * 100_000)
    assert "\n" not in str(error.value)
    assert chat(["一"]).ask("问" * LONGEST_QUESTION).abstained


def test_an_empty_store_says_so_in_the_language_of_the_question() -> None:
    answer = chat([]).ask("什么是根系工程？")
    assert (answer.abstained, answer.reason) == (True, "empty_store")
    assert "no documents" in chat([]).ask("what is this about, please?").text


def test_the_stream_ends_with_the_answer_whose_text_it_spelled_out() -> None:
    *pieces, last = chat(["一"]).stream("什么是根系工程？")
    assert isinstance(last, Answer)
    assert "".join(str(piece) for piece in pieces) == last.text
    assert last.seconds.total == last.seconds.retrieve + last.seconds.read


def test_a_follow_up_is_asked_as_a_question_of_its_own() -> None:
    answer = chat(["一"]).ask("那它有几个呢？", [Turn("user", "什么是“小微网格”？"), Turn("assistant", "…")])
    assert "小微网格" in answer.standalone_question
    assert answer.question == "那它有几个呢？"


def test_a_misspelt_name_is_searched_for_as_the_texts_write_it() -> None:
    text = "朱泾镇的成员单位有143家。"
    asked: list[str] = []

    def search(question: str, _k: int) -> list[Hit]:
        asked.append(question)
        return [Hit(part, 1.0, "一", None, None, text) for part in chunk("a.md", clean(text))]

    reply = Chat(search, ExtractiveAnswerer(BagEmbedder()), lambda: ["一"]).ask("朱径镇有几家成员单位？")
    assert asked == ["朱径镇有几家成员单位？", "朱泾镇有几家成员单位？"]
    assert reply.question == "朱径镇有几家成员单位？"
    assert reply.standalone_question == "朱泾镇有几家成员单位？"


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("甲丙", {"甲.md", "乙.md", "丙.md"}),
        ("甲乙丙", {"甲.md", "乙.md", "丙.md"}),
        ("甲乙", {"甲.md", "乙.md"}),
    ],
)
def test_each_thing_asked_at_once_has_its_best_hit(found: str, wanted: set[str]) -> None:
    texts = {"甲": "甲镇的书记是王小明。", "乙": "乙镇的书记是李大海。", "丙": "两镇的书记开会。"}
    asked: list[str] = []

    def search(question: str, _k: int) -> list[Hit]:
        asked.append(question)
        names = found if "分别" in question else question[0]
        return [
            Hit(part, 1.0, name, None, None, texts[name])
            for name in names
            for part in chunk(f"{name}.md", clean(texts[name]))
        ]

    reply = Chat(search, ExtractiveAnswerer(BagEmbedder()), lambda: ["一"]).ask("甲镇和乙镇的书记分别是谁？")
    assert asked == ["甲镇和乙镇的书记分别是谁？", "甲镇的书记是谁", "乙镇的书记是谁"]
    assert {passage.document_id for passage in reply.passages} == wanted
