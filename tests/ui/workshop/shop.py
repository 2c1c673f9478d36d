"""A small real store with a workshop over it, and the page served from both."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp

from rag.knowledge_base import KnowledgeBase
from rag.storage.conversations import Conversations
from tests.ui.served import GENEROUS
from ui.bases import Base
from ui.web import build_app
from ui.workshop.workshop import Workshop

ARTICLES = {
    "bridge.md": "柳河镇政府2019年出资320万元重修青石桥。\n\n2019年5月6日，柳河镇举办了“青石桥”开通活动。",
    "library.md": (
        "柳河镇图书馆馆长林秋白表示，周末读者最多。\n\n柳河镇共有图书馆12家。\n\n柳河镇共有茶馆31家。"
    ),
}


@dataclass(frozen=True)
class Shop:
    """The store, its folder, what is kept of the chat, and the workshop."""

    folder: Path
    library: KnowledgeBase
    conversations: Conversations
    workshop: Workshop

    def app(self) -> ASGIApp:
        """Return the page, built in a loop of its own as `tests.ui.served.built` does."""

        async def build() -> ASGIApp:
            base = Base("main", self.library, self.conversations, self.workshop)
            return build_app([base], limits=GENEROUS)

        with ThreadPoolExecutor(1) as builder:
            return builder.submit(lambda: asyncio.run(build())).result()

    def dislike(self, question: str) -> None:
        """Ask, and mark the answer as bad."""
        answer = self.library.ask(question)
        talk = self.conversations.create()
        number = self.conversations.append(talk, "assistant", answer.text, answer)
        self.conversations.rate(number, -1)


@contextmanager
def opened(folder: Path) -> Iterator[Shop]:
    """Index the articles into a store in `folder`."""
    articles = folder / "town"
    articles.mkdir()
    for name, text in ARTICLES.items():
        head = f"---\ntitle: {name}\n---\n柳河镇的事，写在下面几段里，供来人查阅和参考。\n\n"
        (articles / name).write_text(head + text + "\n", encoding="utf-8")
    data = folder / "store"
    with KnowledgeBase.open(data) as library, Conversations(data) as kept:
        library.index([articles])
        workshop = Workshop(
            library, data, lambda: [one.answer for one in kept.judged(-1)], reader=lambda: None
        )
        yield Shop(data, library, kept, workshop)
