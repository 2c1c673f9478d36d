"""What stands above the question box: which knowledge base is asked, and for what kind of answer."""

from collections.abc import Iterable, Sequence

from ui.chat.escaping import escape
from ui.chat.mode import Mode
from ui.chat.texts import Texts


def choices(names: Sequence[str], base: str, mode: Mode, texts: Texts, *, has_model: bool) -> str:
    """Return the choices; that of a base only if there are several `names`."""
    bases = _select("base", texts.base, ((name, name) for name in names), base) if len(names) > 1 else ""
    modes = {"model": texts.mode_model, "full": texts.mode_full, "short": texts.mode_short}
    if not has_model:
        del modes["model"]
    # The page names the buttons of the box by these: the framework gives them an icon only.
    named = f'data-submit="{escape(texts.send)}" data-stop="{escape(texts.stop)}"'
    return f'<div class="gx-choices" {named}>{bases}{_select("mode", texts.mode, modes.items(), mode)}</div>'


def _select(kind: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    listed = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(shown)}</option>'
        for value, shown in options
    )
    return f'<select class="gx-choice" data-{kind} aria-label="{escape(label)}">{listed}</select>'
