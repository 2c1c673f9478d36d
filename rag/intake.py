"""What the given paths hold, compared with what the store knows of them."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rag.cleaning.pipeline import clean_title
from rag.datatypes import Document, FileFailure
from rag.loading import load
from rag.provenance import Root, held, is_record, is_whole_file, rival, same_place, vanished
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
        self._id_of: dict[str, str] = {}  # of files, by their place
        for document_id, origin in known.items():
            self._name(document_id, origin.path)

    def documents(self, roots: Sequence[Root]) -> Iterator[tuple[Document, Origin]]:
        """Yield what is new or changed under `roots`."""
        for root in roots:
            empty = True
            for item in load(root.path):
                empty = False
                if isinstance(item, FileFailure):
                    self.failed.append(item)
                    continue
                document, origin = self._placed(item, root)
                if self._admits(document.id, origin) and self._needs_work(document, origin):
                    yield document, origin
            if empty:
                self._doubt(root)

    def others(self, but: Iterable[str]) -> Iterator[tuple[str, Origin]]:
        """Yield the known documents that were not met, which a rebuild processes too, except some."""
        for document_id in sorted(self.known.keys() - self.seen.keys() - set(but)):
            self.updated += 1
            yield document_id, self.known[document_id]

    def vanished(self, roots: Sequence[Root]) -> list[str]:
        """Return the known ids that were once under `roots` and were not met."""
        return vanished(self.known, roots, self.seen, self.failed)

    def _placed(self, loaded: Document, root: Root) -> tuple[Document, Origin]:
        """Return a loaded document and its origin; a file given alone keeps the id and root it has."""
        place = root.place(loaded.id)
        alone = place == str(root.path.resolve()) and is_whole_file(loaded.id, place)
        keeps = alone and loaded.id not in self.known
        known_id = self._id_of.get(place, loaded.id) if keeps else loaded.id
        owner = self.known[known_id].root if keeps and known_id in self.known else str(root.path)
        document = replace(loaded, id=known_id, title=clean_title(loaded.title) or loaded.title)
        return document, Origin(fingerprint(document, self._recipe), owner, place)

    def _name(self, document_id: str, place: str) -> None:
        if is_whole_file(document_id, place):
            self._id_of.setdefault(place, document_id)

    def _admits(self, document_id: str, origin: Origin) -> bool:
        """Tell whether a document is met for the first time and its id belongs to no other."""
        first, stored = self.seen.get(document_id), self.known.get(document_id)
        if first is not None:
            if not _met_twice(document_id, first, origin):
                self.failed.append(_clash(document_id, origin.path, first.path))
            return False
        if stored is not None and (other := rival(stored, origin.path)):
            self.failed.append(_clash(document_id, origin.path, other))
            return False
        self.seen[document_id] = origin
        self._name(document_id, origin.path)
        return True

    def _doubt(self, root: Root) -> None:
        """Note a folder that has lost everything, which spares what is known of it from pruning."""
        lost = held(self.known, [root])
        if lost and root.path.is_dir():
            self.failed.append(
                FileFailure(
                    root.path.name,
                    f"there is nothing to read in it, though '{lost[0]}' came from it; is it mounted? "
                    "To remove what it held: genxi remove ID…",
                )
            )

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


def _met_twice(document_id: str, first: Origin, again: Origin) -> bool:
    """Tell whether one document was met through two of the given paths, one inside the other."""
    if first.root == again.root or not same_place(first.path, again.path):
        return False
    same_file = first.path == again.path and is_whole_file(document_id, again.path)
    return same_file or first.hash == again.hash


def _clash(document_id: str, place: str, other: str) -> FileFailure:
    """Return why a document is not taken whose id comes from another place, which still exists."""
    if is_record(document_id, place):
        return FileFailure(
            document_id,
            f"the id '{document_id}' in {place} already comes from {other}; "
            "give every record an id of its own, such as 'b-1' in b.jsonl",
        )
    return FileFailure(
        document_id,
        f"the id '{document_id}' already comes from {other}; rename one, or: genxi remove '{document_id}'",
    )
