"""Cutting an answer short from outside: the writer looks, between two pieces, whether it was told to stop.

The framework can cancel a running event too, but a picture already under way may then arrive after the
one that says "stopped", and stay. A writer that ends by itself always has the last word.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

Halt = Literal["stopped", "left"]  # the reader pressed stop, or went to another conversation

Item = TypeVar("Item")


class Halts:
    """What each open page last told its running answer."""

    def __init__(self) -> None:
        """Start with nothing running."""
        self._told: dict[str, Halt | None] = {}
        self._lock = threading.Lock()

    def begin(self, page: str) -> Callable[[], Halt | None]:
        """Note that `page` begins an answer; the function returned tells whether it shall end."""
        with self._lock:
            self._told[page] = None
        return lambda: self._told.get(page)

    def tell(self, page: str, halt: Halt) -> None:
        """Let the running answer of `page` end; without one, nothing happens."""
        with self._lock:
            if page in self._told:
                self._told[page] = halt

    def end(self, page: str) -> None:
        """Forget `page`, whose answer is done."""
        with self._lock:
            self._told.pop(page, None)


def until(halted: Callable[[], Halt | None], items: Iterator[Item]) -> Iterator[Item]:
    """Yield `items` as long as nothing is told."""
    for item in items:
        if halted() is not None:
            return
        yield item
