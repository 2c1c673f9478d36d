"""Errors about files, stores and questions.

AppError (embeddings.errors)
├── LoadError        one file cannot be read; indexing goes on with the others
├── PathMissing      a path given by the user does not exist
├── StoreError       the store cannot be opened, read or written
│   ├── NoStore      there is no store yet
│   ├── StoreLocked  another process is writing
│   └── StaleIndex   the store was built with another embedder or format
├── UnknownDocument  an id that is not in the store
├── UnknownConversation  likewise, of a conversation or of one of its messages
├── BadQuestion      a question that cannot be asked (empty, or far too long)
└── EvaluationError  golden questions cannot be asked, or runs not compared
    ├── BadGolden    a file of golden questions has faulty lines, or none
    ├── BadRun       a folder or file holds no run, or one that does not fit
    └── BadGate      a gate names a metric that there is not
"""

from collections.abc import Sequence

from embeddings.errors import AppError


class LoadError(AppError):
    """A file cannot be read as a document."""


class PathMissing(AppError):
    """A path named by the user does not exist."""


class StoreError(AppError):
    """The store cannot be used."""


class NoStore(StoreError):
    """There is no store in the data directory."""


class StoreLocked(StoreError):
    """Another process holds the writer's lock."""


class StaleIndex(StoreError):
    """The store was made by another embedder or format."""


class UnknownDocument(AppError):
    """No document has this id."""


class UnknownConversation(AppError):
    """No conversation, or no message, has this id."""


class BadQuestion(AppError):
    """The question cannot be asked."""


class EvaluationError(AppError):
    """Golden questions cannot be asked or judged."""


class BadGolden(EvaluationError):
    """A file of golden questions cannot be used; `lines` tells everything that is wrong, with its place."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__(lines[0] + (f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""))
        self.lines = tuple(lines)


class BadRun(EvaluationError):
    """A folder or file is no run of golden questions, or not one that fits."""


class BadGate(EvaluationError):
    """A gate names a metric that does not exist."""
