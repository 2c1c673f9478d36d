"""Questions a first visitor can press, taken from the documents so that they have answers.

A term that an article sets in quotation marks again and again is usually what it is about.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress

from rag.datatypes import DocumentSummary
from rag.errors import UnknownDocument
from ui.chat.texts import Texts
from ui.protocols import Library

EXAMPLES = 4
LOOKED_AT = 12  # documents read for examples; a large store must not make the page wait

# Two to eight Han characters or letters: shorter is a character, longer a sentence someone said.
_QUOTED = re.compile(r"[“「『]([\w]{2,8})[”」』]")
_REPEATED = 2


def examples(library: Library, listed: Sequence[DocumentSummary], texts: Texts) -> list[str]:
    """Return up to EXAMPLES questions over different documents, the most telling first."""
    found = list(_terms(library, listed[:LOOKED_AT]))
    about_terms = [texts.what_is.format(term=texts.spelled(name)) for _, name in found if name is not None]
    about_titles = [texts.about.format(title=row.title) for row, name in found if name is None]
    return list(dict.fromkeys(about_terms + about_titles))[:EXAMPLES]


def _terms(
    library: Library, listed: Sequence[DocumentSummary]
) -> Iterator[tuple[DocumentSummary, str | None]]:
    for row in listed:
        with suppress(UnknownDocument):  # removed since it was listed
            yield row, term(library.show(row.id).text)


def term(text: str) -> str | None:
    """Return the term most often set in quotation marks, the earliest of equals; None if none repeats."""
    counted = Counter(_quoted(text))
    name, times = max(counted.items(), key=lambda item: item[1], default=("", 0))
    return name if times >= _REPEATED else None


def _quoted(text: str) -> Iterator[str]:
    return (match[1] for match in _QUOTED.finditer(text) if not match[1].isdigit())
