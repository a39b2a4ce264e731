"""Records one scan of one source: what became of each item, and the contents found in them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable

import msgspec
from sqlalchemy import RowMapping, bindparam

from pii_scan.core.outcome import Outcome, Reason, outcome_of
from pii_scan.core.types import Item, Unlisted
from pii_scan.inventory import schema
from pii_scan.inventory.contents import Contents, can_be_shared
from pii_scan.inventory.draft import Ending, InventoryDraft
from pii_scan.inventory.vault import Vault
from pii_scan.inventory.writer import Query, Writer

_INODE_MASK = (1 << 63) - 1
_DUE_AGAIN = frozenset({Reason.UNREADABLE, Reason.VANISHED, Reason.CHANGED})
_HIDES_WHAT_IS_BELOW = frozenset({Reason.UNREADABLE, Reason.OFFLINE, Reason.TIMEOUT})

_ITEM = schema.item.c
_BY_PATH = Query(
    schema.item,
    _ITEM.source_id == bindparam("source"),
    _ITEM.path_key == bindparam("path"),
    _ITEM.root_id.is_(None),
)
_MEMBERS = Query(schema.item, _ITEM.root_id == bindparam("root"))
_HOLDER = Query(schema.item, _ITEM.content_id == bindparam("content"), _ITEM.root_id.is_(None), limit=1)
_PAGE = Query(
    schema.item,
    _ITEM.source_id == bindparam("source"),
    _ITEM.root_id.is_(None),
    _ITEM.id > bindparam("last"),
    limit=1000,
)
_SOURCE = Query(schema.source, schema.source.c.name_key == bindparam("name"))


class InventoryRecorder:
    """See `core.ports.Recorder`."""

    def __init__(
        self, writer: Writer, vault: Vault, source_name: str, settings_digest: bytes, passwords: tuple[str, ...] = ()
    ) -> None:
        self.contents = Contents(writer, vault, settings_digest)
        self._writer = writer
        self._vault = vault
        self._settings_digest = settings_digest
        self._locked_digest = vault.content_key(msgspec.msgpack.encode([settings_digest, sorted(passwords)]))
        self._seen = bytearray()
        self._hidden: list[str] = []
        self._counts: Counter[str] = Counter()
        self.contents.drop_open()
        self._source_id = self._source(source_name)
        self._run_id = writer.insert(
            schema.run,
            source_id=self._source_id,
            started_ns=time.time_ns(),
            finished_ns=None,
            complete=0,
            settings_digest=settings_digest,
            recorded=0,
            unchanged=0,
            gone=0,
        )
        writer.commit()

    def unchanged(self, item: Item) -> tuple[str, str | None] | None:
        """See `core.ports.Recorder`."""
        row = self._stored(item.path)
        if row is None or not self._is_current(row, item):
            return None
        self._see(row["id"])
        if row["access"] != (item.access or None):  # rights change without the time of the content
            self._writer.update(schema.item, row, access=item.access or None)
        self._counts["unchanged"] += 1
        self._writer.pause()
        return row["outcome"], row["reason"]

    def size_is_known(self, size_bytes: int) -> bool:
        """See `core.ports.Recorder`."""
        return self.contents.size_is_known(size_bytes)

    def copy(self, item: Item, digest: bytes) -> bool:
        """See `core.ports.Recorder`; the copy must also bear the same bare name, since that tells kind and title."""
        content = self.contents.find(self.contents.key(item.path, item.size_bytes, digest))
        if content is None:
            return False
        roots = self._writer.rows(_HOLDER, content=content["id"])
        if not roots:
            return False
        rows = [*roots, *self._members(roots[0]["id"])]
        if not all(can_be_shared(row["reason"]) for row in rows):
            return False
        for row in rows:
            if row["content_id"] is not None:
                self.contents.share(row["content_id"])
        self.record(item, [self._ending(row) for row in rows])
        return True

    def draft(self, item: Item) -> InventoryDraft:
        """See `core.ports.Recorder`."""
        return InventoryDraft(item, self.contents, self.record, self._writer.pause)

    def unlisted(self, entry: Unlisted) -> None:
        """See `core.ports.Recorder`."""
        if entry.reason in _HIDES_WHAT_IS_BELOW:
            self._hidden.append(f"{entry.path}/" if entry.path not in {"", "."} else "")
        outcome = outcome_of(entry.reason, something_read=False)
        self._replace(Item(entry.path, 0, 0), [Ending(None, outcome, entry.reason, "", 0, None)])

    @property
    def new(self) -> int:
        """See `core.ports.Recorder`."""
        return self._counts["new"]

    @property
    def changed(self) -> int:
        """See `core.ports.Recorder`."""
        return self._counts["changed"]

    def flush(self) -> None:
        """See `core.ports.Recorder`."""
        self._writer.commit()

    def finish(self, *, complete: bool) -> int:
        """See `core.ports.Recorder`; what lies below a folder that could not be listed is not `gone`."""
        gone = self._mark_gone() if complete else 0
        run = self._writer.row(schema.run, self._run_id)
        self._writer.update(
            schema.run,
            run,
            finished_ns=time.time_ns(),
            complete=int(complete),
            recorded=self._counts["recorded"],
            unchanged=self._counts["unchanged"],
            gone=gone,
        )
        self._writer.commit()
        return gone

    def record(self, item: Item, endings: Iterable[Ending]) -> None:
        """Replace what is stored of an item, the item's own ending first; each holds its reference already."""
        old = self._replace(item, endings)
        if old is None or old["outcome"] == Outcome.GONE:
            self._counts["new"] += 1
        elif (old["size_bytes"], old["modified_ns"]) != (item.size_bytes, item.modified_ns):
            self._counts["changed"] += 1

    def _replace(self, item: Item, endings: Iterable[Ending]) -> RowMapping | None:
        """Do what `record` does, and give what was stored before."""
        root, *members = endings
        is_locked = any(ending.reason == Reason.ENCRYPTED for ending in (root, *members))
        digest = self._locked_digest if is_locked else self._settings_digest
        old = self._stored(item.path)
        if old is not None:
            self._clear(old)
        row_id = self._write(item, root, old, None, digest)
        for member in members:
            self._write(item, member, None, row_id, digest)
        self._see(row_id)
        self._counts["recorded"] += 1
        self._writer.pause()
        return old

    def _source(self, name: str) -> int:
        key = self._vault.name_key(name)
        found = self._writer.rows(_SOURCE, name=key)
        if found:
            return int(found[0]["id"])
        return self._writer.insert(schema.source, name_key=key, sealed_name=self._vault.seal_name(name))

    def _stored(self, path: str) -> RowMapping | None:
        rows = self._writer.rows(_BY_PATH, source=self._source_id, path=self._vault.name_key(path))
        return rows[0] if rows else None

    def _members(self, root_id: int) -> list[RowMapping]:
        return self._writer.rows(_MEMBERS, root=root_id)

    def _ending(self, row: RowMapping) -> Ending:
        _, member = self._vault.unseal_place(row["sealed_name"])
        fields = (row[name] for name in ("outcome", "reason", "media_type", "size_bytes", "content_id", "unread"))
        return Ending(member, *fields)

    def _is_current(self, row: RowMapping, item: Item) -> bool:
        if row["outcome"] == Outcome.GONE or row["reason"] in _DUE_AGAIN:
            return False
        inode = item.inode & _INODE_MASK
        same_file = not inode or not row["inode"] or inode == row["inode"]
        return bool(
            same_file
            and row["size_bytes"] == item.size_bytes
            and row["modified_ns"] == item.modified_ns
            and row["settings_digest"] in (self._settings_digest, self._locked_digest)
        )

    def _clear(self, root: RowMapping) -> None:
        self.contents.release(root["content_id"])
        for member in self._members(root["id"]):
            self.contents.release(member["content_id"])
            self._writer.delete(schema.item, member)

    def _write(self, item: Item, ending: Ending, old: RowMapping | None, root_id: int | None, digest: bytes) -> int:
        values = {
            "source_id": self._source_id,
            "root_id": root_id,
            "path_key": self._vault.name_key(item.path),
            "sealed_name": self._vault.seal_place(item.path, ending.name),
            "content_id": ending.content_id,
            "outcome": ending.outcome,
            "reason": ending.reason,
            "unread": ending.unread,
            "access": (item.access or None) if ending.name is None else None,
            "media_type": ending.media_type,
            "size_bytes": item.size_bytes if ending.name is None else ending.size_bytes,
            "modified_ns": item.modified_ns,
            "inode": item.inode & _INODE_MASK,
            "device": item.device & _INODE_MASK,
            "settings_digest": digest,
            "run_id": self._run_id,
        }
        if old is None:
            return self._writer.insert(schema.item, **values)
        self._writer.update(schema.item, old, **values)
        return int(old["id"])

    def _see(self, row_id: int) -> None:
        """Remember an item in one bit, so that memory hardly grows with their number."""
        at, bit = divmod(row_id, 8)
        if at >= len(self._seen):
            self._seen.extend(bytes(at + 1 - len(self._seen) + 4096))
        self._seen[at] |= 1 << bit

    def _is_seen(self, row_id: int) -> bool:
        at, bit = divmod(row_id, 8)
        return at < len(self._seen) and bool(self._seen[at] >> bit & 1)

    def _mark_gone(self) -> int:
        gone, last = 0, 0
        while rows := self._writer.rows(_PAGE, source=self._source_id, last=last):
            last = rows[-1]["id"]
            for row in rows:
                if row["outcome"] != Outcome.GONE and not self._is_seen(row["id"]) and not self._is_hidden(row):
                    self._lose(row)
                    gone += 1
            self._writer.pause()
        return gone

    def _is_hidden(self, row: RowMapping) -> bool:
        if not self._hidden:
            return False
        path, _ = self._vault.unseal_place(row["sealed_name"])
        return path.startswith(tuple(self._hidden))

    def _lose(self, root: RowMapping) -> None:
        for row in (root, *self._members(root["id"])):
            self.contents.release(row["content_id"])
            self._writer.update(
                schema.item,
                row,
                outcome=Outcome.GONE,
                reason=Reason.VANISHED,
                unread=None,
                content_id=None,
                run_id=self._run_id,
            )
