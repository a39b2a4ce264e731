"""Blocks of rows: text cells into Arrow record batches of bounded size, and which row is the header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import pyarrow as pa

from pii_scan.core.types import Rows, Where

BLOCK_ROWS = 10_000
BLOCK_CHARS = 1 << 20
BLOCK_CELLS = 1 << 20

Row = Sequence[str | None]

_DATA = re.compile(r"@|\d[\d ./-]{4,}\d|^[\d\s.,;:/+%€$£-]*\d[\d\s.,;:/+%€$£-]*$")
_LONGEST_LABEL = 60
_TOP_ROWS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """What all blocks of one table share. A column without a name of its own goes by its number, from 1."""

    names: tuple[str, ...] = field(repr=False)
    where: Where = field(default_factory=dict, repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)
    header_row: int | None = None

    @classmethod
    def of_header(cls, header: Row | None, width: int, where: Where, header_row: int | None) -> Table:
        """Name the columns after a header, or after their numbers."""
        cells = [" ".join((cell or "").split()) for cell in header or ()]
        cells += [""] * (width - len(cells))
        return cls(tuple(cell or str(n) for n, cell in enumerate(cells, 1)), where, header_row=header_row)

    def column_of(self, row: int, column: int) -> str:
        """Name the column of a cell (both from 1) as the blocks name it: by its number above the header or beside."""
        is_below = row > (self.header_row or 0) and column <= len(self.names)
        return self.names[column - 1] if is_below else str(column)

    def block(self, rows: Sequence[Row], first_row: int) -> Rows:
        """Make one block; rows shorter than the table have empty cells, longer ones add columns."""
        columns = list(zip_longest(*rows))
        if len(columns) < len(self.names):
            columns += [(None,) * len(rows)] * (len(self.names) - len(columns))
        names = [*self.names, *map(str, range(len(self.names) + 1, len(columns) + 1))]
        arrays = [pa.array([cell or None for cell in column], pa.string()) for column in columns]
        return self.of_batch(pa.RecordBatch.from_arrays(arrays, names=names), first_row)

    def of_batch(self, batch: object, first_row: int) -> Rows:
        """Make one block of a batch that stands already."""
        return Rows(batch, self.where, first_row, self.keys, self.header_row)

    def blocks(self, rows: Iterable[Row], first_row: int) -> Iterator[Rows]:
        """Cut rows into blocks of bounded size."""
        waiting: list[Row] = []
        chars, widest = 0, 1
        for row in rows:
            waiting.append(row)
            chars += sum(map(len, filter(None, row)))
            widest = max(widest, len(row))
            if len(waiting) >= BLOCK_ROWS or chars >= BLOCK_CHARS or len(waiting) * widest >= BLOCK_CELLS:
                yield self.block(waiting, first_row)
                first_row += len(waiting)
                waiting, chars, widest = [], 0, 1
        if waiting:
            yield self.block(waiting, first_row)


def single_row(row: Row, number: int, where: Where) -> Rows | None:
    """Give a row that belongs to no table (a title, a header's own cells) as a block with numbered columns."""
    if not any(row):
        return None
    return Table.of_header(None, len(row), where, None).block([row], number)


def find_header(rows: Sequence[Row]) -> tuple[int | None, int]:
    """Tell which of the first rows of a table is its header (None: none), and how wide the table is.

    The header is the first row as wide as the body whose cells all look like names, not like data; titles above it
    are narrower. A table of text alone, where nothing tells, is taken to have one, as tables mostly do.
    """
    top = rows[:_TOP_ROWS]
    width = _width(rows)
    for index, row in enumerate(top):
        filled = [cell.strip() for cell in row if cell and cell.strip()]
        if not filled or len(filled) < _least(width):
            continue
        if _looks_like_names(filled) and _differs(row, rows[index + 1 :]):
            return index, width
        return None, width
    return None, width


def _least(width: int) -> int:
    """How many cells of a header are filled at least: one in two, since some columns have no name."""
    return max(1, (width + 1) // 2)


def _width(rows: Sequence[Row]) -> int:
    widths = Counter(_filled_width(row) for row in rows)
    widths.pop(0, None)
    if not widths:
        return 0
    most = max(widths.values())
    return max(width for width, count in widths.items() if count * 2 >= most)


def _filled_width(row: Row) -> int:
    return max((n for n, cell in enumerate(row, 1) if cell), default=0)


def _looks_like_names(cells: Sequence[str]) -> bool:
    if len(set(cells)) * 2 < len(cells):
        return False
    return all(len(cell) <= _LONGEST_LABEL and not _DATA.search(cell) for cell in cells)


def _differs(header: Row, body: Sequence[Row]) -> bool:
    """Tell whether a row reads unlike the rows below it; two rows of one make can only both be data.

    A column of data under a cell that is none settles it. Where all is text, a first cell met again below speaks
    against a header.
    """
    below = [row for row in body if any(row)]
    if not below:
        return len(header) > 1
    for n, name in enumerate(header):
        if name and any(n < len(row) and (cell := row[n]) and _DATA.search(cell) for row in below):
            return True
    seen = Counter(cell for row in below for cell in row if cell)
    return not any(name and seen[name] for name in header)
