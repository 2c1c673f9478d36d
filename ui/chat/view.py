"""What the page shows after each thing a reader does; plain values, so that it is tested without a browser.

The state of a conversation is a tuple of exchanges. Every function takes what it needs and returns what
the page shows next; `ui.web` only connects them to components.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from embeddings.errors import AppError
from rag.errors import UnknownDocument
from ui.chat import render, source_panel
from ui.chat.examples import examples
from ui.chat.exchange import Exchange, converse
from ui.chat.texts import Texts
from ui.chat.welcome import welcome
from ui.protocols import Library

# Twenty pictures a second read as fluent; a fast answerer must not flood the connection with more.
FRAME_SECONDS = 0.05

_log = logging.getLogger(__name__)

Exchanges = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One picture of the page; a `source` of None leaves the source panel as it is."""

    thread: str
    exchanges: Exchanges
    source: str | None = None
    busy: bool = False


def first(library: Library, texts: Texts) -> View:
    """Return the page before the first question."""
    listed = list(library.documents())
    greeting = welcome(examples(library, listed, texts), len(listed), texts)
    return View(greeting, (), source=source_panel.idle(texts))


def redrawn(library: Library, exchanges: Exchanges, texts: Texts) -> View:
    """Return the same conversation in the language of `texts`."""
    if not exchanges:
        return first(library, texts)
    return View(render.conversation(exchanges, texts), exchanges, source=_opening(library, exchanges, texts))


def asked(library: Library, question: str, earlier: Exchanges, texts: Texts) -> Iterator[View]:
    """Yield the page while `question` is answered; the last view opens the first place of the answer."""
    if not question.strip():
        return
    exchange = Exchange(question.strip())
    growing = paced(converse(library, exchange.question, earlier))
    try:
        for exchange in growing:
            yield _pictured((*earlier, exchange), texts, busy=exchange.waiting)
    except Exception as error:
        exchange = replace(exchange, error=_sentence(error, texts))
        yield _pictured((*earlier, exchange), texts)
        return
    done = (*earlier, exchange)
    yield replace(_pictured(done, texts), source=_opening(library, done, texts))


def stopped(exchanges: Exchanges, texts: Texts) -> View:
    """Return the page after the reader cut an answer short."""
    if exchanges and exchanges[-1].waiting:
        exchanges = (*exchanges[:-1], replace(exchanges[-1], stopped=True))
    return _pictured(exchanges, texts)


def opened(library: Library, exchanges: Exchanges, pressed: Mapping[str, Any], texts: Texts) -> str | None:
    """Return the source panel for what was `pressed`; None if the conversation has no such place."""
    turn, number = pressed.get("turn"), pressed.get("place")
    if not (isinstance(turn, int) and isinstance(number, int) and 0 <= turn < len(exchanges)):
        return None
    if not 0 <= number < len(exchanges[turn].places):
        return None
    return _panel(library, exchanges, turn, number, texts)


def paced(
    exchanges: Iterator[Exchange],
    seconds: float = FRAME_SECONDS,
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Exchange]:
    """Yield the first, the last (before an error too), and between at most one every `seconds`."""
    shown_at = float("-inf")
    held: Exchange | None = None
    try:
        for exchange in exchanges:
            held = exchange
            if now() - shown_at >= seconds:
                yield exchange
                shown_at, held = now(), None
    except Exception:
        if held is not None:
            yield held
        raise
    if held is not None:
        yield held


def _pictured(exchanges: Exchanges, texts: Texts, *, busy: bool = False) -> View:
    return View(render.conversation(exchanges, texts), exchanges, busy=busy)


def _opening(library: Library, exchanges: Sequence[Exchange], texts: Texts) -> str:
    last = exchanges[-1]
    if last.answer is None or last.answer.abstained or not last.places:
        return source_panel.idle(texts)
    return _panel(library, exchanges, len(exchanges) - 1, 0, texts)


def _panel(library: Library, exchanges: Sequence[Exchange], turn: int, number: int, texts: Texts) -> str:
    places = exchanges[turn].places
    try:
        document = library.show(places[number].document_id)
    except UnknownDocument:
        return source_panel.gone(texts)
    return source_panel.opened(document, places, turn, number, texts)


def _sentence(error: Exception, texts: Texts) -> str:
    if isinstance(error, AppError):
        return str(error)
    _log.exception("A question could not be answered")
    return texts.failed
