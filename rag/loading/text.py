"""Plain text files."""

from rag.loading import whereabouts
from rag.loading.dates import reported, stated
from rag.loading.encodings import decode
from rag.loading.page import Page, normal
from rag.loading.titles import first_title


def extract(data: bytes) -> Page:
    """Return a plain text file as a page."""
    text = normal(decode(data))
    title = first_title(text)
    published = stated(text) or reported(text)
    return Page(text, title, whereabouts.source(text), published, whereabouts.above(text, title))
