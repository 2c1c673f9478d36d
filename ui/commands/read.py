"""`genxi read`: the reader alone, on passages given with their questions; no store is opened."""

from typing import Any

from rag.errors import BadQuestion
from rag.protocols import Reader
from rag.reading.reader import BundledReader
from ui.call import Call
from ui.commands.batch import run_batch
from ui.json_lines import reading_record
from ui.questions import BatchQuestion


def run(call: Call, reader: Reader | None = None) -> int:
    """Print a reading for every line of the question file."""
    chosen = reader or BundledReader()

    def reply(one: BatchQuestion) -> tuple[dict[str, Any], str]:
        if one.text is None:
            raise BadQuestion('each line needs "text" (a string) beside its "question"')
        [reading] = chosen.read(one.question, [one.text])
        found = "(no answer)" if reading.answer is None else reading.answer
        return reading_record(reading), f"{found}  ({reading.confidence:.2f})"

    return run_batch(call, reply)
