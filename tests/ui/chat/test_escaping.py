from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.chat.escaping import escape


class Texts(HTMLParser):
    """Collects what a browser would show, and whether anything else was in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown = ""
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.shown += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_a_page_shows_exactly_the_escaped_text_and_no_element(text: str) -> None:
    parser = Texts()
    parser.feed(f"<p>{escape(text)}</p>")
    parser.close()
    assert (parser.shown, parser.tags) == (text, ["p"])


@pytest.mark.parametrize(
    "attack",
    [
        pytest.param("<img src=x onerror=alert(1)>", id="element"),
        pytest.param('" onmouseover="alert(1)', id="double_quoted_attribute"),
        pytest.param("' onmouseover='alert(1)", id="single_quoted_attribute"),
        pytest.param("&lt;script&gt;alert(1)&lt;/script&gt;", id="already_encoded_stays_text"),
    ],
)
def test_nothing_leaves_an_attribute_or_opens_an_element(attack: str) -> None:
    assert not set("<>\"'") & set(escape(attack))


@given(st.text())
def test_template_languages_find_nothing_to_evaluate(text: str) -> None:
    assert not set("{}$`") & set(escape(text + "{{constructor}} ${alert(1)} `x`"))


def test_a_nul_becomes_the_replacement_character() -> None:
    assert escape("a\0b") == "a\ufffdb"
