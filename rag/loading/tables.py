"""Sheets and CSV files: each row a line of its own that repeats the headers, so that it can be read alone."""

import csv
import datetime
import warnings
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO

from rag.errors import LoadError
from rag.loading.encodings import decode
from rag.loading.office import opened, title_and_date
from rag.loading.page import Page, normal

MOST_ROWS = 200_000  # of a file
MOST_COLUMNS = 500
LONGEST_CELL = 1_000_000
HEADER_ROWS = 10  # rows among which the headers are looked for


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
    lines: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that hold no text
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    sheet.reset_dimensions()
                    rows = list(_rows(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)))
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


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for number, row in enumerate(rows):
        _check(number)
        cells = [_shown(cell) for cell in row]
        if any(cells):
            yield cells


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
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
    for row in rows[at + 1 :]:
        pairs = [
            (headers[index] if index < len(headers) else "", cell) for index, cell in enumerate(row) if cell
        ]
        yield "，".join(f"{header}：{cell}" if header else cell for header, cell in pairs)


def _headers(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row holds the headers: the first as full as any, whose cells are distinct words."""
    if len(rows) < 2:
        return None
    width = max(sum(map(bool, row)) for row in rows[:HEADER_ROWS])
    for index, row in enumerate(rows[:HEADER_ROWS]):
        cells = [cell for cell in row if cell]
        if len(cells) >= max(2, 0.8 * width):
            words = [
                cell
                for cell in cells
                if not cell.replace(".", "").replace("-", "").isdigit() and len(cell) <= 40
            ]
            return index if len(set(words)) == len(cells) and index + 1 < len(rows) else None
    return None
