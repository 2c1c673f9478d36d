"""Repaired, simplified, de-noised text, each character of which still points at its source.

The order matters. What cannot be seen goes first, so that the patterns of later steps match. Damage is
repaired and dirt removed while the text is otherwise as its author wrote it; what is left then is the main
text. Only the clean form is folded further, for searching and reading. Bracketed numbers go late, when
nothing can form a new one behind them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from rag.cleaning import (
    boilerplate,
    characters,
    chinese,
    decodings,
    layout,
    markup,
    middle_dots,
    pages,
    pinyin,
    references,
    shifted,
    spaces,
    tables,
    tags,
    wraps,
)
from rag.cleaning.aligned import Aligned
from rag.cleaning.step import Step, Trace, traced
from rag.datatypes import Document

DENOISING = (
    Step("decodings", decodings.edits),  # before unseen characters go: some are halves of seen ones
    Step("characters", characters.edits),
    Step("shifted", shifted.edits),
    Step("tags", tags.edits),
    Step("pinyin", pinyin.edits),
    Step("middle dots", middle_dots.edits),
    Step("links", markup.link_edits),
    Step("tables", tables.edits),
    Step("markup", markup.edits),
    Step("boilerplate", boilerplate.edits, drops_words=True),
    Step("wraps", wraps.edits),
)
FOLDING = (
    Step("width", characters.width_edits),
    Step("script", chinese.edits),
    Step("references", references.edits),
    Step("spaces", spaces.edits),
)
STEPS = DENOISING + FOLDING
OF_TITLES = tuple(step for step in STEPS if step.name in ("characters", "tags", "pinyin", "spaces"))


@dataclass(frozen=True, slots=True, eq=False)
class Traced:
    """The clean form of a document, its text before folding, and what each step did."""

    cleaned: Aligned
    main_text: str
    steps: tuple[Trace, ...]


def clean(text: str) -> Aligned:
    """Return the clean form of `text`, aligned with it."""
    return _cleaned(STEPS, text)


def clean_document(document: Document) -> Aligned:
    """Return the clean form of a document's text, using also what its loader learnt of its layout."""
    return _cleaned(steps_for(document), document.text)


def clean_title(title: str) -> str:
    """Return a title in its own script, without notes of pinyin, stray tags and surplus blanks.

    Cleaning it again changes nothing, so that a stored title equals one that is loaded anew.
    """
    while (cleaned := _cleaned(OF_TITLES, title).text) != title:
        title = cleaned
    return title


def steps_for(document: Document) -> tuple[Step, ...]:
    """Return the steps that `clean_document` takes, in order."""
    return (*_denoising(document), *FOLDING)


def trace_document(document: Document) -> Traced:
    """Return what `clean_document` returns, and what each step removed and repaired."""
    aligned = Aligned.whole(document.text)
    aligned, denoised = _trace(_denoising(document), aligned)
    cleaned, folded = _trace(FOLDING, aligned)
    return Traced(cleaned, aligned.text.strip(), (*denoised, *folded))


def _denoising(document: Document) -> tuple[Step, ...]:
    """Return the steps for a document: loaders know where a web page's body and a file's pages are."""
    if starts := pages.starts_in(document.metadata.get("pages")):
        return (Step("pages", partial(pages.edits, starts), drops_words=True), *DENOISING)
    if not (body := layout.ranges_in(document.metadata)):
        return DENOISING
    of_page = Step("boilerplate", partial(boilerplate.edits, of_page=True), drops_words=True)
    steps = (of_page if step.name == of_page.name else step for step in DENOISING)
    return (Step("layout", partial(layout.outside, body), drops_words=True), *steps)


def _cleaned(steps: Sequence[Step], text: str) -> Aligned:
    aligned = Aligned.whole(text)
    for step in steps:
        aligned = step(aligned)
    return aligned


def _trace(steps: Sequence[Step], aligned: Aligned) -> tuple[Aligned, list[Trace]]:
    traces = []
    for step in steps:
        aligned, done = traced(step, aligned)
        traces.append(done)
    return aligned, traces
