"""Two runs compared, as one HTML file: what differs, and the questions that flipped, side by side."""

from collections.abc import Sequence
from html import escape

from rag.evaluation.comparison import Difference
from rag.evaluation.flips import Flip
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.outcome import TITLES, Outcome
from rag.evaluation.record import Record
from rag.evaluation.report.page import document
from rag.evaluation.report.questions import citation_html


def comparison_page(
    names: tuple[str, str], differences: Sequence[Difference], flips: Sequence[Flip], left_out: int = 0
) -> str:
    """Return the page; `names` are those of the runs, `left_out` questions are not the same in both."""
    better = [flip for flip in flips if flip.is_better]
    worse = [flip for flip in flips if not flip.is_better]
    note = f"; {left_out} that are not the same in both runs are left out" if left_out else ""
    body = (
        f"<header><h1>{escape(names[0])} → {escape(names[1])}</h1>"
        f"<p>{len(better)} questions became better, {len(worse)} worse{note}</p></header>"
        + _differences(differences)
        + _flips("Better", better)
        + _flips("Worse", worse)
    )
    return document(f"{names[0]} → {names[1]}", body)


def _differences(differences: Sequence[Difference]) -> str:
    rows = "".join(map(_row, differences))
    heads = ("figure", "before", "after", "change", "95 % interval", "p", "questions")
    head = "".join(f"<th>{name}</th>" for name in heads)
    return (
        '<details class="figures" open><summary><h2>Figures</h2></summary><div class="wide">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "<p class='note'>p: chance of a difference this large if the runs do not differ, corrected for the "
        "number of figures (Holm).</p></div></details>"
    )


def _row(one: Difference) -> str:
    kind = ""
    if one.is_significant and one.metric.better:
        kind = "good" if (one.value > 0) == (one.metric.better == "higher") else "bad"
    return (
        f"<tr class='{kind}'><td><code>{escape(one.metric.name)}</code></td>"
        f"<td class='number'>{one.first:.3f}</td><td class='number'>{one.second:.3f}</td>"
        f"<td class='number change'>{one.value:+.3f}</td>"
        f"<td class='number'>{one.low:+.3f} to {one.high:+.3f}</td>"
        f"<td class='number'>{one.p_differs:.4f}</td><td class='number'>{one.questions}</td></tr>"
    )


def _flips(title: str, flips: Sequence[Flip]) -> str:
    rows = "".join(map(_flip, flips)) or '<p class="note">None.</p>'
    return f"<section class='flips'><h2>{title}</h2>{rows}</section>"


def _flip(flip: Flip) -> str:
    gold = flip.gold
    wanted = "、".join(" / ".join(variants) for variants in gold.wanted) or "a refusal"
    return (
        '<details class="question" open><summary>'
        f'<span class="outcome {flip.after}">{TITLES[flip.after]}</span>'
        f'<span class="asked">{escape(gold.question)}</span>'
        f'<span class="about"><code>{escape(gold.id)}</code></span></summary>'
        f'<div class="body"><p class="note">wanted: {escape(wanted)}</p><div class="sides">'
        f"{_side('before', gold, flip.before, flip.first)}{_side('after', gold, flip.after, flip.second)}"
        "</div></div></details>"
    )


def _side(when: str, gold: GoldenQuestion, ended: Outcome, record: Record) -> str:
    cited = "".join(citation_html(gold, one) for one in record.citations)
    answer = escape(record.error or record.answer)
    return (
        f'<div><h4>{when}: <span class="outcome {ended}">{TITLES[ended]}</span> {record.confidence:.2f}</h4>'
        f'<p class="answer">{answer}</p>{cited}</div>'
    )
