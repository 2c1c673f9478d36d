"""What one format's extractor returns: a text and what the file says about itself; no identity, no path."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

SURROGATES = re.compile("[\ud800-\udfff]")
LINE_ENDS = re.compile("\r\n?")


@dataclass(frozen=True, slots=True)
class Page:
    """The readable content of a file."""

    text: str
    title: str | None = None
    source: str | None = None
    published: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


def storable(text: str) -> str:
    """Return `text` with lone surrogates, which no encoding can store, as U+FFFD."""
    return SURROGATES.sub("\ufffd", text)


def normal(text: str) -> str:
    """Return `text` as documents keep it: LF line ends, no byte order mark, storable."""
    return storable(LINE_ENDS.sub("\n", text).removeprefix("\ufeff"))


def ranges_written(ranges: Iterable[tuple[int, int]]) -> str:
    """Return ranges as metadata keeps them: `12-340 360-900`, neighbours a line break apart joined."""
    joined: list[tuple[int, int]] = []
    for start, end in ranges:
        if joined and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return " ".join(f"{start}-{end}" for start, end in joined)
