"""`genxi index`: read files into the store, with progress on standard error."""

from rag.datatypes import IndexReport
from ui.call import Call
from ui.exits import DONE, MENDABLE
from ui.json_lines import report_record
from ui.progress import Progress
from ui.terminal import report_text

DEFAULT_PATHS = ["seeds"]


def run(call: Call) -> int:
    """Index the paths, print the report."""
    options = call.options
    with call.store(create=True) as store, Progress(call.output.remarks) as progress:
        report = store.index(
            options.paths or DEFAULT_PATHS, prune=options.prune, rebuild=options.rebuild, progress=progress
        )
    call.output.put(report_record(report), report_text(report))
    if report.vanished:
        them = "it" if report.vanished == 1 else "them"
        call.output.remark(f"genxi: {report.vanished} no longer there; --prune removes {them}")
    return _judge(report, call)


def _judge(report: IndexReport, call: Call) -> int:
    read = report.added + report.updated + report.unchanged
    if report.failed and (call.options.strict or not read):
        first, others = report.failed[0], len(report.failed) - 1
        more = f" (and {others} more)" if others else ""
        call.output.remark(f"genxi: could not index {first.path}: {first.error}{more}")
        return MENDABLE
    if not read and not report.removed:
        paths = ", ".join(call.options.paths or DEFAULT_PATHS)
        call.output.remark(f"genxi: found no documents in {paths}")
    return DONE
