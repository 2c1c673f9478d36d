import hashlib

from embeddings.bundled import FOLDER
from embeddings.recipe.card import card
from embeddings.recipe.figures import FIGURES


def test_the_card_lists_each_file_with_its_checksum() -> None:
    text = card({"a.bin": b"abc"}, pieces=48_000, every=7)
    assert f"| `a.bin` | 3 | `{hashlib.sha256(b'abc').hexdigest()}` |" in text
    assert "48,000 pieces" in text


def test_the_bundled_card_holds_the_measured_figures() -> None:
    assert FIGURES in (FOLDER / "README.md").read_text(encoding="utf-8")
