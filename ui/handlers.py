"""What the page's components call: each takes the event, asks `ui.chat.view` for a picture, hands it back."""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from ui.chat import view
from ui.chat.choices import choices
from ui.chat.halting import Halt, Halts
from ui.chat.header import header
from ui.chat.talk import Talk
from ui.chat.texts import Texts
from ui.chat.view import View
from ui.visits import Visits, sent

Shown = tuple[Any, ...]


class Handlers:
    """Callbacks of a conversation; the page's state, a Talk, comes with each call."""

    def __init__(self, visits: Visits) -> None:
        """Serve `visits`."""
        self._visits = visits
        self._halts = Halts()

    def answer(self, question: str, talk: Talk, request: gr.Request) -> Iterator[Shown]:
        """Answer the question in the box."""
        library, who = self._visits.library(request), self._visits.visitor(request)
        yield from self._shown(request, lambda halted: view.asked(library, question, talk, who, halted))

    def answer_pressed(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
        """Answer a question that was pressed."""
        yield from self.answer(sent(event, "question"), talk, request)

    def retry(self, talk: Talk, request: gr.Request) -> Iterator[Shown]:
        """Ask the last question again."""
        library, who = self._visits.library(request), self._visits.visitor(request)
        yield from self._shown(request, lambda halted: view.retried(library, talk, who, halted))

    def begin(self, event: gr.EventData, request: gr.Request) -> Shown:
        """Draw the page, with the conversation its address names."""
        self._halts.tell(str(request.session_hash), "left")
        who = self._visits.visitor(request)
        picture = view.begun(self._visits.library(request), sent(event, "conversation"), who)
        return self._framed(picture, request)

    def renew(self, request: gr.Request) -> Shown:
        """Begin a new conversation."""
        self._halts.tell(str(request.session_hash), "left")
        return _parts(view.first(self._visits.library(request), self._visits.visitor(request)))

    def redraw(self, talk: Talk, request: gr.Request) -> Shown:
        """Draw the page in another language."""
        who = self._visits.visitor(request)
        return self._framed(view.redrawn(self._visits.library(request), talk, who), request)

    def stop(self, request: gr.Request) -> None:
        """Cut an answer short; the answer itself says so when it ends."""
        self._halts.tell(str(request.session_hash), "stopped")

    def judge(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Shown:
        """Note what the reader thinks of an answer."""
        library, who = self._visits.library(request), self._visits.visitor(request)
        picture = view.judged(library, talk, event._data, who)
        return (gr.skip(), gr.skip()) if picture is None else (picture.thread, picture.talk)

    def open_place(self, talk: Talk, event: gr.EventData, request: gr.Request) -> Any:
        """Open a source at a cited place."""
        library, texts = self._visits.library(request), self._visits.visitor(request).texts
        return view.opened(library, talk, event._data, texts) or gr.skip()

    def preview(self, event: gr.EventData, request: gr.Request) -> str:
        """Open a whole document."""
        library, texts = self._visits.library(request), self._visits.visitor(request).texts
        clean = event._data.get("clean") is True
        return view.previewed(library, sent(event, "id"), texts, clean=clean)

    def _shown(
        self, request: gr.Request, views: Callable[[Callable[[], Halt | None]], Iterator[View]]
    ) -> Iterator[Shown]:
        page = str(request.session_hash)
        halted = self._halts.begin(page)
        try:
            for picture in views(halted):
                yield _parts(picture)
        finally:
            self._halts.end(page)

    def _framed(self, picture: View, request: gr.Request) -> Shown:
        """Return a view with what is around it, all in the visitor's language."""
        base, who = self._visits.base(request), self._visits.visitor(request)
        names = [each.name for each in self._visits.bases]
        around = choices(names, base.name, who.mode, who.texts, has_model=base.library.has_model)
        return header(who.texts), around, *_parts(picture, who.texts)


def _parts(picture: View, texts: Texts | None = None) -> Shown:
    """Return a view as values for thread, exchanges, panel and box; `texts` renames the box."""
    renamed: dict[str, Any] = {"placeholder": texts.placeholder, "label": texts.placeholder} if texts else {}
    emptied: dict[str, Any] = {"value": ""} if picture.busy else {}
    box = gr.update(submit_btn=not picture.busy, stop_btn=picture.busy, **renamed, **emptied)
    source = gr.skip() if picture.source is None else picture.source
    return picture.thread, picture.talk, source, box
