"""What can be done with a finished answer: copied, changed, taken along, judged."""

from ui.chat import copying
from ui.chat.escaping import escape
from ui.chat.exchange import Exchange
from ui.chat.texts import Texts

NOTE_LENGTH = 500  # characters

_THUMB = "M7 11v9H4v-9zM7 11l4-7.5c1.6 0 2.3 1 2.3 2.2V9.5h4.7a2 2 0 0 1 2 2.3l-1.1 6.5A2 2 0 0 1 17 20H7"


def tools(turn: int, exchange: Exchange, texts: Texts) -> str:
    """Return the buttons under an answer; the page shows the export under the last one."""
    if exchange.answer is None:
        return ""
    return (
        f'<div class="gx-actions" data-markdown="{escape(copying.markdown(exchange))}">'
        f"{_judging(turn, exchange, texts)}{copy_button(copying.answer(exchange), texts.copy)}"
        f'<button type="button" class="gx-small" data-again="{escape(exchange.question)}">'
        f'{escape(texts.again)}</button><button type="button" class="gx-small gx-export" data-export>'
        f"{escape(texts.export)}</button></div>{_noting(turn, exchange, texts)}"
    )


def copy_button(text: str, label: str) -> str:
    """Return a button that copies `text`."""
    return f'<button type="button" class="gx-small" data-copy="{escape(text)}">{escape(label)}</button>'


def _judging(turn: int, exchange: Exchange, texts: Texts) -> str:
    """Return thumbs up and down; pressed again, a verdict is taken back."""
    if exchange.message is None:
        return ""
    kinds = ((1, texts.good), (-1, texts.bad))
    return "".join(_thumb(turn, value, label, pressed=exchange.verdict == value) for value, label in kinds)


def _thumb(turn: int, value: int, label: str, *, pressed: bool) -> str:
    turned = "" if value > 0 else ' class="gx-down"'
    icon = (
        f'<svg viewBox="0 0 24 24" aria-hidden="true"{turned} fill="none" stroke="currentColor" '
        f'stroke-width="1.8" stroke-linejoin="round"><path d="{_THUMB}"/></svg>'
    )
    return (
        f'<button type="button" class="gx-small gx-thumb" data-judge="{0 if pressed else value}" '
        f'data-turn="{turn}" aria-pressed="{str(pressed).lower()}" aria-label="{escape(label)}" '
        f'title="{escape(label)}">{icon}</button>'
    )


def _noting(turn: int, exchange: Exchange, texts: Texts) -> str:
    """Return a line for what is wrong with an answer; what was noted stays in it."""
    if exchange.verdict != -1:
        return ""
    noted = f'<span class="gx-origin" role="status">{escape(texts.noted)}</span>' if exchange.comment else ""
    return (
        f'<form class="gx-noting" data-turn="{turn}"><input type="text" maxlength="{NOTE_LENGTH}" '
        f'value="{escape(exchange.comment)}" placeholder="{escape(texts.why_bad)}" '
        f'aria-label="{escape(texts.note)}"><button type="submit" class="gx-small">'
        f"{escape(texts.keep_note)}</button>{noted}</form>"
    )
