"""The one writer of an inventory: guarded rows, committed in batches."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.engine import RootTransaction

from pii_scan.core.errors import LockedError
from pii_scan.inventory import schema
from pii_scan.inventory.guard import Row, Total, damaged
from pii_scan.inventory.store import StorageError, Store, own_errors

_BATCH_SECONDS = 1.0
_BATCH_BYTES = 32 << 20


_held: set[int] = set()


def _let_go() -> None:
    """Close in a forked child what only its parent holds, so that a lock never outlives the parent."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of an inventory; it ends with the process, so none is ever stale.

    Raises:
        LockedError: another process holds it.
    """
    lock = path.with_name(f"{path.name}.lock")
    try:
        lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StorageError(f"the lock {lock} cannot be written: {error.strerror}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise LockedError(f"another scan writes to the inventory {path}") from None
    _held.add(descriptor)
    try:
        yield
    finally:
        if descriptor in _held:  # not in a child that was forked meanwhile
            _held.remove(descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # a child that was forked just now may not have let go yet
            os.close(descriptor)


class Query:
    """A read of one table, prepared once; sealed blocks are left out."""

    def __init__(self, table: Table, *where: ColumnElement[bool], limit: int | None = None) -> None:
        self.table = table
        columns = [column for column in table.columns if column.name != "sealed"]
        self.statement = select(*columns).where(*where).order_by(table.c.id).limit(limit)


_BY_ID = {table: Query(table, table.c.id == bindparam("row_id")) for table in schema.GUARDED}
_INSERT = {table: insert(table) for table in schema.GUARDED}
_DELETE = {table: delete(table).where(table.c.id == bindparam("row_id")) for table in schema.GUARDED}
_UPDATE = {
    table: update(table)
    .where(table.c.id == bindparam("row_id"))
    .values({c.name: bindparam(f"new_{c.name}") for c in table.columns if c.name not in {"id", "sealed"}})
    for table in schema.GUARDED
    if table is not schema.block
}
_BLOCK_CODES = select(schema.block.c.mac).where(schema.block.c.content_id == bindparam("content"))
_BLOCK_DELETE = delete(schema.block).where(schema.block.c.content_id == bindparam("content"))


class Writer:
    """Writes guarded rows. A transaction stays open over many calls of `pause`, where it may be committed."""

    def __init__(self, store: Store, connection: Connection) -> None:
        self._guard = store.guard
        self._connection = connection
        self._transaction: RootTransaction | None = None
        self._began = 0.0
        self._bytes = 0
        self._totals: dict[str, Total] = {}
        self._changed: set[str] = set()
        self._next_ids: dict[str, int] = {}
        self._open()

    def _open(self) -> None:
        with own_errors():
            self._begin()
            self._totals = self._guard.load(self._connection)
            for table in schema.GUARDED:
                highest = self._connection.execute(select(func.max(table.c.id))).scalar_one()
                self._next_ids[table.name] = (highest or 0) + 1

    def _begin(self) -> None:
        if self._transaction is None:
            self._transaction = self._connection.begin()
            self._began = time.monotonic()
            self._bytes = 0

    def insert(self, table: Table, **values: Any) -> int:  # noqa: ANN401  # columns differ by table
        """Write a row and give its id."""
        row_id = self._next_ids[table.name]
        self._next_ids[table.name] = row_id + 1
        row = {"id": row_id, **values}
        row["mac"] = self._guard.code(table, row)
        with own_errors():
            self._begin()
            self._connection.execute(_INSERT[table], row)
        self._total(table).add(row["mac"])
        self._bytes += sum(len(value) for value in values.values() if isinstance(value, bytes))
        return row_id

    def update(self, table: Table, row: Row, **changes: Any) -> None:  # noqa: ANN401  # columns differ by table
        """Change a row that was read with `rows`."""
        changed = {**row, **changes}
        code = self._guard.code(table, changed)
        new = {f"new_{name}": value for name, value in {**changed, "mac": code}.items() if name != "id"}
        with own_errors():
            self._begin()
            self._connection.execute(_UPDATE[table], {"row_id": row["id"], **new})
        self._total(table).remove(row["mac"])
        self._total(table).add(code)

    def delete(self, table: Table, row: Row) -> None:
        """Take away a row that was read with `rows`."""
        with own_errors():
            self._begin()
            self._connection.execute(_DELETE[table], {"row_id": row["id"]})
        self._total(table).remove(row["mac"])

    def delete_blocks(self, content_id: int) -> int:
        """Take away the blocks of a content, without reading them, and give how many there were."""
        with own_errors():
            self._begin()
            codes = self._connection.execute(_BLOCK_CODES, {"content": content_id}).scalars().all()
            self._connection.execute(_BLOCK_DELETE, {"content": content_id})
        for code in codes:
            self._total(schema.block).remove(code)
        return len(codes)

    def rows(self, query: Query, **parameters: object) -> list[RowMapping]:
        """Read checked rows, by id."""
        with own_errors():
            self._begin()
            found = self._connection.execute(query.statement, parameters).mappings().all()
        return [self._guard.check(query.table, row) for row in found]

    def row(self, table: Table, row_id: int) -> RowMapping:
        """Read one checked row that must be there.

        Raises:
            DamagedInventoryError: it is not.
        """
        rows = self.rows(_BY_ID[table], row_id=row_id)
        if not rows:
            raise damaged(f"a row of table {table.name} is missing")
        return rows[0]

    def pause(self) -> None:
        """Let a batch that is old or big enough be committed; called where what is written is whole."""
        if self._bytes > _BATCH_BYTES or time.monotonic() - self._began > _BATCH_SECONDS:
            self.commit()

    def commit(self) -> None:
        """Make everything written so far durable."""
        if self._transaction is None:
            return
        with own_errors():
            for name in sorted(self._changed):
                self._guard.store(self._connection, name, self._totals[name])
            self._transaction.commit()
        self._changed.clear()
        self._transaction = None

    def _total(self, table: Table) -> Total:
        self._changed.add(table.name)
        return self._totals[table.name]
