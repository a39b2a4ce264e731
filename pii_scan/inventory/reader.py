"""Reads an inventory. Whatever is not as it was written is an error, never a smaller answer.

Big tables are read from end to end and compared with their totals; small things found by an index are compared with
the counts that a row holds of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, select

from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.ports import Hit
from pii_scan.core.types import Block, Coverage, ItemRef
from pii_scan.inventory import schema
from pii_scan.inventory.contents import unpacked
from pii_scan.inventory.guard import Total, damaged
from pii_scan.inventory.sealer import ordinals_of, unseal_block
from pii_scan.inventory.search import KeySearch
from pii_scan.inventory.store import Store

_CACHED_BLOCKS = 32
_FETCHED_ROWS = 256


@dataclass(frozen=True, slots=True)
class Run:
    """One scan of one source; `finished_ns` is None where it was interrupted."""

    number: int
    source: str
    started_ns: int
    finished_ns: int | None
    complete: bool
    settings_digest: bytes
    recorded: int
    unchanged: int
    gone: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much an inventory holds."""

    sources: int
    items: int
    contents: int
    blocks: int


class InventoryReader:
    """See `core.ports.FindingStore`. Every answer is of one moment, whatever a scan writes meanwhile."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._guard = store.guard
        self._vault = store.vault
        self._cache: OrderedDict[bytes, Block] = OrderedDict()

    def blocks_with(self, terms: Iterable[str]) -> Iterator[Hit]:
        """See `core.ports.FindingStore`."""
        search = KeySearch({self._vault.blind(term) for term in terms})
        with self._store.reading() as connection:
            names = self._sources(connection)
            found: list[int] = []
            for row in self._all(connection, schema.block):
                found.extend(search.feed(row["id"], row["index_keys"]))
            found.extend(search.rest())
            for block_id in found:
                yield from self._hit(connection, block_id, names)

    def coverage(self) -> Iterator[Coverage]:
        """See `core.ports.FindingStore`."""
        with self._store.reading() as connection:
            names = self._sources(connection)
            entries = [(row["id"], self._coverage(row, names)) for row in self._all(connection, schema.item)]
        entries.sort(key=lambda entry: (_place(entry[1].ref), entry[0]))
        yield from (coverage for _, coverage in entries)

    def findings(self) -> Iterator[tuple[ItemRef, Block]]:
        """Give every block at every item that holds it, in order of source, item, member and block."""
        with self._store.reading() as connection:
            for ref, content in self._holdings(connection):
                for row in self._blocks_of(connection, content):
                    yield ref, self._unseal(content, row)

    def tallies(self) -> Iterator[tuple[ItemRef, str, str, int]]:
        """Give item, entity, category ("" for none) and count, in order of source, item and member."""
        with self._store.reading() as connection:
            for ref, content in self._holdings(connection):
                for entity, category, count in unpacked(content["tally"]):
                    yield ref, entity, category, count

    def sources(self) -> list[str]:
        """Give the names of all sources, sorted."""
        with self._store.reading() as connection:
            return sorted(self._sources(connection).values())

    def runs(self) -> list[Run]:
        """Give all scans, in order of their beginning."""
        with self._store.reading() as connection:
            names = self._sources(connection)
            return [
                Run(
                    number=row["id"],
                    source=names[row["source_id"]],
                    started_ns=row["started_ns"],
                    finished_ns=row["finished_ns"],
                    complete=bool(row["complete"]),
                    settings_digest=row["settings_digest"],
                    recorded=row["recorded"],
                    unchanged=row["unchanged"],
                    gone=row["gone"],
                )
                for row in self._all(connection, schema.run)
            ]

    def counts(self) -> Counts:
        """Count what the inventory holds."""
        with self._store.reading() as connection:
            totals = self._guard.load(connection)
        return Counts(*(totals[name].rows for name in ("source", "item", "content", "block")))

    def _all(self, connection: Connection, table: Table) -> Iterator[RowMapping]:
        total: Total = self._guard.load(connection)[table.name]
        query = _plain(table).order_by(table.c.id).execution_options(yield_per=_FETCHED_ROWS)
        yield from self._guard.checked(table, iter(connection.execute(query).mappings()), total)

    def _sources(self, connection: Connection) -> dict[int, str]:
        rows = self._all(connection, schema.source)
        return {row["id"]: self._vault.unseal_name(row["sealed_name"]) for row in rows}

    def _ref(self, row: RowMapping, names: dict[int, str]) -> ItemRef:
        path, member = self._vault.unseal_place(row["sealed_name"])
        return ItemRef(names[row["source_id"]], path, member)

    def _coverage(self, row: RowMapping, names: dict[int, str]) -> Coverage:
        reason = None if row["reason"] is None else Reason(row["reason"])
        outcome, unread, access = Outcome(row["outcome"]), row["unread"] or "", row["access"] or ""
        return Coverage(self._ref(row, names), outcome, reason, row["media_type"], row["size_bytes"], unread, access)

    def _holdings(self, connection: Connection) -> Iterator[tuple[ItemRef, RowMapping]]:
        """Give every item that holds a content, sorted, with that content."""
        names = self._sources(connection)
        holders = [
            (self._ref(row, names), row["id"], row["content_id"])
            for row in self._all(connection, schema.item)
            if row["content_id"] is not None
        ]
        holders.sort(key=lambda entry: (_place(entry[0]), entry[1]))
        for ref, _, content_id in holders:
            yield ref, self._content(connection, content_id)

    def _content(self, connection: Connection, content_id: int) -> RowMapping:
        rows = self._found(connection, schema.content, schema.content.c.id == content_id)
        if len(rows) != 1:
            raise damaged("a content is missing")
        return rows[0]

    def _blocks_of(self, connection: Connection, content: RowMapping) -> Iterator[RowMapping]:
        table = schema.block
        query = select(table).where(table.c.content_id == content["id"]).order_by(table.c.ordinal)
        count = 0
        for row in connection.execute(query.execution_options(yield_per=1)).mappings():
            count += 1
            yield self._guard.check(table, row)
        if count != content["blocks"]:
            raise damaged("blocks of a content are missing")

    def _hit(self, connection: Connection, block_id: int, names: dict[int, str]) -> Iterator[Hit]:
        table = schema.block
        row = connection.execute(select(table).where(table.c.id == block_id)).mappings().one_or_none()
        if row is None:
            raise damaged("a block is missing")
        content = self._content(connection, self._guard.check(table, row)["content_id"])
        if not content["complete"]:
            return
        items = self._found(connection, schema.item, schema.item.c.content_id == content["id"])
        if len(items) != content["refs"]:
            raise damaged("items of a content are missing")
        refs = sorted((self._ref(item, names) for item in items), key=_place)
        yield Hit(content["id"], refs, self._unseal(content, row))

    def _found(self, connection: Connection, table: Table, where: Any) -> list[RowMapping]:  # noqa: ANN401  # as SQLAlchemy's
        return [self._guard.check(table, row) for row in connection.execute(_plain(table).where(where)).mappings()]

    def _unseal(self, content: RowMapping, row: RowMapping) -> Block:
        key: bytes = row["mac"] + row["sealed"][-16:]
        block = self._cache.pop(key, None)
        if block is None:
            if ordinals_of(row["sealed"]) != (content["member_ordinal"], row["ordinal"]):
                raise damaged("a block stands where it was not written")
            block = unseal_block(self._vault, content["uid"], row["index_keys"], row["sealed"])
            if len(self._cache) >= _CACHED_BLOCKS:
                self._cache.popitem(last=False)
        self._cache[key] = block
        return block


def _place(ref: ItemRef) -> tuple[str, str, str]:
    return ref.source, ref.item, ref.member or ""


def _plain(table: Table) -> Select[tuple[Any, ...]]:
    """Select all columns but a sealed block."""
    return select(*(column for column in table.columns if column.name != "sealed"))
