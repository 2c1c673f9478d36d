"""Figures of runs → text for a person at a terminal; pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from rag.evaluation.comparison import Difference
from rag.evaluation.flips import Flip
from rag.evaluation.outcome import TITLES
from rag.evaluation.report import figures
from rag.evaluation.summary import Summary
from ui.terminal import shorten, table_text


def run_text(record: Mapping[str, Any], summary: Summary) -> str:
    """Return the main figures with their intervals, and where the report is."""
    rows = [
        (name, figures.number(metric, figure.value), figures.interval(metric, figure), metric.title)
        for name in figures.MAIN
        if (figure := summary.figures.get(name)) and (metric := figures.of(name))
    ]
    failed = f", {len(record['failed'])} failed" if record["failed"] else ""
    head = f"{record['asked']} of {record['questions']} questions{failed}, in {record['seconds']:.1f} s"
    return f"{head}\n\n{table_text(rows) if rows else 'No figures.'}\n\nThe report: {record['report']}"


def comparison_text(
    record: Mapping[str, Any], differences: Sequence[Difference], flips: Sequence[Flip]
) -> str:
    """Return a row for each figure that changed, and the questions that flipped."""
    rows = [
        (
            one.metric.name,
            f"{one.first:.3f} → {one.second:.3f}",
            f"{one.value:+.3f}",
            f"{one.low:+.3f} to {one.high:+.3f}",
            f"p {one.p_differs:.4f}{' *' if one.is_significant else ''}",
        )
        for one in differences
        if one.value
    ]
    told = table_text(rows) if rows else "No figure changed."
    left_out = f", {record['left_out']} left out that are not the same in both" if record["left_out"] else ""
    parts = [
        f"{record['questions']} questions asked in both runs{left_out}; * marks what chance does not explain",
        told,
    ]
    for title, better in (("Better", True), ("Worse", False)):
        some = [flip for flip in flips if flip.is_better == better]
        parts.append(f"{title}: {len(some)}" + "".join(f"\n{_flip_text(flip)}" for flip in some))
    parts.append(f"The report: {record['report']}")
    return "\n\n".join(parts)


def _flip_text(flip: Flip) -> str:
    return (
        f"  {flip.gold.id}  {shorten(flip.gold.question, 80)}\n"
        f"    {TITLES[flip.before]}: {shorten(flip.first.error or flip.first.answer, 80)}\n"
        f"    {TITLES[flip.after]}: {shorten(flip.second.error or flip.second.answer, 80)}"
    )
