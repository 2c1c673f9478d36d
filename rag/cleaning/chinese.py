"""Traditional script folded to simplified, for indexing and for questions; sources keep their own script.

OpenCC's phrase tables know that 乾隆 keeps its 乾 while 乾淨 becomes 干净. The fold is one character for one,
so offsets stay as they are.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from rag.cleaning.step import Edit

SURROGATES = re.compile("[\ud800-\udfff]")


def simplify(text: str) -> str:
    """Return `text` in simplified script, exactly as long as it was."""
    convert = _converter("t2s")
    text = SURROGATES.sub("\ufffd", text)
    folded = convert(text)
    if len(folded) == len(text):
        return folded
    # A phrase grew or shrank: such text is folded character by character, where lengths cannot differ.
    return "".join(new if len(new := convert(one)) == 1 else one for one in text)


def traditional(text: str) -> str:
    """Return `text` in traditional script, where that is exactly as long."""
    converted = _converter("s2t")(SURROGATES.sub("\ufffd", text))
    return converted if len(converted) == len(text) else text


def edits(text: str) -> Iterator[Edit]:
    """Yield each run that differs in simplified script."""
    folded = simplify(text)
    if folded == text:
        return
    differs = _points(text) != _points(folded)
    edges = np.flatnonzero(np.diff(differs, prepend=False, append=False))
    for start, end in edges.reshape(-1, 2).tolist():
        yield start, end, folded[start:end]


def _points(text: str) -> "np.ndarray[tuple[int], np.dtype[np.uint32]]":
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _converter(table: str) -> Callable[[str], str]:
    import opencc  # loaded at first use: a command that reads no text should not pay for it

    convert: Callable[[str], str] = opencc.OpenCC(table).convert
    return convert
