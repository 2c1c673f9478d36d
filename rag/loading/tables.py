"""Sheets and CSV files: each row a line of its own that repeats the headers, so that it can be read alone."""

import csv
import datetime
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from rag.errors import LoadError
from rag.loading.encodings import decode
from rag.loading.office import ID, opened, part, part_bytes, parts_of, title_and_date
from rag.loading.page import Page, normal
from rag.loading.spans import from_above

MOST_ROWS = 200_000  # of a file
MOST_COLUMNS = 500
LONGEST_CELL = 1_000_000
Merged = Mapping[int, Sequence[tuple[int, int]]]  # by first row: the column and the last row of a merged cell
WORKBOOK = "xl/workbook.xml"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
PERCENT = re.compile(r"[#,]*0(?:\.(?P<decimals>[0#]+))?%")
HEADER_ROWS = 10  # rows among which the headers are looked for
PERIOD = re.compile(r"(?:19|20)\d{2}(?:年度?)?(?:\d{1,2}月)?|\d{1,2}月份?")  # 2021年, the name of its figures


def extract_csv(data: bytes) -> Page:
    """Return a CSV file as a page."""
    text = normal(decode(data)).replace("\0", "")
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:20_000], delimiters=",;\t|，")
    except csv.Error:
        dialect = csv.excel
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = [
            row for _, row in zip(range(MOST_ROWS + 1), csv.reader(StringIO(text), dialect), strict=False)
        ]
    except csv.Error as error:
        raise LoadError(f"not a readable CSV file: {error}") from error
    _check(len(rows))
    return Page("\n".join(_records(rows)))


def extract_xlsx(data: bytes) -> Page:
    """Return a workbook as a page, sheet by sheet; hidden sheets are left out."""
    import openpyxl

    with opened(data, "XLSX") as archive:
        title, created = title_and_date(archive)
        merged = _merged(archive)
    lines: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that hold no text
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    cells = sheet.iter_rows(max_col=MOST_COLUMNS)
                    rows = list(_rows(cells, merged.get(sheet.title, {})))
                    _check(len(lines) + len(rows))
                    lines += [sheet.title, *_records(rows), ""] if rows else []
            book.close()
    except LoadError:
        raise
    except Exception as error:  # the library lets errors of its XML and zip layers through
        raise LoadError(f"not a readable XLSX file: {error}") from error
    return Page("\n".join(lines).strip(), title, published=created)


def _check(rows: int) -> None:
    if rows > MOST_ROWS:
        raise LoadError(f"more than {MOST_ROWS} rows; split the file")


def _merged(archive: ZipFile) -> dict[str, Merged]:
    """Return the cells of each sheet that reach over several rows; none if the parts are not found."""
    try:
        parts = parts_of(archive, WORKBOOK)
        sheets = {
            sheet.get("name", ""): parts.get(sheet.get(ID, ""), "")
            for sheet in part(archive, WORKBOOK).iter("{*}sheet")
        }
        names = set(sheets.values()) & set(archive.namelist())
        cells = {name: _reaching(part_bytes(archive, name)) for name in names}
    except LoadError:
        return {}
    return {sheet: cells[name] for sheet, name in sheets.items() if name in cells}


def _reaching(sheet: bytes) -> Merged:
    found: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in MERGED.findall(sheet):
        if first != last:
            found.setdefault(int(first), []).append((_index(column.decode()), int(last)))
    return found


def _index(letters: str) -> int:
    """Return the index of a column: 0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1


def _rows(rows: Iterable[Sequence[Any]], merged: Merged) -> Iterator[list[str]]:
    """Yield the rows that are not empty, with what merged cells above say in their columns."""
    above: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows, 1):
        _check(number - 1)
        cells = [_shown(cell.value, cell.number_format) for cell in row]
        if any(cells):
            for column, (last, words) in above.items():
                if number <= last and column < len(cells):
                    cells[column] = cells[column] or words
            yield cells
        for column, last in merged.get(number, ()):
            if column < len(cells):
                above[column] = last, from_above(cells[column])


def _shown(cell: object, form: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)) and (percent := PERCENT.match(form)):
        return f"{cell:.{len(percent['decimals'] or '')}%}"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        bare = cell.time() == datetime.time()
        return cell.date().isoformat() if bare else cell.isoformat(" ", "minutes")
    return " ".join(normal(str(cell)).split())


def _records(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines above the headers as they are, and each row behind them as `header：value，…`."""
    rows = [[" ".join(cell.split()) for cell in row] for row in rows]
    rows = [row for row in rows if any(row)]
    at = _headers(rows)
    for row in rows[: at if at is not None else len(rows)]:
        yield "\t".join(cell for cell in row if cell)
    if at is None:
        return
    headers = rows[at]
    if headers_below := _below(headers, rows[at + 1]):
        headers, at = headers_below, at + 1
    for row in rows[at + 1 :]:
        pairs = [
            (headers[index] if index < len(headers) else "", cell) for index, cell in enumerate(row) if cell
        ]
        yield "，".join(f"{header}：{cell}" if header else cell for header, cell in pairs)


def _below(headers: Sequence[str], row: Sequence[str]) -> list[str]:
    """Return headers of two rows as one, where some reach over both: 成绩 over 笔试 and 面试; else none."""
    both = list(zip(headers, row, strict=False))
    if len(headers) != len(row) or not any(name and name == below for name, below in both):
        return []
    group, found = "", []
    for name, below in both:
        group = name or group
        found.append(name if below in (name, "") else f"{group}{below}")
    return found


def _headers(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row holds the headers: the first as full as any, whose cells are distinct words."""
    if len(rows) < 2:
        return None
    width = max(sum(map(bool, row)) for row in rows[:HEADER_ROWS])
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = [cell for cell in row if cell]
        if len(cells) >= max(2, 0.8 * width):
            words = [cell for cell in cells if _is_name(rows, index, row.index(cell))]
            named = len(set(words)) == len(cells) and not all(map(PERIOD.fullmatch, cells))
            return index if named and index + 1 < len(rows) else None
    return None


def _is_name(rows: Sequence[Sequence[str]], index: int, column: int) -> bool:
    """Tell whether a cell can name its column: a word, or a year over something else than years."""
    name = rows[index][column]
    if PERIOD.fullmatch(name):
        below = [row[column] for row in rows[index + 1 :] if column < len(row) and row[column]]
        return not below or not all(map(PERIOD.fullmatch, below))
    return not name.replace(".", "").replace("-", "").isdigit() and len(name) <= 40
