"""Lines that a site puts on its pages, learnt from the pages of a folder and taken out of their bodies.

A disclaimer in whole sentences, a call to download an app: a single page does not show that they are no part
of its article, several pages of one site do. The text stays as it is; only what a page's loader noted as its
body shrinks. That note is part of what a document is compared by, so a line that more pages come to share is
dropped from the pages indexed before as well, in whatever order they came.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from rag.datatypes import Document
from rag.loading.page import ranges_written

SAMPLE = 500  # pages of a folder that are learnt from, evenly spaced
FEWEST = 4  # pages of a site on which a line stands
SHARE = 0.5  # of the site's pages
SHORTEST = 4  # characters; a shorter line may be a table's or a form's
LINE = re.compile(r"[^\n]+")

Learnt = Mapping[str, frozenset[str]]  # lines by site


def learnt(documents: Iterable[Document]) -> Learnt:
    """Return the lines that most pages of a site share; documents that are no web pages teach nothing."""
    pages: Counter[str] = Counter()
    times: dict[str, Counter[str]] = {}
    for document in documents:
        if "body" in document.metadata:
            site = _site(document)
            pages[site] += 1
            times.setdefault(site, Counter()).update({line for *_, line in _lines(document) if line})
    shared = {
        site: frozenset(line for line, seen in lines.items() if seen >= max(FEWEST, SHARE * pages[site]))
        for site, lines in times.items()
    }
    return {site: lines for site, lines in shared.items() if lines}


def without(document: Document, known: Learnt) -> Document:
    """Return a page with the lines of its site taken out of its body; one that has no others stays whole."""
    shared = known.get(_site(document)) if known and "body" in document.metadata else None
    if not shared:
        return document
    own = [(start, end) for start, end, line in _lines(document) if line not in shared]
    body = ranges_written(own) if own else document.metadata["body"]
    return replace(document, metadata={**document.metadata, "body": body})


def _site(document: Document) -> str:
    """Return what tells a page's site: its name, its host, or for want of both the folder."""
    named = document.metadata.get("site") or _host(document.source or "")
    return named or document.id.rpartition("/")[0]


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _lines(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the lines of a page's body: start, end, and what is compared of it, nothing of a short one."""
    for pair in document.metadata["body"].split():
        start, end = map(int, pair.split("-"))
        for match in LINE.finditer(document.text, start, end):
            words = match.group().strip()
            yield *match.span(), words if len(words) >= SHORTEST else ""
