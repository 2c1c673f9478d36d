"""PDF files with a text layer; where each page starts is kept beside the text.

Lines that every page repeats at its edges (running heads, page numbers) are part of what a reader sees, so
they stay in the text; cleaning drops them.
"""

import re

import pypdfium2 as pdfium

from rag.errors import LoadError
from rag.loading.dates import iso, stated
from rag.loading.page import Page, normal, storable
from rag.loading.titles import first_title, given

MOST_PAGES = 5000
MOST_CHARACTERS = 20_000_000
FEWEST_LETTERS = 3  # a page on average; pictures of pages have fewer: "12", "第12页"
NO_MATTER_WHICH = re.compile("[\x00\ufffe\uffff]")
HYPHENATED = "\x02"  # how the library marks a word broken at a line's end


def extract(data: bytes) -> Page:
    """Return the text of all pages; raises LoadError for encrypted, scanned and damaged files."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise LoadError("encrypted; save a copy without its password") from error
        raise LoadError(f"not a readable PDF: {error}") from error
    try:
        return _page(document)
    finally:
        document.close()


def _page(document: pdfium.PdfDocument) -> Page:
    if len(document) > MOST_PAGES:
        raise LoadError(f"{len(document)} pages are more than {MOST_PAGES}; split the file")
    text, starts = "", []
    parts: list[str] = []
    length = 0
    for number in range(len(document)):
        starts.append(length)
        part = _text(document, number)
        parts.append(part)
        length += len(part) + 1
        if length > MOST_CHARACTERS:
            raise LoadError(f"more than {MOST_CHARACTERS // 1_000_000} million characters; split the file")
    text = "\n".join(parts)
    if sum(map(str.isalpha, text)) < FEWEST_LETTERS * max(1, len(document)):
        raise LoadError(
            "a scan without a text layer; run text recognition on it first (for example ocrmypdf)"
        )
    properties = document.get_metadata_dict()
    return Page(
        text,
        title=given(storable(properties.get("Title", ""))) or first_title(text),
        published=stated(text) or _date(properties.get("CreationDate", "")),
        metadata={"pages": " ".join(map(str, starts))},
    )


def _text(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        text_page.close()
        page.close()
    except pdfium.PdfiumError:
        return ""  # a damaged page among good ones
    return NO_MATTER_WHICH.sub("", normal(text).replace(HYPHENATED, "")).strip("\n")


def _date(written: str) -> str | None:
    match = re.match(r"D:(\d{4})(\d{2})(\d{2})", written)
    return iso("-".join(match.groups())) if match else None
