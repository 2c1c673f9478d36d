"""Pinyin in parentheses after characters, left by converters of script: 黨建引領(lǐng).

Such notes follow traditional characters, in ASCII parentheses. A note that an author wrote, on a rare or
ambiguous character, is content and stays; it is told apart by its full-width parentheses, or by standing
after a character that no converter changed, unless the page is strewn with a converter's notes.
"""

import re
from collections.abc import Iterator

from rag.cleaning.chinese import simplify
from rag.cleaning.readings import has_reading
from rag.cleaning.step import Edit

NOTE = re.compile(
    r"(?P<character>[\u3400-\u9fff\uf900-\ufaff])"
    r"(?P<note>(?P<open>[(（])(?P<reading>[a-züɡāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6})[)）])"
)
STREWN = 8  # of a converter's notes; among so many, one on a character it left alone is its own, too


def edits(text: str) -> Iterator[Edit]:
    """Drop each note that is a converter's."""
    notes = [
        match
        for match in NOTE.finditer(text)
        if match["open"] == "(" and has_reading(match["character"], match["reading"])
    ]
    converted = [simplify(match["character"]) != match["character"] for match in notes]
    strewn = sum(converted) >= STREWN and sum(converted) * 1000 > len(text)
    for match, sure in zip(notes, converted, strict=True):
        if sure or strewn:
            yield *match.span("note"), ""
