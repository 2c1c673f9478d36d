"""Answers and sources as plain text to take along; a conversation as Markdown, with its citations."""

import re
from collections.abc import Sequence

from ui.chat.exchange import Exchange
from ui.chat.places import Place

# Signs that Markdown would read as markup; quoted text must come out as it went in.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!$])")


def source(place: Place) -> str:
    """Return a source as it is cited on paper: 《题名》，来源，日期, and the page if it has pages."""
    return cited(place.title, place.source, place.published, f"第{place.page}页" if place.page else None)


def cited(title: str, *known: str | None) -> str:
    """Return a title with what is known of where it stood."""
    return "，".join([f"《{title}》", *(part for part in known if part)])


def answer(exchange: Exchange) -> str:
    """Return an answer with its numbered sources."""
    sources = (f"[{place.marker}] {source(place)}" for place in _cited(exchange))
    return "\n".join([exchange.text, *sources])


def markdown(exchange: Exchange) -> str:
    """Return question, answer and quoted sources as Markdown."""
    sources = [
        f"{place.marker}. {_plain(source(place))}：{_plain(place.quote)}" for place in _cited(exchange)
    ]
    body = "\n\n".join(_plain(line) for line in exchange.text.splitlines() if line.strip())
    return "\n\n".join([f"## {_plain(exchange.question)}", body, "\n".join(sources)]).strip() + "\n"


def _cited(exchange: Exchange) -> Sequence[Place]:
    return [place for place in exchange.places if place.marker is not None]


def _plain(text: str) -> str:
    """Return `text` on one line, its signs escaped; marks like [1] are ours and stay."""
    line = _MARKUP.sub(r"\\\1", " ".join(text.split()))
    return re.sub(r"\\\[(\d+)\\\]", r"[\1]", line)
