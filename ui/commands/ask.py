"""`genxi ask`: one question or a file of them, answered with citations."""

from typing import Any

from ui.call import Call
from ui.commands.batch import run_batch
from ui.exits import DONE
from ui.json_lines import answer_record
from ui.questions import BatchQuestion
from ui.terminal import answer_text


def run(call: Call) -> int:
    """Answer and print."""
    with call.store() as store:

        def reply(one: BatchQuestion) -> tuple[dict[str, Any], str]:
            answer = store.ask(one.question, history=list(one.history))
            return answer_record(answer), answer_text(answer)

        if call.options.questions is not None:
            return run_batch(call, reply)
        call.output.put(*reply(BatchQuestion(question=call.options.question)))
    return DONE
