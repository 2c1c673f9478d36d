"""Bytes to text, and plain text files."""

from rag.errors import LoadError
from rag.loading.dates import stated
from rag.loading.page import Page, normal
from rag.loading.titles import first_title

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def extract(data: bytes) -> Page:
    """Return a plain text file as a page."""
    text = normal(decode(data))
    return Page(text, title=first_title(text), published=stated(text))


def decode(data: bytes) -> str:
    """Return the text of `data`; raises LoadError when it is not text."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise LoadError("not text in an encoding Genxi knows (UTF-8, GB18030, Big5, UTF-16); save it as UTF-8")
