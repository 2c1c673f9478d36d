"""Values → text for a person at a terminal; pure."""

import unicodedata
from collections.abc import Sequence

from rag.datatypes import Answer, Citation, Document, Hit, IndexReport

MAX_COLUMN = 48  # wide enough for a Chinese headline of 24 characters
LINE_BREAKS = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


def answer_text(answer: Answer) -> str:
    """Return the answer, then its numbered sources; first the question, if not answered as typed."""
    asked = answer.standalone_question.strip()
    understood = [f"Understood as: {asked}"] if asked != answer.question.strip() else []
    sources = [_source(citation) for citation in answer.citations]
    return "\n\n".join([*understood, answer.text, *sources])


def hits_text(hits: Sequence[Hit]) -> str:
    """Return ranked passages, each with its place."""
    if not hits:
        return "Nothing found."
    return "\n\n".join(_hit(rank, hit) for rank, hit in enumerate(hits, start=1))


def report_text(report: IndexReport) -> str:
    """Return what an indexing run changed, then the files that failed."""
    changes = (
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.removed} removed, {len(report.failed)} failed in {report.seconds:.1f} s"
    )
    holds = f"The store holds {report.documents} documents in {report.chunks} passages."
    failures = [f"  failed: {failure.path}: {failure.error}" for failure in report.failed]
    return "\n".join([changes, *failures, holds])


def document_text(document: Document) -> str:
    """Return a document's head lines and its whole text."""
    facts = (
        f"# {document.title}",
        f"id: {document.id}",
        f"source: {document.source}" if document.source else "",
        f"published: {document.published}" if document.published else "",
    )
    return "\n".join([fact for fact in facts if fact] + ["", document.text])


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns; Chinese characters count as two places.

    The first cell names its row and is given whole, though it may pass its column; the others are cut.
    """
    cut = [
        [name.translate(LINE_BREAKS), *(shorten(cell, MAX_COLUMN) for cell in cells)] for name, *cells in rows
    ]
    widths = [min(MAX_COLUMN, max(map(display_width, column))) for column in zip(*cut, strict=True)]
    return "\n".join("  ".join(map(_padded, row, widths)).rstrip() for row in cut)


def display_width(text: str) -> int:
    """Return how many terminal places `text` fills."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def shorten(text: str, width: int) -> str:
    """Return `text` on one line, cut with an ellipsis where it would pass `width` places."""
    line = " ".join(text.split())
    if display_width(line) <= width:
        return line
    line = line[:width]  # no character is narrower than a place, so nothing that fits is lost here
    while display_width(line) > width - 1:
        line = line[:-1]
    return line + "…"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _source(citation: Citation) -> str:
    heading = " · ".join(filter(None, (citation.title, citation.source, citation.published)))
    lines = [
        f"[{citation.marker}] {heading}",
        f"    {citation.document_id} {citation.start}-{citation.end}{_page(citation)}",
        f"    {_indented(citation.quote)}",
    ]
    if citation.copies:
        lines.append(f"    also in: {', '.join(citation.copies)}")
    return "\n".join(lines)


def _page(citation: Citation) -> str:
    return f", page {citation.page}" if citation.page else ""


def _hit(rank: int, hit: Hit) -> str:
    place = f"{hit.chunk.document_id} {hit.chunk.start}-{hit.chunk.end}"
    copies = f"\n    also in: {', '.join(hit.copies)}" if hit.copies else ""
    return f"{rank}. {hit.title}  ({hit.score:.3f})\n    {place}\n    {_indented(hit.text)}{copies}"


def _indented(text: str) -> str:
    return "\n    ".join(line for line in text.splitlines() if line.strip())
