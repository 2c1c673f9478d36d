"""Blanks of every kind brought to one: a single space within a line, a single empty line between lines."""

import re
from collections.abc import Iterator

from rag.cleaning.step import Edit

BLANK = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]"
RUN = re.compile(rf"(?:{BLANK}*\n)+{BLANK}*|{BLANK}+")


def edits(text: str) -> Iterator[Edit]:
    """Drop surplus blanks one by one, so that those kept still point at themselves and at nothing between."""
    for match in RUN.finditer(text):
        start, run = match.span()[0], match.group()
        at_edge = start == 0 or match.end() == len(text)
        kept = 0 if at_edge else min(2, run.count("\n")) or 1
        wanted = "\n" if "\n" in run else None
        for end, blank in enumerate(run, start + 1):
            if kept and (wanted is None or blank == wanted):
                if start < end - 1:
                    yield start, end - 1, ""
                if blank not in " \n":
                    yield end - 1, end, " "
                start, kept = end, kept - 1
        if start < match.end():
            yield start, match.end(), ""
