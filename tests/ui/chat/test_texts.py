from dataclasses import fields
from string import Formatter

import pytest

from ui.chat.texts import LANGUAGES, SIMPLIFIED, Texts, texts_for


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_every_language_says_everything_with_the_same_blanks(texts: Texts) -> None:
    for each in fields(Texts):
        said, model = getattr(texts, each.name), getattr(SIMPLIFIED, each.name)
        assert said.strip()
        assert blanks(said) == blanks(model), each.name


def blanks(sentence: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(sentence)} - {None}


@pytest.mark.parametrize("code", [None, "", "fr", "../etc"])
def test_an_unknown_language_is_simplified_chinese(code: str | None) -> None:
    assert texts_for(code) is SIMPLIFIED
