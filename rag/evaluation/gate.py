"""The quality gate: floors that figures must reach, and a baseline they must not clearly fall behind."""

import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.errors import BadGate
from rag.evaluation.comparison import Difference, compare, refuse_other_questions
from rag.evaluation.folder import Run
from rag.evaluation.metrics import BY_NAME
from rag.evaluation.summary import Summary
from rag.evaluation.summary_file import Baseline, rounded


@dataclass(frozen=True, slots=True)
class Line:
    """One condition of the gate, and whether it holds."""

    metric: str
    passed: bool
    told: str

    def record(self) -> dict[str, Any]:
        """Return the line for JSON."""
        return {"metric": self.metric, "passed": self.passed, "told": self.told}


def refuse_unknown_metrics(floors: Mapping[str, float]) -> None:
    """Raise BadGate if there is no metric of one of these names."""
    for name in floors:
        if name not in BY_NAME:
            near = difflib.get_close_matches(name, BY_NAME, n=1)
            advice = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(BY_NAME)}."
            raise BadGate(f"There is no metric {name!r}. {advice}")


def pass_through(
    run: Run, summary: Summary, floors: Mapping[str, float], baseline: Baseline | None = None
) -> list[Line]:
    """Return every line of the gate; none if nothing was asked of the run.

    A floor is a ceiling where lower is better. A figure that could not be measured fails its line, and so do
    questions that failed: what is not known is not good enough. Raises BadGate, BadRun.
    """
    refuse_unknown_metrics(floors)
    lines = [_floor(name, limit, summary) for name, limit in floors.items()]
    if baseline is not None:
        refuse_other_questions((baseline.name, baseline.version), (str(run.folder), run.golden.version))
        lines += [
            _no_worse(one, baseline)
            for one in compare(baseline.columns, rounded(summary.columns))
            if one.metric.better
        ]
    if lines and summary.failed:
        ids = ", ".join(record.id for record in summary.failed[:3])
        lines.append(Line("failed", passed=False, told=f"{len(summary.failed)} questions failed ({ids} …)"))
    return lines


def _floor(name: str, limit: float, summary: Summary) -> Line:
    figure = summary.figures.get(name)
    if figure is None or math.isnan(figure.value):
        return Line(name, passed=False, told=f"{name} was not measured: no question has a say in it")
    lower = BY_NAME[name].better == "lower"
    passed = figure.value <= limit if lower else figure.value >= limit
    asked = f"{'at most' if lower else 'at least'} {limit:g} wanted"
    return Line(name, passed, f"{name} = {figure.value:.4f}, {asked}")


def _no_worse(one: Difference, baseline: Baseline) -> Line:
    told = (
        f"{one.metric.name} {one.first:.4f} → {one.second:.4f} against {baseline.name} "
        f"({one.value:+.4f}, 95 % {one.low:+.4f} to {one.high:+.4f}, p {one.p_worse:.4f})"
    )
    return Line(one.metric.name, not one.is_worse, told)
