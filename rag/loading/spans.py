"""Rows of tables written out, each on one line with a cell for every column, so that it can be read alone.

`青石镇` over two rows stands in both; where a cell reaches over columns beside its own, they are empty.
"""

import re
from itertools import pairwise

from lxml import html

MOST = 50  # columns or rows that a cell is taken to reach over
LONGEST = 60  # characters of a cell that is repeated or one line; a longer one is a text of its own
MOST_ADDED = 20_000  # cells of one page
CELLS = ("td", "th")
PARTS = ("p", "div", "br")  # lines of a cell
OF_A_LAYOUT = ("a", "img", "form", "ul", "ol")


def from_above(words: str) -> str:
    """Return what a row says for a cell that begins above it."""
    return words if len(words) <= LONGEST else ""


def columns(written: str | None) -> int:
    """Return how many columns or rows a cell reaches over, as its attribute says."""
    return min(max(1, int(written)), MOST) if written and re.fullmatch(r"[0-9]{1,5}", written) else 1


def write_out(root: html.HtmlElement) -> None:
    """Complete the rows of the tables of a page, those that lay the page out excepted."""
    left = MOST_ADDED
    for table in root.iter("table"):
        if table.find(".//table") is not None:
            continue
        reaching: dict[int, tuple[int, str]] = {}  # by column: rows left, and what the cell says
        for row in table.iter("tr"):
            left -= _fill(row, reaching, left)
            _join(row)


def _fill(row: html.HtmlElement, reaching: dict[int, tuple[int, str]], most: int) -> int:
    """Add the cells that `row` misses; return how many those are, none if they might be more than `most`."""
    own = [cell for cell in row if cell.tag in CELLS]
    if len(own) * MOST > most:
        reaching.clear()
        return 0
    filled: list[html.HtmlElement] = []
    rows: dict[int, tuple[int, str]] = {}
    for cell in [*own, None]:
        while len(filled) in reaching:
            left, words = reaching.pop(len(filled))
            rows[len(filled)] = left - 1, words
            filled.append(_cell(words))
        if cell is not None:
            across, down = columns(cell.get("colspan")), columns(cell.get("rowspan"))
            said = from_above(" ".join(cell.text_content().split())) if down > 1 else ""
            rows |= {len(filled) + column: (down - 1, "" if column else said) for column in range(across)}
            filled += [cell, *(_cell("") for _ in range(across - 1))]
    reaching.clear()
    reaching.update({column: (left, words) for column, (left, words) in rows.items() if left > 0})
    for before, cell in pairwise([None, *filled]):
        if cell.getparent() is None:
            row.insert(0, cell) if before is None else before.addnext(cell)
    return len(filled) - len(own)


def _join(row: html.HtmlElement) -> None:
    """Put the lines of each cell on one: `9:00-11:30` under `周一至周五`."""
    said = [len(cell.text_content().strip()) for cell in row if cell.tag in CELLS]
    of_a_layout = next(row.iter(*OF_A_LAYOUT), None) is not None
    if of_a_layout or sum(map(bool, said)) < 2 or max(said) > LONGEST:
        return
    for part in list(row.iter(*PARTS)):
        begins = part.getprevious() is None and not (part.getparent().text or "").strip()
        part.tag = "span"
        part.text = part.text if begins else f" {part.text or ''}"


def _cell(words: str) -> html.HtmlElement:
    cell = html.Element("td")
    cell.text = words
    return cell
