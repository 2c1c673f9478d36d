"""What an empty conversation shows: a greeting with questions to press, or how to add documents."""

from collections.abc import Sequence

from ui.chat.escaping import escape
from ui.chat.texts import Texts


def welcome(questions: Sequence[str], documents: int, texts: Texts) -> str:
    """Return the greeting over a store of `documents`; of an empty store, how to fill it."""
    return _greeting(questions, documents, texts) if documents else _empty(texts)


def _greeting(questions: Sequence[str], documents: int, texts: Texts) -> str:
    buttons = "".join(
        f'<button type="button" class="gx-example" data-ask="{escape(question)}">{escape(question)}</button>'
        for question in questions
    )
    tried = f'<p class="gx-note">{escape(texts.try_one)}</p><div class="gx-examples">{buttons}</div>'
    return (
        f'<section class="gx-welcome"><h2>{escape(texts.hello)}</h2><p>{escape(texts.promise)}</p>'
        f"{tried if questions else ''}"
        f'<p class="gx-note gx-count">{escape(texts.count.format(documents=documents))}</p></section>'
    )


def _empty(texts: Texts) -> str:
    return (
        f'<section class="gx-welcome"><h2>{escape(texts.empty)}</h2><p>{escape(texts.empty_how)}</p>'
        f"<pre><code>genxi index PATH</code></pre><p>{escape(texts.empty_then)}</p></section>"
    )
