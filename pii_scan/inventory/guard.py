"""Authentication of stored rows: a code on each, and the count and fold of all codes of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, insert, select, update

from pii_scan.core.errors import DamagedInventoryError
from pii_scan.inventory import schema
from pii_scan.inventory.vault import BLIND_BYTES, Vault

Row = Mapping[str, Any] | RowMapping

_UNCODED = {"mac", "sealed"}
_LATER = {"unread", "access"}
"""Columns that came after the first version: where they are empty a row has the code that it had before."""
_NAMED = {"access"}
"""Those of them that are coded with their names, since a value must not pass from one to another."""
_NAMES = {table: str(table.name) for table in schema.GUARDED}
_CODED = {table: [str(c.name) for c in table.columns if c.name not in _UNCODED] for table in schema.GUARDED}
_ENCODER = msgspec.msgpack.Encoder()


def damaged(what: str) -> DamagedInventoryError:
    """Make the error for something that is not as it was written."""
    return DamagedInventoryError(f"the inventory is damaged: {what}")


class Guard:
    """Knows which rows are genuine."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def code(self, table: Table, row: Row) -> bytes:
        """Give the authentication code of a row."""
        present = [name for name in _CODED[table] if name not in _LATER or row[name] is not None]
        values = [_NAMES[table], *([name, row[name]] if name in _NAMED else row[name] for name in present)]
        return self._vault.row_key(_ENCODER.encode(values))

    def check(self, table: Table, row: RowMapping) -> RowMapping:
        """Give back a row that is as it was written.

        Raises:
            DamagedInventoryError: it is not.
        """
        if self.code(table, row) != row["mac"]:
            raise damaged(f"a row of table {table.name} is not what was written")
        return row

    def checked(self, table: Table, rows: Iterator[RowMapping], total: Total) -> Iterator[RowMapping]:
        """Give back all rows of a table; raise at the end if one is missing or too many, see `check`."""
        seen = Total(0, 0)
        for row in rows:
            seen.add(self.check(table, row)["mac"])
            yield row
        if seen != total:
            raise damaged(f"table {table.name} does not hold the rows that were written")

    def load(self, connection: Connection) -> dict[str, Total]:
        """Read the totals of all guarded tables.

        Raises:
            DamagedInventoryError: one is missing or not as it was written.
        """
        totals: dict[str, Total] = {}
        for row in connection.execute(select(schema.guard)).mappings():
            if self._total_code(row["name"], row["rows"], row["fold"]) != row["mac"]:
                raise damaged("a total is not what was written")
            totals[row["name"]] = Total(row["rows"], int.from_bytes(row["fold"], "big"))
        if totals.keys() != set(_NAMES.values()):
            raise damaged("a total is missing")
        return totals

    def create(self, connection: Connection) -> None:
        """Write the totals of empty tables."""
        for name in _NAMES.values():
            connection.execute(insert(schema.guard).values(name=name, **self._total_row(name, Total(0, 0))))

    def store(self, connection: Connection, name: str, total: Total) -> None:
        """Write the total of one table."""
        where = schema.guard.c.name == name
        connection.execute(update(schema.guard).where(where).values(**self._total_row(name, total)))

    def _total_row(self, name: str, total: Total) -> dict[str, Any]:
        fold = total.fold.to_bytes(BLIND_BYTES, "big")
        return {"rows": total.rows, "fold": fold, "mac": self._total_code(str(name), total.rows, fold)}

    def _total_code(self, name: object, rows: object, fold: object) -> bytes:
        return self._vault.row_key(_ENCODER.encode(["guard", name, rows, fold]))


class Total:
    """How many rows there are, and the exclusive or of their codes."""

    __slots__ = ("fold", "rows")

    def __init__(self, rows: int, fold: int) -> None:
        self.rows = rows
        self.fold = fold

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Total) and (self.rows, self.fold) == (other.rows, other.fold)

    __hash__ = None  # type: ignore[assignment]  # it changes

    def add(self, code: bytes) -> None:
        """Take in a row."""
        self.rows += 1
        self.fold ^= int.from_bytes(code, "big")

    def remove(self, code: bytes) -> None:
        """Let go of a row."""
        self.rows -= 1
        self.fold ^= int.from_bytes(code, "big")
