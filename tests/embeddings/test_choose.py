import subprocess
import sys

import pytest

from embeddings.bundled import BundledEmbedder
from embeddings.choose import choose_embedder
from embeddings.errors import AppError, EndpointError, ModelError
from embeddings.remote import RemoteEmbedder
from embeddings.sentence import SentenceTransformerEmbedder


@pytest.mark.parametrize(
    ("spec", "kind", "name"),
    [
        ("bundled", BundledEmbedder, BundledEmbedder.name),
        ("BAAI/bge-small-zh-v1.5", SentenceTransformerEmbedder, "BAAI/bge-small-zh-v1.5"),
        ("./model", SentenceTransformerEmbedder, "./model"),
        (
            "openai:bge-m3@http://localhost:11434/v1",
            RemoteEmbedder,
            "openai:bge-m3@http://localhost:11434/v1",
        ),
        ("openai:@cf/baai/bge@https://u:p@host/v1", RemoteEmbedder, "openai:@cf/baai/bge@https://host/v1"),
    ],
)
def test_the_spec_names_the_embedder(spec: str, kind: type, name: str) -> None:
    embedder = choose_embedder(spec, api_key="key")
    assert isinstance(embedder, kind)
    assert embedder.name == name


@pytest.mark.parametrize(
    "spec", ["", "  ", "openai:", "openai:bge-m3", "openai:m@host", "openai:@http://host"]
)
def test_a_spec_that_cannot_be_read_is_explained(spec: str) -> None:
    with pytest.raises(ModelError, match="openai:MODEL@URL"):
        choose_embedder(spec)


def test_every_error_has_the_one_base() -> None:
    assert issubclass(ModelError, AppError)
    assert issubclass(EndpointError, AppError)


def test_choosing_imports_nothing_heavy() -> None:
    program = (
        "import sys; from embeddings.choose import choose_embedder\n"
        "for spec in ('bundled', 'some/model', 'openai:m@http://h'): choose_embedder(spec)\n"
        "print({'torch', 'httpx', 'faiss', 'onnxruntime', 'tokenizers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
