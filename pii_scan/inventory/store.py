"""Opens the database of an inventory and speaks of its troubles in our own errors."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, insert, select
from sqlalchemy.exc import DBAPIError

from pii_scan.core.errors import (
    ConfigError,
    InventoryError,
    KeyFileError,
    LockedError,
    NewerInventoryError,
    NoInventoryError,
)
from pii_scan.inventory import schema
from pii_scan.inventory.guard import Guard, damaged
from pii_scan.inventory.migrations import migrate
from pii_scan.inventory.vault import Vault

_SCHEME = "sqlite:///"
_PAGE_BYTES = 8192
_CHECKED_BYTES = 200 << 20


class DiskFullError(InventoryError):
    """There is no room to write; what was committed before is safe."""

    hint = "make room, then run the command again: it goes on where it stopped"


class StorageError(InventoryError):
    """The disk or the rights on it do not let the inventory be used."""

    hint = "check the disk and the rights on the inventory's folder"


def path_of(url: str) -> Path:
    """Give the file of an inventory named by URL or by path.

    Raises:
        ConfigError: the URL is not one of SQLite.
    """
    if url.startswith(_SCHEME):
        return Path(url.removeprefix(_SCHEME))
    if "://" in url:
        raise ConfigError("an inventory is named by a path or by sqlite:///PATH")
    return Path(url)


@contextmanager
def own_errors() -> Iterator[None]:
    """Turn what the database raises into `InventoryError`; its words are not kept, since they may quote data."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(error.orig) from None
    except sqlite3.Error as error:
        raise _translate(error) from None
    except UnicodeDecodeError:  # the driver itself stumbles over a schema that is no text
        raise damaged("its schema is no text") from None


def _translate(error: BaseException | None) -> InventoryError:
    code = getattr(error, "sqlite_errorcode", None)
    match code & 0xFF if isinstance(code, int) else None:
        case sqlite3.SQLITE_FULL:
            return DiskFullError("the disk is full: the inventory cannot grow")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LockedError("the inventory is in use by another program")
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StorageError(f"the inventory cannot be read or written ({getattr(error, 'sqlite_errorname', '')})")
        case _:
            return damaged(f"the database answers {getattr(error, 'sqlite_errorname', type(error).__name__)}")


class Store:
    """An open inventory: the database, its keys, and who watches over its rows."""

    def __init__(self, path: Path, vault: Vault) -> None:
        self.path = path
        self.vault = vault
        self.guard = Guard(vault)
        self._engine = database(path)

    @classmethod
    def open(cls, path: Path, vault: Vault) -> Store:
        """Open an inventory that exists.

        Raises:
            NoInventoryError: there is none.
            KeyFileError: it was made with another key.
            NewerInventoryError: a newer program wrote it.
            DamagedInventoryError: it is not what was written.
        """
        store = cls(path, vault)
        if not path.exists() or store.is_blank():
            raise NoInventoryError(f"there is no inventory at {path}")
        with store.reading() as connection:
            if store.version(connection) < schema.SCHEMA_VERSION:
                raise InventoryError(f"inventory {path} is of an older program; the next scan brings it up to date")
        store.verify("quick_check")
        return store

    @classmethod
    def open_or_create(cls, path: Path, vault: Vault) -> Store:
        """Open an inventory for writing, made and migrated where needed; see `open`."""
        make_private(path)
        store = cls(path, vault)
        if store.is_blank():
            store.create()
        with store.reading() as connection:
            version = store.version(connection)
        if version < schema.SCHEMA_VERSION:
            with store.writing() as connection, connection.begin():
                migrate(connection, store.guard, version)
        store.verify("integrity_check")
        return store

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on which everything read belongs to one moment."""
        with own_errors(), self._engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA query_only = ON")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that may write; each transaction is the caller's own."""
        with own_errors(), self._engine.connect().execution_options(writes=True) as connection:
            yield connection

    def is_blank(self) -> bool:
        """Tell whether nothing was ever written: an empty file, or one killed before its first transaction."""
        if self.path.stat().st_size > _PAGE_BYTES:
            return False
        with self.reading() as connection:
            pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return pages <= 1

    def create(self) -> None:
        """Write the tables of an empty inventory."""
        with own_errors(), closing(self._engine.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.close()
        with self.writing() as connection, connection.begin():
            schema.METADATA.create_all(connection)
            about = {
                "schema_version": str(schema.SCHEMA_VERSION),
                "key_id": self.vault.key_id,
                "key_check": self.vault.check.hex(),
                "created_ns": str(time.time_ns()),
            }
            connection.execute(insert(schema.meta), [{"name": k, "value": v} for k, v in about.items()])
            self.guard.create(connection)

    def version(self, connection: Connection) -> int:
        """Give the version of the schema, of an inventory that this key and this program can open; see `open`."""
        about: dict[str, object] = dict(connection.execute(select(schema.meta)).tuples().all())
        version, key_check = about.get("schema_version"), about.get("key_check")
        if not (isinstance(version, str) and version.isdecimal() and isinstance(key_check, str)):
            raise damaged("it does not say what it is")
        if int(version) > schema.SCHEMA_VERSION:
            raise NewerInventoryError(f"inventory {self.path} was written by a newer program")
        if key_check != self.vault.check.hex():
            raise KeyFileError(f"inventory {self.path} was made with another key ({about.get('key_id')})")
        return int(version)

    def verify(self, check: str) -> None:
        """See `open`. Readers rely on the pages (`quick_check`), writers also on the indexes (`integrity_check`)."""
        with self.reading() as connection:
            self.guard.load(connection)
            if self.path.stat().st_size < _CHECKED_BYTES:
                result = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalar()
                if result != "ok":
                    raise damaged("its pages contradict each other")


def make_private(path: Path) -> None:
    """Make a file that only its owner can read, where there is none.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}") from error


def database(path: Path) -> Engine:
    """Connect to a database that leaves no remnants; transactions of connections that write are immediate."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401  # SQLAlchemy's own
        connection.isolation_level = None
        for pragma in (
            "busy_timeout = 5000",
            "synchronous = NORMAL",
            "secure_delete = ON",
            "cell_size_check = ON",
            "trusted_schema = OFF",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
