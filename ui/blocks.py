"""The page's components: layout and wiring. What is shown is made in `ui.chat`, from plain values."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from ui.bases import Base
from ui.chat.header import header
from ui.chat.talk import Talk
from ui.chat.texts import SIMPLIFIED
from ui.drawer_handlers import DrawerHandlers
from ui.handlers import Handlers
from ui.visits import SENT_LENGTH, Visits

ASSETS = Path(__file__).parent / "assets"
READERS = 4  # answers written at the same time; later ones wait their turn

# Gradio recomputes statistics over its last ten thousand events at every press; nobody sees them here.
NO_STATISTICS = ("GRADIO_ANALYTICS_CACHE_FREQUENCY", "1000000000")

# System fonts only: a page that quotes documents exactly has no business asking another host for glyphs.
FONTS = ("system-ui", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")

PAPER, PAPER_DARK = "#f7f7f3", "#151817"  # as in the style sheet, so that the first paint does not flash


def mount(app: FastAPI, bases: Sequence[Base]) -> None:
    """Serve the page over `bases` at the root of `app`, after whatever routes it already has."""
    app.mount("/genxi", StaticFiles(directory=str(ASSETS)))
    gr.mount_gradio_app(
        app,
        build_blocks(bases),
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        favicon_path=str(ASSETS / "icon.png"),
    )


def build_blocks(bases: Sequence[Base]) -> gr.Blocks:
    """Return the page's components, connected."""
    os.environ.setdefault(*NO_STATISTICS)
    visits = Visits(bases)
    on, lists = Handlers(visits), DrawerHandlers(visits)
    blocks: gr.Blocks
    with gr.Blocks(title="根系 Genxi", analytics_enabled=False, fill_width=True) as blocks:
        talk = gr.State(Talk())
        top = _html("header", "begin", "renew", "speak", "history", "library", value=header(SIMPLIFIED))
        drawer = _html(
            "drawer", "begin", "history", "rename", "forget", "library", "preview", "reindex", "check"
        )
        with gr.Row(elem_id="gx-body"):
            with gr.Column(elem_id="gx-chat"):
                thread = _html("thread", "ask", "open", "retry", "judge")
                choices = _html("choices", "begin")
                box = _question_box()
            with gr.Column(elem_id="gx-source"):
                panel = _html("panel", "open", "preview")
        shown = [thread, talk, panel, box]
        asking = {"queue": True, "concurrency_limit": READERS, "trigger_mode": "once"}
        _on(box.submit, on.answer, [box, talk], shown, **asking)
        _on(thread.ask, on.answer_pressed, [talk], shown, **asking)
        _on(thread.retry, on.retry, [talk], shown, **asking)
        _on(thread.judge, on.judge, [talk], [thread, talk])
        _on(box.stop, on.stop, [], [])
        _on(top.renew, on.renew, [], shown)
        _on(top.speak, on.redraw, [talk], [top, choices, *shown])
        for component in (top, drawer, choices):
            _on(component.begin, on.begin, [], [top, choices, *shown])
        for component in (thread, panel):
            _on(component.open, on.open_place, [talk], [panel])
        for component in (drawer, panel):
            _on(component.preview, on.preview, [], [panel])
        for component in (top, drawer):
            _on(component.library, lists.list_documents, [talk], [drawer, thread])
            _on(component.history, lists.list_history, [], [drawer])
        for event, change in (
            (drawer.rename, lists.rename),
            (drawer.forget, lists.forget),
            (drawer.reindex, lists.reprocess),
            (drawer.check, lists.check),
        ):
            _on(event, change, [], [drawer])
    return blocks


def _theme() -> gr.themes.Base:
    """Return plain colours and system fonts; all other looks are in `assets/chat.css`."""
    theme = gr.themes.Base(font=[gr.themes.Font(name) for name in FONTS])
    return theme.set(body_background_fill=PAPER, body_background_fill_dark=PAPER_DARK)


def _on(listener: Any, handler: Any, inputs: list[Any], outputs: list[Any], **options: Any) -> Any:
    """Connect an event quietly: no progress veil over the page, no public API endpoint.

    A press is never dropped because an earlier one is still on its way, except where `options` say so.
    Only answers, which grow, go through the queue. Its stream of news closes with the last event under way,
    and of an event that begins before the page has heard of that, nothing is heard (seen with Gradio 6.31).
    """
    quiet = {
        "queue": False,
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "multiple",
    }
    return listener(handler, inputs, outputs, **{**quiet, **options})


def _html(name: str, *events: str, value: str = "") -> gr.HTML:
    """Return a part of the page; `assets/chat.js` has a function of its name, and raises its events."""
    announced = " ".join(f"'{event}'" for event in events)  # Gradio knows an event by its quoted name
    script = f"genxi.{name}(element, trigger, watch); // {announced}"
    return gr.HTML(value, elem_id=f"gx-{name}", js_on_load=script, apply_default_css=False)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="gx-box",
        label=SIMPLIFIED.placeholder,
        placeholder=SIMPLIFIED.placeholder,
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        max_length=SENT_LENGTH,
        submit_btn=True,
        autofocus=True,
    )
