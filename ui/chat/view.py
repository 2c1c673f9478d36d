"""What the page shows after each thing a reader does; plain values, so that it is tested without a browser.

The state of the page is a Talk. Every function takes what it needs and returns what
the page shows next; `ui.web` only connects them to components.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from embeddings.errors import AppError
from rag.datatypes import Document
from rag.errors import UnknownConversation, UnknownDocument
from ui.chat import drawer, render, source_panel
from ui.chat.escaping import mended
from ui.chat.examples import examples
from ui.chat.exchange import Exchange, converse
from ui.chat.faults import explained
from ui.chat.following import suggestions
from ui.chat.halting import Halt, until
from ui.chat.memory import Memory
from ui.chat.talk import Talk
from ui.chat.texts import Texts
from ui.chat.tools import NOTE_LENGTH
from ui.chat.visitor import Visitor
from ui.chat.welcome import welcome
from ui.protocols import Archive

# Twenty pictures a second read as fluent; a fast answerer must not flood the connection with more.
FRAME_SECONDS = 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """One picture of the page; a `source` of None leaves the source panel as it is."""

    thread: str
    talk: Talk
    source: str | None = None
    busy: bool = False


def first(library: Archive, visitor: Visitor) -> View:
    """Return the page before the first question."""
    listed = list(library.documents())
    greeting = welcome(examples(library, listed, visitor.texts), len(listed), visitor.texts)
    return View(greeting, Talk(), source=source_panel.idle(visitor.texts))


def begun(library: Archive, identity: str, visitor: Visitor) -> View:
    """Return the page with the kept conversation `identity`, or a new one if there is none of this name."""
    if visitor.memory is None or not identity:
        return first(library, visitor)
    try:
        talk = visitor.memory.recall(identity, library.show)
    except UnknownConversation:
        return first(library, visitor)
    return redrawn(library, talk, visitor)


def redrawn(library: Archive, talk: Talk, visitor: Visitor) -> View:
    """Return the same conversation anew, in the language of `visitor`."""
    if not talk.exchanges:
        return first(library, visitor)
    following = suggestions(library, talk, visitor.texts)
    thread = render.conversation(talk, visitor.texts, following)
    return View(thread, talk, source=_opening(library, talk, visitor.texts))


def asked(
    library: Archive,
    question: str,
    talk: Talk,
    visitor: Visitor,
    halted: Callable[[], Halt | None] = lambda: None,
) -> Iterator[View]:
    """Yield the page while `question` is answered; the last view opens the first place of the answer.

    When it is `halted`, the last view says so; a reader who left is shown no more of it.
    """
    if not question.strip():
        return
    exchange = Exchange(mended(question.strip()))
    growing = paced(until(halted, converse(library, exchange.question, talk.exchanges, visitor.mode)))
    try:
        for exchange in growing:
            if exchange.waiting:  # a whole answer is kept before it is shown, so that a reload finds it
                yield _pictured(talk.plus(exchange), visitor.texts, busy=True)
    except Exception as error:
        failed = replace(exchange, error=_sentence(error, visitor.texts))
        yield _pictured(talk.plus(failed), visitor.texts)
        return
    if exchange.answer is not None:
        yield redrawn(library, _kept(talk.plus(exchange), visitor), visitor)
    elif halted() == "stopped":
        yield stopped(talk.plus(exchange), visitor.texts)


def stopped(talk: Talk, texts: Texts) -> View:
    """Return the page after the reader cut an answer short."""
    if talk.exchanges and talk.exchanges[-1].waiting:
        *earlier, last = talk.exchanges
        talk = replace(talk, exchanges=(*earlier, replace(last, stopped=True)))
    return _pictured(talk, texts)


def retried(
    library: Archive,
    talk: Talk,
    visitor: Visitor,
    halted: Callable[[], Halt | None] = lambda: None,
) -> Iterator[View]:
    """Yield the page while the last question is asked again; one without an answer makes way for it."""
    if not talk.exchanges:
        return
    *earlier, last = talk.exchanges
    if last.answer is None:
        talk = replace(talk, exchanges=tuple(earlier))
    yield from asked(library, last.question, talk, visitor, halted)


def judged(library: Archive, talk: Talk, told: Mapping[str, Any], visitor: Visitor) -> View | None:
    """Return the page after a reader judged an answer; None if there is no such answer to judge."""
    turn, verdict, comment = told.get("turn"), told.get("verdict"), told.get("comment", "")
    if not (isinstance(turn, int) and 0 <= turn < len(talk.exchanges) and verdict in (1, 0, -1)):
        return None
    if visitor.memory is None or not isinstance(comment, str):
        return None
    with suppress(UnknownConversation):  # deleted in another window
        talk = visitor.memory.judge(talk, turn, verdict or None, mended(comment.strip())[:NOTE_LENGTH])
    following = suggestions(library, talk, visitor.texts)
    return View(render.conversation(talk, visitor.texts, following), talk)


def opened(library: Archive, talk: Talk, pressed: Mapping[str, Any], texts: Texts) -> str | None:
    """Return the source panel for what was `pressed`; None if the conversation has no such place."""
    turn, number = pressed.get("turn"), pressed.get("place")
    if not (isinstance(turn, int) and isinstance(number, int) and 0 <= turn < len(talk.exchanges)):
        return None
    if not 0 <= number < len(talk.exchanges[turn].places):
        return None
    return _panel(library, talk, turn, number, texts, clean=pressed.get("clean") is True)


def previewed(library: Archive, document_id: str, texts: Texts, *, clean: bool = False) -> str:
    """Return the source panel with a whole document."""
    try:
        return source_panel.previewed(library.show(document_id), texts, clean=clean)
    except UnknownDocument:
        return source_panel.gone(texts)


def history(visitor: Visitor, change: Callable[[Memory], None] = lambda _: None, *, holding: str = "") -> str:
    """Return the list of conversations, after a `change` to them if there is one to make.

    Only those whose title, questions or answers are `holding` these words.
    """
    if visitor.memory is None:
        return drawer.history([], visitor.texts)
    with suppress(UnknownConversation):  # deleted in another window: the list shows it
        change(visitor.memory)
    return drawer.history(visitor.memory.kept(holding), visitor.texts, holding=holding)


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


def _pictured(talk: Talk, texts: Texts, *, busy: bool = False) -> View:
    return View(render.conversation(talk, texts), talk, busy=busy)


def _kept(talk: Talk, visitor: Visitor) -> Talk:
    """Save the last exchange; an answer that cannot be saved is still an answer."""
    if visitor.memory is None:
        return talk
    try:
        return visitor.memory.keep(talk)
    except AppError as error:
        _log.warning("A conversation could not be kept: %s", error)
        return talk


def _opening(library: Archive, talk: Talk, texts: Texts) -> str:
    last = talk.exchanges[-1]
    if last.answer is None or last.answer.abstained or not last.places:
        return source_panel.idle(texts)
    return _panel(library, talk, len(talk.exchanges) - 1, 0, texts)


def _panel(library: Archive, talk: Talk, turn: int, number: int, texts: Texts, *, clean: bool = False) -> str:
    places = talk.exchanges[turn].places
    try:
        document = library.show(places[number].document_id)
    except UnknownDocument:
        return source_panel.gone(texts)
    copies = list(_known(library, places[number].copies))
    return source_panel.opened(document, places, turn, number, texts, clean=clean, copies=copies)


def _known(library: Archive, ids: Sequence[str]) -> Iterator[Document]:
    for document_id in ids:
        with suppress(UnknownDocument):  # removed since
            yield library.show(document_id)


def _sentence(error: Exception, texts: Texts) -> str:
    if isinstance(error, AppError):
        return explained(str(error), texts.code)
    _log.exception("A question could not be answered")
    return texts.failed
