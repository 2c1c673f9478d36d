import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.retrieval.tokens import Analyser, bigrams, fold, sentences, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("南翔镇", ["南翔", "翔镇"]),
        ("镇", ["镇"]),
        ("共有5个村", ["共有", "5", "个村"]),
        ("iPhone15，很贵", ["iphone15", "很贵"]),
        ("ＡＩ　１２", ["ai", "12"]),
        ("。！🎉", []),
        ("カタカナ", ["カタ", "タカ", "カナ"]),
        ("", []),
    ],
)
def test_bigrams_pair_han_and_keep_other_words_whole(text: str, expected: list[str]) -> None:
    assert bigrams(fold(text)) == expected


def test_words_follow_the_dictionary_and_drop_punctuation() -> None:
    assert words("根系工程，是南翔镇的。") == ["根系", "工程", "是", "南翔", "镇", "的"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("甲。乙！丙", ["甲", "乙", "丙"]), ("增长1.5倍；好", ["增长1.5倍", "好"]), ("。 。", [""]), ("", [""])],
)
def test_sentences_end_at_their_marks(text: str, expected: list[str]) -> None:
    assert sentences(fold(text)) == expected


@pytest.mark.parametrize("analyser", Analyser)
def test_traditional_and_simplified_give_the_same_terms(analyser: Analyser) -> None:
    assert terms(fold("何為黨建引領？"), analyser) == terms(fold("何为党建引领？"), analyser)


@settings(deadline=None)
@given(st.text())
def test_any_text_gives_terms_that_are_not_empty(text: str) -> None:
    for analyser in Analyser:
        assert all(terms(fold(text), analyser))
