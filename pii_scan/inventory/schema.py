"""The tables of an inventory.

No column holds a name or a value in clear. Every row of a guarded table carries a `mac` over its other columns (but
`sealed` of a block, which authenticates itself), and `guard` holds, for each of these tables, how many rows there are
and the exclusive or of their codes: a row that is changed, lost or brought back is noticed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, LargeBinary, MetaData, Table, Text, text

SCHEMA_VERSION = 3


class Bytes(LargeBinary):
    """Bytes as the driver gives them: what a damaged file gives is refused by the row's code, not by a conversion."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Convert nothing."""


METADATA = MetaData()

meta = Table("meta", METADATA, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

guard = Table(
    "guard",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("rows", BigInteger, nullable=False),
    Column("fold", Bytes, nullable=False),
    Column("mac", Bytes, nullable=False),
)


def _guarded(name: str, *columns: Column[Any] | Index) -> Table:
    row_id: Column[int] = Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    return Table(name, METADATA, row_id, *columns, Column("mac", Bytes, nullable=False))


source = _guarded(
    "source",
    Column("name_key", Bytes, nullable=False, unique=True),
    Column("sealed_name", Bytes, nullable=False),
)

run = _guarded(
    "run",
    Column("source_id", BigInteger, nullable=False),
    Column("started_ns", BigInteger, nullable=False),
    Column("finished_ns", BigInteger),
    Column("complete", Integer, nullable=False),
    Column("settings_digest", Bytes, nullable=False),
    Column("recorded", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("gone", BigInteger, nullable=False),
)

content = _guarded(
    "content",
    Column("uid", Bytes, nullable=False),
    Column("member_ordinal", BigInteger, nullable=False),
    Column("content_key", Bytes),
    Column("size_bytes", BigInteger, nullable=False),
    Column("complete", Integer, nullable=False),
    Column("refs", BigInteger, nullable=False),
    Column("blocks", BigInteger, nullable=False),
    Column("findings", BigInteger, nullable=False),
    Column("tally", Text, nullable=False),
)

item = _guarded(
    "item",
    Column("source_id", BigInteger, nullable=False),
    Column("root_id", BigInteger),
    Column("path_key", Bytes, nullable=False),
    Column("sealed_name", Bytes, nullable=False),
    Column("content_id", BigInteger),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("modified_ns", BigInteger, nullable=False),
    Column("inode", BigInteger, nullable=False),
    Column("device", BigInteger, nullable=False),
    Column("settings_digest", Bytes, nullable=False),
    Column("run_id", BigInteger, nullable=False),
    Column("unread", Text),
    Column("access", Text),
)

block = _guarded(
    "block",
    Column("content_id", BigInteger, nullable=False),
    Column("ordinal", BigInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("index_keys", Bytes, nullable=False),
)
block.append_column(Column("sealed", Bytes, nullable=False))

GUARDED: tuple[Table, ...] = (source, run, content, item, block)

Index(
    "item_by_path",
    item.c.source_id,
    item.c.path_key,
    unique=True,
    sqlite_where=item.c.root_id.is_(None),
    postgresql_where=item.c.root_id.is_(None),
)
Index(
    "item_by_root",
    item.c.root_id,
    sqlite_where=item.c.root_id.is_not(None),
    postgresql_where=item.c.root_id.is_not(None),
)
Index(
    "item_by_content",
    item.c.content_id,
    sqlite_where=item.c.content_id.is_not(None),
    postgresql_where=item.c.content_id.is_not(None),
)
Index(
    "content_by_key",
    content.c.content_key,
    sqlite_where=content.c.content_key.is_not(None),
    postgresql_where=content.c.content_key.is_not(None),
)
Index("content_by_size", content.c.size_bytes)
Index("content_open", content.c.complete, sqlite_where=text("complete = 0"), postgresql_where=text("complete = 0"))
Index("block_by_content", block.c.content_id, block.c.ordinal, unique=True)
