"""What one run of a command was given; tests give it a knowledge base of their own."""

from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from ui.output import Output
from ui.settings import Settings

OpenStore = Callable[..., AbstractContextManager[Any]]


@dataclass(frozen=True, slots=True)
class Call:
    """The options typed, the settings in force, where to print, and how to open the store."""

    options: Namespace
    settings: Settings
    output: Output
    open: OpenStore

    def store(self, *, create: bool = False) -> AbstractContextManager[Any]:
        """Open the store the settings name; without `create` a missing one is an error."""
        return self.open(self.settings, create=create)


def open_knowledge_base(settings: Settings, *, create: bool) -> AbstractContextManager[Any]:
    """Open the real knowledge base; imported here so that `--help` and usage errors stay instant."""
    from rag.knowledge_base import KnowledgeBase

    return KnowledgeBase.open(
        settings.data,
        embedder=settings.embedder,
        answerer=settings.answerer,
        threshold=settings.threshold,
        api_key=settings.api_key.reveal() if settings.api_key else None,
        create=create,
    )
