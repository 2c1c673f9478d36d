"""Cutting an answer short from outside: the writer looks, between two pieces, whether it was told to stop.

The framework can cancel a running event too, but a picture already under way may then arrive after the
one that says "stopped", and stay. A writer that ends by itself always has the last word.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

Halt = Literal["stopped", "left"]  # the reader pressed stop, or went to another conversation or question

Item = TypeVar("Item")


class _Run:
    """One answer being written, and what it was told."""

    told: Halt | None = None


class Halts:
    """The running answers of each open page; a page shows the last begun, the earlier ones are left."""

    def __init__(self) -> None:
        """Start with nothing running."""
        self._running: dict[str, list[_Run]] = {}
        self._lock = threading.Lock()

    def begin(self, page: str) -> Callable[[], Halt | None]:
        """Note that `page` begins an answer; the function returned tells whether it shall end."""
        run = _Run()
        with self._lock:
            runs = self._running.setdefault(page, [])
            for earlier in runs:
                earlier.told = "left"
            runs.append(run)
        return lambda: run.told

    def tell(self, page: str, halt: Halt) -> None:
        """Let the running answer of `page` end; without one, nothing happens."""
        with self._lock:
            runs = self._running.get(page)
            if runs:
                runs[-1].told = halt

    def end(self, page: str) -> None:
        """Forget one answer of `page` that is done: the earliest, so that the last can still be told."""
        with self._lock:
            runs = self._running.get(page, [])
            del runs[:1]
            if not runs:
                self._running.pop(page, None)


def until(halted: Callable[[], Halt | None], items: Iterator[Item]) -> Iterator[Item]:
    """Yield `items` as long as nothing is told."""
    for item in items:
        if halted() is not None:
            return
        yield item
