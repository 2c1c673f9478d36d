"""Write the reports of a run beside its records."""

from collections.abc import Sequence
from pathlib import Path

from rag.evaluation.folder import Run
from rag.evaluation.gate import Line
from rag.evaluation.report.markdown import run_markdown
from rag.evaluation.report.page import run_page
from rag.evaluation.summary import Summary
from rag.evaluation.summary_file import full_record, write_summary
from rag.storage import atomic

PAGE, MARKDOWN = "report.html", "report.md"


def write_reports(run: Run, summary: Summary, gate: Sequence[Line] = ()) -> Path:
    """Write `summary.json`, `report.md` and `report.html`, and return the path of the last."""
    write_summary(run, full_record(run, summary) | {"gate": [line.record() for line in gate]})
    atomic.write(run.folder / MARKDOWN, run_markdown(run, summary, gate).encode("utf-8", "replace"))
    atomic.write(run.folder / PAGE, run_page(run, summary, gate).encode("utf-8", "replace"))
    return run.folder / PAGE
