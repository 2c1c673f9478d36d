"""Errors raised on purpose, all under one base.

    AppError            every deliberate error; its message says what, where and what to do
    ├── MissingExtra    an optional package is not installed
    ├── EndpointError   a server could not be reached or answered wrongly
    ├── ModelError      a model could not be found or loaded
    └── IndexDamaged    a derived index file cannot be trusted (it is rebuilt from the store)

`rag.errors` adds those about files and stores. Doorways print the message and exit with 1.
"""


class AppError(Exception):
    """Base of every error a user can mend; the message is one line meant for them."""


class MissingExtra(AppError):
    """An optional dependency is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an extra package. Run: pip install 'genxi[{extra}]'")


class EndpointError(AppError):
    """A server named by the user could not be reached or gave an unusable reply."""


class ModelError(AppError):
    """A model named by the user could not be found or loaded."""


class IndexDamaged(AppError):
    """A derived index file is truncated or corrupt."""
