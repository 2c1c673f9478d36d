"""One golden question of a report as HTML: what was answered, what was wanted, and where it stands.

Every text is escaped; nothing of a document or of a question becomes markup.
"""

import re
from collections.abc import Iterable
from html import escape

from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.outcome import outcome, told
from rag.evaluation.record import Cited, Record
from rag.evaluation.rightness import carries
from rag.evaluation.verdict import Verdict, judge

SHOWN = ("answer_f1", "item_recall", "citation_support", "document_mrr", "passage_mrr")


def question_html(gold: GoldenQuestion, record: Record) -> str:
    """Return the question as a row that opens."""
    ended = outcome(gold, record)
    tags = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in gold.tags)
    figures = "" if record.error else f"{record.confidence:.2f} · {record.seconds * 1000:.0f} ms"
    return (
        f'<details class="question" data-outcome="{ended}" data-tags="{escape(chr(10).join(gold.tags))}">'
        f'<summary><span class="outcome {ended}">{told(gold, record)}</span>'
        f'<span class="asked">{escape(gold.question)}</span>'
        f'<span class="about"><code>{escape(gold.id)}</code>{tags}<span>{figures}</span></span></summary>'
        f'<div class="body">{_history(gold)}{_body(gold, record)}</div></details>'
    )


def _body(gold: GoldenQuestion, record: Record) -> str:
    if record.error:
        return _part("Error", f'<p class="error">{escape(record.error)}</p>') + _gold(gold)
    asked = record.standalone_question
    understood = _part("Understood as", f"<p>{escape(asked)}</p>") if asked != gold.question else ""
    spans = " · ".join(escape(span) for span in record.spans)
    answer = f'<p class="answer">{escape(record.answer)}</p>' + (
        f'<p class="note">short answers: {spans}</p>' if spans else ""
    )
    cited = "".join(citation_html(gold, one) for one in record.citations)
    return (
        understood
        + _part("Answer", answer)
        + _gold(gold)
        + (_part("Citations", cited) if cited else "")
        + _figures(judge(gold, record))
    )


def citation_html(gold: GoldenQuestion, cited: Cited) -> str:
    """Return a quote marked in the text around it, what is wanted stressed, and whether it carries that."""
    carrying = carries(gold, cited)
    notes = ["holds the answer" if carrying else "does not hold the answer"] if gold.answerable else []
    if not cited.verbatim:
        notes.append("not verbatim")
    if cited.support is not None:
        notes.append(f"support {cited.support:.2f}")
    wanted = [variant for variants in gold.wanted for variant in variants]
    return (
        f'<blockquote class="{"good" if carrying else "poor"}"><p>{escape(cited.before)}'
        f"<mark>{_stressed(cited.quote, wanted)}</mark>{escape(cited.after)}</p>"
        f"<footer>[{cited.marker}] {escape(cited.title)} · <code>{escape(cited.document_id)} "
        f"{cited.start}-{cited.end}</code> · {escape(', '.join(notes))}</footer></blockquote>"
    )


def _gold(gold: GoldenQuestion) -> str:
    if not gold.answerable:
        return _part("Wanted", "<p>a refusal: the documents do not answer this</p>")
    lines = [" / ".join(map(escape, variants)) for variants in gold.wanted]
    documents = (" and " if gold.all_documents else " or ").join(map(escape, gold.documents))
    listed = "".join(f"<li>{line}</li>" for line in lines) if gold.items else ""
    told = f"<ul>{listed}</ul>" if listed else f"<p>{lines[0]}</p>"
    return _part("Wanted", f'{told}<p class="note">from {documents}</p>')


def _history(gold: GoldenQuestion) -> str:
    if not gold.history:
        return ""
    turns = "".join(f"<p>{escape(turn.role)}: {escape(turn.content)}</p>" for turn in gold.history)
    return _part("Before", turns)


def _figures(verdict: Verdict) -> str:
    told = [f"{name} {verdict.figures[name]:.2f}" for name in SHOWN if name in verdict.figures]
    return f'<p class="note">{escape(" · ".join(told))}</p>' if told else ""


def _part(title: str, inside: str) -> str:
    return f"<section><h4>{escape(title)}</h4><div>{inside}</div></section>"


def _stressed(text: str, wanted: Iterable[str]) -> str:
    """Return escaped text with every verbatim occurrence of what is wanted stressed."""
    longest = sorted({one for one in wanted if one}, key=len, reverse=True)
    if not longest:
        return escape(text)
    pieces = re.split("(" + "|".join(map(re.escape, longest)) + ")", text)
    return "".join(
        f"<b>{escape(piece)}</b>" if place % 2 else escape(piece) for place, piece in enumerate(pieces)
    )
