import hashlib
from pathlib import Path

from rag.reading.recipe.card import card


def test_the_card_names_checksums_and_figures(tmp_path: Path) -> None:
    for name in ("reader.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(name.encode())
    text = card(tmp_path, {"drcd, gold paragraph": {"questions": 700, "f1": 0.75}})
    assert f"| `reader.onnx` | 11 | `{hashlib.sha256(b'reader.onnx').hexdigest()}` |" in text
    assert "- drcd, gold paragraph: questions 700, f1 0.750" in text
