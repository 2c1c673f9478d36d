"""`genxi eval compare`: what differs between two runs of the same golden questions."""

from pathlib import Path
from typing import Any

from rag.evaluation.comparison import Difference, compare, on_shared
from rag.evaluation.flips import Flip, flips
from rag.evaluation.folder import Run, load
from rag.evaluation.report.comparison import comparison_page
from rag.evaluation.report.markdown import comparison_markdown
from rag.evaluation.summary import summarise
from rag.storage import atomic
from ui.call import Call
from ui.commands.evaluation.text import comparison_text
from ui.exits import DONE


def run(call: Call) -> int:
    """Compare, print, and write the page into the second run's folder."""
    first, second, left_out = on_shared(load(call.options.first), load(call.options.second))
    names = (str(first.folder), str(second.folder))
    left, right = (summarise(one.golden.questions, one.records).columns for one in (first, second))
    differences, flipped = compare(left, right), flips(first, second)
    page = _write(first, second, differences, flipped, left_out)
    record = {
        "first": names[0],
        "second": names[1],
        "questions": len(set(left.ids) & set(right.ids)),
        "left_out": left_out,
        "differences": {one.metric.name: _difference(one) for one in differences},
        "better": [_flip(one) for one in flipped if one.is_better],
        "worse": [_flip(one) for one in flipped if not one.is_better],
        "report": str(page),
    }
    call.output.put(record, comparison_text(record, differences, flipped))
    return DONE


def _write(
    first: Run, second: Run, differences: list[Difference], flipped: list[Flip], left_out: int
) -> Path:
    names = (first.folder.name, second.folder.name)
    page = second.folder / f"against-{first.folder.resolve().name}.html"
    atomic.write(page, comparison_page(names, differences, flipped, left_out).encode("utf-8", "replace"))
    text = comparison_markdown(names, differences, flipped, left_out)
    atomic.write(page.with_suffix(".md"), text.encode("utf-8", "replace"))
    return page


def _difference(one: Difference) -> dict[str, Any]:
    numbers = {
        "first": one.first,
        "second": one.second,
        "change": one.value,
        "low": one.low,
        "high": one.high,
        "p": one.p_differs,
    }
    plain = {name: None if value != value else round(value, 6) for name, value in numbers.items()}
    return plain | {"questions": one.questions, "significant": one.is_significant}


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "id": flip.gold.id,
        "question": flip.gold.question,
        "before": {"outcome": flip.before, "answer": flip.first.answer, "error": flip.first.error},
        "after": {"outcome": flip.after, "answer": flip.second.answer, "error": flip.second.error},
    }
