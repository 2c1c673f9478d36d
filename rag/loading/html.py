"""Saved web pages: everything their reader would see, as text, with title, date and site."""

import re
from collections.abc import Iterator

from lxml import etree, html

from rag.errors import LoadError
from rag.loading.dates import iso, stated
from rag.loading.page import Page, normal
from rag.loading.text import decode

UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"}
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section
    summary table tbody tfoot thead tr ul""".split()  # noqa: SIM905 (a list of words reads as words)
)
CELLS = {"td", "th"}
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)")
BLANKS = re.compile(r"[ \t\r\n\f]+")


def extract(data: bytes) -> Page:
    """Return a saved page; raises LoadError if it holds no markup that can be read."""
    root = _parse(decode(data))
    text = normal("".join(_tidy(_pieces(root))))
    return Page(
        text,
        title=_first(root, "//meta[@property='og:title']/@content", "//title/text()", "//h1//text()"),
        source=_first(root, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        published=_published(root) or stated(text),
    )


def _parse(markup: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return html.document_fromstring(normal(markup).replace("\0", "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise LoadError(f"not a readable web page: {error}") from error


def _pieces(root: html.HtmlElement) -> Iterator[str]:
    """Yield visible text with a line break at each edge of a block and a tab before each further cell."""
    skipped: html.HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                yield from _after(element)
            continue
        if event == "start":
            if _unseen(element):
                skipped = element
                continue
            if element.tag in BLOCKS or element.tag == "br":
                yield "\n"
            elif element.tag in CELLS and element.getprevious() is not None:
                yield "\t"
            if element.text:
                yield element.text if element.tag == "pre" else BLANKS.sub(" ", element.text)
        else:
            yield from _after(element)


def _after(element: html.HtmlElement) -> Iterator[str]:
    if element.tag in BLOCKS:
        yield "\n"
    if element.tail:
        yield BLANKS.sub(" ", element.tail)


def _unseen(element: html.HtmlElement) -> bool:
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or (element.tag == "input")
        or HIDING.search(element.get("style", "").lower()) is not None
    )


def _tidy(pieces: Iterator[str]) -> Iterator[str]:
    """Trim each line and let no more than one empty line stand."""
    empty = 2
    for line in "".join(pieces).split("\n"):
        line = line.strip(" \t\r\f")
        if line:
            yield ("\n" if empty == 1 else "") + line + "\n"
            empty = 0
        else:
            empty += 1


def _published(root: html.HtmlElement) -> str | None:
    names = "contains(@property,'published_time') or contains(@name,'ubdate') or contains(@name,'publish')"
    written = _first(root, f"//meta[{names} or @itemprop='datePublished']/@content", "//time/@datetime")
    return iso(written) if written else None


def _first(root: html.HtmlElement, *paths: str) -> str | None:
    for path in paths:
        for value in root.xpath(path):
            if words := " ".join(str(value).split()):
                return words
    return None
