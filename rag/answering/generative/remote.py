"""A language model behind any server that speaks OpenAI's chat protocol."""

from collections.abc import Iterator, Sequence
from typing import Any

from embeddings.endpoint import Endpoint
from embeddings.errors import EndpointError
from rag.answering.generative.models import Message

INSTEAD = "Check --answerer (GENXI_ANSWERER), or answer without a model: --answerer extractive."


class RemoteModel:
    """Asks `POST /chat/completions` for a stream; a server that does not stream is read at once."""

    def __init__(self, model: str, url: str, key: str | None = None) -> None:
        self._model = model
        self._endpoint = Endpoint(url, key)

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        """Yield the reply piece by piece; raises EndpointError."""
        payload: dict[str, Any] = {"model": self._model, "messages": list(messages), "temperature": 0}
        try:
            for event in self._endpoint.stream_json("/chat/completions", payload):
                yield from _said(event)
        except EndpointError as error:
            raise EndpointError(f"{error} {INSTEAD}") from error


def _said(event: dict[str, Any]) -> Iterator[str]:
    """Yield the text in an event of a stream (`delta`) or in a whole reply (`message`)."""
    for choice in event.get("choices") or ():
        part = choice.get("delta") or choice.get("message") or {}
        if isinstance(text := part.get("content"), str):
            yield text
