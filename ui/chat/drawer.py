"""What slides in from the left: the visitor's earlier conversations, or the documents of the store."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from rag.datatypes import DocumentSummary
from rag.storage.conversations import Conversation
from ui.chat.escaping import escape
from ui.chat.render import origin
from ui.chat.texts import Texts


def history(kept: Sequence[Conversation], texts: Texts, *, holding: str = "") -> str:
    """Return the list of conversations; `holding` is what they were looked for by."""
    rows = "".join(_conversation(conversation, texts) for conversation in kept)
    if not rows and not holding:
        return f"{_bar(texts.history, texts)}{_nothing(texts.no_history)}"
    found = f'<ul class="gx-rows">{rows}</ul>' if rows else _nothing(texts.nothing_found)
    finding = _finding(texts.holding, f'data-holding="{escape(holding)}"')
    return f"{_bar(texts.history, texts)}{finding}{found}"


def documents(
    listed: Sequence[DocumentSummary],
    texts: Texts,
    *,
    away: Mapping[str, str] = MappingProxyType({}),
    status: str = "",
) -> str:
    """Return the list of documents, under a place to add more, the health of the store and a `status`.

    `away` tells by id what was cleaned away of a document.
    """
    rows = "".join(_document(summary, away.get(summary.id, ""), texts) for summary in listed)
    passages = texts.passages.format(passages=f"{sum(summary.chunks for summary in listed):,}")
    count = texts.count.format(documents=f"{len(listed):,}")
    health = (
        f'<div class="gx-health"><span>{escape(f"{count} · {passages}")}</span>'
        f'<button type="button" class="gx-small" data-check>{escape(texts.check)}</button></div>{status}'
    )
    return f"{_bar(texts.documents, texts)}{_adding(texts)}{health}{_list(rows, texts.empty, texts)}"


def told(sentence: str, *, alarming: bool = False, repair: str = "") -> str:
    """Return a sentence on what was done; `repair` names a button that mends what it tells."""
    button = f'<button type="button" class="gx-small" data-repair>{escape(repair)}</button>' if repair else ""
    kind = ' class="gx-status gx-alarm" role="alert"' if alarming else ' class="gx-status" role="status"'
    return f"<p{kind}>{escape(sentence)} {button}</p>"


def _bar(title: str, texts: Texts) -> str:
    return (
        f'<div class="gx-bar"><h2 class="gx-bar-title" tabindex="-1">{escape(title)}</h2>'
        f'<button type="button" class="gx-icon" data-close aria-label="{escape(texts.close_list)}">×'
        "</button></div>"
    )


def _list(rows: str, nothing: str, texts: Texts) -> str:
    if not rows:
        return _nothing(nothing)
    return f'{_finding(texts.find, "data-filter")}<ul class="gx-rows">{rows}</ul>'


def _nothing(sentence: str) -> str:
    return f'<p class="gx-idle">{escape(sentence)}</p>'


def _finding(label: str, kind: str) -> str:
    shown = escape(label)
    return (
        f'<input type="search" class="gx-filter" {kind} placeholder="{shown}" '
        f'aria-label="{shown}" maxlength="100">'
    )


def _conversation(conversation: Conversation, texts: Texts) -> str:
    day = datetime.fromtimestamp(conversation.updated).strftime("%Y-%m-%d %H:%M")
    identity = escape(conversation.id)
    return (
        f'<li><button type="button" class="gx-row" data-resume="{identity}"><span class="gx-row-title">'
        f'{escape(conversation.title)}</span><span class="gx-origin">{day}</span></button>'
        f'<button type="button" class="gx-small" data-rename="{identity}">{escape(texts.rename)}</button>'
        f"{_deleting('data-forget', conversation.id, texts)}</li>"
    )


def _document(summary: DocumentSummary, away: str, texts: Texts) -> str:
    identity = escape(summary.id)
    cleaned = f'<span class="gx-origin gx-away">{escape(away)}</span>' if away else ""
    return (
        f'<li><button type="button" class="gx-row" data-preview="{identity}"><span class="gx-row-title">'
        f"{escape(summary.title)}</span>{origin(summary.source, summary.published)}"
        f'<span class="gx-origin">{identity}</span>{cleaned}</button><span class="gx-deeds">'
        f'<button type="button" class="gx-small" data-reindex="{identity}">{escape(texts.reindex)}</button>'
        f"{_deleting('data-remove', summary.id, texts)}</span></li>"
    )


def _deleting(kind: str, identity: str, texts: Texts) -> str:
    """Return a button that must be pressed twice; its second name stands by."""
    return (
        f'<button type="button" class="gx-small" {kind}="{escape(identity)}" '
        f'data-sure="{escape(texts.sure)}">{escape(texts.delete)}</button>'
    )


def _adding(texts: Texts) -> str:
    outcomes = {
        "reading": texts.reading,
        "added": texts.added,
        "updated": texts.updated,
        "unchanged": texts.unchanged,
        "failed": texts.not_added,
        "sending": texts.sending,
        "several": texts.several,
        "colon": texts.colon,
        "separator": texts.separator,
        "language": texts.code,
    }
    said = " ".join(f'data-{name}="{escape(sentence)}"' for name, sentence in outcomes.items())
    return (
        f'<label class="gx-drop" {said}><input type="file" multiple data-upload>'
        f"<span>{escape(texts.drop)}</span></label>"
        '<ul class="gx-progress" aria-live="polite" data-progress></ul>'
    )
