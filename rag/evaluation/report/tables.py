"""The figures of a report as HTML: cards for those that say most, and tables of all."""

from collections.abc import Mapping, Sequence
from html import escape

from rag.evaluation.metrics import METRICS
from rag.evaluation.report import figures
from rag.evaluation.summary import Figure, Summary

TAG_FIGURES = ("answer_right_cited", "answer_f1", "citation_right", "refusal_recall", "latency_p50")


def cards(summary: Summary) -> str:
    """Return a card for each main figure; support says so when there was no reader to measure it."""
    told = "".join(_card(name, summary.figures[name]) for name in figures.MAIN if name in summary.figures)
    if "citation_support" not in summary.figures:
        told += '<div class="card"><h3>citation_support</h3><p class="value">–</p><p>not measured</p></div>'
    return f'<section class="cards" aria-label="Main figures">{told}</section>'


def _card(name: str, figure: Figure) -> str:
    metric = figures.of(name)
    bar = _bar(figure) if metric.unit == "share" else ""
    return (
        f'<div class="card"><h3>{escape(name)}</h3>'
        f'<p class="value">{figures.number(metric, figure.value)}</p>'
        f"{bar}<p>{figures.interval(metric, figure)}</p><p>{escape(metric.title)}</p>"
        f"<p>{figure.questions} questions</p></div>"
    )


def _bar(figure: Figure) -> str:
    """Return the interval as a strip with the value marked on it."""
    low, width = figure.low * 100, max(0.6, (figure.high - figure.low) * 100)
    return (
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="6"/>'
        f'<rect class="span" x="{low:.1f}" width="{width:.1f}" height="6"/>'
        f'<rect class="now" x="{max(0.0, figure.value * 100 - 0.6):.1f}" width="1.2" height="6"/></svg>'
    )


def all_figures(summary: Summary) -> str:
    """Return a table of every figure."""
    rows = "".join(
        f"<tr><td>{escape(metric.group)}</td><td><code>{escape(metric.name)}</code></td>"
        f"<td>{escape(metric.title)}</td><td class='number'>{figures.number(metric, figure.value)}</td>"
        f"<td class='number'>{figures.interval(metric, figure)}</td>"
        f"<td class='number'>{figure.questions}</td></tr>"
        for metric in METRICS
        if (figure := summary.figures.get(metric.name))
    )
    heads = ("", "figure", "", "value", "95 % interval", "questions")
    return table("All figures", heads, rows)


def by_tag(summary: Summary) -> str:
    """Return a table of some figures of each tag."""
    rows = "".join(
        f"<tr><td>{escape(tag)}</td>" + "".join(_cell(name, found) for name in TAG_FIGURES) + "</tr>"
        for tag, found in summary.tags.items()
    )
    return table("By tag", ("tag", *TAG_FIGURES), rows) if rows else ""


def _cell(name: str, found: Mapping[str, Figure]) -> str:
    figure = found.get(name)
    if figure is None:
        return "<td class='number'>–</td>"
    metric = figures.of(name)
    told = figures.interval(metric, figure)
    return f"<td class='number' title='{escape(told)}'>{figures.number(metric, figure.value)}</td>"


def table(title: str, heads: Sequence[str], rows: str) -> str:
    """Return a table that opens; `rows` is HTML."""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    return (
        f'<details class="figures"><summary><h2>{escape(title)}</h2></summary><div class="wide"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>"
    )
