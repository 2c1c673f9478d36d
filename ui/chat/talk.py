"""A conversation as the page holds it: its exchanges, and the name it is kept under."""

from dataclasses import dataclass, replace
from typing import Self

from ui.chat.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Talk:
    """What was asked and answered so far; `id` is None until something of it is kept."""

    exchanges: tuple[Exchange, ...] = ()
    id: str | None = None

    def plus(self, exchange: Exchange) -> Self:
        """Return the conversation with one more exchange."""
        return replace(self, exchanges=(*self.exchanges, exchange))
