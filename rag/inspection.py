"""What became of a file: what was loaded, what each cleaning step removed or repaired, and the chunks.

Nothing is stored. People look at this to decide whether to trust the cleaning.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.chunking.chunks import chunk
from rag.cleaning.chinese import simplify
from rag.cleaning.pipeline import clean_title, trace_document
from rag.cleaning.step import Change, Trace
from rag.datatypes import Document, FileFailure
from rag.loading import load


@dataclass(frozen=True, slots=True)
class Removed:
    """Characters of the source that the clean form leaves out."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """Characters of the source that the clean form shows differently."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class InspectedStep:
    """What one step did; offsets lie in the loaded text, `before` is what the step found there."""

    step: str
    removed: tuple[Removed, ...]
    repaired: tuple[Repaired, ...]


@dataclass(frozen=True, slots=True)
class InspectedChunk:
    """A chunk with the source characters it covers: `text[start:end]`."""

    start: int
    end: int
    heading: str
    clean: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """One document, from its file to its chunks."""

    path: str
    title: str
    published: str | None
    text: str
    main_text: str
    steps: tuple[InspectedStep, ...]
    chunks: tuple[InspectedChunk, ...]


def inspect(path: Path) -> Iterator[Inspection | FileFailure]:
    """Yield an inspection for every document under `path`; raises PathMissing if there is nothing."""
    for loaded in load(path):
        yield loaded if isinstance(loaded, FileFailure) else inspect_document(loaded)


def inspect_document(document: Document) -> Inspection:
    """Return what cleaning and chunking make of a loaded document."""
    traced = trace_document(document)
    return Inspection(
        document.id,
        clean_title(document.title) or document.title,
        document.published,
        document.text,
        traced.main_text,
        tuple(_step(one) for one in traced.steps),
        tuple(
            InspectedChunk(one.start, one.end, one.heading, one.clean)
            for one in chunk(document.id, traced.cleaned, above=simplify(document.metadata.get("above", "")))
        ),
    )


def _step(trace: Trace) -> InspectedStep:
    return InspectedStep(
        trace.step,
        tuple(Removed(change.start, change.end, change.before) for change in trace.removed),
        tuple(_repaired(change) for change in trace.repaired),
    )


def _repaired(change: Change) -> Repaired:
    return Repaired(change.start, change.end, change.before, change.after)
