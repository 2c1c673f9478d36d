"""A document opened at a place → HTML: its own characters, the cited ones in `<mark>`.

The text is shown as it is stored, line breaks and all, so what is marked is what was cited. Markup of a
Markdown source stays visible; a heading line is only set in bold.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.datatypes import Document
from ui.chat.escaping import escape
from ui.chat.places import Place
from ui.chat.render import origin
from ui.chat.texts import Texts

# Characters shown on each side of the place in a long document: some 30 screens, still quick to draw.
AROUND = 20_000

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)

Range = tuple[int, int]


def idle(texts: Texts) -> str:
    """Return the panel before anything is opened."""
    return f'<p class="gx-idle">{escape(texts.panel_idle)}</p>'


def gone(texts: Texts) -> str:
    """Return the panel for a document that is no longer there."""
    return f'{_bar("", texts)}<p class="gx-idle">{escape(texts.gone)}</p>'


def opened(document: Document, places: Sequence[Place], turn: int, number: int, texts: Texts) -> str:
    """Return `document` opened at `places[number]`; the answer's other places in it are marked faintly."""
    here = places[number]
    others = [(p.start, p.end) for p in places if p.document_id == document.id and p is not here]
    text = body(document.text, (here.start, here.end), others, texts)
    page = _page(document, f' data-turn="{turn}" data-place="{number}"', text)
    return f"{_bar(_stepper(len(places), turn, number, texts), texts)}{page}"


def previewed(document: Document, texts: Texts) -> str:
    """Return `document` from its beginning, nothing marked."""
    return f"{_bar('', texts)}{_page(document, '', body(document.text, (0, 0), [], texts))}"


def _page(document: Document, attributes: str, text: str) -> str:
    return (
        f'<div class="gx-page" tabindex="0"{attributes}><header class="gx-head">'
        f"<h2>{escape(document.title)}</h2>{origin(document.source, document.published)}</header>{text}</div>"
    )


def _bar(stepper: str, texts: Texts) -> str:
    return (
        f'<div class="gx-bar"><span class="gx-bar-title">{escape(texts.panel)}</span>{stepper}'
        f'<button type="button" class="gx-icon gx-close" data-close aria-label="{escape(texts.close)}" '
        f'title="{escape(texts.close)}">×</button></div>'
    )


def _stepper(total: int, turn: int, number: int, texts: Texts) -> str:
    if total < 2:
        return ""
    where = escape(texts.position.format(index=number + 1, total=total))
    return (
        f'<span class="gx-stepper">{_step("‹", texts.previous, turn, (number - 1) % total)}'
        f'<span aria-live="polite">{where}</span>{_step("›", texts.next, turn, (number + 1) % total)}</span>'
    )


def _step(sign: str, label: str, turn: int, number: int) -> str:
    return (
        f'<button type="button" class="gx-icon" data-turn="{turn}" data-place="{number}" '
        f'aria-label="{escape(label)}" title="{escape(label)}">{sign}</button>'
    )


def body(text: str, here: Range, others: Sequence[Range], texts: Texts) -> str:
    """Return `text`, or the part around `here` if it is long, with `here` and `others` marked."""
    first, last = max(0, here[0] - AROUND), min(len(text), here[1] + AROUND)
    cut = f'<p class="gx-note">{escape(texts.cut)}</p>' if (first, last) != (0, len(text)) else ""
    return f'{cut}<div class="gx-text">{marked(text, here, others, (first, last))}</div>'


def marked(text: str, here: Range, others: Sequence[Range], window: Range) -> str:
    """Return `text[window]` cut wherever a mark or a heading begins or ends, each piece in its element."""
    headings = [heading.span() for heading in _HEADING.finditer(text, *window)]
    edges = {edge for pair in (here, *others, *headings) for edge in pair if window[0] < edge < window[1]}
    cuts = sorted({*window, *edges})
    return "".join(
        _piece(text[start:end], _within(start, [here]), _within(start, others), _within(start, headings))
        for start, end in pairwise(cuts)
    )


def _within(position: int, ranges: Sequence[Range]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _piece(text: str, here: bool, other: bool, heading: bool) -> str:  # noqa: FBT001 - three facts, one caller
    shown = escape(text)
    if here:
        shown = f'<mark class="gx-here">{shown}</mark>'
    elif other:
        shown = f'<mark class="gx-also">{shown}</mark>'
    return f'<span class="gx-heading">{shown}</span>' if heading else shown
