"""Which words stand for a chunk: its own cleaned text, and the title and headings it stands under."""

CONTEXT_ENDS = "\x1f"  # ASCII "unit separator": between the context of a chunk and its own text


def indexed_text(title: str, heading: str, clean: str) -> str:
    """Return what the lexical index reads for a chunk: its context, which counts less, and its text."""
    context = "\n".join(part for part in (title.replace("_", " "), heading) if part)
    return f"{context}{CONTEXT_ENDS}{clean.replace(CONTEXT_ENDS, ' ')}"


def embedded_text(title: str, heading: str, clean: str) -> str:
    """Return what the embedder reads for a chunk: its own text alone.

    With the title in front the chunks of one document grow alike: dense R@1 on the pool falls from .811 to
    .791 for DRCD dev and from .728 to .724 for XQuAD-zh, and gains .3 points on CMRC dev.
    """
    return clean
