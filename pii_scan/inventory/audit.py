"""The audit trail: who was shown what, and when; written before anything is shown.

It stands in a file of its own beside the inventory, so that who reads never waits for a scan. Each entry carries a
keyed code over itself and the code before it, and the head says how many there are. Whoever can put back an old copy of
the whole file can still shorten the trail: `head` is therefore to be kept elsewhere, and given to `verify`.
"""

from __future__ import annotations

import os
import pwd
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
from sqlalchemy import BigInteger, Column, Connection, Integer, MetaData, Table, Text, delete, insert, select

from pii_scan.inventory.guard import damaged
from pii_scan.inventory.schema import Bytes
from pii_scan.inventory.store import database, make_private, own_errors
from pii_scan.inventory.vault import BLIND_BYTES, Vault

_START = bytes(BLIND_BYTES)
_ACTION = re.compile(r"[a-z][a-z_. -]{0,39}")
_METADATA = MetaData()
_ENTRY = Table(
    "entry",
    _METADATA,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at_ns", BigInteger, nullable=False),
    Column("user", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject_key", Bytes, nullable=False),
    Column("shown", BigInteger, nullable=False),
    Column("code", Bytes, nullable=False),
)
_HEAD = Table(
    "head", _METADATA, Column("count", BigInteger, nullable=False), Column("code", Bytes), Column("mac", Bytes)
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer that was given. `subject_key` is the keyed digest of who or what was asked for."""

    number: int
    at_ns: int
    user: str
    action: str
    subject_key: bytes
    shown: int


@dataclass(frozen=True, slots=True)
class Head:
    """How long the trail is, and the code of its last entry."""

    count: int
    code: bytes


class AuditTrail:
    """Entries can be added and read, nothing else."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self._vault = vault
        self._engine = database(path)
        make_private(path)
        with self._transaction() as connection:
            _METADATA.create_all(connection)

    def record(self, action: str, subject: str, shown: int) -> None:
        """Write down that `shown` values or places are about to be shown; show nothing when this raises.

        `subject` is what was asked for, in any fixed spelling, and is kept as a keyed digest only.

        Raises:
            InventoryError: it could not be written down.
            ValueError: `action` is no command's name, and might be a value.
        """
        if not _ACTION.fullmatch(action):
            raise ValueError("an action is named by a command's words")
        with self._transaction() as connection:
            head = self._head(connection)
            entry = Entry(
                head.count + 1, time.time_ns(), _user(), action, self._vault.name_key(f"audit\0{subject}"), shown
            )
            code = self._code(head.code, entry)
            connection.execute(insert(_ENTRY).values(**asdict(entry), code=code))
            self._set_head(connection, Head(entry.number, code))

    def entries(self) -> list[Entry]:
        """Give the whole trail, oldest first; see `verify`."""
        with self._transaction() as connection:
            return [entry for entry, _ in self._chain(connection)]

    def head(self) -> Head:
        """Give what is to be kept elsewhere."""
        with self._transaction() as connection:
            return self._head(connection)

    def verify(self, kept: Head | None = None) -> int:
        """Check the whole trail, also against a head that was kept elsewhere, and give its length.

        Raises:
            DamagedInventoryError: an entry was changed, lost, added or moved.
        """
        with self._transaction() as connection:
            codes = [code for _, code in self._chain(connection)]
        if kept is not None and kept.count and (kept.count > len(codes) or codes[kept.count - 1] != kept.code):
            raise damaged("the audit trail is not the one whose head was kept")
        return len(codes)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with own_errors(), self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def _chain(self, connection: Connection) -> Iterator[tuple[Entry, bytes]]:
        head, code, count = self._head(connection), _START, 0
        for *values, stored in connection.execute(select(_ENTRY).order_by(_ENTRY.c.number)):
            entry = Entry(*values)
            code = self._code(code, entry)
            count += 1
            if stored != code or entry.number != count:
                raise damaged("an entry of the audit trail is not what was written")
            yield entry, code
        if Head(count, code) != head:
            raise damaged("entries of the audit trail are missing")

    def _head(self, connection: Connection) -> Head:
        row = connection.execute(select(_HEAD)).one_or_none()
        if row is None:
            if connection.execute(select(_ENTRY.c.number).limit(1)).first() is not None:
                raise damaged("the audit trail has lost its head")
            return Head(0, _START)
        head = Head(row[0], row[1])
        if self._head_code(head) != row[2]:
            raise damaged("the head of the audit trail is not what was written")
        return head

    def _set_head(self, connection: Connection, head: Head) -> None:
        connection.execute(delete(_HEAD))
        connection.execute(insert(_HEAD).values(count=head.count, code=head.code, mac=self._head_code(head)))

    def _code(self, before: bytes, entry: Entry) -> bytes:
        return self._vault.row_key(msgspec.msgpack.encode(["audit", before, entry]))

    def _head_code(self, head: Head) -> bytes:
        return self._vault.row_key(msgspec.msgpack.encode(["audit head", head]))


def _user() -> str:
    """Name the user of the operating system, whatever the environment says."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
