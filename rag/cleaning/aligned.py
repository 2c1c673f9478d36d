"""Edited text that still points every character back to its source.

Cleaning never edits `Document.text`; each step takes an `Aligned` and returns a new one.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from rag.datatypes import Offsets


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """A text and, for each of its characters, the source range [start, end) it stands for.

    `gone` are source ranges whose words are not in the text.
    """

    text: str
    origin: Offsets  # shape (len(text), 2)
    gone: tuple[tuple[int, int], ...] = ()

    @classmethod
    def whole(cls, text: str) -> "Aligned":
        """Return `text` aligned with itself."""
        starts = np.arange(len(text), dtype=np.int32)
        return cls(text, np.stack([starts, starts + 1], axis=1))

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> "Aligned":
        """Return the characters of `text[start:end]` with their origins, without what is gone."""
        return Aligned(self.text[start:end], self.origin[start:end])

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the source range that `text[start:end]` came from (end > start)."""
        rows = self.origin[start:end]
        return int(rows[:, 0].min()), int(rows[:, 1].max())

    def replace(self, edits: Iterable[tuple[int, int, str]], *, marks_only: bool = False) -> "Aligned":
        """Return the text with each `(start, end, new)` put in place, edits in rising, disjoint order.

        Where `new` is as long as what it replaces, each character keeps its own origin; else every new
        character points at the whole replaced range. `marks_only` tells that no words are dropped.
        """
        gone = list(self.gone)
        pieces: list[str] = []
        rows: list[Offsets] = []
        position = 0
        for start, end, new in edits:
            if start < position or end < start or (start == end and new):
                raise ValueError(f"edit [{start}, {end}) overlaps, is reversed or has no source")
            pieces += (self.text[position:start], new)
            rows.append(self.origin[position:start])
            if len(new) == end - start:
                rows.append(self.origin[start:end])
            elif new:
                rows.append(np.tile(np.array([self.source_range(start, end)], np.int32), (len(new), 1)))
            if not marks_only and len(new) < end - start:
                gone.append(self.source_range(start, end))
            position = end
        pieces.append(self.text[position:])
        rows.append(self.origin[position:])
        return Aligned("".join(pieces), np.concatenate(rows), tuple(gone))

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> "Aligned":
        """Return the text with every match of `pattern` replaced, like `re.sub` without group references."""
        return self.replace(
            (match.start(), match.end(), new if isinstance(new, str) else new(match))
            for match in pattern.finditer(self.text)
            if match.end() > match.start()
        )
