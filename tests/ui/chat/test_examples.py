import pytest

from rag.datatypes import Document
from tests.ui.fakes import FakeLibrary
from ui.chat.examples import EXAMPLES, examples, term
from ui.chat.texts import SIMPLIFIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“根系工程”好。“红吧”。“根系工程”多。", "根系工程", id="repeated_term"),
        pytest.param("「河長」與「河長」", "河長", id="traditional_quotation_marks"),
        pytest.param("“只出现一次”", None, id="once_is_not_a_subject"),
        pytest.param("“2023”“2023”", None, id="number"),
        pytest.param("“我们要一起把这件事情做好”" * 2, None, id="a_sentence_someone_said"),
        pytest.param("", None, id="empty"),
    ],
)
def test_the_term_is_what_the_text_keeps_in_quotation_marks(text: str, expected: str | None) -> None:
    assert term(text) == expected


def test_documents_without_a_term_are_asked_for_by_title() -> None:
    library = FakeLibrary(held=[Document("a", "条例", None, "全文。")])
    assert examples(library, list(library.documents()), SIMPLIFIED) == ["《条例》主要讲了什么？"]


def test_examples_are_few_and_never_the_same_twice() -> None:
    held = [Document(str(n), "同题", None, "“根系”和“根系”") for n in range(20)]
    assert examples(FakeLibrary(held=held), list(FakeLibrary(held=held).documents()), SIMPLIFIED) == [
        "什么是根系？"
    ]
    titled = [Document(str(n), f"题{n}", None, "") for n in range(20)]
    library = FakeLibrary(held=titled)
    assert len(examples(library, list(library.documents()), SIMPLIFIED)) == EXAMPLES


def test_a_document_removed_in_between_gives_no_example() -> None:
    held = [Document("a", "条例", None, "全文。"), Document("b", "公报", None, "全文。")]
    listed = list(FakeLibrary(held=held).documents())
    assert examples(FakeLibrary(held=held[1:]), listed, SIMPLIFIED) == ["《公报》主要讲了什么？"]
