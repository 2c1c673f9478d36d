"""A conversation → HTML, with every character of questions, answers and documents escaped.

Whatever can be pressed carries numbers only (`data-turn`, `data-place`): which exchange, and which of
its places. The page sends them back and the server looks up the rest, so a page can ask for nothing
that its own conversation does not cite.
"""

import re
from collections.abc import Sequence

from ui.chat import copying
from ui.chat.escaping import escape
from ui.chat.exchange import Exchange
from ui.chat.places import Place
from ui.chat.talk import Talk
from ui.chat.texts import Texts
from ui.chat.tools import copy_button, tools

QUOTE_SHOWN = 90  # characters of a quotation under an answer: two lines on a desktop

_MARK = re.compile(r"\[(\d{1,3})\]")


def conversation(talk: Talk, texts: Texts, following: Sequence[str] = ()) -> str:
    """Return the whole conversation, then questions to go on with.

    `data-talk` tells the page under which name it is kept.
    """
    shown = "".join(_exchange(turn, exchange, texts) for turn, exchange in enumerate(talk.exchanges))
    more = _following(following, texts)
    return f'<div class="gx-talk" data-talk="{escape(talk.id or "")}">{shown}{more}</div>'


def _following(questions: Sequence[str], texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" class="gx-follow" data-ask="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )
    if not buttons:
        return ""
    label = escape(texts.follow)
    return f'<nav class="gx-following" aria-label="{label}"><h3>{label}</h3>{buttons}</nav>'


def _exchange(turn: int, exchange: Exchange, texts: Texts) -> str:
    return (
        f'<section class="gx-exchange">'
        f'<h2 class="gx-question" aria-label="{escape(texts.you)}">{escape(exchange.question)}</h2>'
        f'<div class="gx-answer">{_answer(turn, exchange, texts)}</div>'
        f"{tools(turn, exchange, texts)}{_places(turn, exchange, texts)}</section>"
    )


def _answer(turn: int, exchange: Exchange, texts: Texts) -> str:
    said = _understood(exchange, texts) + paragraphs(exchange.text, turn, exchange.places, texts)
    if exchange.error is not None:
        return f'{said}<p class="gx-error" role="alert">{escape(exchange.error)}</p>{_retrying(texts)}'
    if exchange.stopped:
        return f'{said}<p class="gx-note">{escape(texts.stopped)}</p>{_retrying(texts)}'
    if exchange.waiting and not exchange.text:
        return f'<p class="gx-note gx-waiting">{escape(texts.thinking)}</p>'
    return said


def _understood(exchange: Exchange, texts: Texts) -> str:
    """Return the question that was answered, if not the one typed: a follow-up, a misspelt name."""
    asked = exchange.answer.standalone_question.strip() if exchange.answer else exchange.question.strip()
    if asked == exchange.question.strip():
        return ""
    return f'<p class="gx-note">{escape(texts.understood.format(question=asked))}</p>'


def paragraphs(text: str, turn: int, places: Sequence[Place], texts: Texts) -> str:
    """Return `text` as paragraphs, one a line; marks that lead to one of `places` become links."""
    return "".join(
        f"<p>{_marked(line, turn, places, texts)}</p>" for line in text.splitlines() if line.strip()
    )


def _marked(line: str, turn: int, places: Sequence[Place], texts: Texts) -> str:
    by_marker = {place.marker: number for number, place in enumerate(places)}
    parts: list[str] = []
    at = 0
    for mark in _MARK.finditer(line):
        number = by_marker.get(int(mark[1]))
        if number is None:
            continue
        parts.append(escape(line[at : mark.start()]))
        parts.append(_link(mark[0], turn, number, places[number], texts))
        at = mark.end()
    return "".join([*parts, escape(line[at:])])


def _link(mark: str, turn: int, number: int, place: Place, texts: Texts) -> str:
    label = escape(texts.cited.format(marker=place.marker, title=place.title))
    return (
        f'<a class="gx-mark" href="#gx-source" role="button" data-turn="{turn}" data-place="{number}" '
        f'aria-label="{label}" title="{label}">{mark}</a>'
    )


def _places(turn: int, exchange: Exchange, texts: Texts) -> str:
    if exchange.answer is None or not exchange.places:
        return ""
    heading = texts.nearest if exchange.answer.abstained else texts.sources
    items = "".join(_card(turn, number, place, texts) for number, place in enumerate(exchange.places))
    return f'<div class="gx-places"><h3>{escape(heading)}</h3><ol>{items}</ol></div>'


def _card(turn: int, number: int, place: Place, texts: Texts) -> str:
    marker = f'<span class="gx-number">{place.marker}</span>' if place.marker is not None else ""
    return (
        f'<li><button type="button" class="gx-card" data-turn="{turn}" data-place="{number}">{marker}'
        f'<span class="gx-card-text"><span class="gx-card-title">{escape(place.title)}</span>'
        f"{origin(place.source, place.published, paged(place.page, texts))}"
        f'<span class="gx-card-quote">{escape(shortened(place.quote))}</span></span></button>'
        f"{copy_button(copying.source(place), texts.copy_citation)}</li>"
    )


def _retrying(texts: Texts) -> str:
    """Return a button to ask again; the page shows it under the last question only."""
    return f'<button type="button" class="gx-small gx-retry" data-retry>{escape(texts.retry)}</button>'


def origin(source: str | None, published: str | None, page: str | None = None) -> str:
    """Return source, date and page as far as they are known; nothing if none is."""
    known = [escape(part) for part in (source, published, page) if part]
    return f'<span class="gx-origin">{" · ".join(known)}</span>' if known else ""


def paged(page: int | None, texts: Texts) -> str | None:
    """Return a page number as it is said, if there is one."""
    return texts.page.format(page=page) if page else None


def shortened(quote: str) -> str:
    """Return the beginning of `quote` on one line."""
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE_SHOWN else f"{line[:QUOTE_SHOWN].rstrip()}…"
