"""Half characters: Python strings may hold them, UTF-8 and the libraries that speak it may not."""


def without_surrogates(text: str) -> str:
    """Return the text with each lone surrogate replaced by a question mark."""
    return text.encode(errors="replace").decode()
