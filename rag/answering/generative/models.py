"""Language models, each with one method: messages in, pieces of text out."""

from collections.abc import Iterator, Sequence
from typing import Literal, Protocol, TypedDict


class Message(TypedDict):
    """One message of the prompt, as chat templates and servers take it."""

    role: Literal["system", "user"]
    content: str


class LanguageModel(Protocol):
    """Continues a chat."""

    def stream(self, messages: Sequence[Message], /) -> Iterator[str]:
        """Yield the reply piece by piece; raises ModelError or EndpointError if not all comes."""
