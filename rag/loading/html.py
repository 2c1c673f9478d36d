"""Saved web pages: everything their reader would see, as text, with title, date, site and body."""

import re

from lxml import etree, html

from rag.errors import LoadError
from rag.loading import whereabouts
from rag.loading.dates import iso, reported, stated
from rag.loading.encodings import decode
from rag.loading.layout import body, visible_lines
from rag.loading.page import Page, normal, ranges_written

SITE_TAIL = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|--+|——).*$")
SHORTEST_TITLE = 4  # characters left when the name of the site is cut off


def extract(data: bytes) -> Page:
    """Return a saved page; raises LoadError if it holds no markup that can be read."""
    return page(decode(data))


def page(markup: str) -> Page:
    """Return the page that `markup` describes."""
    root = _parse(markup)
    lines = visible_lines(root)
    text = "\n".join(line.text for line in lines)
    metadata = {"body": ranges_written(body(lines))}
    if site := _first(root, "//meta[@property='og:site_name']/@content"):
        metadata["site"] = site
    title = _title(root)
    metadata |= whereabouts.above(text, title)
    return Page(
        text,
        title=title,
        source=_first(root, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        published=_published(root) or stated(text) or reported(text),
        metadata=metadata,
    )


def _parse(markup: str) -> html.HtmlElement:
    # Old pages never close their <font>, each within the last; a smaller tree would end at 256 elements.
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(normal(markup).replace("\0", "").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise LoadError(f"not a readable web page: {error}") from error
    if any("xcessive depth" in error.message for error in parser.error_log):  # the rest of it is lost
        raise LoadError("nested too deeply to be read whole; save the page as text")
    return root


def _title(root: html.HtmlElement) -> str | None:
    """Return the title without the name of the site behind it."""
    written = _first(root, "//meta[@property='og:title']/@content", "//title/text()")
    if written is None:
        return _first(root, "//h1//text()")
    bare = SITE_TAIL.sub("", written, count=1)
    return bare if len(bare) >= SHORTEST_TITLE else written


def _published(root: html.HtmlElement) -> str | None:
    names = "contains(@property,'published_time') or contains(@name,'ubdate') or contains(@name,'PubDate')"
    written = _first(root, f"//meta[{names} or @itemprop='datePublished']/@content", "//time/@datetime")
    return iso(written) if written else None


def _first(root: html.HtmlElement, *paths: str) -> str | None:
    for path in paths:
        for value in root.xpath(path):
            if words := " ".join(str(value).split()):
                return words
    return None
