"""Which words stand for a chunk: its own cleaned text, and where it stands in its document."""


def indexed_text(title: str, heading: str, clean: str) -> str:
    """Return what the lexical index reads for a chunk."""
    return "\n".join(part for part in (title, heading, clean) if part)


def embedded_text(title: str, heading: str, clean: str) -> str:
    """Return what the embedder reads for a chunk."""
    return "\n".join(part for part in (title, heading, clean) if part)
