"""Rich text files."""

import re

from striprtf.striprtf import rtf_to_text

from rag.errors import LoadError
from rag.loading.dates import stated
from rag.loading.page import Page, normal
from rag.loading.titles import first_title

CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
TITLE = re.compile(rb"\{\\title\s([^{}]{1,400})\}")
PICTURES = re.compile(
    rb"\{\\(?:\*\\)?(?:pict|blipuid|objdata|themedata|datastore|colorschememapping)\b[^{}]*\}"
)
DEEPEST = 500  # groups within groups
SIMPLIFIED = "936"  # code page of files that name none; the others are ASCII anyway


def extract(data: bytes) -> Page:
    """Return a rich text file as a page; raises LoadError if it is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise LoadError("not a rich text file; if it is a document, give it the ending of its format")
    if data.count(b"{") > 100_000 or _depth(data) > DEEPEST:
        raise LoadError("nested too deeply to be a document")
    text = normal(_plain(PICTURES.sub(b"", data)))
    match = TITLE.search(data)
    title = (
        _plain(b"{\\rtf1" + (CODE_PAGE.search(data) or [b""])[0] + b" " + match[1] + b"}") if match else None
    )
    return Page(text, (title or "").strip() or first_title(text), published=stated(text))


def _plain(data: bytes) -> str:
    page = CODE_PAGE.search(data)
    encoding = f"cp{page[1].decode() if page else SIMPLIFIED}"
    try:
        "".encode(encoding)
    except LookupError:
        encoding = "gb18030"
    try:
        text = rtf_to_text(data.decode("latin-1"), encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
        return str(text).strip()
    except (ValueError, IndexError, KeyError, LookupError, OverflowError) as error:
        raise LoadError(f"a damaged rich text file: {error}") from error


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for mark in re.finditer(rb"\\.|[{}]", data, re.DOTALL):
        if mark[0] == b"{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark[0] == b"}":
            depth -= 1
    return deepest
