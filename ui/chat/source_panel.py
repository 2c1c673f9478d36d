"""A document opened at a place → HTML: its own characters, the cited ones in `<mark>`.

The text is shown as it is stored, line breaks and all, so what is marked is what was cited. Markup of a
Markdown source stays visible; a heading line is only set in bold.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rag.cleaning.aligned import Aligned
from rag.cleaning.pipeline import trace_document
from rag.datatypes import Document
from ui.chat import copying
from ui.chat.escaping import escape
from ui.chat.places import Place, current
from ui.chat.render import origin, paged
from ui.chat.texts import Texts
from ui.chat.tidied import LONGEST_CLEANED, tidied
from ui.chat.tools import copy_button

# Characters shown on each side of the place in a long document: some 30 screens, still quick to draw.
AROUND = 20_000

_HEADING = re.compile(r"^#{1,6} .*$", re.MULTILINE)

Range = tuple[int, int]


def idle(texts: Texts) -> str:
    """Return the panel before anything is opened."""
    return f'<p class="gx-idle">{escape(texts.panel_idle)}</p>'


def gone(texts: Texts) -> str:
    """Return the panel for a document that is no longer there."""
    return f'{_bar("", None, texts)}<p class="gx-idle">{escape(texts.gone)}</p>'


def opened(
    document: Document,
    places: Sequence[Place],
    turn: int,
    number: int,
    texts: Texts,
    *,
    clean: bool = False,
    copies: Sequence[Document] = (),
) -> str:
    """Return `document` opened at `places[number]`; the answer's other places in it are marked faintly.

    A document that no longer holds the quote is opened at its beginning, with a note. `clean` shows the text
    as cleaning left it, the same places marked in it. `copies` are documents that say the same.
    """
    found = [current(place, document) if place.document_id == document.id else None for place in places]
    here = found[number]
    others = [(p.start, p.end) for p in found if p is not None and p is not here]
    shown = here or places[number]
    note = "" if here else f'<p class="gx-note">{escape(texts.changed)}</p>'
    stepper = _stepper(len(places), turn, number, texts)
    attributes = f' data-turn="{turn}" data-place="{number}"'
    head = _head(document, copying.source(shown), paged(shown.page, texts), texts, copies)
    body = _body(document, (here.start, here.end) if here else (0, 0), others, texts, clean=clean)
    page = _page(attributes, head + note + body, clean=clean)
    return f"{_bar(stepper, document, texts, clean=clean)}{page}"


def previewed(document: Document, texts: Texts, *, clean: bool = False) -> str:
    """Return `document` from its beginning, nothing marked."""
    attributes = f' data-document="{escape(document.id)}"'
    head = _head(document, copying.cited(document.title, document.source, document.published), None, texts)
    body = _body(document, (0, 0), [], texts, clean=clean)
    return f"{_bar('', document, texts, clean=clean)}{_page(attributes, head + body, clean=clean)}"


def _head(
    document: Document, citation: str, page: str | None, texts: Texts, copies: Sequence[Document] = ()
) -> str:
    return (
        f'<header class="gx-head"><h2>{escape(document.title)}</h2>'
        f"{origin(document.source, document.published, page)}"
        f"{copy_button(citation, texts.copy_citation)}{_copies(copies, texts)}</header>"
    )


def _copies(copies: Sequence[Document], texts: Texts) -> str:
    """Return the documents that say the same, to be opened by pressing them; nothing if there are none."""
    buttons = "".join(
        f'<li><button type="button" class="gx-copy" data-preview="{escape(copy.id)}">'
        f"{escape(copying.cited(copy.title, copy.source, copy.published))}</button></li>"
        for copy in copies
    )
    return f'<div class="gx-copies">{escape(texts.also_in)}<ul>{buttons}</ul></div>' if copies else ""


def _page(attributes: str, content: str, *, clean: bool) -> str:
    kind = " data-clean" if clean else ""
    return f'<div class="gx-page" tabindex="0"{attributes}{kind}>{content}</div>'


def _body(document: Document, here: Range, others: Sequence[Range], texts: Texts, *, clean: bool) -> str:
    if not clean or len(document.text) > LONGEST_CLEANED:
        return body(document.text, here, others, texts)
    traced = trace_document(document)
    told = f'<p class="gx-note">{escape(texts.away)}{escape(texts.colon)}{escape(tidied(traced, texts))}</p>'
    moved = [within(traced.cleaned, place) for place in (here, *others)]
    return told + body(traced.cleaned.text, moved[0], moved[1:], texts)


def within(cleaned: Aligned, place: Range) -> Range:
    """Return the characters of a clean text that stand for a range of its source; (0, 0) if none does."""
    touching = np.flatnonzero((cleaned.origin[:, 0] < place[1]) & (cleaned.origin[:, 1] > place[0]))
    return (int(touching[0]), int(touching[-1]) + 1) if len(touching) else (0, 0)


def _bar(stepper: str, document: Document | None, texts: Texts, *, clean: bool = False) -> str:
    title = f'<span class="gx-bar-title">{escape(texts.panel)}</span>'
    if document is not None and len(document.text) <= LONGEST_CLEANED:
        title = _switch(texts, clean=clean)
    return (
        f'<div class="gx-bar">{title}{stepper}'
        f'<button type="button" class="gx-icon gx-close" data-close aria-label="{escape(texts.close)}" '
        f'title="{escape(texts.close)}">×</button></div>'
    )


def _switch(texts: Texts, *, clean: bool) -> str:
    kinds = (("original", texts.original, not clean), ("clean", texts.cleaned, clean))
    buttons = "".join(
        f'<button type="button" data-view="{kind}" aria-pressed="{str(chosen).lower()}">'
        f"{escape(label)}</button>"
        for kind, label, chosen in kinds
    )
    return (
        f'<span class="gx-bar-title"><span class="gx-switch" role="group" '
        f'aria-label="{escape(texts.which_text)}">{buttons}</span></span>'
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
