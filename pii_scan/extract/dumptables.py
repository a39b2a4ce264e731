"""The tables of a dump while their rows come in: numbers that run on over statements, keys, cells of bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pii_scan.core.types import Segment
from pii_scan.extract.blocks import BLOCK_CHARS, BLOCK_ROWS, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.sqlschema import Layout, TableName, names_in
from pii_scan.extract.sqlvalues import Values

_BYTEA = re.compile(r"\\x(?:[0-9a-f]{2})+")


class TableRows:
    """One table as one statement fills it; a second statement with other columns is another."""

    def __init__(self, name: TableName, columns: tuple[str, ...], keys: tuple[str, ...], first_row: int) -> None:
        self.name = name
        self.columns = columns
        self.keys = keys
        self.next_row = first_row
        self.binary = BinaryCells(name.table)
        self._waiting: list[str] = []
        self._chars = 0

    @property
    def waiting(self) -> int:
        """Count the rows that wait."""
        return len(self._waiting)

    def add(self, inside: str) -> bool:
        """Take the inside of one tuple; tell whether enough rows wait to make a block."""
        self._waiting.append(inside)
        self._chars += len(inside)
        return self._chars >= BLOCK_CHARS or len(self._waiting) >= BLOCK_ROWS

    def flush(self, values: Values) -> Iterator[Segment]:
        """Give the rows that wait as a block, then the documents that stand in them."""
        if not self._waiting:
            return
        insides, self._waiting, self._chars = self._waiting, [], 0
        batch = values.batch(insides)
        if batch is None:
            batch = self._batch(values.columns(insides), len(insides))
        yield from self._out(self._named(batch, len(insides)))

    def _batch(self, columns: list[tuple[list[str | bytes | None], bool]], rows: int) -> pa.RecordBatch:
        names = self._names(len(columns))
        arrays = [
            pa.array(self._texts(cells, name) if special else cells, pa.string())
            for (cells, special), name in zip(columns, names, strict=False)
        ]
        return pa.RecordBatch.from_arrays(arrays or [pa.nulls(rows, pa.string())], names=names[: len(arrays)] or ["1"])

    def _named(self, batch: pa.RecordBatch, rows: int) -> pa.RecordBatch:
        names = self._names(batch.num_columns)
        missing = [pa.nulls(rows, pa.string())] * (len(names) - batch.num_columns)
        return pa.RecordBatch.from_arrays([*batch.columns, *missing], names=names)

    def _names(self, width: int) -> list[str]:
        return list(self.columns) if len(self.columns) >= width else [str(n + 1) for n in range(width)]

    def _texts(self, column: Sequence[str | bytes | None], name: str) -> list[str | None]:
        return [
            self._binary_text(cell, n, name) if isinstance(cell, bytes) or (cell and cell[:2] == "\\x") else cell
            for n, cell in enumerate(column)
        ]

    def _binary_text(self, cell: str | bytes, offset: int, name: str) -> str | None:
        if isinstance(cell, str):
            if not _BYTEA.fullmatch(cell):
                return cell
            cell = bytes.fromhex(cell[2:])
        return self.binary.text(cell, self.next_row + offset, name)

    def flush_batch(self, batch: pa.RecordBatch) -> Iterator[Segment]:
        """Give a block of text that stands already, without the cells that are bytes written as text."""
        names = batch.schema.names
        arrays = [
            pa.array(self._texts(column.to_pylist(), name), pa.string())
            if pc.any(pc.starts_with(column, "\\x")).as_py()
            else column
            for name, column in zip(names, batch.columns, strict=True)
        ]
        yield from self._out(pa.RecordBatch.from_arrays(arrays, names=names))

    def _out(self, batch: pa.RecordBatch) -> Iterator[Segment]:
        yield self._table(tuple(batch.schema.names)).of_batch(batch, self.next_row)
        self.next_row += batch.num_rows
        yield from self.binary.taken()

    def _table(self, columns: tuple[str, ...]) -> Table:
        known = {column.lower(): column for column in columns}
        keys = [known[key.lower()] for key in self.keys or ("id",) if key.lower() in known]
        return Table(columns, self.name.where, tuple(keys))


class Tables:
    """All tables of a dump."""

    def __init__(self, late_keys: dict[str, tuple[str, ...]], values: Values) -> None:
        self._values = values
        self._late_keys = late_keys
        self._layouts: dict[TableName, Layout] = {}
        self._next_rows: dict[TableName, int] = {}
        self._current: TableRows | None = None
        self._database = ""
        self._schema = ""
        self._last: tuple[str, str | None] | None = None
        self.unread = 0

    @property
    def schema(self) -> str:
        """The schema of names that say none."""
        return self._schema

    @schema.setter
    def schema(self, name: str) -> None:
        self._schema, self._last = name, None

    def learn(self, name: TableName, layout: Layout) -> None:
        """Keep what a CREATE TABLE says."""
        self._layouts[self._full(name)] = layout
        self._last = None

    def connect(self, database: str) -> None:
        """Another database begins; its tables are others, though their names be the same."""
        self._database = database
        self.schema = ""

    def named(self, text: str, columns_text: str | None) -> TableRows:
        """Give the table that a statement fills; the one in hand where nothing changed."""
        current = self._current
        if current is not None and self._last == (text, columns_text):
            return current
        self._last = (text, columns_text)
        columns = names_in(columns_text) if columns_text else None
        name = self._full(TableName.parse(text, self.schema))
        layout = self._layouts.get(name, Layout())
        columns = layout.columns if columns is None else columns
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
        yield from current.flush(self._values)
        self._next_rows[current.name] = current.next_row
        self.unread += current.binary.unread
        self._current = None

    def _full(self, name: TableName) -> TableName:
        if not self._database:
            return name
        return TableName(f"{self._database}.{name.schema}" if name.schema else self._database, name.table)
