"""Any sentence-transformers model, by name or folder."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from embeddings.errors import ModelError
from embeddings.prompts import usual_prompt
from embeddings.protocols import TextKind, Vectors
from embeddings.surrogates import without_surrogates

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# Models name their own prompts one of these.
PROMPT_NAMES: dict[TextKind, tuple[str, ...]] = {
    "query": ("query",),
    "passage": ("passage", "document", "corpus"),
}


class SentenceTransformerEmbedder:
    """Embeds with a sentence-transformers model and the prompts it was trained with; loads on first use."""

    def __init__(self, name_or_path: str, *, batch_size: int = 16) -> None:
        self._name_or_path = name_or_path
        self._batch_size = batch_size
        self._lock = Lock()
        self._loaded: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        """The model as the user named it."""
        return self._name_or_path

    @cached_property
    def dimension(self) -> int:
        """Width of a vector, as the model gives it."""
        return int(self.embed(["."]).shape[1])

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one unit vector per text; raises ModelError if the model is not to be had."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        model = self._model()
        vectors = model.encode(
            [without_surrogates(text) for text in texts],
            prompt=self._prompt(model, kind),
            batch_size=self._batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)

    def _prompt(self, model: "SentenceTransformer", kind: TextKind) -> str:
        own = (model.prompts.get(name) for name in PROMPT_NAMES[kind])
        return next(filter(None, own), usual_prompt(self._name_or_path, kind))

    def _model(self) -> "SentenceTransformer":
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._name_or_path)
            return self._loaded


def _load(name_or_path: str) -> "SentenceTransformer":
    if _looks_like_path(name_or_path) and not Path(name_or_path).expanduser().is_dir():
        raise ModelError(f"There is no model folder {name_or_path}. Give the folder a model was saved to.")
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(Path(name_or_path).expanduser()))
    except Exception as error:  # from a dozen libraries, with no common base
        raise ModelError(
            f"The embedder {name_or_path} could not be loaded: {_first_line(error)} "
            "Check the name; without a connection to the model hub give the path of a saved model, "
            "or use the bundled one: --embedder bundled"
        ) from error


def _looks_like_path(name_or_path: str) -> bool:
    """A name on the hub is `model` or `owner/model`; all else must be a folder."""
    return name_or_path.startswith((".", "/", "~")) or name_or_path.count("/") > 1 or "\\" in name_or_path


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".:") + "."
