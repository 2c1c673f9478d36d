"""`genxi doctor`: is the store sound, and can it be mended."""

from ui.call import Call
from ui.exits import DONE, MENDABLE


def run(call: Call) -> int:
    """Print problems and repairs; problems that remain are exit code 1."""
    with call.store() as store:
        report = store.doctor(repair=call.options.repair)
    problems, repaired = list(report.problems), list(report.repaired)
    lines = [*(f"problem: {one}" for one in problems), *(f"repaired: {one}" for one in repaired)]
    if report.ok:
        lines.append("The store is sound.")
    elif not call.options.repair:
        lines.append("Run: genxi doctor --repair")
    record = {"ok": report.ok, "problems": problems, "repaired": repaired}
    return call.output.conclude(record, "\n".join(lines), DONE if report.ok else MENDABLE)
