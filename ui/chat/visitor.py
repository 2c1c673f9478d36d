"""For whom a page is drawn: in which language, which conversations are theirs, what answers they like."""

from dataclasses import dataclass

from ui.chat.memory import Memory
from ui.chat.mode import Mode
from ui.chat.texts import Texts


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser; `memory` is None where conversations are not kept."""

    texts: Texts
    memory: Memory | None = None
    mode: Mode = "full"
