"""Contents: what was found in one stream of bytes, stored once however many items hold it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from posixpath import basename

import msgspec
from sqlalchemy import RowMapping, bindparam

from pii_scan.core.outcome import Reason
from pii_scan.core.ports import SealedBlock
from pii_scan.inventory import schema
from pii_scan.inventory.guard import damaged
from pii_scan.inventory.vault import Vault
from pii_scan.inventory.writer import Query, Writer

_PASSING = frozenset(
    {
        Reason.TIMEOUT,
        Reason.MEMORY,
        Reason.CRASHED,
        Reason.UNREADABLE,
        Reason.VANISHED,
        Reason.CHANGED,
        Reason.ENCRYPTED,  # other passwords may open it
    }
)


def can_be_shared(reason: str | None) -> bool:
    """Tell whether a reading that ended so would end so again; else an equal content is read by itself."""
    return reason not in _PASSING


_BY_KEY = Query(
    schema.content, schema.content.c.content_key == bindparam("key"), schema.content.c.complete == 1, limit=1
)
_BY_SIZE = Query(
    schema.content,
    schema.content.c.size_bytes == bindparam("size"),
    schema.content.c.complete == 1,
    schema.content.c.content_key.is_not(None),
    limit=1,
)
_OPEN = Query(schema.content, schema.content.c.complete == 0, limit=1000)


@dataclass(slots=True)
class Found:
    """What one reading found in one content, apart from the blocks themselves."""

    uid: bytes
    member_ordinal: int = 0
    blocks: int = 0
    findings: int = 0
    tally: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, block: SealedBlock) -> None:
        """Count a block."""
        self.blocks += 1
        self.findings += block.count
        for entity, category, count in block.tally:
            self.tally[entity, category] += count

    def columns(self) -> dict[str, object]:
        """Give the counts as they are stored."""
        tally = [[entity, category, count] for (entity, category), count in sorted(self.tally.items())]
        return {"blocks": self.blocks, "findings": self.findings, "tally": json.dumps(tally)}


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
        return bool(self._writer.rows(_BY_SIZE, size=size_bytes))

    def find(self, key: bytes | None) -> RowMapping | None:
        """Give the complete content with this key, if there is one."""
        found = [] if key is None else self._writer.rows(_BY_KEY, key=key)
        return found[0] if found else None

    def open(self, found: Found) -> int:
        """Begin a content that readers do not see yet, and give its id."""
        return self._insert(found, complete=0, refs=0, content_key=None, size_bytes=0)

    def create(self, found: Found, key: bytes | None, size_bytes: int) -> int:
        """Begin a content that readers see, with its one reference; its blocks must follow at once."""
        return self._insert(found, complete=1, refs=1, content_key=key, size_bytes=size_bytes)

    def complete(self, content_id: int, found: Found, key: bytes | None, size_bytes: int) -> None:
        """Let readers see a content that was open, with its one reference."""
        row = self._writer.row(schema.content, content_id)
        self._writer.update(
            schema.content, row, complete=1, refs=1, content_key=key, size_bytes=size_bytes, **found.columns()
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
        blocks = self._writer.delete_blocks(content["id"])
        if content["complete"] and blocks != content["blocks"]:
            raise damaged("blocks of a content are missing")
        self._writer.delete(schema.content, content)

    def drop_open(self) -> None:
        """Take away what an interrupted scan left unfinished."""
        while rows := self._writer.rows(_OPEN):
            for row in rows:
                self._drop(row)

    def _insert(self, found: Found, **state: object) -> int:
        return self._writer.insert(
            schema.content, uid=found.uid, member_ordinal=found.member_ordinal, **state, **found.columns()
        )


def unpacked(tally: str) -> list[tuple[str, str, int]]:
    """Give a stored tally: entity, category and count."""
    return [(entity, category, count) for entity, category, count in json.loads(tally)]
