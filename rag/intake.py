"""What the given paths hold, compared with what the store knows of them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rag.cleaning.pipeline import clean_title
from rag.datatypes import Document, FileFailure
from rag.loading import load
from rag.provenance import Root, rival, same_place, vanished
from rag.storage.view import Origin


class Intake:
    """One pass over the paths: yields the documents that need work and keeps count of all."""

    def __init__(self, known: Mapping[str, Origin], recipe: str, *, everything: bool = False) -> None:
        """`recipe` names how documents are processed; `everything` yields unchanged documents too."""
        self.known = known
        self._recipe = recipe
        self._everything = everything
        self.seen: dict[str, Origin] = {}
        self.failed: list[FileFailure] = []
        self.moved: dict[str, Origin] = {}
        self.added = self.updated = self.unchanged = 0

    def documents(self, roots: Sequence[Root]) -> Iterator[tuple[Document, Origin]]:
        """Yield what is new or changed under `roots`."""
        for root in roots:
            for item in load(root.path):
                if isinstance(item, FileFailure):
                    self.failed.append(item)
                    continue
                document = replace(item, title=clean_title(item.title) or item.title)
                if (origin := self._admitted(document, root)) and self._needs_work(document, origin):
                    yield document, origin

    def others(self, but: Iterable[str]) -> Iterator[tuple[str, Origin]]:
        """Yield the known documents that were not met, which a rebuild processes too, except some."""
        for document_id in sorted(self.known.keys() - self.seen.keys() - set(but)):
            self.updated += 1
            yield document_id, self.known[document_id]

    def vanished(self, roots: Sequence[Root]) -> list[str]:
        """Return the known ids that were once under `roots` and were not met."""
        return vanished(self.known, roots, self.seen, self.failed)

    def _admitted(self, document: Document, root: Root) -> Origin | None:
        """Return the origin of a document, or None when its id belongs to another."""
        place = root.place(document.id)
        origin = Origin(fingerprint(document, self._recipe), str(root.path), place)
        first, stored = self.seen.get(document.id), self.known.get(document.id)
        if first is not None:
            if not _met_twice(first, origin):
                self._refuse(document, first.path)
            return None
        if stored is not None and (other := rival(stored, place)):
            self._refuse(document, other)
            return None
        self.seen[document.id] = origin
        return origin

    def _refuse(self, document: Document, place: str) -> None:
        reason = (
            f"the id '{document.id}' already comes from {place}; rename one, or: genxi remove '{document.id}'"
        )
        self.failed.append(FileFailure(document.id, reason))

    def _needs_work(self, document: Document, origin: Origin) -> bool:
        stored = self.known.get(document.id)
        if stored is None:
            self.added += 1
            return True
        if stored.hash == origin.hash and not self._everything:
            self.unchanged += 1
            if stored != origin:
                self.moved[document.id] = origin
            return False
        self.updated += 1
        return True


def fingerprint(document: Document, recipe: str) -> bytes:
    """Return a hash of all that decides which chunks a document gets and what is told about it."""
    told = [document.title, document.source, document.published, sorted(document.metadata.items())]
    content = json.dumps([recipe, told, document.text], ensure_ascii=False)
    return hashlib.blake2b(content.encode(), digest_size=16).digest()


def _met_twice(first: Origin, again: Origin) -> bool:
    """Tell whether one record was met through two of the given paths, one inside the other."""
    return first.hash == again.hash and first.root != again.root and same_place(first.path, again.path)
