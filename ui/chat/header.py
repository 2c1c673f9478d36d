"""The line at the top of the page: the name, and what a reader can switch."""

from ui.chat.escaping import escape
from ui.chat.texts import LANGUAGES, Texts

# A trunk line that parts into roots; drawn in the colour of the text beside it.
MARK = (
    '<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-linecap="round"><path d="M12 2v9M12 11c0 5-3 5-5 10M12 11c0 5 3 5 5 10M12 11v11'
    'M10.6 15.4c-2 .9-4.6.6-6.6 2M13.4 15.4c2 .9 4.6.6 6.6 2"/></svg>'
)


def header(texts: Texts) -> str:
    """Return the top line in the language of `texts`."""
    return (
        f'<div class="gx-top" data-lang="{texts.code}"><h1 class="gx-name">{MARK}'
        f'<span>根系</span><small>Genxi</small></h1><p class="gx-tagline">{escape(texts.tagline)}</p>'
        f'<div class="gx-tools">'
        f'<button type="button" class="gx-tool" data-new>{escape(texts.new)}</button>'
        f'<select class="gx-tool" data-language aria-label="{escape(texts.language)}">'
        f"{_options(texts)}</select>"
        f'<button type="button" class="gx-tool gx-theme" data-theme aria-label="{escape(texts.theme)}" '
        f'title="{escape(texts.theme)}">◐</button></div></div>'
    )


def _options(chosen: Texts) -> str:
    return "".join(
        f'<option value="{code}"{" selected" if code == chosen.code else ""}>{escape(texts.name)}</option>'
        for code, texts in LANGUAGES.items()
    )
