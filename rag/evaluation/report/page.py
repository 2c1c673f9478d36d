"""A run as one HTML file: no script, style, font or picture comes from elsewhere, and none could.

The page's content security policy allows the one script and the one style sheet written into it, by their
hashes, and nothing else; a document that smuggled markup past the escaping still could not run it.
"""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from importlib.resources import files

from rag.evaluation.folder import Run
from rag.evaluation.gate import Line
from rag.evaluation.outcome import TITLES, outcome
from rag.evaluation.report import plots, tables
from rag.evaluation.report.questions import question_html
from rag.evaluation.summary import Summary
from rag.evaluation.summary_file import curves


def run_page(run: Run, summary: Summary, gate: Sequence[Line] = ()) -> str:
    """Return the report of a run."""
    parts = (
        _header(run, summary),
        _gate(gate),
        _failures(summary),
        tables.cards(summary),
        _plots(summary),
        tables.all_figures(summary),
        tables.by_tag(summary),
        _questions(run),
    )
    return document(f"Evaluation of {run.golden.name}", "".join(parts))


def document(title: str, body: str) -> str:
    """Return a whole page around `body`, which is HTML."""
    style, script = (_asset(name) for name in ("report.css", "report.js"))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{style}</style></head>\n"
        f"<body><main>{body}</main><script>{script}</script></body></html>\n"
    )


def _header(run: Run, summary: Summary) -> str:
    settings = " · ".join(f"{name} {value}" for name, value in run.settings.items())
    asked = len(summary.columns.ids) + len(summary.failed)
    return (
        f"<header><h1>{escape(run.golden.name)}</h1>"
        f"<p>{asked} of {len(run.golden.questions)} questions asked, version {escape(run.golden.version)}</p>"
        f"<p class='note'>{escape(settings)}</p></header>"
    )


def _gate(lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    failing = [line for line in lines if not line.passed]
    told = "".join(f"<li>{escape(line.told)}</li>" for line in failing)
    title = (
        f"Gate: {len(failing)} of {len(lines)} lines failed"
        if failing
        else f"Gate: all {len(lines)} lines hold"
    )
    return (
        f'<div class="notice {"bad" if failing else "fine"}" id="gate"><h2>{title}</h2><ul>{told}</ul></div>'
    )


def _failures(summary: Summary) -> str:
    if not summary.failed:
        return ""
    return (
        f'<div class="notice bad" id="failures"><h2>{len(summary.failed)} questions failed</h2>'
        "<p>They are part of no figure below. The same command asks them again.</p></div>"
    )


def _plots(summary: Summary) -> str:
    drawn = curves(summary.columns)
    rows = [
        (tag, figure.value, figure.low, figure.high, figure.questions)
        for tag, found in summary.tags.items()
        if (figure := found.get("answer_right_cited") or found.get("refusal_recall"))
    ]
    title = "Right and cited, by tag (refused, where a tag has no answer)"
    return (
        '<section class="plots">'
        + plots.risk_coverage(drawn["risk_coverage"])
        + plots.calibration(drawn["calibration"])
        + plots.histogram(summary.columns.get("seconds"))
        + plots.bars(title, rows)
        + "</section>"
    )


def _questions(run: Run) -> str:
    asked = [(gold, run.records[gold.id]) for gold in run.golden.questions if gold.id in run.records]
    counts: dict[str, int] = {}
    for gold, record in asked:
        ended = outcome(gold, record)
        counts[ended] = counts.get(ended, 0) + 1
    tags = dict.fromkeys(tag for gold, _ in asked for tag in gold.tags)
    chips = "".join(
        f'<button type="button" data-outcome="{name}" aria-pressed="false">'
        f"{title} <b>{counts[name]}</b></button>"
        for name, title in TITLES.items()
        if name in counts
    )
    options = "".join(f"<option>{escape(tag)}</option>" for tag in tags)
    rows = "".join(question_html(gold, record) for gold, record in asked)
    return (
        '<section id="questions"><h2>Questions</h2><div class="filters">'
        '<input type="search" placeholder="Search questions, answers, sources" aria-label="Search">'
        f'<select aria-label="Tag"><option value="">every tag</option>{options}</select>'
        f'<div class="chips">{chips}</div>'
        f'<p class="note"><output>{len(asked)} of {len(asked)} shown</output> '
        '<button type="button" id="unfold" class="link">open all</button></p></div>'
        f'{rows}<p class="none" hidden>No question fits.</p></section>'
    )


def _asset(name: str) -> str:
    return (files("rag.evaluation.report") / name).read_text("utf-8")


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
