"""`genxi inspect`: what loading, cleaning and chunking make of a file; nothing is stored."""

from dataclasses import asdict
from pathlib import Path

from rag.datatypes import FileFailure
from rag.inspection import Inspection, inspect
from ui.call import Call
from ui.exits import DONE, MENDABLE
from ui.terminal import shorten

SHOWN = 60  # places of a removed or repaired run shown to people; --json gives all of it


def run(call: Call) -> int:
    """Print an object for every document under the path."""
    failed = 0
    for one in inspect(Path(call.options.path)):
        if isinstance(one, FileFailure):
            failed += 1
            call.output.remark(f"genxi: {one.path}: {one.error}")
        else:
            call.output.put(asdict(one), inspection_text(one))
    return MENDABLE if failed else DONE


def inspection_text(one: Inspection) -> str:
    """Return what each step did, then the chunks."""
    lines = [f"# {one.title}", f"{one.path}: {len(one.text)} characters"]
    for step in one.steps:
        lines.append(f"{step.step}: {len(step.removed)} removed, {len(step.repaired)} repaired")
        lines += [f"  - {shorten(change.text, SHOWN)}" for change in step.removed if change.text.strip()]
        lines += [
            f"  ~ {shorten(change.before, SHOWN)} → {shorten(change.after, SHOWN)}"
            for change in step.repaired
        ]
    lines.append(f"{len(one.chunks)} chunks")
    lines += [f"  {chunk.start}-{chunk.end} {shorten(chunk.clean, SHOWN)}" for chunk in one.chunks]
    return "\n".join(lines)
