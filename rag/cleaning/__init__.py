"""Repaired, simplified, de-noised text, each character of which still points at its source.

The order matters: what cannot be seen goes first, so that the patterns of later steps match; script is
folded before markup is read; bracketed numbers go late, when nothing can form a new one behind them.
"""

from rag.cleaning import characters, chinese, markup, references, spaces
from rag.cleaning.aligned import Aligned
from rag.cleaning.step import Step, Trace, traced
from rag.datatypes import Document

STEPS = (
    Step("characters", characters.edits),
    Step("width", characters.width_edits),
    Step("script", chinese.edits),
    Step("links", markup.link_edits),
    Step("markup", markup.edits),
    Step("references", references.edits),
    Step("spaces", spaces.edits),
)


def clean_document(document: Document) -> Aligned:
    """Return the clean form of a document's text, using also what its loader learnt of its layout."""
    return clean(document.text)


def clean(text: str) -> Aligned:
    """Return the clean form of `text`, aligned with it."""
    aligned = Aligned.whole(text)
    for step in STEPS:
        aligned = step(aligned)
    return aligned


def trace(text: str) -> tuple[Aligned, list[Trace]]:
    """Return what `clean` returns, and what each step removed and repaired."""
    aligned, traces = Aligned.whole(text), []
    for step in STEPS:
        aligned, done = traced(step, aligned)
        traces.append(done)
    return aligned, traces
