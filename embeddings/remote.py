"""Embeddings from an OpenAI-compatible server."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from embeddings.endpoint import Endpoint
from embeddings.errors import EndpointError
from embeddings.prompts import usual_prompt
from embeddings.protocols import TextKind, Vectors
from embeddings.surrogates import without_surrogates

CHARACTER_LIMIT = 6_000  # under the 8,191 tokens that OpenAI accepts, also in Chinese
PATH = "/embeddings"


class RemoteEmbedder:
    """Embeds with a model on a server, in batches; raises EndpointError when the server fails."""

    def __init__(self, model: str, url: str, key: str | None = None, *, batch_size: int = 64) -> None:
        self._model = model
        self._endpoint = Endpoint(url, key)
        self._batch_size = batch_size

    def __repr__(self) -> str:
        return f"RemoteEmbedder({self.name!r})"

    @property
    def name(self) -> str:
        """Model and address: two servers may serve different weights under one name."""
        return f"openai:{self._model}@{self._endpoint.url}"

    @cached_property
    def dimension(self) -> int:
        """Width of a vector, learned by asking for one."""
        return int(self._batch(["."]).shape[1])

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one unit vector per text."""
        prompt = usual_prompt(self._model, kind)
        inputs = [
            (prompt + without_surrogates(text[:CHARACTER_LIMIT])) or " " for text in texts
        ]  # an empty text is refused
        starts = range(0, len(inputs), self._batch_size)
        batches = [self._batch(inputs[start : start + self._batch_size]) for start in starts]
        return np.concatenate(batches) if batches else np.empty((0, self.dimension), dtype=np.float32)

    def _batch(self, inputs: list[str]) -> Vectors:
        payload = {"model": self._model, "input": inputs, "encoding_format": "float"}
        reply = self._endpoint.post_json(PATH, payload)
        vectors = self._vectors(reply, len(inputs))
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors

    def _vectors(self, reply: dict[str, Any], expected: int) -> Vectors:
        try:
            rows = reply["data"]
            if any("index" in row for row in rows):  # without, they come in the order of the texts
                rows = sorted(rows, key=lambda row: row["index"])
            vectors = np.array([row["embedding"] for row in rows], dtype=np.float32)
            usable = vectors.ndim == 2 and len(vectors) == expected and bool(np.isfinite(vectors).all())
        except (KeyError, TypeError, ValueError):
            usable = False
        if not usable:
            raise EndpointError(
                f"{self._endpoint.url}{PATH} did not answer with {expected} vectors. "
                f"Check that {self._model} is an embedding model."
            )
        return vectors
