"""Many questions in one run: a line out for every line in, in order, whatever happens to one of them."""

import traceback
from collections.abc import Callable
from typing import Any

from embeddings.errors import AppError
from ui.call import Call
from ui.exits import DONE, FAULT, MENDABLE, fault_line
from ui.questions import BatchQuestion, read_questions

# Answers one question; returns its JSON object and its text for people.
Reply = Callable[[BatchQuestion], tuple[dict[str, Any], str]]


def run_batch(call: Call, reply: Reply) -> int:
    """Answer every line of `--questions`; the exit code is that of the worst line."""
    worst, asked = DONE, 0
    failures: list[str] = []
    for question in read_questions(call.options.questions):
        record, text, code = _attempt(call, question, reply)
        head = question.question or question.place
        call.output.put({"id": question.id, **record}, f"## {head}\n\n{text}\n")
        worst, asked = max(worst, code), asked + 1
        if code != DONE:
            failures.append(record["error"])
    if failures:
        first = " ".join(failures[0].split())
        call.output.remark(f"genxi: {len(failures)} of {asked} questions failed; the first: {first}")
    return worst


def _attempt(call: Call, question: BatchQuestion, reply: Reply) -> tuple[dict[str, Any], str, int]:
    if question.error:
        return _failed(question.error, MENDABLE)
    try:
        return *reply(question), DONE
    except AppError as error:
        return _failed(str(error), MENDABLE)
    except Exception as error:  # a fault of ours in one question must not cost the other answers
        if call.options.traceback:
            call.output.remark(traceback.format_exc())
        return _failed(fault_line(error), FAULT)


def _failed(message: str, code: int) -> tuple[dict[str, Any], str, int]:
    return {"error": message}, f"error: {message}", code
