"""Spreadsheets: every sheet, hidden ones too, as blocks of rows numbered as in the sheet."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

import python_calamine

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.types import Content, Segment, Text, Unread, Where
from pii_scan.extract import compound, oleobjects
from pii_scan.extract.blocks import Row, Table, find_header, single_row
from pii_scan.extract.sheetxml import NumberedRow, SheetRows, moment_text, number_text, rows_of
from pii_scan.extract.workbook import Extent, Workbook
from pii_scan.settings.settings import Limits

_GRID_CELLS = 30_000_000
_SAMPLE_ROWS = 200
_WIDEST_GAP = 1000
_HEAD_BYTES = 1 << 22
_BOF, _FILE_PASS, _FIRST_RECORDS = b"\x09\x08\x10\0\0\x06\x05\0", 0x2F, 10

Cell = str | float | bool | datetime | date | time | timedelta | None


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the sheets in order, then what stands beside the cells.

    Raises:
        EncryptedError: the workbook asks for a password.
        CorruptContentError: it cannot be read at all.
    """
    start = content.stream.read(2)
    if start != b"PK":
        yield from _all_grids(content, limits)
        if compound.MAGIC.startswith(start):
            yield from oleobjects.beside(content.stream)
        return
    try:
        archive = zipfile.ZipFile(content.stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CorruptContentError(type(error).__name__) from None
    with archive:
        if "xl/workbook.xml" not in archive.namelist():
            yield from _all_grids(content, limits)
            return
        workbook = Workbook(archive, limits, content.size_bytes)
        yield from _xlsx_sheets(content, workbook, limits)
        yield from workbook.texts()


def _xlsx_sheets(content: Content, workbook: Workbook, limits: Limits) -> Iterator[Segment]:
    for name, part in workbook.sheets.items():
        try:
            extent = workbook.extent(part)
            yield from _margins(extent, name)
            yield from tables(_xlsx_rows(content, workbook, limits, name, extent), {"sheet": name})
        except ExtractError as error:
            yield Unread(error.reason)


def _xlsx_rows(
    content: Content, workbook: Workbook, limits: Limits, name: str, extent: Extent
) -> Iterator[NumberedRow]:
    """Read by calamine what fits a grid; the rest, and what calamine cannot take, as a stream of rows."""
    if extent.span <= _GRID_CELLS and extent.cells <= limits.cells:
        try:
            return _Grids(content).rows(name)
        except CorruptContentError:
            pass
    return _streamed(workbook, workbook.sheets[name], limits)


def _streamed(workbook: Workbook, part: str, limits: Limits) -> Iterator[NumberedRow]:
    listener = SheetRows(workbook.shared_texts(), workbook.date_styles(), limits.cells)
    with workbook.open(part) as source:
        yield from rows_of(source, listener, workbook.expansion, limits)


def _margins(extent: Extent, sheet: str) -> Iterator[Text]:
    for kind, text in extent.margins:
        if text.strip():
            yield Text(text, ((0, {"sheet": sheet, "part": kind}),))


def _all_grids(content: Content, limits: Limits) -> Iterator[Segment]:
    grids = _Grids(content)
    counter = _Cells(limits.cells)
    for name in grids.names:
        try:
            yield from tables(counter.counted(grids.rows(name)), {"sheet": name})
        except CorruptContentError as error:
            yield Unread(error.reason)


class _Cells:
    """Counts the cells of a workbook."""

    def __init__(self, most: int) -> None:
        self._left = most

    def counted(self, rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
        for row in rows:
            self._left -= len(row[1])
            if self._left < 0:
                raise TooLargeError("more cells than may be read")
            yield row


class _Grids:
    """A workbook in calamine's hands."""

    def __init__(self, content: Content) -> None:
        if _asks_for_password(content):
            raise EncryptedError("a workbook behind a password")
        with _calamine_errors():  # laid out as a grid here, so nothing fails later on
            content.stream.seek(0)
            self._book = python_calamine.CalamineWorkbook.from_filelike(content.stream)

    @property
    def names(self) -> list[str]:
        """Every sheet that has cells, hidden ones too."""
        drawn = (python_calamine.SheetTypeEnum.ChartSheet,)
        return [sheet.name for sheet in self._book.sheets_metadata if sheet.typ not in drawn]

    def rows(self, name: str) -> Iterator[NumberedRow]:
        """Give the rows of a sheet from its first filled one on, with their numbers and from column A."""
        with _calamine_errors():
            sheet = self._book.get_sheet_by_name(name)
        return _grid_rows(sheet)


def _grid_rows(sheet: python_calamine.CalamineSheet) -> Iterator[NumberedRow]:
    if sheet.start is None:
        return
    left = sheet.start[1]  # rows come from the first one on, columns from the first filled one
    margin: list[str | None] = [None] * left
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, margin + [_text(cell) for cell in row]


def _asks_for_password(content: Content) -> bool:
    """Tell whether an old workbook's stream has a FilePass among its first records: calamine calls that damage."""
    content.stream.seek(0)
    head = content.stream.read(_HEAD_BYTES)
    at = head.find(_BOF) if head.startswith(compound.MAGIC) else -1
    for _ in range(_FIRST_RECORDS):
        if not 0 <= at <= len(head) - 4:
            return False
        kind, size = struct.unpack_from("<HH", head, at)
        if kind == _FILE_PASS:
            return True
        at += 4 + size
    return False


@contextmanager
def _calamine_errors() -> Iterator[None]:
    try:
        yield
    except python_calamine.PasswordError:
        raise EncryptedError("a workbook behind a password") from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise CorruptContentError(type(error).__name__) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # Rust's own, outside Exception; its text may quote a cell
            raise CorruptContentError("PanicException") from None
        raise


def _text(cell: Cell) -> str | None:
    """Write a cell as people see it."""
    if isinstance(cell, str):
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, (int, float)):
        return number_text(float(cell))
    if isinstance(cell, datetime):
        return moment_text(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return None if cell is None else str(cell)


def tables(rows: Iterator[NumberedRow], where: Where) -> Iterator[Segment]:
    """Cut a sheet into titles, header and table; a wide gap between rows begins a new block, not a million blanks."""
    sample = list(islice(rows, _SAMPLE_ROWS))
    if not sample:
        return
    header, width = find_header([row for _, row in sample])
    above = 0 if header is None else header + 1
    for number, row in sample[:above]:
        block = single_row(row, number, where)
        if block is not None:
            yield block
    names: Row | None = None if header is None else sample[header][1]
    table = Table.of_header(names, width, where, None if header is None else sample[header][0])
    following = chain(sample[above:], rows)
    first = next(following, None)
    while first is not None:
        run = _Run(first, following)
        yield from table.blocks(run, first[0])
        first = run.next_first


class _Run:
    """Rows without a wide gap; small gaps are filled with empty rows, so that numbers hold."""

    def __init__(self, first: NumberedRow, rows: Iterator[NumberedRow]) -> None:
        self._first = first
        self._rows = rows
        self.next_first: NumberedRow | None = None

    def __iter__(self) -> Iterator[Row]:
        at = self._first[0]
        yield self._first[1]
        for number, row in self._rows:
            if not at < number <= at + _WIDEST_GAP:
                self.next_first = number, row
                return
            for _ in range(at + 1, number):
                yield []
            yield row
            at = number
