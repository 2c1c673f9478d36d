"""For whom a page is drawn: in which language, and which conversations are theirs."""

from dataclasses import dataclass

from ui.chat.memory import Memory
from ui.chat.texts import Texts


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser; `memory` is None where conversations are not kept."""

    texts: Texts
    memory: Memory | None = None
