"""Contents: what was found in one stream of bytes, stored once however many items hold it."""

from __future__ import annotations

import json
from collections import Counter
from posixpath import basename
from typing import Any

import msgspec
from sqlalchemy import RowMapping

from pii_scan.core.outcome import Reason
from pii_scan.core.ports import SealedBlock
from pii_scan.inventory import schema
from pii_scan.inventory.guard import damaged
from pii_scan.inventory.vault import Vault
from pii_scan.inventory.writer import Writer

_PASSING = frozenset(
    {Reason.TIMEOUT, Reason.MEMORY, Reason.CRASHED, Reason.UNREADABLE, Reason.VANISHED, Reason.CHANGED}
)


def can_be_shared(reason: str | None) -> bool:
    """Tell whether a reading that ended so would end so again; else an equal content is read by itself."""
    return reason not in _PASSING


class Contents:
    """Keeps contents while at least one item refers to them."""

    def __init__(self, writer: Writer, vault: Vault, settings_digest: bytes) -> None:
        self._writer = writer
        self._vault = vault
        self._settings_digest = settings_digest

    def key(self, name: str, size_bytes: int, digest: bytes) -> bytes | None:
        """Give the key of all that a reading depends on: bytes, settings and bare name (which tells the kind)."""
        if not digest:
            return None
        bare = basename(name).encode("utf-8", "surrogatepass")
        return self._vault.content_key(msgspec.msgpack.encode([self._settings_digest, size_bytes, digest, bare]))

    def size_is_known(self, size_bytes: int) -> bool:
        """See `core.ports.Recorder.size_is_known`."""
        table = schema.content
        known = self._writer.rows(
            table, table.c.size_bytes == size_bytes, table.c.complete == 1, table.c.content_key.is_not(None), limit=1
        )
        return bool(known)

    def find(self, key: bytes | None) -> RowMapping | None:
        """Give the complete content with this key, if there is one."""
        if key is None:
            return None
        table = schema.content
        found = self._writer.rows(table, table.c.content_key == key, table.c.complete == 1, limit=1)
        return found[0] if found else None

    def open(self, uid: bytes, member_ordinal: int) -> int:
        """Begin a content that readers do not see yet."""
        return self._writer.insert(
            schema.content,
            uid=uid,
            member_ordinal=member_ordinal,
            content_key=None,
            size_bytes=0,
            complete=0,
            refs=0,
            blocks=0,
            findings=0,
            tally="[]",
        )

    def add(self, content_id: int, ordinal: int, block: SealedBlock) -> None:
        """Store one block."""
        self._writer.insert(
            schema.block,
            content_id=content_id,
            ordinal=ordinal,
            count=block.count,
            index_keys=block.index,
            sealed=block.sealed,
        )

    def complete(self, content_id: int, **known: Any) -> None:  # noqa: ANN401  # columns of the table
        """Let readers see a content, with its one reference."""
        row = self._writer.row(schema.content, content_id)
        self._writer.update(schema.content, row, complete=1, refs=1, **known)

    def share(self, content_id: int) -> None:
        """Add a reference."""
        row = self._writer.row(schema.content, content_id)
        self._writer.update(schema.content, row, refs=row["refs"] + 1)

    def release(self, content_id: int | None) -> None:
        """Take a reference away, and the content with the last one."""
        if content_id is None:
            return
        row = self._writer.row(schema.content, content_id)
        if row["refs"] > 1:
            self._writer.update(schema.content, row, refs=row["refs"] - 1)
        else:
            self._drop(row)

    def discard(self, content_id: int) -> None:
        """Take away a content that no item refers to."""
        self._drop(self._writer.row(schema.content, content_id))

    def _drop(self, content: RowMapping) -> None:
        blocks = self._writer.delete_all(schema.block, schema.block.c.content_id == content["id"])
        if content["complete"] and blocks != content["blocks"]:
            raise damaged("blocks of a content are missing")
        self._writer.delete(schema.content, content)

    def drop_open(self) -> None:
        """Take away what an interrupted scan left unfinished."""
        for row in self._writer.rows(schema.content, schema.content.c.complete == 0):
            self._drop(row)


def packed(tally: Counter[tuple[str, str]]) -> str:
    """Give a tally as it is stored."""
    return json.dumps([[entity, category, count] for (entity, category), count in sorted(tally.items())])


def unpacked(tally: str) -> list[tuple[str, str, int]]:
    """Give a stored tally."""
    return [(entity, category, count) for entity, category, count in json.loads(tally)]
