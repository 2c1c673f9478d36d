"""Every sentence of the web page, in simplified Chinese, traditional Chinese and English.

Only the page's own words: answers follow the language of their question, documents stay as they are.
The words themselves are in `languages/`, a file for each language.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from rag.cleaning.chinese import simplify, traditional


@dataclass(frozen=True, slots=True)
class Texts:
    """The page's words in one language; `{…}` are filled by `str.format`."""

    code: str  # BCP 47, for the `lang` attribute
    name: str  # of the language, in itself
    tagline: str
    placeholder: str
    send: str
    stop: str
    new: str
    theme: str
    language: str
    hello: str
    promise: str
    try_one: str
    count: str
    empty: str
    empty_how: str
    empty_then: str
    you: str
    sources: str
    nearest: str
    thinking: str
    understood: str
    stopped: str
    failed: str
    panel: str
    panel_idle: str
    gone: str
    changed: str
    previous: str
    next: str
    close: str
    position: str
    cited: str
    cut: str
    history: str
    no_history: str
    documents: str
    close_list: str
    find: str
    rename: str
    delete: str
    sure: str
    drop: str
    reading: str
    added: str
    updated: str
    unchanged: str
    not_added: str
    copy: str
    copy_citation: str
    again: str
    export: str
    what_is: str
    about: str
    aspect: str
    mode: str
    mode_full: str
    mode_short: str
    mode_model: str
    base: str
    follow: str
    retry: str
    good: str
    bad: str
    why_bad: str
    note: str
    keep_note: str
    noted: str
    original: str
    cleaned: str
    which_text: str
    page: str
    away: str
    away_nothing: str
    away_page: str
    away_garble: str
    away_markup: str
    away_pinyin: str
    reindex: str
    reindexed: str
    check: str
    healthy: str
    repair: str
    repaired: str
    unhealthy: str
    passages: str
    sending: str
    several: str
    also_in: str
    holding: str
    nothing_found: str
    colon: str
    separator: str

    def spelled(self, term: str) -> str:
        """Return a term of a document in the script of this page; English pages leave it as it is."""
        if self.code == "en":
            return term
        return traditional(term) if self.code == "zh-Hant" else simplify(term)


def _read(code: str) -> Texts:
    return Texts(**tomllib.loads(files("ui.chat").joinpath("languages", f"{code}.toml").read_text("utf-8")))


SIMPLIFIED, TRADITIONAL, ENGLISH = map(_read, ("zh-Hans", "zh-Hant", "en"))
LANGUAGES = {texts.code: texts for texts in (SIMPLIFIED, TRADITIONAL, ENGLISH)}


def texts_for(code: str | None) -> Texts:
    """Return the texts of a language chosen on the page; simplified Chinese for anything unknown."""
    return LANGUAGES.get(code or "", SIMPLIFIED)
