from pathlib import Path

import numpy as np
import pytest

from embeddings.errors import ModelError
from embeddings.sentence import SentenceTransformerEmbedder


def test_the_prompts_of_a_model_are_used(tiny_folder: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tiny_folder))
    settings = tiny_folder / "config_sentence_transformers.json"
    assert "query: " in settings.read_text(encoding="utf-8")
    from sentence_transformers import SentenceTransformer

    expected = SentenceTransformer(str(tiny_folder)).encode(["query: 天气"], prompt="")
    assert embedder.embed(["天气"], kind="query") == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("multilingual-e5-tiny", "query: "),
        ("bge-tiny-zh-v1.5", "为这个句子生成表示以用于检索相关文章："),
        ("other", ""),
    ],
)
def test_a_model_without_prompts_gets_those_of_its_family(
    tiny_folder: Path, tmp_path: Path, name: str, query: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    for path in tiny_folder.rglob("*"):
        target = folder / path.relative_to(tiny_folder)
        if path.is_dir():
            target.mkdir()
        elif path.name == "config_sentence_transformers.json":
            target.write_text('{"prompts": {}}', encoding="utf-8")
        else:
            target.write_bytes(path.read_bytes())
    plain = SentenceTransformerEmbedder(str(folder))
    own = SentenceTransformerEmbedder(str(tiny_folder))
    asked = plain.embed(["天气"], kind="query")
    assert np.allclose(asked, own.embed(["天气"], kind="query"), atol=1e-5) == (query == "query: ")
    assert plain.name == str(folder)


def test_a_missing_folder_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model folder .*nowhere\. Give the folder"):
        SentenceTransformerEmbedder(str(tmp_path / "nowhere")).embed(["x"])


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"could not be loaded: .* use the bundled one: --embedder bundled"):
        SentenceTransformerEmbedder(str(tmp_path)).embed(["x"])


def test_a_model_that_is_not_here_and_cannot_be_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="The embedder nobody/nothing could not be loaded"):
        SentenceTransformerEmbedder("nobody/nothing").embed(["x"])
