"""What a loader learnt about where a page's body is, used: the rest of the page is dropped."""

from collections.abc import Iterator, Mapping
from functools import partial

from rag.cleaning.step import Edit, Step


def steps(metadata: Mapping[str, str]) -> tuple[Step, ...]:
    """Return the step for a document with such metadata: none if its loader found no body."""
    ranges = [
        (int(start), int(end))
        for start, end in (pair.split("-") for pair in metadata.get("body", "").split())
    ]
    return (Step("layout", partial(_outside, ranges)),) if ranges else ()


def _outside(ranges: list[tuple[int, int]], text: str) -> Iterator[Edit]:
    position = 0
    for start, end in [*ranges, (len(text), len(text))]:
        if text[position:start].strip():
            yield position, start, "\n" if position > 0 and start < len(text) else ""
        position = end
