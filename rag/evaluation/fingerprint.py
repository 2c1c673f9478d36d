"""A short name for the code and the bundled models that answer, which changes whenever one of them does.

A run that goes on after a change would mix the answers of two programs.
"""

import hashlib
from functools import cache
from pathlib import Path

import embeddings
import rag

_LEFT_OUT = {"__pycache__", "recipe", "evaluation"}  # they train, or judge; they do not answer


@cache
def of_program() -> str:
    """Return twelve hexadecimal digits made of every file that answers depend on."""
    summed = hashlib.blake2b(digest_size=6)
    for package in (embeddings, rag):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and not _LEFT_OUT & set(name.parts):
                summed.update(name.as_posix().encode() + b"\0")
                with path.open("rb") as file:
                    summed.update(hashlib.file_digest(file, "blake2b").digest())
    return summed.hexdigest()
