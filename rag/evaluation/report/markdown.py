"""A run, or two compared, as Markdown: short enough for a merge request, complete enough to judge by."""

from collections.abc import Mapping, Sequence

from rag.evaluation.comparison import Difference
from rag.evaluation.flips import Flip
from rag.evaluation.folder import Run
from rag.evaluation.gate import Line
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.metrics import METRICS
from rag.evaluation.outcome import GOOD, TITLES, outcome, told
from rag.evaluation.record import Record
from rag.evaluation.report import figures
from rag.evaluation.summary import Figure, Summary

TAG_FIGURES = ("answer_right_cited", "answer_f1", "refusal_recall")
LONGEST = 200  # characters of an answer that are shown


def run_markdown(run: Run, summary: Summary, gate: Sequence[Line] = ()) -> str:
    """Return the figures, the gate, and the questions that did not end well."""
    settings = "".join(f"- {name}: {_plain(str(value))}\n" for name, value in run.settings.items())
    return (
        f"# {_plain(run.golden.name)}\n\n{len(summary.columns.ids)} of {len(run.golden.questions)} questions "
        f"asked, {len(summary.failed)} failed; golden version {run.golden.version}.\n\n{settings}\n"
        f"{_gate(gate)}## Figures\n\n{_figures(summary.figures)}\n"
        f"{_tags(summary)}## Questions that did not end well\n\n{_misses(run)}"
    )


def comparison_markdown(
    names: tuple[str, str], differences: Sequence[Difference], flips: Sequence[Flip], left_out: int = 0
) -> str:
    """Return what differs between two runs, and the questions that flipped."""
    note = f"{left_out} questions that are not the same in both runs are left out.\n\n" if left_out else ""
    rows = "".join(
        f"| {one.metric.name} | {one.first:.3f} | {one.second:.3f} | {one.value:+.3f} "
        f"| {one.low:+.3f} to {one.high:+.3f} | {one.p_differs:.4f} "
        f"| {'yes' if one.is_significant else ''} |\n"
        for one in differences
    )
    return (
        f"# {_plain(names[0])} → {_plain(names[1])}\n\n{note}"
        "| figure | before | after | change | 95 % interval | p | significant |\n"
        f"|---|---:|---:|---:|---|---:|---|\n{rows}\n"
        f"{_flips('Better', flips, better=True)}{_flips('Worse', flips, better=False)}"
    )


def _gate(lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    told = "".join(f"- {'ok' if line.passed else '**FAILED**'}: {_plain(line.told)}\n" for line in lines)
    return f"## Gate\n\n{told}\n"


def _figures(found: Mapping[str, Figure]) -> str:
    rows = "".join(
        f"| {metric.name} | {figures.number(metric, figure.value)} | {figures.interval(metric, figure)} "
        f"| {figure.questions} | {metric.title} |\n"
        for metric in METRICS
        if (figure := found.get(metric.name))
    )
    return f"| figure | value | 95 % interval | questions | |\n|---|---:|---|---:|---|\n{rows}"


def _tags(summary: Summary) -> str:
    if not summary.tags:
        return ""
    heads = " | ".join(TAG_FIGURES)
    rows = "".join(
        f"| {_plain(tag)} | "
        + " | ".join(f"{found[name].value:.3f}" if name in found else "–" for name in TAG_FIGURES)
        + " |\n"
        for tag, found in summary.tags.items()
    )
    return f"## By tag\n\n| tag | {heads} |\n|---|{'---:|' * len(TAG_FIGURES)}\n{rows}\n"


def _misses(run: Run) -> str:
    rows = [
        _miss(gold, record)
        for gold in run.golden.questions
        if (record := run.records.get(gold.id)) and outcome(gold, record) not in GOOD
    ]
    return "".join(rows) or "None.\n"


def _miss(gold: GoldenQuestion, record: Record) -> str:
    return (
        f"- `{_plain(gold.id)}` {told(gold, record)}: {_plain(gold.question)}\n"
        f"  - {_plain(record.error or record.answer)}\n"
    )


def _flips(title: str, flips: Sequence[Flip], *, better: bool) -> str:
    rows = "".join(
        f"- `{_plain(flip.gold.id)}` {_plain(flip.gold.question)}\n"
        f"  - before, {TITLES[flip.before]}: {_plain(flip.first.error or flip.first.answer)}\n"
        f"  - after, {TITLES[flip.after]}: {_plain(flip.second.error or flip.second.answer)}\n"
        for flip in flips
        if flip.is_better == better
    )
    return f"## {title}\n\n{rows or 'None.'}\n"


def _plain(text: str) -> str:
    """Return text on one line in which no character is markup."""
    line = " ".join(text.split())
    line = line if len(line) <= LONGEST else line[:LONGEST] + "…"
    return "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in line)
