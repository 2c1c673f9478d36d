"""Saved web pages: everything their reader would see, as text, with title, date, site and body."""

import re
from collections.abc import Sequence

from lxml import etree, html

from rag.errors import LoadError
from rag.loading import spans, whereabouts
from rag.loading.dates import iso, reported, stated
from rag.loading.encodings import decode
from rag.loading.layout import Line, body, visible_lines
from rag.loading.page import Page, normal, ranges_written

# Between a title, the name of its column and that of its site: 乡村来信 | 青石镇修好了老桥_青石新闻.
APART = re.compile(r"\s*(?:[_|｜]|\s[-–—]\s|--+)\s*")
SITE = re.compile(r"(?:[网網]|网站|網站|政府|门户|频道|平台|报|新闻|新聞|在线|局|委员会|中心|公司)$")
SHORTEST_TITLE = 4  # characters left when the name of the site is cut off
SHORTEST_SURE = 8  # characters of a title that is not the name of a column
ABOVE = 6  # lines above the body among which its date and source stand


def extract(data: bytes) -> Page:
    """Return a saved page; raises LoadError if it holds no markup that can be read."""
    return page(decode(data))


def page(markup: str) -> Page:
    """Return the page that `markup` describes."""
    root = _parse(markup)
    spans.write_out(root)
    lines = visible_lines(root)
    text = "\n".join(line.text for line in lines)
    ranges = body(lines)
    metadata = {"body": ranges_written(ranges)}
    if site := _first(root, "//meta[@property='og:site_name']/@content"):
        metadata["site"] = site
    title = _title(root)
    beginnings = _beginnings(lines, ranges, title)
    metadata |= next(filter(None, (whereabouts.above(text[start:], title) for start in beginnings)), {})
    date = next(filter(None, (stated(text[start:]) for start in beginnings)), None)
    return Page(
        text,
        title=title,
        source=_first(root, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"),
        published=_published(root) or date or reported(text),
        metadata=metadata,
    )


def _beginnings(lines: Sequence[Line], ranges: Sequence[tuple[int, int]], title: str | None) -> list[int]:
    """Return where in the text date and source may begin: at the title, above the body, at the top."""
    first = next((index for index, line in enumerate(lines) if ranges and line.start >= ranges[0][0]), 0)
    named = [line.start for line in lines[: first + 1] if line.text == title]
    return [*named[-1:], lines[max(0, first - ABOVE)].start, 0] if lines else [0]


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
    written = _first(
        root,
        "//meta[@name='ArticleTitle']/@content",
        "//meta[@property='og:title']/@content",
        "//title/text()",
    )
    if written is None:
        return _first(root, "//h1//text()")
    bare, *rest = APART.split(written)
    if rest and len(bare) < min(SHORTEST_SURE, len(rest[0])) and not SITE.search(rest[0]):
        bare = written[: written.index(rest[0], len(bare)) + len(rest[0])]
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
