import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.terminal import display_width, shorten, table_text


def test_columns_align_in_places_not_in_characters() -> None:
    head, first, second = table_text([["id", "title", "n"], ["a", "根系", "7"], ["bcd", "x", "8"]]).split(
        "\n"
    )
    assert (head, first, second) == ("id   title  n", "a    根系   7", "bcd  x      8")


def test_the_name_of_a_row_is_never_cut() -> None:
    long = "资料/2023年上半年/青石镇人民政府关于印发《2023年党建引领基层治理工作要点》的通知  终稿.txt"
    table = table_text([["id", "title"], [long, "题" * 40], ["a\r\nb", "短"]])
    head, first, second = table.split("\n")
    assert head == "id" + " " * 48 + "title"
    assert first == f"{long}  {'题' * 23}…"
    assert second == "a  b" + " " * 46 + "短"


@pytest.mark.parametrize(
    ("text", "width", "short"),
    [
        pytest.param("根系工程", 8, "根系工程", id="fits"),
        pytest.param("根系工程", 7, "根系工…", id="odd"),
        pytest.param("根系工程", 6, "根系…", id="even"),
        pytest.param("a\n  b", 9, "a b", id="one_line"),
    ],
)
def test_long_text_is_cut_between_characters(text: str, width: int, short: str) -> None:
    assert shorten(text, width) == short


@given(st.text(), st.integers(1, 20))
def test_a_shortened_text_never_passes_its_width(text: str, width: int) -> None:
    assert display_width(shorten(text, width)) <= width
