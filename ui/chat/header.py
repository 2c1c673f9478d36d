"""The line at the top of the page: the name, and what a visitor can open or switch."""

from ui.chat.escaping import escape
from ui.chat.texts import LANGUAGES, Texts


def _drawn(paths: str) -> str:
    return (
        '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{paths}"/></svg>'
    )


# A trunk that parts into roots.
MARK = _drawn(
    "M12 2v9M12 11c0 5-3 5-5 10M12 11c0 5 3 5 5 10M12 11v11"
    "M10.6 15.4c-2 .9-4.6.6-6.6 2M13.4 15.4c2 .9 4.6.6 6.6 2"
)
CLOCK = _drawn("M12 7v5l3 2M12 3a9 9 0 1 1 0 18a9 9 0 1 1 0-18")
SHEET = _drawn("M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5")
PLUS = _drawn("M12 5v14M5 12h14")
TICKS = _drawn("M4 7l2 2 3-4M4 16l2 2 3-4M13 7h7M13 16h7")
EVALUATION = {"zh-Hans": "评测", "zh-Hant": "評測", "en": "Evaluation"}


def header(texts: Texts) -> str:
    """Return the top line in the language of `texts`."""
    return (
        f'<div class="gx-top" data-lang="{texts.code}"><h1 class="gx-name">{MARK}'
        f'<span>根系</span><small>Genxi</small></h1><p class="gx-tagline">{escape(texts.tagline)}</p>'
        f'<nav class="gx-tools">{_tool("history", CLOCK, texts.history)}'
        f"{_tool('library', SHEET, texts.documents)}{_tool('new', PLUS, texts.new)}"
        f"{_evaluation(EVALUATION[texts.code])}"
        f'<select class="gx-tool" data-language aria-label="{escape(texts.language)}">'
        f"{_options(texts)}</select>"
        f'<button type="button" class="gx-tool gx-theme" data-theme aria-label="{escape(texts.theme)}" '
        f'title="{escape(texts.theme)}">◐</button></nav></div>'
    )


def _tool(action: str, icon: str, label: str) -> str:
    return (
        f'<button type="button" class="gx-tool" data-{action} aria-label="{escape(label)}" '
        f'title="{escape(label)}">{icon}<span>{escape(label)}</span></button>'
    )


def _evaluation(label: str) -> str:
    """Return the way to the evaluation page, a page of its own."""
    return (
        f'<a class="gx-tool" style="text-decoration:none" href="/evaluation" title="{label}" '
        f'aria-label="{label}">{TICKS}<span>{label}</span></a>'
    )


def _options(chosen: Texts) -> str:
    return "".join(
        f'<option value="{code}"{" selected" if code == chosen.code else ""}>{escape(texts.name)}</option>'
        for code, texts in LANGUAGES.items()
    )
