"""Blanks of every kind brought to one: a single space within a line, a single empty line between lines."""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

BLANK = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]"
RUN = re.compile(rf"(?:{BLANK}*\n)+{BLANK}*|{BLANK}+")


def edits(text: str) -> Iterator[Edit]:
    """Yield an edit for each run of blanks that is not already as it should be."""
    for match in RUN.finditer(text):
        run = match.group()
        at_edge = match.start() == 0 or match.end() == len(text)
        new = "" if at_edge else "\n" * min(2, run.count("\n")) or " "
        if run != new:
            yield match.start(), match.end(), new
