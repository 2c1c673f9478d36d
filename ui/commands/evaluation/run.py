"""`genxi eval run`: ask every golden question, write the report, hold the gate."""

import time
from collections.abc import Sequence
from typing import Any

from rag.errors import BadGate, BadGolden
from rag.evaluation.comparison import refuse_other_questions
from rag.evaluation.gate import Line, pass_through, refuse_unknown_metrics
from rag.evaluation.golden_file import GoldenSet, read_golden
from rag.evaluation.report.write import write_reports
from rag.evaluation.run import evaluate
from rag.evaluation.summary_file import Baseline, read_baseline, short_record
from rag.protocols import Reader
from rag.reading.reader import BundledReader
from ui.call import Call
from ui.commands.evaluation.text import run_text
from ui.exits import DONE, GATE, MENDABLE, USAGE
from ui.progress import Progress


def run(call: Call) -> int:
    """Evaluate, print the figures, tell the failing lines of the gate."""
    options = call.options
    started = time.monotonic()
    try:
        refuse_unknown_metrics(options.fail_under)
    except BadGate as error:
        call.output.remark(f"genxi: {error}")
        return USAGE
    golden = _golden(call)
    baseline = _baseline(call, golden)
    with call.store() as store, Progress(call.output.remarks, "Asking", "questions") as progress:
        told = {"again": options.again, "jobs": options.jobs, "reader": _reader(), "progress": progress}
        done, summary = evaluate(store, golden, options.out, **told)
    gate = pass_through(done, summary, options.fail_under, baseline)
    report = write_reports(done, summary, gate)
    record = short_record(done, summary) | {
        "gate": [line.record() for line in gate],
        "report": str(report),
        "seconds": round(time.monotonic() - started, 3),
    }
    return call.output.conclude(record, run_text(record, summary), _judge(call, record["failed"], gate))


def _golden(call: Call) -> GoldenSet:
    """Read the golden questions, telling every faulty line before the error that ends the command."""
    try:
        return read_golden(call.options.golden)
    except BadGolden as error:
        for line in error.lines if len(error.lines) > 1 else ():
            call.output.remark(line)
        raise


def _baseline(call: Call, golden: GoldenSet) -> Baseline | None:
    """Read the run to hold up to, and refuse one of other questions before any is asked."""
    if call.options.no_worse_than is None:
        return None
    baseline = read_baseline(call.options.no_worse_than)
    refuse_other_questions((baseline.name, baseline.version), (golden.name, golden.version))
    return baseline


def _reader() -> Reader | None:
    reader = BundledReader(threads=1)
    return reader if reader.is_installed() else None


def _judge(call: Call, failed: Sequence[dict[str, Any]], gate: Sequence[Line]) -> int:
    for one in failed[:3]:
        call.output.remark(f"genxi: question {one['id']} failed: {one['error']}")
    if failed:
        more = f" ({len(failed) - 3} more are in the report)" if len(failed) > 3 else ""
        call.output.remark(f"genxi: {len(failed)} questions failed{more}. The same command asks them again.")
    failing = [line for line in gate if not line.passed]
    for line in failing:
        call.output.remark(f"genxi: gate: {line.told}")
    if failing:
        return GATE
    return MENDABLE if failed else DONE
