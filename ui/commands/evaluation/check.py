"""`genxi eval check`: whether a file of golden questions can be trusted."""

from rag.evaluation.checking import check
from rag.evaluation.golden_file import examine_golden
from ui.call import Call
from ui.exits import DONE, MENDABLE


def run(call: Call) -> int:
    """Print every problem with its line, or how many questions were found sound."""
    golden = examine_golden(call.options.golden)
    with call.store() as store:
        problems = check(golden, [one.id for one in store.documents()], store.show)
    for problem in problems:
        record = {"line": problem.line or None, "problem": problem.what}
        call.output.put(record, problem.told(str(call.options.golden)))
    if problems:
        lines = len({problem.line for problem in problems})
        call.output.remark(f"genxi: {len(problems)} problems in {lines} lines of {call.options.golden}")
        return MENDABLE
    checked = len(golden.questions)
    call.output.put({"checked": checked, "problems": 0}, f"{checked} questions checked, nothing wrong.")
    return DONE
