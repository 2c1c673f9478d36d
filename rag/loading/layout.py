"""The lines of a web page as its reader sees them, and which of them are its body.

The body is the element whose lines weigh most: prose counts for it, links, labels and short scraps against
it, so that the sum grows up the tree as long as an ancestor adds more prose than furniture, and no further.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree, html

UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea"}
UNSEEN |= {"input", "button", "canvas", "audio", "video", "map", "math"} - {"button", "math"}
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section
    summary table tbody tfoot thead tr ul""".split()  # noqa: SIM905 (a list of words reads as words)
)
CELLS = {"td", "th"}
INLINE = {"p", "span", "font", "strong", "b", "em", "i", "u", "a"}  # no article is one of them alone
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)")
BLANKS = re.compile(r"[ \t\r\n\f]+")

APART = re.compile(
    r"comment|footer|foot\b|sidebar|side[-_]|related|relate|recommend|share|copyright|breadcrumb|crumb|menu|\bnav"
    r"|navi|banner|advert|\bads?\b|hot[-_]|rank|login|search|toolbar|pinglun|xiangguan|tuijian|guanggao",
    re.IGNORECASE,
)
APART_TAGS = {"nav", "footer", "aside", "header", "form", "button"}
SENTENCE = re.compile("[。！？；，、：…]|[.!?](?:\\s|$)")

# Lines about a page, which are no prose however long: bylines, advertisements, disclaimers.
BYLINE = re.compile(
    r"^(?!.*。).*(?:[来來]源[:：]|稿源[:：]|[发發]布[时時][间間]|[阅閱][读讀] ?\d|[点點][击擊][数數])"
)
AD = re.compile(r"[【\[（(]?(?:[广廣]告|推[广廣])[】\])）：:]|本文系作者|[声聲]明[:：]")
LONGEST_BYLINE = 100  # characters
SHORTEST_PROSE = 20  # characters
MOST_PROSE = 300  # characters a line counts for at most
SCRAP = -3.0  # weight of a short line
LINKED = -12.0  # weight of a line that is mostly a link
MOSTLY_LINK = 0.5
APART_SHARE = 0.2  # of its weight is what prose counts for in a place set apart


@dataclass(slots=True)
class Line:
    """One line of the page; `start` is its offset in the lines joined by line feeds."""

    element: html.HtmlElement
    text: str = ""
    linked: int = 0
    start: int = 0

    @property
    def weight(self) -> float:
        """Return how much the line speaks for being of the body."""
        length = len(self.text)
        share = self.linked / length if length else 0.0
        if share > MOSTLY_LINK:
            return LINKED
        about = AD.match(self.text) or (length < LONGEST_BYLINE and BYLINE.search(self.text))
        if length >= SHORTEST_PROSE and SENTENCE.search(self.text) and not about:
            return min(length, MOST_PROSE) * (1 - share)
        return SCRAP


def visible_lines(root: html.HtmlElement) -> list[Line]:
    """Return the lines that are not empty, blanks folded, in order."""
    found: list[Line] = []
    current = Line(root)
    for piece, element, linked in _pieces(root):
        if piece is None:
            if current.text.strip():
                current.text = _stripped(current.text)
                found.append(current)
            current = Line(element)
            continue
        if not current.text.strip():
            current.element = element
        current.text += piece
        current.linked += len(piece.strip()) if linked else 0
    if current.text.strip():
        current.text = _stripped(current.text)
        found.append(current)
    offset = 0
    for line in found:
        line.start = offset
        offset += len(line.text) + 1
    return found


def _stripped(text: str) -> str:
    """Return a line without blanks around it, but for the tabs of a row's empty first cells."""
    words = text.strip()
    if "\t" not in words:
        return words
    return "\t" * (text[: text.index(words)].count("\t") - 1) + words


def _pieces(root: html.HtmlElement) -> Iterator[tuple[str | None, html.HtmlElement, bool]]:
    """Yield pieces of visible text with the element they stand in; None where a line ends."""
    skipped: html.HtmlElement | None = None
    links = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            if event == "start" or element is not skipped:
                continue
            skipped = None
        elif event == "start":
            if _unseen(element):
                skipped = element
                continue
            links += element.tag == "a"
            yield from _opened(element, links > 0)
            continue
        else:
            links -= element.tag == "a"
        if element.tag in BLOCKS and not _fills_cell(element):
            yield None, element, False
        parent = element.getparent()
        if element.tail and parent is not None:
            yield from _lines_of(element.tail, parent, links > 0)


def _opened(element: html.HtmlElement, linked: bool) -> Iterator[tuple[str | None, html.HtmlElement, bool]]:  # noqa: FBT001
    if element.tag == "br" or (element.tag in BLOCKS and not _fills_cell(element)):
        yield None, element, False
    elif element.tag in CELLS:
        yield "\t", element, False
    if element.text:
        yield from _lines_of(element.text, element, linked)


def _fills_cell(element: html.HtmlElement) -> bool:
    """Tell whether a block is all that a cell of a table holds, as word processors write their cells."""
    cell = element.getparent()
    if cell is None or cell.tag not in CELLS or len(cell) != 1:
        return False
    beside = f"{cell.text or ''}{element.tail or ''}"
    return not beside.strip() and all(inner.tag not in BLOCKS for inner in element.iterdescendants())


def _lines_of(
    text: str,
    element: html.HtmlElement,
    linked: bool,  # noqa: FBT001
) -> Iterator[tuple[str | None, html.HtmlElement, bool]]:
    if element.tag != "pre":
        yield BLANKS.sub(" ", text), element, linked
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            yield None, element, False
        yield line, element, linked


def _unseen(element: html.HtmlElement) -> bool:
    return (
        element.tag in UNSEEN
        or "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or HIDING.search(element.get("style", "").lower()) is not None
    )


def body(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the ranges of the joined lines that are the body; all of them if there is no prose."""
    weights: dict[html.HtmlElement, float] = {}
    apart: dict[html.HtmlElement, bool] = {}
    for line in lines:
        weight = line.weight
        if weight > 0 and _is_apart(line.element, apart):
            weight *= APART_SHARE
        element = line.element
        while element is not None and element not in weights:
            weights[element] = 0.0
            element = element.getparent()
        weights[line.element] += weight
    if lines:
        _add_to_ancestors(weights, lines[0].element.getroottree().getroot())
    if not weights or max(weights.values()) <= 0:
        return [(lines[0].start, lines[-1].start + len(lines[-1].text))] if lines else []
    # Of equals the innermost, which was met first.
    best = max(weights, key=lambda element: weights[element])
    while best.tag in INLINE and best.getparent() is not None:
        best = best.getparent()
    within = set(best.iter())
    inside = [line for line in lines if line.element in within]
    return [(line.start, line.start + len(line.text)) for line in inside]


def _add_to_ancestors(weights: dict[html.HtmlElement, float], root: html.HtmlElement) -> None:
    """Add to each weight those of all it encloses, the innermost first: a walk up from each line is slow."""
    for element in reversed([element for element in root.iter() if element in weights]):
        if element is not root:
            weights[element.getparent()] += weights[element]


def _is_apart(element: html.HtmlElement, known: dict[html.HtmlElement, bool]) -> bool:
    """Tell whether an element lies in a part of the page that is not the article, by its names."""
    path = []
    while element is not None and element not in known:
        path.append(element)
        element = element.getparent()
    apart = element is not None and known[element]
    for inner in reversed(path):
        apart = known[inner] = apart or _named_apart(inner)
    return apart


def _named_apart(element: html.HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    named = element.tag in APART_TAGS or APART.search(names) is not None
    return named and element.tag not in ("body", "html")
