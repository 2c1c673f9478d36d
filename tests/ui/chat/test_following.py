from dataclasses import replace

from rag.datatypes import Document, Passage
from tests.ui.fakes import FakeLibrary
from ui.chat.exchange import Exchange, converse
from ui.chat.following import SUGGESTED, suggestions
from ui.chat.talk import Talk
from ui.chat.texts import SIMPLIFIED, TRADITIONAL

TEXT = "“根系工程”项目的主阵地是小微网格。“根系工程”是党建项目。“河长”不是官名。“扩圈”是指结对共建。"
SOURCE = Document("a.md", "根系", None, TEXT)


def asked(question: str, library: FakeLibrary) -> Exchange:
    *_, last = converse(library, question, [])
    return last


def test_suggestions_are_what_the_documents_answer_and_nobody_asked_yet() -> None:
    library = FakeLibrary(held=[SOURCE], quotes=["小微网格"])
    exchange = asked("什么是根系工程？", library)
    assert suggestions(library, Talk((exchange,)), SIMPLIFIED) == ["根系工程的主阵地是什么？", "什么是扩圈？"]
    later = Talk((exchange, asked("根系工程的主阵地是什么", library)))
    assert suggestions(library, later, SIMPLIFIED) == ["什么是扩圈？"]


def test_beside_an_answer_only_what_is_nearly_as_near_suggests() -> None:
    far = Document("b.md", "茶", None, "“茶市”是指集市。")
    library = FakeLibrary(held=[SOURCE, far], quotes=["小微网格"])
    exchange = asked("什么是根系工程？", library)
    assert exchange.answer is not None
    found = {score: (Passage("a.md", 0, 5, 1.0), Passage("b.md", 0, 5, score)) for score in (0.2, 0.9)}
    talks = {
        score: Talk((replace(exchange, answer=replace(exchange.answer, passages=passages)),))
        for score, passages in found.items()
    }
    assert "什么是茶市？" not in suggestions(library, talks[0.2], SIMPLIFIED)
    assert "什么是茶市？" in suggestions(library, talks[0.9], SIMPLIFIED)


def test_a_page_asks_in_its_own_script() -> None:
    text = "“水塔講堂”是指讀書會。“四个结合”是指做法。"
    library = FakeLibrary(held=[Document("c.md", "講堂", None, text)], quotes=["讀書會"])
    talk = Talk((asked("读书会？", library),))
    assert suggestions(library, talk, SIMPLIFIED) == ["什么是水塔讲堂？", "什么是四个结合？"]
    assert suggestions(library, talk, TRADITIONAL) == ["什麼是水塔講堂？", "什麼是四個結合？"]


def test_after_a_refusal_the_nearest_documents_are_suggested_from() -> None:
    library = FakeLibrary(held=[SOURCE])
    refused = asked("天气？", library)
    assert refused.answer is not None
    near = replace(refused, answer=replace(refused.answer, passages=(Passage("a.md", 0, 5, 0.1),)))
    assert len(suggestions(library, Talk((near,)), SIMPLIFIED)) == SUGGESTED


def test_nothing_is_suggested_before_an_answer_or_from_documents_that_are_gone() -> None:
    library = FakeLibrary(held=[SOURCE], quotes=["小微网格"])
    done = Talk((asked("问", library),))
    library.held = []
    assert suggestions(library, Talk(), SIMPLIFIED) == []
    assert suggestions(library, Talk((Exchange("问", "半"),)), SIMPLIFIED) == []
    assert suggestions(library, done, SIMPLIFIED) == []
