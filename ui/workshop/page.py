"""The evaluation page's HTML: a frame in the visitor's language, which `assets/evaluation.js` fills."""

import json
import tomllib
from functools import cache
from importlib.resources import files

from ui.chat.escaping import escape
from ui.chat.texts import texts_for


def page(language: str | None) -> str:
    """Return the page in a language of the chat page; simplified Chinese for anything unknown."""
    code = texts_for(language).code
    words = _words()[code]
    frame = (files("ui") / "assets" / "evaluation.html").read_text("utf-8")
    for name, word in words.items():
        frame = frame.replace(f"[[{name}]]", escape(word))
    # A data block is never run; `<` is all that could end it.
    told = json.dumps(words, ensure_ascii=False).replace("<", "\\u003c")
    return frame.replace("[[language]]", code).replace("[[words]]", told)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("ui") / "workshop" / "words.toml").read_text("utf-8"))
