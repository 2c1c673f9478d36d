"""The page's components: layout and wiring. What is shown is made in `ui.chat`, from plain values."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from ui.chat import view
from ui.chat.header import header
from ui.chat.texts import SIMPLIFIED, Texts, texts_for
from ui.chat.view import Exchanges, View
from ui.protocols import Library

ASSETS = Path(__file__).parent / "assets"
LANGUAGE_COOKIE = "genxi-language"
QUESTION_LENGTH = 2_000  # characters; the box takes no more
READERS = 4  # answers written at the same time; later ones wait their turn

# System fonts only: a page that quotes documents exactly has no business asking another host for glyphs.
FONTS = ("system-ui", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")

PAPER, PAPER_DARK = "#f7f7f3", "#151817"  # as in the style sheet, so that the first paint does not flash

Shown = tuple[Any, ...]


def mount(app: FastAPI, library: Library) -> None:
    """Serve the page over `library` at the root of `app`, after whatever routes it already has."""
    app.mount("/genxi", StaticFiles(directory=str(ASSETS)))
    gr.mount_gradio_app(
        app,
        build_blocks(library),
        path="/",
        theme=_theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        favicon_path=str(ASSETS / "icon.png"),
    )


def build_blocks(library: Library) -> gr.Blocks:
    """Return the page's components, connected."""
    blocks: gr.Blocks
    with gr.Blocks(title="根系 Genxi", analytics_enabled=False, fill_width=True) as blocks:
        exchanges = gr.State(())
        top = _html(header(SIMPLIFIED), "gx-header", "genxi.header(element, trigger); // 'renew' 'speak'")
        with gr.Row(elem_id="gx-body"):
            with gr.Column(elem_id="gx-chat"):
                thread = _html("", "gx-thread", "genxi.thread(element, trigger, watch); // 'ask' 'open'")
                box = _question_box()
            with gr.Column(elem_id="gx-source"):
                panel = _html("", "gx-panel", "genxi.panel(element, trigger, watch); // 'open'")
        shown = [thread, exchanges, panel, box]

        def answer(question: str, earlier: Exchanges, request: gr.Request) -> Iterator[Shown]:
            for picture in view.asked(library, question, earlier, _texts(request)):
                yield _parts(picture)

        def answer_pressed(earlier: Exchanges, event: gr.EventData, request: gr.Request) -> Iterator[Shown]:
            yield from answer(str(event._data.get("question", ""))[:QUESTION_LENGTH], earlier, request)

        def renew(request: gr.Request) -> Shown:
            return _parts(view.first(library, _texts(request)))

        def stop(earlier: Exchanges, request: gr.Request) -> Shown:
            return _parts(view.stopped(earlier, _texts(request)))

        def open_place(earlier: Exchanges, event: gr.EventData, request: gr.Request) -> Any:
            return view.opened(library, earlier, event._data, _texts(request)) or gr.skip()

        def redraw(earlier: Exchanges, request: gr.Request) -> Shown:
            texts = _texts(request)
            return header(texts), *_parts(view.redrawn(library, earlier, texts), texts)

        asking = [
            _on(box.submit, answer, [box, exchanges], shown, concurrency_limit=READERS),
            _on(thread.ask, answer_pressed, [exchanges], shown, concurrency_limit=READERS),
        ]
        _on(box.stop, stop, [exchanges], shown, cancels=asking)
        _on(top.renew, renew, [], shown, cancels=asking)
        _on(top.speak, redraw, [exchanges], [top, *shown])
        _on(thread.open, open_place, [exchanges], [panel])
        _on(panel.open, open_place, [exchanges], [panel])
        _on(blocks.load, redraw, [exchanges], [top, *shown])
    return blocks


def _theme() -> gr.themes.Base:
    """Return plain colours and system fonts; all other looks are in `assets/chat.css`."""
    theme = gr.themes.Base(font=[gr.themes.Font(name) for name in FONTS])
    return theme.set(body_background_fill=PAPER, body_background_fill_dark=PAPER_DARK)


def _on(listener: Any, handler: Any, inputs: list[Any], outputs: list[Any], **options: Any) -> Any:
    """Connect an event quietly: no progress veil over the page, no public API endpoint."""
    return listener(handler, inputs, outputs, show_progress="hidden", api_visibility="private", **options)


def _html(value: str, name: str, script: str) -> gr.HTML:
    return gr.HTML(value, elem_id=name, js_on_load=script, apply_default_css=False)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="gx-box",
        label=SIMPLIFIED.placeholder,
        placeholder=SIMPLIFIED.placeholder,
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        max_length=QUESTION_LENGTH,
        submit_btn=True,
        autofocus=True,
    )


def _parts(picture: View, texts: Texts | None = None) -> Shown:
    """Return a view as values for thread, exchanges, panel and box; `texts` renames the box."""
    renamed: dict[str, Any] = {"placeholder": texts.placeholder, "label": texts.placeholder} if texts else {}
    emptied: dict[str, Any] = {"value": ""} if picture.busy else {}
    box = gr.update(submit_btn=not picture.busy, stop_btn=picture.busy, **renamed, **emptied)
    source = gr.skip() if picture.source is None else picture.source
    return picture.thread, picture.exchanges, source, box


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.cookies.get(LANGUAGE_COOKIE))
