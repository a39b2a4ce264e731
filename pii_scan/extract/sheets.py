"""Spreadsheets: every sheet, hidden ones too, as blocks of rows numbered as in the sheet."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import chain, islice

import python_calamine

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread, Where
from pii_scan.extract import biff, compound, oleobjects
from pii_scan.extract.blocks import Row, Table, find_header, single_row
from pii_scan.extract.sheetmargins import Margins
from pii_scan.extract.sheetxml import NumberedRow, SheetRows, rows_of
from pii_scan.extract.values import written
from pii_scan.extract.workbook import Workbook
from pii_scan.settings.settings import Limits

_GRID_CELLS = 30_000_000
_LARGEST_TEXTS = 1 << 28
_SAMPLE_ROWS = 200
_WIDEST_GAP = 1000
_HEAD_BYTES = 1 << 22
_BOF, _FILE_PASS, _FIRST_RECORDS = b"\x09\x08\x10\0\0\x06\x05\0", 0x2F, 10

Beside = Callable[[], Iterator[Segment]]


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the sheets in order, then what stands beside the cells.

    Raises:
        EncryptedError: the workbook asks for a password.
        CorruptContentError: it cannot be read at all.
    """
    start = content.stream.read(2)
    if start != b"PK":
        heads: dict[str, Table] = {}
        yield from _all_grids(content, limits, heads)
        if compound.MAGIC.startswith(start):
            yield from oleobjects.beside(content.stream)
        yield from biff.margins(content.stream, heads)
        return
    try:
        archive = zipfile.ZipFile(content.stream)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise CorruptContentError(type(error).__name__) from None
    with archive:
        if {"xl/workbook.xml", "xl/workbook.bin"}.isdisjoint(archive.namelist()):
            yield from _all_grids(content, limits, {})
            return
        book = _Package(content, Workbook(archive, limits, content.size_bytes), limits)
        yield from book.segments()


class _Package:
    """A workbook of parts: by calamine what fits a grid; the rest, and what calamine cannot take, as a stream."""

    def __init__(self, content: Content, workbook: Workbook, limits: Limits) -> None:
        self._workbook = workbook
        self._content = content
        self._limits = limits
        self._counter = _Cells(limits.cells)
        self._heads: dict[str, Table] = {}
        self._margins = Margins(workbook, self._heads)

    def segments(self) -> Iterator[Segment]:
        """Yield the sheets, then the rest; damage costs the sheet it is in."""
        for name, part in self._workbook.sheets.items():
            try:
                rows, beside = self._binary(name, part) if self._workbook.is_binary else self._plain(name, part)
                yield from tables_of(self._counter.counted(rows), {"sheet": name}, self._heads)
                yield from beside()
            except ExtractError as error:
                yield Unread(error.reason)
        yield from self._margins.of_workbook()
        yield from self._margins.members()
        if self._workbook.is_damaged:
            yield Unread(Reason.CORRUPT)

    def _plain(self, name: str, part: str) -> tuple[Iterator[NumberedRow], Beside]:
        seen = self._workbook.look(part)
        is_grid = seen.extent.is_plain and seen.extent.span <= _GRID_CELLS
        rows = (self._grid(name) if is_grid else None) or self._streamed(part)
        return rows, lambda: self._margins.of_sheet(name, seen)

    def _binary(self, name: str, part: str) -> tuple[Iterator[NumberedRow], Beside]:
        try:
            is_grid = self._workbook.span_of_binary(part) <= _GRID_CELLS
        except CorruptContentError:
            is_grid = False
        rows = (self._grid(name) if is_grid else None) or self._workbook.binary_rows(part)
        return rows, lambda: self._margins.of_binary_sheet(name)

    def _grid(self, name: str) -> Iterator[NumberedRow] | None:
        """Give a sheet by calamine, which lays everything out in memory and cannot be stopped."""
        try:
            return self._grids.rows(name) if self._grids is not None else None
        except CorruptContentError:
            return None

    @cached_property
    def _grids(self) -> _Grids | None:
        if self._workbook.measure_texts() > _LARGEST_TEXTS:
            return None
        try:
            return _Grids(self._content)
        except CorruptContentError:
            return None

    def _streamed(self, part: str) -> Iterator[NumberedRow]:
        listener = SheetRows(*self._texts_and_dates)
        return rows_of(self._workbook.feed(part, listener), listener)

    @cached_property
    def _texts_and_dates(self) -> tuple[list[str], set[int]]:
        return self._workbook.shared_texts(), self._workbook.date_styles()


def _all_grids(content: Content, limits: Limits, heads: dict[str, Table]) -> Iterator[Segment]:
    grids = _Grids(content)
    counter = _Cells(limits.cells)
    for name in grids.names:
        try:
            yield from tables_of(counter.counted(grids.rows(name)), {"sheet": name}, heads)
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
        yield number, margin + [written(cell) for cell in row]


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


def tables_of(rows: Iterator[NumberedRow], where: Where, heads: dict[str, Table]) -> Iterator[Segment]:
    """Cut a sheet into titles, header and table; a wide gap between rows begins a new block, not a million blanks.

    Raises:
        ExtractError: as the rows do, once those before the damage were given.
    """
    whole = _UntilDamage(rows)
    yield from _blocks(iter(whole), where, heads)
    if whole.damage is not None:
        raise whole.damage


class _UntilDamage:
    """Rows as far as they can be read."""

    def __init__(self, rows: Iterator[NumberedRow]) -> None:
        self._rows = rows
        self.damage: ExtractError | None = None

    def __iter__(self) -> Iterator[NumberedRow]:
        try:
            yield from self._rows
        except ExtractError as error:
            self.damage = error


def _blocks(rows: Iterator[NumberedRow], where: Where, heads: dict[str, Table]) -> Iterator[Segment]:
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
    heads[str(where.get("sheet"))] = table
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
