"""Rows of tables that carry their headers, so that each can be read, found and quoted alone.

Loaders write a row as one line, its cells apart by tabs; Markdown has bars. `社保⇥59123401` under `窗口⇥电话`
becomes `窗口：社保，电话：59123401`. Markdown tells its tables by a rule; lines of tabs, or of bars
alone, are a table where the first holds names and the columns below hold something else, numbers or longer
words. Forms (`姓名⇥…⇥性别⇥…`) and tables without headers stay as they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.cleaning.step import Edit

BETWEEN = "，"  # ends no sentence: a row is one
LINE = re.compile(r"^.*$", re.MULTILINE)
RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*(?::?-+:?)?[ \t]*")
NUMBER = re.compile(r"\d")  # of any script
PERIOD = re.compile(r"(?:19|20)\d{2}(?:年度?)?(?:\d{1,2}月)?|\d{1,2}月份?")  # 2021年, the name of its figures
IN_BRACKETS = re.compile(r"[(（][^)）]*[)）]$")
MENU = re.compile("首页|关于我们|联系我们|登录|注册|网站地图|返回")
DATED = re.compile("日期|日子|时间|星期")
SAYS = re.compile(r"[。！？；，,!?;：:]")
LONGEST_HEADER = 16  # characters
FEWEST_ROWS = 2  # below the headers, where no rule tells that there are any
MOSTLY = 0.8  # share of a column's cells
LONGER = 2  # times as long as the header are cells that tell what it names


@dataclass(frozen=True, slots=True)
class Row:
    """A line and the ranges of its cells, empty ones included, blanks around them left out."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def edits(text: str) -> Iterator[Edit]:
    """Name each cell by its header; the line of headers itself becomes part of the first row."""
    if "\t" not in text and "|" not in text:
        return
    for headers, rows in _tables(text):
        names = [text[start:end].strip("*_` ") for start, end in headers.cells]
        for index, row in enumerate(rows):
            yield from _named(text, row, names, row.start if index else headers.start)


def _named(text: str, row: Row, names: Sequence[str], position: int) -> Iterator[Edit]:
    """Edit one row, and what stands before it from `position` on."""
    mark = ""
    for index, (start, end) in enumerate(row.cells):
        if start == end:
            continue
        name = names[index] if index < len(names) else ""
        before = f"{mark}{name}：" if name else mark
        if position < start:
            yield position, start, before
        elif before:  # nothing stands there that could become the name
            yield start, start + 1, before + text[start]
        position, mark = end, BETWEEN
    if position < row.end:
        yield position, row.end, ""


def _tables(text: str) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the headers of each table and the rows under them."""
    lines = [match.span() for match in LINE.finditer(text)]
    at = 0
    while at + 1 < len(lines):
        ruled = RULE.fullmatch(text, *lines[at + 1]) is not None
        mark = "|" if ruled or text.find("\t", *lines[at]) < 0 else "\t"
        block = _block(text, lines, at, mark)
        at += max(1, len(block))
        if len(block) < 1 + ruled:
            continue
        headers, rows = block[0], block[1 + ruled :]
        if {len(row.cells) for row in rows} == {len(headers.cells) + 1}:  # the corner is empty
            headers = Row(headers.start, headers.end, ((headers.start, headers.start), *headers.cells))
        bars = mark == "|" and not ruled
        if rows and (ruled or (_are_headers(text, headers, rows) and not (bars and _is_menu(text, headers)))):
            yield headers, rows


def _block(text: str, lines: Sequence[tuple[int, int]], first: int, mark: str) -> list[Row]:
    """Return the lines from `first` on that have cells, up to one that has none."""
    marked = takewhile(lambda at: text.find(mark, *lines[at]) >= 0, range(first, len(lines)))
    return [_row(text, *lines[at], mark) for at in marked]


def _row(text: str, start: int, end: int, mark: str) -> Row:
    cells = []
    at = start
    for cell in text[start:end].split(mark):
        words = cell.strip()
        begin = at + (cell.index(words) if words else 0)
        cells.append((begin, begin + len(words)))
        at += len(cell) + len(mark)
    if mark == "|":  # bars at the edges are no cells
        cells = cells[cells[0][0] == cells[0][1] : len(cells) - (cells[-1][0] == cells[-1][1])]
    return Row(start, end, tuple(cells))


def _are_headers(text: str, headers: Row, rows: Sequence[Row]) -> bool:
    """Tell whether a line names what stands below it: distinct short words over something else."""
    names = [text[start:end] for start, end in headers.cells]
    said = [name for name in names if name]
    if len(rows) < FEWEST_ROWS or len(said) < max(2, len(names) - 1) or len(set(said)) < len(said):
        return False
    if not all(PERIOD.fullmatch(name) or _is_name(name) for name in said) or all(map(PERIOD.fullmatch, said)):
        return False
    columns = [
        [text[start:end] for row in rows for start, end in row.cells[index : index + 1] if start < end]
        for index in range(len(names))
    ]
    if any(_are_periods([name, *cells]) for name, cells in zip(names, columns, strict=True)):
        return False
    same_width = sum(len(row.cells) == len(names) for row in rows) >= MOSTLY * len(rows)
    dated = DATED.search(names[0]) is not None  # a rota: the rest of its columns may be people
    return same_width and any(map(_is_told, names[not dated :], columns[not dated :]))


def _is_menu(text: str, headers: Row) -> bool:
    """Tell whether a line of bars leads through a site, as no table's does."""
    return MENU.search(text, headers.start, headers.end) is not None


def _is_name(name: str) -> bool:
    """Tell whether a cell may name a column, the period it begins with and the unit in brackets apart."""
    name = IN_BRACKETS.sub("", PERIOD.sub("", name, 1))
    return 0 < len(name) <= LONGEST_HEADER and not NUMBER.search(name) and not SAYS.search(name)


def _are_periods(cells: Sequence[str]) -> bool:
    """Tell whether a column holds years or months, its first cell being one more and no name."""
    return len(cells) > 1 and all(map(PERIOD.fullmatch, cells))


def _is_told(name: str, cells: Sequence[str]) -> bool:
    """Tell whether a column's cells are of another kind than the name over them."""
    numbers = sum(NUMBER.search(cell) is not None for cell in cells)
    longer = sum(len(cell) >= LONGER * len(name) for cell in cells)
    return len(cells) >= FEWEST_ROWS and max(numbers, longer) >= MOSTLY * len(cells)
