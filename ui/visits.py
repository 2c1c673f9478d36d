"""Who calls, and what they look at: read from the cookies of a request."""

from collections.abc import Sequence

import gradio as gr

from ui.bases import BASE_COOKIE, Base, chosen
from ui.chat import mode
from ui.chat.memory import Memory
from ui.chat.texts import texts_for
from ui.chat.visitor import Visitor
from ui.doorman import VISITOR_COOKIE
from ui.protocols import Archive

LANGUAGE_COOKIE = "genxi-language"
MODE_COOKIE = "genxi-mode"
SENT_LENGTH = 2_000  # characters; the question box takes no more


class Visits:
    """Tells the calls of different browsers apart."""

    def __init__(self, bases: Sequence[Base]) -> None:
        """Look at `bases`, of which there is at least one."""
        self.bases = bases

    def base(self, request: gr.Request) -> Base:
        """Return the knowledge base a browser looks at."""
        return chosen(self.bases, request.cookies.get(BASE_COOKIE))

    def library(self, request: gr.Request) -> Archive:
        """Return its documents."""
        return self.base(request).library

    def visitor(self, request: gr.Request) -> Visitor:
        """Return for whom the page is drawn."""
        cookies, base = request.cookies, self.base(request)
        owner = cookies.get(VISITOR_COOKIE)
        memory = Memory(base.conversations, owner) if base.conversations and owner else None
        liked = mode.chosen(cookies.get(MODE_COOKIE), has_model=base.library.has_model)
        return Visitor(texts_for(cookies.get(LANGUAGE_COOKIE)), memory, liked)


def sent(event: gr.EventData, name: str) -> str:
    """Return a text the page sent along with an event."""
    return str(event._data.get(name, ""))[:SENT_LENGTH]
