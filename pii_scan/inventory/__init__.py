"""The inventory: findings and coverage, stored so that nothing can be read without the key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pii_scan.core.errors import NoInventoryError
from pii_scan.inventory.audit import AuditTrail
from pii_scan.inventory.reader import InventoryReader
from pii_scan.inventory.recorder import InventoryRecorder
from pii_scan.inventory.sealer import MalformedBlockError, Sealer
from pii_scan.inventory.store import DiskFullError, StorageError, Store, path_of
from pii_scan.inventory.vault import Vault, create_key_file
from pii_scan.inventory.writer import Writer, locked

__all__ = [
    "AuditTrail",
    "DiskFullError",
    "InventoryReader",
    "InventoryRecorder",
    "MalformedBlockError",
    "Sealer",
    "StorageError",
    "Vault",
    "create_key_file",
    "open_audit",
    "open_reader",
    "open_recorder",
]


def open_reader(url: str, key_file: Path) -> InventoryReader:
    """Open an inventory to read; a scan may go on meanwhile.

    Raises:
        InventoryError: it is missing, damaged or newer, or the key is not its own.
    """
    path = path_of(url)
    if not path.exists():
        raise NoInventoryError(f"there is no inventory at {path}")
    return InventoryReader(Store.open(path, Vault.load(key_file)))


def open_audit(url: str, key_file: Path) -> AuditTrail:
    """Open the audit trail that stands beside an inventory, made where there is none.

    Raises:
        InventoryError: it cannot be written or is damaged, or the key file cannot be used.
    """
    path = path_of(url)
    return AuditTrail(path.with_name(f"{path.name}.audit"), Vault.load(key_file))


@contextmanager
def open_recorder(
    url: str, key_file: Path, source_name: str, settings_digest: bytes, passwords: tuple[str, ...] = ()
) -> Iterator[InventoryRecorder]:
    """Open an inventory to record one scan of one source, made where there is none; the key must exist.

    What stays encrypted is read again once `passwords` are others; only a keyed code of them is stored.

    What is committed stays whatever happens; drafts that are not committed leave nothing.

    Raises:
        InventoryError: it is locked, damaged or newer, or the key is not its own.
    """
    path, vault = path_of(url), Vault.load(key_file)
    with locked(path):
        store = Store.open_or_create(path, vault)
        with store.writing() as connection:
            writer = Writer(store, connection)
            yield InventoryRecorder(writer, vault, source_name, settings_digest, passwords)
            writer.commit()
