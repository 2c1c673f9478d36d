"""`genxi chat`: the web chat over one store or several, until interrupted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.errors import AppError
from ui.call import Call
from ui.exits import DONE
from ui.serving import listen

if TYPE_CHECKING:  # it brings the page's server, which a wrong option should not wait for
    from ui.bases import Base


class SameStore(AppError):
    """One store was given twice."""


def run(call: Call) -> int:
    """Serve the stores; a missing store or a taken port is said before the page framework loads."""

    def announce(address: str) -> None:
        call.output.put({"address": address}, f"Genxi 根系: {address}   (Ctrl-C stops it)")

    names = named([call.settings.data, *map(Path, call.options.also)])
    with call.store() as store, _others(store, list(names.items())[1:]) as others:
        listen(call.options.host, call.options.port).close()
        call.output.remark("Starting the web chat …")
        from rag.storage.conversations import Conversations
        from ui.web import serve

        token = call.settings.token.reveal() if call.settings.token else None
        with Conversations(call.settings.data) as kept:
            serve(
                store,
                call.options.host,
                call.options.port,
                announce,
                token=token,
                conversations=kept,
                name=next(iter(names)),
                also=others,
            )
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
def _others(store: Any, folders: Sequence[tuple[str, Path]]) -> Iterator[Sequence[Base]]:
    """Open further stores with the models of the first."""
    if not folders:
        yield ()
        return
    with ExitStack() as opened:
        stores = [opened.enter_context(store.beside(folder, create=False)) for _, folder in folders]
        from rag.storage.conversations import Conversations
        from ui.bases import Base

        kept = [opened.enter_context(Conversations(folder)) for _, folder in folders]
        yield [Base(name, *both) for (name, _), *both in zip(folders, stores, kept, strict=True)]
