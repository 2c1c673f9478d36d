import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cleaning.pipeline import clean
from rag.retrieval.duplicates import FEWEST_RUNS, KEPT, alike, share_within, signature
from tests.rag.cleaning.damage import TRADITIONAL, as_saved_page

LETTERS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主"


def _generator(seed: int = 1) -> random.Random:
    return random.Random(seed)  # noqa: S311


def article(seed: int, sentences: int = 20) -> list[str]:
    generator = _generator(seed)
    return ["".join(generator.choices(LETTERS, k=generator.randint(20, 60))) + "。" for _ in range(sentences)]


def seen(text: str) -> bytes:
    return signature(clean(text).text)


@pytest.mark.parametrize(
    "reprint",
    [
        pytest.param(lambda lines: "\n".join(lines), id="the_same"),
        pytest.param(lambda lines: TRADITIONAL("\n".join(lines)), id="in_traditional_script"),
        pytest.param(lambda lines: as_saved_page("\n".join(lines), _generator()), id="with_a_menu"),
        pytest.param(lambda lines: "新的标题\n" + "\n".join(lines[1:]) + "\n来源：某报", id="retitled"),
        pytest.param(lambda lines: "\n".join(lines[:8] + lines[12:]), id="cut"),
        pytest.param(lambda lines: "\n".join(reversed(lines)), id="in_another_order"),
    ],
)
def test_a_reprint_is_a_copy(reprint) -> None:  # type: ignore[no-untyped-def]
    lines = article(1)
    assert alike(seen("\n".join(lines)), seen(reprint(lines)))


def test_another_article_is_no_copy_even_if_it_quotes_a_paragraph() -> None:
    lines = article(1)
    assert not alike(seen("".join(lines)), seen("".join(article(2))))
    assert not alike(seen("".join(lines)), seen("".join(article(2, 40) + lines[:4])))


def test_short_texts_are_copies_only_if_they_are_the_same() -> None:
    assert alike(seen("今日无事。"), seen("今日 无事"))
    assert not alike(seen("今日无事。"), seen("今日无事可记。"))
    assert not alike(seen(""), seen("。"))


def test_the_share_of_a_passage_that_a_text_has() -> None:
    lines = article(1)
    assert share_within(lines[3], "".join(lines)) == 1.0
    assert share_within(lines[3], "".join(article(2))) == 0.0


@given(st.text(), st.text())
def test_being_alike_goes_both_ways(one: str, other: str) -> None:
    assert alike(signature(one), signature(other)) == alike(signature(other), signature(one))


@given(st.text(alphabet=LETTERS, min_size=FEWEST_RUNS * 2))
def test_every_text_is_like_itself_and_its_signature_is_small(text: str) -> None:
    assert alike(signature(text), signature(text)) or len(set(text)) < 3
    assert len(signature(text)) <= 8 * (KEPT + 1)
