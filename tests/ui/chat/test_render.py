from dataclasses import replace

import pytest

from rag.datatypes import Answer
from tests.ui.fakes import FakeLibrary, said
from ui.chat.exchange import Exchange, converse
from ui.chat.render import QUOTE_SHOWN, conversation, paragraphs, shortened
from ui.chat.talk import Talk
from ui.chat.texts import SIMPLIFIED


def answered(question: str, library: FakeLibrary | None = None) -> Exchange:
    *_, last = converse(library or FakeLibrary(), question, [])
    return last


def test_each_mark_of_an_answer_leads_to_its_citation() -> None:
    html = conversation(Talk((answered("什么是根系工程？"),)), SIMPLIFIED)
    assert 'data-turn="0" data-place="0" aria-label="引文 1：南翔镇发布“根系工程”"' in html
    assert 'data-turn="0" data-place="1" aria-label="引文 2：南翔镇发布“根系工程”"' in html


def test_a_number_that_cites_nothing_stays_text() -> None:
    assert paragraphs("见[7]。", 0, [], SIMPLIFIED) == "<p>见[7]。</p>"


def test_marks_are_plain_while_the_answer_streams() -> None:
    html = conversation(Talk((Exchange("问", "答[1]"),)), SIMPLIFIED)
    assert "答[1]" in html
    assert "data-place" not in html


def test_sources_are_listed_with_their_quotations() -> None:
    html = conversation(Talk((answered("什么是根系工程？"),)), SIMPLIFIED)
    assert SIMPLIFIED.sources in html
    assert "上海嘉定 · 2023-03-31" in html
    assert html.count('"gx-card-quote"') == 2


def test_a_refusal_lists_the_nearest_passages_instead() -> None:
    html = conversation(Talk((answered("今天天气如何？"),)), SIMPLIFIED)
    assert SIMPLIFIED.nearest in html
    assert "gx-number" not in html
    assert 'data-place="0"' in html


def test_a_question_that_was_understood_otherwise_is_told() -> None:
    last = answered("什么是根系工程？")
    assert last.answer is not None
    other = replace(last, answer=replace(last.answer, standalone_question="根系工程<二期>是什么？"))
    assert "理解为：根系工程&lt;二期&gt;是什么？" in conversation(Talk((other,)), SIMPLIFIED)
    assert "理解为" not in conversation(Talk((last,)), SIMPLIFIED)


def test_each_line_of_an_answer_is_a_paragraph() -> None:
    assert paragraphs("一\n\n二\n", 0, [], SIMPLIFIED) == "<p>一</p><p>二</p>"


@pytest.mark.parametrize(
    ("exchange", "sentence"),
    [
        (Exchange("问"), SIMPLIFIED.thinking),
        (Exchange("问", "半", stopped=True), SIMPLIFIED.stopped),
        (Exchange("问", error="端口不通"), "端口不通"),
    ],
)
def test_an_unfinished_exchange_says_why(exchange: Exchange, sentence: str) -> None:
    assert sentence in conversation(Talk((exchange,)), SIMPLIFIED)


def test_questions_and_answers_are_never_markup() -> None:
    attack = "<img src=x onerror=alert(1)>"
    answer: Answer = said(attack, attack)
    html = conversation(Talk((Exchange(attack, attack, answer),)), SIMPLIFIED)
    assert "<img" not in html


def test_a_long_quotation_is_shortened_to_one_line() -> None:
    assert shortened("一\n二") == "一 二"
    assert shortened("字" * 500) == "字" * QUOTE_SHOWN + "…"
