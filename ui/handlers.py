"""What the page's components call: each takes the event, asks `ui.chat.view` for a picture, hands it back."""

from collections.abc import Iterator
from typing import Any

import gradio as gr

from rag.storage.conversations import Conversations
from ui.chat import view
from ui.chat.halting import Halts
from ui.chat.header import header
from ui.chat.memory import Memory
from ui.chat.talk import Talk
from ui.chat.texts import Texts, texts_for
from ui.chat.view import View
from ui.chat.visitor import Visitor
from ui.doorman import VISITOR_COOKIE
from ui.protocols import Library

LANGUAGE_COOKIE = "genxi-language"
QUESTION_LENGTH = 2_000  # characters; the box takes no more

Shown = tuple[Any, ...]


class Handlers:
    """Callbacks over one library; the page's state, a Talk, comes with each call."""

    def __init__(self, library: Library, conversations: Conversations | None) -> None:
        """Answer from `library`; keep what is asked in `conversations`, if there are any."""
        self._library = library
        self._conversations = conversations
        self._halts = Halts()

    def answer(self, question: str, talk: Talk, request: gr.Request) -> Iterator[Shown]:
        """Answer the question in the box."""
        page = str(request.session_hash)
        halted = self._halts.begin(page)
        try:
            for picture in view.asked(self._library, question, talk, self._visitor(request), halted):
                yield _parts(picture)
        finally:
            self._halts.end(page)

    def answer_pressed(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Answer a question that was pressed."""
        yield from self.answer(_sent(event, "question"), talk, request)

    def begin(self, event: gr.EventData, request: gr.Request) -> Shown:
        """Draw the page, with the conversation its address names."""
        self._halts.tell(str(request.session_hash), "left")
        who = self._visitor(request)
        picture = view.begun(self._library, _sent(event, "conversation"), who)
        return header(who.texts), *_parts(picture, who.texts)

    def renew(self, request: gr.Request) -> Shown:
        """Begin a new conversation."""
        self._halts.tell(str(request.session_hash), "left")
        return _parts(view.first(self._library, self._visitor(request)))

    def redraw(self, talk: Talk, request: gr.Request) -> Shown:
        """Draw the page in another language."""
        who = self._visitor(request)
        return header(who.texts), *_parts(view.redrawn(self._library, talk, who), who.texts)

    def stop(self, request: gr.Request) -> None:
        """Cut an answer short; the answer itself says so when it ends."""
        self._halts.tell(str(request.session_hash), "stopped")

    def open_place(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Any:
        """Open a source at a cited place."""
        return view.opened(self._library, talk, event._data, self._visitor(request).texts) or gr.skip()

    def preview(self, event: gr.EventData, request: gr.Request) -> str:
        """Open a whole document."""
        return view.previewed(self._library, _sent(event, "id"), self._visitor(request).texts)

    def list_documents(self, talk: Talk, request: gr.Request) -> Shown:
        """List the documents; what greets visitors counts them too."""
        who = self._visitor(request)
        greeting = gr.skip() if talk.exchanges else view.first(self._library, who).thread
        return view.documents(self._library, who.texts), greeting

    def list_history(self, request: gr.Request) -> str:
        """List the visitor's conversations."""
        return view.history(self._visitor(request))

    def rename(self, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another title."""
        return view.history(
            self._visitor(request), lambda m: m.rename(_sent(event, "id"), _sent(event, "title"))
        )

    def forget(self, event: gr.EventData, request: gr.Request) -> str:
        """Delete a conversation."""
        return view.history(self._visitor(request), lambda m: m.forget(_sent(event, "id")))

    def _visitor(self, request: gr.Request) -> Visitor:
        texts, owner = texts_for(request.cookies.get(LANGUAGE_COOKIE)), request.cookies.get(VISITOR_COOKIE)
        return Visitor(texts, Memory(self._conversations, owner) if self._conversations and owner else None)


def _sent(event: gr.EventData, name: str) -> str:
    """Return a text the page sent along with an event."""
    return str(event._data.get(name, ""))[:QUESTION_LENGTH]


def _parts(picture: View, texts: Texts | None = None) -> Shown:
    """Return a view as values for thread, exchanges, panel and box; `texts` renames the box."""
    renamed: dict[str, Any] = {"placeholder": texts.placeholder, "label": texts.placeholder} if texts else {}
    emptied: dict[str, Any] = {"value": ""} if picture.busy else {}
    box = gr.update(submit_btn=not picture.busy, stop_btn=picture.busy, **renamed, **emptied)
    source = gr.skip() if picture.source is None else picture.source
    return picture.thread, picture.talk, source, box
