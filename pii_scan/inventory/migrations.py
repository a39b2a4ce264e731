"""Forward steps of the schema; there is no way back, a newer inventory is refused by older programs."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, update

from pii_scan.inventory import schema
from pii_scan.inventory.guard import Guard, damaged


def _unread_parts(connection: Connection, _: Guard) -> None:
    connection.exec_driver_sql("ALTER TABLE item ADD COLUMN unread TEXT")


def _access(connection: Connection, _: Guard) -> None:
    connection.exec_driver_sql("ALTER TABLE item ADD COLUMN access TEXT")


STEPS: dict[int, Callable[[Connection, Guard], None]] = {1: _unread_parts, 2: _access}
"""From a version, the step to the next. A step that changes columns also renews the codes of the rows, unless the new
column is empty and in `guard._LATER`."""


def migrate(connection: Connection, guard: Guard, version: int) -> None:
    """Bring an older inventory up to date, in the transaction at hand.

    Raises:
        DamagedInventoryError: there never was such a version.
    """
    for step in range(version, schema.SCHEMA_VERSION):
        if step not in STEPS:
            raise damaged("it has a version that never was")
        STEPS[step](connection, guard)
    where = schema.meta.c.name == "schema_version"
    connection.execute(update(schema.meta).where(where).values(value=str(schema.SCHEMA_VERSION)))
