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

QUOTE_SHOWN = 90  # characters of a quotation under an answer: two lines on a desktop

_MARK = re.compile(r"\[(\d{1,3})\]")


def conversation(talk: Talk, texts: Texts) -> str:
    """Return the whole conversation; `data-talk` tells the page under which name it is kept."""
    shown = "".join(_exchange(turn, exchange, texts) for turn, exchange in enumerate(talk.exchanges))
    return f'<div class="gx-talk" data-talk="{escape(talk.id or "")}">{shown}</div>'


def _exchange(turn: int, exchange: Exchange, texts: Texts) -> str:
    return (
        f'<section class="gx-exchange">'
        f'<h2 class="gx-question" aria-label="{escape(texts.you)}">{escape(exchange.question)}</h2>'
        f'<div class="gx-answer">{_answer(turn, exchange, texts)}</div>'
        f"{_places(turn, exchange, texts)}{_tools(exchange, texts)}</section>"
    )


def _answer(turn: int, exchange: Exchange, texts: Texts) -> str:
    said = paragraphs(exchange.text, turn, exchange.places, texts)
    if exchange.error is not None:
        return f'{said}<p class="gx-error" role="alert">{escape(exchange.error)}</p>'
    if exchange.stopped:
        return f'{said}<p class="gx-note">{escape(texts.stopped)}</p>'
    if exchange.waiting and not exchange.text:
        return f'<p class="gx-note gx-waiting">{escape(texts.thinking)}</p>'
    return said


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
        f"{origin(place.source, place.published)}"
        f'<span class="gx-card-quote">{escape(shortened(place.quote))}</span></span></button>'
        f"{_copying(copying.source(place), texts.copy_citation)}</li>"
    )


def _tools(exchange: Exchange, texts: Texts) -> str:
    """Return what can be done with a finished answer; the page shows the export under the last one."""
    if exchange.answer is None:
        return ""
    return (
        f'<div class="gx-actions" data-markdown="{escape(copying.markdown(exchange))}">'
        f"{_copying(copying.answer(exchange), texts.copy)}"
        f'<button type="button" class="gx-small" data-again="{escape(exchange.question)}">'
        f'{escape(texts.again)}</button><button type="button" class="gx-small gx-export" data-export>'
        f"{escape(texts.export)}</button></div>"
    )


def _copying(text: str, label: str) -> str:
    return f'<button type="button" class="gx-small" data-copy="{escape(text)}">{escape(label)}</button>'


def origin(source: str | None, published: str | None) -> str:
    """Return source and date as far as they are known; nothing if neither is."""
    known = [escape(part) for part in (source, published) if part]
    return f'<span class="gx-origin">{" · ".join(known)}</span>' if known else ""


def shortened(quote: str) -> str:
    """Return the beginning of `quote` on one line."""
    line = " ".join(quote.split())
    return line if len(line) <= QUOTE_SHOWN else f"{line[:QUOTE_SHOWN].rstrip()}…"
