"""`genxi chat`: the web chat over one store or several, until interrupted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.errors import AppError
from ui.call import Call
from ui.commands.reach import reach
from ui.exits import DONE

if TYPE_CHECKING:  # it brings the page's server, which a wrong option should not wait for
    from ui.bases import Base


class SameStore(AppError):
    """One store was given twice."""


def run(call: Call) -> int:
    """Serve the stores; what stands in the way of that is said before the page framework loads."""

    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系: {address}   (Ctrl-C stops it)")

    names = named([call.settings.data, *call.options.also])
    with call.store() as store, _beside(store, list(names.values())[1:]) as others:
        told = reach(call)
        call.output.remark("Starting the web chat …")
        from ui.web import serve

        with ExitStack() as kept:
            stores = zip(names.items(), [store, *others], strict=True)
            bases = [kept.enter_context(_base(call, name, folder, one)) for (name, folder), one in stores]
            serve(bases, call.options.host, call.options.port, announce, **told)
    return DONE


def named(folders: Sequence[Path]) -> dict[str, Path]:
    """Return the folders of stores by the names they are shown under: their own, or the whole path.

    Raises SameStore if one is given twice.
    """
    whole = [folder.resolve() for folder in folders]
    for folder in whole:
        if whole.count(folder) > 1:
            raise SameStore(f"The store {folder} is given twice. Name it once, in --data or in --also.")
    short = [folder.name for folder in whole]
    return {
        name if short.count(name) == 1 else str(folder): folder
        for name, folder in zip(short, whole, strict=True)
    }


@contextmanager
def _beside(store: Any, folders: Sequence[Path]) -> Iterator[list[Any]]:
    """Open further stores with the models of the first."""
    with ExitStack() as opened:
        yield [opened.enter_context(store.beside(folder, create=False)) for folder in folders]


@contextmanager
def _base(call: Call, name: str, folder: Path, store: Any) -> Iterator[Base]:
    """Open what is kept beside a store's documents: its conversations, and what is made to evaluate it."""
    from rag.storage.conversations import Conversations
    from ui.bases import Base
    from ui.commands.evaluation.draft import proposer
    from ui.workshop.workshop import Workshop

    with Conversations(folder) as kept:
        shop = Workshop(
            store,
            folder,
            lambda: [one.answer for one in kept.judged(-1)],
            propose=lambda: proposer(call),
        )
        yield Base(name, store, kept, shop)
