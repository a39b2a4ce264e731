"""SQLite files: every table, read-only, nothing in the file executed.

Views and triggers are never run: a view in a hostile file may have no end, and holds no row of its own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Rows, Segment, Text, Unread
from pii_scan.extract.blocks import Row, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.limits import read_whole
from pii_scan.extract.values import number_text
from pii_scan.settings.settings import Limits

_LONGEST_CELL_BYTES = 1 << 24
_BLOCK_ROWS, _BLOCK_SIZE = 5000, 1 << 20
_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY rowid"
)
"""Virtual tables are code; the tables that they keep their rows in are listed themselves."""
_DEFINITIONS = (
    "SELECT tbl_name, sql FROM sqlite_master WHERE sql LIKE '%''%' OR sql LIKE '%--%' OR sql LIKE '%/*%' ORDER BY rowid"
)
"""Those that may hold more than names: a text that a view shows or a trigger writes, a comment."""
_PRAGMAS = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0")
_STORED = (0, 3)  # ordinary, and generated but kept in the file
_BROKEN = (sqlite3.Error, UnicodeDecodeError)  # the module decodes SQLite's own message, which may quote damage

Value = str | bytes | int | float | None


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield every table as blocks of rows, the documents in its cells as members, then what definitions hold.

    Raises:
        CorruptContentError: it is no database that can be opened: damaged, or encrypted, which looks the same.
    """
    try:
        with closing(_opened(content, limits)) as database:
            for table in [name for (name,) in database.execute(_TABLES)]:
                yield from _Table(database, table).segments()
            for table, definition in database.execute(_DEFINITIONS):
                yield Text(definition, ((0, {"table": table, "part": "metadata"}),))
    except _BROKEN as error:
        raise CorruptContentError(type(error).__name__) from None


def _opened(content: Content, limits: Limits) -> sqlite3.Connection:
    database = _of_descriptor(content) or _of_bytes(content, limits)
    database.text_factory = _as_text
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_CELL_BYTES)
    for pragma in _PRAGMAS:
        database.execute(f"PRAGMA {pragma}")
    return database


def _of_descriptor(content: Content) -> sqlite3.Connection | None:
    """Open by the descriptor that is open already, where there is one and the system lets it be opened again."""
    try:
        path = f"/proc/self/fd/{content.stream.fileno()}"
        database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    except (OSError, AttributeError, sqlite3.OperationalError):
        return None
    try:
        database.execute("SELECT 1 FROM sqlite_master")
    except _BROKEN:
        database.close()
        return None
    return database


def _of_bytes(content: Content, limits: Limits) -> sqlite3.Connection:
    content.stream.seek(0)
    data = bytearray(read_whole(content, limits))
    data[18:20] = b"\x01\x01"  # not WAL: there is no file beside memory
    database = sqlite3.connect(":memory:")
    database.deserialize(bytes(data))
    return database


def _as_text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class _Table:
    """One table being read."""

    def __init__(self, database: sqlite3.Connection, name: str) -> None:
        self._database = database
        self._name = name
        self._binary = BinaryCells(name)
        self._names: list[str] = []

    def segments(self) -> Iterator[Segment]:
        """Yield the rows; damage costs the rest of this table only."""
        try:
            for block in self._blocks(self._columns()):
                yield block
                yield from self._binary.taken()
        except sqlite3.DataError:
            yield Unread(Reason.TOO_LARGE)
        except _BROKEN:
            yield Unread(Reason.CORRUPT)
        if self._binary.unread:
            yield Unread(Reason.UNSUPPORTED)

    def _columns(self) -> list[tuple[str, int]]:
        """Give names and key positions (0: none) of the stored columns: those generated when read are code."""
        rows = self._database.execute(f"PRAGMA table_xinfo({_quoted(self._name)})")
        return [(name, key) for _, name, _, _, _, key, hidden in rows if hidden in _STORED]

    def _blocks(self, columns: list[tuple[str, int]]) -> Iterator[Rows]:
        self._names = [name for name, _ in columns]
        if not self._names:
            return
        keys = tuple(name for _, name in sorted((key, name) for name, key in columns if key))
        table = Table(tuple(self._names), {"table": self._name}, keys)
        selected = ", ".join(map(_quoted, self._names))
        cursor = self._database.execute(f"SELECT {selected} FROM {_quoted(self._name)}")  # noqa: S608 - quoted
        waiting: list[Row] = []
        size = 0
        for number, row in enumerate(cursor, 1):
            waiting.append([self._text(value, number, column) for column, value in enumerate(row)])
            size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
            if len(waiting) >= _BLOCK_ROWS or size >= _BLOCK_SIZE:
                yield table.block(waiting, number + 1 - len(waiting))
                waiting, size = [], 0
        if waiting:
            yield table.block(waiting, number + 1 - len(waiting))

    def _text(self, value: Value, row: int, column: int) -> str | None:
        if isinstance(value, bytes):
            return self._binary.text(value, row, self._names[column])
        if isinstance(value, float):
            return number_text(value)
        return value if value is None or isinstance(value, str) else str(value)
