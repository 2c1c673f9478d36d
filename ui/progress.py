"""A progress bar on standard error, for terminals only: a log file would fill with its redrawings."""

from typing import Any, Self, TextIO


class Progress:
    """Called with (how many done, how many in all or None); shows itself from the start."""

    def __init__(self, stream: TextIO, doing: str = "Indexing", what: str = "documents") -> None:
        self._stream = stream
        self._doing, self._what = doing, what
        self._bar: Any = None

    def __enter__(self) -> Self:
        if self._stream.isatty():
            from tqdm import tqdm

            self._bar = tqdm(desc=self._doing, file=self._stream, unit=f" {self._what}", leave=False)
        return self

    def __call__(self, done: int, total: int | None) -> None:
        """Move the bar; a missing total shows a plain count."""
        if self._bar is not None:
            self._bar.total = total
            self._bar.update(done - self._bar.n)

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
