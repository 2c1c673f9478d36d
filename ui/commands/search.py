"""`genxi search`: the passages for a query, without an answer."""

import time
from typing import Any

from ui.call import Call
from ui.commands.batch import run_batch
from ui.exits import DONE
from ui.json_lines import search_record
from ui.questions import BatchQuestion
from ui.terminal import hits_text


def run(call: Call) -> int:
    """Search and print."""
    with call.store() as store:

        def reply(one: BatchQuestion) -> tuple[dict[str, Any], str]:
            started = time.perf_counter()
            hits = store.search(one.question, **_filters(call))
            seconds = time.perf_counter() - started
            return search_record(one.question, hits, seconds), hits_text(hits)

        if call.options.questions is not None:
            return run_batch(call, reply)
        call.output.put(*reply(BatchQuestion(question=call.options.question)))
    return DONE


def _filters(call: Call) -> dict[str, Any]:
    names = ("k", "source", "since", "until", "one_per_document", "merge_copies")
    return {name: getattr(call.options, name) for name in names}
