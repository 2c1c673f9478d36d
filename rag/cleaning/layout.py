"""What a loader learnt about where a page's body is, used: the rest of the page is dropped."""

from collections.abc import Iterable, Iterator, Mapping

from rag.cleaning.step import Edit


def ranges_in(metadata: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the ranges of the body that a loader noted; none if it knows of no layout."""
    return [
        (int(start), int(end))
        for start, end in (pair.split("-") for pair in metadata.get("body", "").split())
    ]


def outside(ranges: Iterable[tuple[int, int]], text: str) -> Iterator[Edit]:
    """Drop what lies outside the ranges."""
    position = 0
    for start, end in [*ranges, (len(text), len(text))]:
        if text[position:start].strip():
            yield position, start, "\n" if position > 0 and start < len(text) else ""
        position = end
