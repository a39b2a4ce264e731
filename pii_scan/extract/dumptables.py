"""The tables of a dump while their rows come in: numbers that run on over statements, keys, cells of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pii_scan.core.types import Segment
from pii_scan.extract.blocks import BLOCK_CHARS, BLOCK_ROWS, Row, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.sqlschema import Layout, TableName

_BYTEA = re.compile(r"\\x(?:[0-9a-f]{2})+")


class TableRows:
    """One table as one statement fills it; a second statement with other columns is another."""

    def __init__(self, name: TableName, columns: tuple[str, ...], keys: tuple[str, ...], first_row: int) -> None:
        self.name = name
        self.columns = columns
        self.keys = keys
        self.next_row = first_row
        self.binary = BinaryCells(name.table)
        self._waiting: list[Row] = []
        self._chars = 0

    @property
    def waiting(self) -> int:
        """Count the rows that wait."""
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        """Tell whether enough rows wait to make a block."""
        return len(self._waiting) >= BLOCK_ROWS or self._chars >= BLOCK_CHARS

    def add(self, cells: Sequence[str | bytes | None]) -> None:
        """Take one row."""
        row: list[str | None] = []
        for cell in cells:
            if isinstance(cell, str) and not cell.startswith("\\x"):
                row.append(cell)
                self._chars += len(cell)
            else:
                row.append(self._special(cell, len(row)))
        self._waiting.append(row)

    def flush(self) -> Iterator[Segment]:
        """Give the rows that wait as a block, then the documents that stand in them."""
        if not self._waiting:
            return
        rows, self._waiting, self._chars = self._waiting, [], 0
        width = max(map(len, rows))
        table = self._table(self.columns if len(self.columns) >= width else ())
        yield table.block(rows, self.next_row)
        self.next_row += len(rows)
        yield from self.binary.taken()

    def flush_batch(self, batch: pa.RecordBatch) -> Iterator[Segment]:
        """Give a block that stands already."""
        arrays = [self._without_bytes(column, self.columns[n]) for n, column in enumerate(batch.columns)]
        batch = pa.RecordBatch.from_arrays(arrays, names=list(self.columns))
        yield self._table(self.columns).of_batch(batch, self.next_row)
        self.next_row += batch.num_rows
        yield from self.binary.taken()

    def _table(self, columns: tuple[str, ...]) -> Table:
        known = {column.lower(): column for column in columns}
        keys = [known[key.lower()] for key in self.keys or ("id",) if key.lower() in known]
        return Table(columns, self.name.where, tuple(keys))

    def _special(self, cell: str | bytes | None, column: int) -> str | None:
        if isinstance(cell, str) and _BYTEA.fullmatch(cell):
            cell = bytes.fromhex(cell[2:])
        if isinstance(cell, bytes):
            self._chars += len(cell)
            name = self.columns[column] if column < len(self.columns) else str(column + 1)
            return self.binary.text(cell, self.next_row + len(self._waiting), name)
        return cell

    def _without_bytes(self, column: pa.StringArray, name: str) -> pa.StringArray:
        if not pc.any(pc.starts_with(column, "\\x")).as_py():
            return column
        cells = [
            self.binary.text(bytes.fromhex(cell[2:]), self.next_row + n, name)
            if cell and _BYTEA.fullmatch(cell)
            else cell
            for n, cell in enumerate(column.to_pylist())
        ]
        return pa.array(cells, pa.string())


class Tables:
    """All tables of a dump."""

    def __init__(self, late_keys: dict[str, tuple[str, ...]]) -> None:
        self._late_keys = late_keys
        self._layouts: dict[TableName, Layout] = {}
        self._next_rows: dict[TableName, int] = {}
        self._current: TableRows | None = None
        self._database = ""
        self.schema = ""
        self.unread = 0

    def learn(self, name: TableName, layout: Layout) -> None:
        """Keep what a CREATE TABLE says."""
        self._layouts[self._full(name)] = layout

    def connect(self, database: str) -> None:
        """Another database begins; its tables are others, though their names be the same."""
        self._database = database
        self.schema = ""

    def named(self, text: str, columns: tuple[str, ...] | None) -> TableRows:
        """Give the table that a statement fills; the one in hand where nothing changed."""
        name = self._full(TableName.parse(text, self.schema))
        layout = self._layouts.get(name, Layout())
        columns = layout.columns if columns is None else columns
        current = self._current
        if current is not None and current.name == name and current.columns == columns:
            return current
        bare = TableName.parse(text, self.schema)
        late = self._late_keys.get(f"{bare.schema}.{bare.table}") or self._late_keys.get(bare.table, ())
        if current is not None and current.name == name:
            self._next_rows[name] = current.next_row + current.waiting
        return TableRows(name, columns, layout.keys or late, self._next_rows.get(name, 1))

    def switch(self, table: TableRows) -> Iterator[Segment]:
        """Let another table be the one in hand; the last one's rows go out."""
        if self._current is not None and self._current is not table:
            yield from self.rest()
        self._current = table

    def rest(self) -> Iterator[Segment]:
        """Give the rows that wait."""
        current = self._current
        if current is None:
            return
        yield from current.flush()
        self._next_rows[current.name] = current.next_row
        self.unread += current.binary.unread
        self._current = None

    def _full(self, name: TableName) -> TableName:
        if not self._database:
            return name
        return TableName(f"{self._database}.{name.schema}" if name.schema else self._database, name.table)
