"""A passage cut into overlapping windows that the reader can take in at once; pure.

Windows begin where a sentence begins and end where one ends, unless a sentence alone is longer.
"""

import re

SIZE = 200  # characters; with the question about 160 tokens, cheap enough to read a dozen a question
OVERLAP = 60  # a sentence and its neighbour are seen together in at least one window

_PIECE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+[”’」』）)】\"']*|[^。！？；!?;\n]+")


def windows(text: str, *, size: int = SIZE, overlap: int = OVERLAP) -> list[tuple[int, int]]:
    """Return rising ranges that together hold every character of `text`, none longer than `size`."""
    if not 0 <= overlap < size:
        raise ValueError(f"an overlap of {overlap} does not fit windows of {size}")
    cuts = breaks(text, size)
    found: list[tuple[int, int]] = []
    first = 0
    while first < len(cuts) - 1:
        last = reach(cuts, first, size)
        found.append((cuts[first], cuts[last]))
        if last == len(cuts) - 1:
            break
        first = _back(cuts, first, last, size, overlap)
    return found


def breaks(text: str, size: int) -> list[int]:
    """Return the places where a window may begin or end, both ends of the text among them."""
    cuts = [0]
    for piece in _PIECE.finditer(text):
        while piece.end() - cuts[-1] > size:
            cuts.append(cuts[-1] + size)
        if piece.end() > cuts[-1]:
            cuts.append(piece.end())
    return cuts


def reach(cuts: list[int], first: int, size: int) -> int:
    """Return the last break that a window from break `first` can end at."""
    last = first + 1
    while last + 1 < len(cuts) and cuts[last + 1] - cuts[first] <= size:
        last += 1
    return last


def _back(cuts: list[int], first: int, last: int, size: int, overlap: int) -> int:
    """Return where the window after [first, last) begins: `overlap` back at most, and it must end later."""
    begin = last
    earliest = max(cuts[last] - overlap, cuts[last + 1] - size)
    while begin - 1 > first and cuts[begin - 1] >= earliest:
        begin -= 1
    return begin
