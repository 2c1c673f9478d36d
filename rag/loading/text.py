"""Plain text files."""

from rag.loading.dates import stated
from rag.loading.encodings import decode
from rag.loading.page import Page, normal
from rag.loading.titles import first_title


def extract(data: bytes) -> Page:
    """Return a plain text file as a page."""
    text = normal(decode(data))
    return Page(text, title=first_title(text), published=stated(text))
