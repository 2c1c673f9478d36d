"""How well cleaning keeps to the articles of real pages: `python -m tests.benchmarks.seed_bodies FOLDER`.

`seed_bodies.json` holds the ranges of each page's article, marked by hand: its title and paragraphs, without
bylines, captions that repeat the title, menus, related pages and notices. Of chunk characters the share that
comes from outside these ranges is counted, of article characters the share that some chunk holds; blanks
count for nothing. Then every damaged run is listed, as restored or as left with the reason.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from rag.chunking.chunks import chunk
from rag.cleaning import shifted
from rag.cleaning.pipeline import clean_document, trace_document
from rag.datatypes import Document
from rag.loading import load

DROPPING = ("layout", "boilerplate")
MARKED = Path(__file__).with_suffix(".json")


def main() -> None:
    """Print a row for each page, then its damaged runs."""
    folder = Path(sys.argv[1])
    marked = json.loads(MARKED.read_text())
    for name, ranges in marked.items():
        (page,) = load(folder / name)
        if not isinstance(page, Document):
            raise SystemExit(f"{name}: {page.error}")
        outside, spanned, kept = shares(page, [(start, end) for start, end in ranges])
        print(f"{name[:3]}  outside {outside:.2%} (whole ranges {spanned:.2%})  kept {kept:.2%}")
    for name in marked:
        (page,) = load(folder / name)
        if isinstance(page, Document):
            for line in damaged(page):
                print(f"{name[:3]}  {line}")


def shares(page: Document, ranges: list[tuple[int, int]]) -> tuple[float, float, float]:
    """Return the shares of chunk characters and of chunk ranges outside, and of the article that is kept."""
    body = {at for start, end in ranges for at in range(start, end) if not page.text[at].isspace()}
    chunks = chunk(page.id, clean_document(page))
    held = _visible(page, [tuple(row) for one in chunks for row in one.origin.tolist()])
    spanned = _visible(page, [(one.start, one.end) for one in chunks])
    steps = trace_document(page).steps
    dropped = [(one.start, one.end) for step in steps if step.step in DROPPING for one in step.removed]
    # A repair or a dropped note inside the article is no loss; a line taken for furniture is.
    kept = (body & spanned) - _visible(page, dropped)
    return len(held - body) / len(held), len(spanned - body) / len(spanned), len(kept) / len(body)


def _visible(page: Document, ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {at for start, end in ranges for at in range(start, end) if not page.text[at].isspace()}


def damaged(page: Document) -> list[str]:
    """Return a line for each damaged run: what is shown, and what became of it."""
    text, lines = page.text, []
    for verdict in shifted.examine(text):
        shown = text[max(0, verdict.start - 4) : verdict.end + 2].replace("\n", "⏎")
        outcome = f"restored as {verdict.new}" if verdict.new else "left"
        lines.append(f"{verdict.start:5} {shown} {outcome}: {verdict.reason}")
    for step in trace_document(page).steps:
        if step.step in ("middle dots", "decodings"):
            lines += [
                f"{one.start:5} {text[max(0, one.start - 4) : one.end + 2]} restored as {one.after}"
                for one in step.repaired
            ]
    return sorted(lines)


if __name__ == "__main__":
    main()
