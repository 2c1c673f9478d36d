"""A language model behind any server that speaks OpenAI's chat protocol."""

from collections.abc import Iterator, Sequence
from typing import Any

from embeddings.endpoint import Endpoint
from embeddings.errors import EndpointError
from rag.answering.generative.models import Message

INSTEAD = "Check --answerer (GENXI_ANSWERER), or answer without a model: --answerer extractive."
_CUT = ("length", "content_filter")  # reasons to finish that leave a reply unfinished


class RemoteModel:
    """Asks `POST /chat/completions` for a stream; a server that does not stream is read at once."""

    def __init__(self, model: str, url: str, key: str | None = None) -> None:
        self._model = model
        self._endpoint = Endpoint(url, key)

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        """Yield the reply piece by piece; raises EndpointError if not all of it comes."""
        payload: dict[str, Any] = {"model": self._model, "messages": list(messages), "temperature": 0}
        finished = ""
        try:
            for event in self._endpoint.stream_json("/chat/completions", payload, is_last=_finished):
                finished = _finished(event) or finished
                yield from _said(event)
            if finished in _CUT:
                raise EndpointError(
                    f"{self._endpoint.url} stopped before the reply was finished ({finished})."
                )
        except EndpointError as error:
            raise EndpointError(f"{error} {INSTEAD}") from error


def _choices(event: dict[str, Any]) -> list[dict[str, Any]]:
    return [choice for choice in event.get("choices") or () if isinstance(choice, dict)]


def _finished(event: dict[str, Any]) -> str:
    """Return why the reply ends with this event; nothing if it goes on."""
    return next(
        (str(choice["finish_reason"]) for choice in _choices(event) if choice.get("finish_reason")), ""
    )


def _said(event: dict[str, Any]) -> Iterator[str]:
    """Yield the text in an event of a stream (`delta`) or in a whole reply (`message`), in parts or not."""
    for choice in _choices(event):
        content = (choice.get("delta") or choice.get("message") or {}).get("content")
        for part in content if isinstance(content, list) else [content]:
            text = part.get("text") if isinstance(part, dict) else part
            if isinstance(text, str):
                yield text
