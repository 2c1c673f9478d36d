"""Pinyin in parentheses after characters, left by converters of script: 黨建引領(lǐng).

Such notes follow traditional characters, in ASCII parentheses. A note that an author wrote, on a rare or
ambiguous character, is content and stays; it is told apart by its full-width parentheses, or by standing
after a character that no converter changed, unless the page is strewn with such notes.
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
STREWN = 8  # so many notes that are readings, whatever they follow, are no author's


def edits(text: str) -> Iterator[Edit]:
    """Drop each note that is a converter's."""
    notes = [match for match in NOTE.finditer(text) if has_reading(match["character"], match["reading"])]
    strewn = len(notes) >= STREWN and len(notes) * 100 > len(text) / 10
    for match in notes:
        converted = match["open"] == "(" and simplify(match["character"]) != match["character"]
        if converted or strewn:
            yield *match.span("note"), ""
