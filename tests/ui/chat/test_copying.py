import pytest

from tests.ui.fakes import FakeLibrary
from ui.chat import copying
from ui.chat.exchange import Exchange, converse
from ui.chat.places import Place


def answered() -> Exchange:
    *_, last = converse(FakeLibrary(), "什么是根系工程？", [])
    return last


@pytest.mark.parametrize(
    ("source", "published", "copied"),
    [
        ("上海嘉定", "2023-03-31", "《题》，上海嘉定，2023-03-31"),
        (None, "2023", "《题》，2023"),
        (None, None, "《题》"),
    ],
)
def test_a_source_is_copied_as_it_is_cited_on_paper(
    source: str | None, published: str | None, copied: str
) -> None:
    assert copying.source(Place(1, "x", "题", source, published, 0, 1, "引")) == copied


def test_an_answer_is_copied_with_its_numbered_sources() -> None:
    copied = copying.answer(answered()).splitlines()
    assert copied[0].endswith("[1]")
    assert copied[-1] == "[2] 《南翔镇发布“根系工程”》，上海嘉定，2023-03-31"


def test_markdown_holds_question_answer_and_quoted_sources() -> None:
    exported = copying.markdown(answered())
    assert exported.startswith("## 什么是根系工程？\n\n“根系工程”是南翔镇创新推出的党建引领项目。[1]\n")
    assert "\n2. 《南翔镇发布“根系工程”》，上海嘉定，2023-03-31：建成56个小微网格党群服务点\n" in exported


def test_markup_in_an_answer_stays_text_in_markdown() -> None:
    exchange = Exchange("# <b>", "![x](https://elsewhere.example) `code` [2]", FakeLibrary().answer("天气"))
    assert copying.markdown(exchange) == (
        "## \\# \\<b\\>\n\n\\!\\[x\\](https://elsewhere.example) \\`code\\` [2]\n"
    )
