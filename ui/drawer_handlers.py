"""What the lists at the left call: earlier conversations, and the documents of a store with its health."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from ui.chat import library_view, view
from ui.chat.memory import Memory
from ui.chat.talk import Talk
from ui.visits import Visits, sent

MOST_NAMES = 100  # of just uploaded files


class DrawerHandlers:
    """Callbacks of the lists."""

    def __init__(self, visits: Visits) -> None:
        """Serve `visits`."""
        self._visits = visits

    def list_documents(self, talk: Talk, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        """List the documents; what greets visitors counts them too."""
        who, library = self._visits.visitor(request), self._visits.library(request)
        greeting = gr.skip() if talk.exchanges else view.first(library, who).thread
        return library_view.documents(library, who.texts, new=_uploaded(event)), greeting

    def reprocess(self, event: gr.EventData, request: gr.Request) -> str:
        """Process a document again."""
        library, texts = self._visits.library(request), self._visits.visitor(request).texts
        return library_view.reprocessed(library, sent(event, "id"), texts, new=_uploaded(event))

    def check(self, event: gr.EventData, request: gr.Request) -> str:
        """Examine the store, or mend it."""
        library, texts = self._visits.library(request), self._visits.visitor(request).texts
        repair = event._data.get("repair") is True
        return library_view.checked(library, texts, repair=repair, new=_uploaded(event))

    def list_history(self, event: gr.EventData, request: gr.Request) -> str:
        """List the visitor's conversations, those with the words looked for."""
        return self._history(event, request)

    def rename(self, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another title."""
        return self._history(event, request, lambda m: m.rename(sent(event, "id"), sent(event, "title")))

    def forget(self, event: gr.EventData, request: gr.Request) -> str:
        """Delete a conversation."""
        return self._history(event, request, lambda m: m.forget(sent(event, "id")))

    def _history(
        self, event: gr.EventData, request: gr.Request, change: Callable[[Memory], None] = lambda _: None
    ) -> str:
        holding = sent(event, "holding").strip()
        return view.history(self._visits.visitor(request), change, holding=holding)


def _uploaded(event: gr.EventData) -> list[str]:
    """Return the names of the files a page has just sent."""
    return [str(name) for name in event._data.get("uploaded") or []][:MOST_NAMES]
