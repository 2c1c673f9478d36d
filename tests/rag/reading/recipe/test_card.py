import hashlib
from pathlib import Path

from rag.reading.reader import FOLDER
from rag.reading.recipe.card import card


def test_the_card_names_checksums_and_figures(tmp_path: Path) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(name.encode())
    text = card(tmp_path, {"drcd, gold paragraph": {"questions": 700, "f1": 0.75}})
    assert f"| `reader.onnx` | 11 | `{hashlib.sha256(b'reader.onnx').hexdigest()}` |" in text
    assert "- drcd, gold paragraph: questions 700, f1 0.750" in text


def test_the_shipped_card_is_that_of_the_shipped_reader() -> None:
    card_of = (FOLDER / "README.md").read_text("utf-8")
    shipped = hashlib.sha256((FOLDER / "reader.onnx").read_bytes()).hexdigest()
    assert shipped in card_of
