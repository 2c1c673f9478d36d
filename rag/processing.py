"""Which code and which tables turn a document into chunks, as one short value.

A version number would have to be raised by hand at every change, and would be forgotten. Documents processed
by other code are only cleaned and cut again: a text that comes out the same keeps its vector.
"""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

PACKAGES = ("rag.cleaning", "rag.chunking")


@cache
def code_digest() -> str:
    """Return a hash of the packages that clean and cut."""
    return " ".join(folder_digest(files(package)) for package in PACKAGES)


def folder_digest(folder: Traversable) -> str:
    """Return a hash of the names and contents of all files, but for hidden and compiled ones."""
    digest = hashlib.blake2b(digest_size=8)
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not entry.name.startswith((".", "__pycache__")):
            content = folder_digest(entry).encode() if entry.is_dir() else entry.read_bytes()
            digest.update(f"{entry.name}/{len(content)}/".encode() + content)
    return digest.hexdigest()
