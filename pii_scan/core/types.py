"""Values that pass between stages. None of them shows what it carries in its `repr`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from pii_scan.core.outcome import Outcome, Reason

CATEGORY_EVIDENCE = "CATEGORY_EVIDENCE"
"""The entity of a finding that is no value: a term, a label or the kind of a file that proves a category."""

ALLOWED = "ALLOWED"
"""The entity of a value that an operator's allow list takes out: kept to be told, nobody's data."""

Where = Mapping[str, object]
"""A place inside an item; see `pii_scan.core.place`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a source, as listed: nothing of it has been read.

    `path` is relative to the target, posix style, with undecodable bytes as surrogates.
    `modified_ns` is nanoseconds since the epoch. `inode` and `device` are 0 where unknown. `access` tells in numbers
    who may read it, as the source knows it: `mode=0640 uid=1000 gid=100`, with an ACL where there is one.
    """

    path: str = field(repr=False)
    size_bytes: int
    modified_ns: int
    inode: int = 0
    device: int = 0
    access: str = ""


@dataclass(frozen=True, slots=True)
class Unlisted:
    """Something a source met and cannot hand out as an item: a device, a folder that may not be read, a loop."""

    path: str = field(repr=False)
    reason: Reason


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one item or member, and what is known of them before a look inside.

    `name` is the bare file name (a hint for kind and title, never opened). `stream` is seekable and stands at 0.
    `passwords` may open what is encrypted.
    """

    name: str = field(repr=False)
    stream: BinaryIO = field(repr=False)
    size_bytes: int
    passwords: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Text:
    r"""A piece of text with its places.

    `places` holds `(start, where)` sorted by start in code points: `where` is in force from `start` to the next
    start. With `first_line`, a finding's `line` is `first_line` plus the line breaks (`\n`) before it, and joins
    the `where` in force. `label` is a label that stands before the text without being in it (a form field's name).
    """

    text: str = field(repr=False)
    places: Sequence[tuple[int, Where]] = field(default=(), repr=False)
    first_line: int | None = None
    label: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows of one table.

    `batch` is a `pyarrow.RecordBatch` whose columns are all `string` (null where the cell is empty), named as in
    the header, or `"1"`, `"2"`, … where there is none. `where` holds what all rows share (`sheet`, `schema`,
    `table`). `first_row` is the number of the block's first row as people count (see ARCHITECTURE.md).
    `keys` names the columns of the primary key. `header_row` is the number of the header's own row, where it has one.
    """

    batch: object = field(repr=False)
    where: Where = field(repr=False)
    first_row: int
    keys: tuple[str, ...] = field(default=(), repr=False)
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Something inside a container that is an item of its own: a member of an archive, an attachment.

    `open` gives a seekable binary stream at 0 and may raise `ExtractError`; it must be called before the reader
    is asked for its next result. `size_bytes` is -1 where unknown.
    """

    name: str = field(repr=False)
    open: Callable[[], BinaryIO] = field(repr=False)
    size_bytes: int = -1


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that was not read, and why. `member` names it where it is a member; else the item itself is partial.

    `where` is the place of the part, as far as it is known.
    """

    reason: Reason
    member: str | None = field(default=None, repr=False)
    where: Where = field(default_factory=dict, repr=False)


Segment = Text | Rows | Member | Unread
"""What a reader yields, lazily."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One value met, or one piece of evidence for a category.

    `text` is as written, `value` its normal form (None for `CATEGORY_EVIDENCE`). `score` is 0 to 1: at least 0.85
    is high, 0.5 to 0.84 medium. `record` groups the findings of one content that speak of one subject.
    """

    entity: str
    text: str = field(repr=False)
    value: str | None = field(repr=False)
    score: float
    recognizer: str
    evidence: tuple[str, ...]
    where: dict[str, object] = field(repr=False)
    categories: tuple[str, ...] = ()
    record: str = ""
    functional: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFindings:
    """Findings of one entity in one column of a block of rows, alike in all but row and value.

    `rows` are offsets from the block's `first_row`, ascending; a row may come twice (a memo with two phones).
    `values` and `texts` run along `rows`; `texts` is None where every text equals its value.
    """

    column: str = field(repr=False)
    entity: str
    recognizer: str
    score: float
    evidence: tuple[str, ...]
    rows: list[int]
    values: list[str] = field(repr=False)
    texts: list[str] | None = field(default=None, repr=False)
    categories: tuple[str, ...] = ()
    functional: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What was found in one stretch of one content: findings in text, and findings by column in rows.

    It is what a worker sends, what is sealed, and what is unsealed again. `where` holds what the rows share
    (`sheet`, `schema`, `table`), `first_row` the number of the first one, `keys` the primary key's values by column
    for the rows `0 … n`. The record of a row is its row; that of a finding in text is its `record`.
    """

    findings: list[Finding] = field(default_factory=list)
    where: dict[str, object] = field(default_factory=dict, repr=False)
    first_row: int = 0
    columns: list[ColumnFindings] = field(default_factory=list)
    keys: dict[str, list[str | None]] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Count the findings."""
        return len(self.findings) + sum(len(column.rows) for column in self.columns)

    def expand(self) -> Iterator[Finding]:
        """Give every finding singly, those of rows with their own `where` and the row as record."""
        yield from self.findings
        for column in self.columns:
            texts = column.texts if column.texts is not None else column.values
            for offset, value, text in zip(column.rows, column.values, texts, strict=True):
                yield Finding(
                    column.entity,
                    text,
                    None if column.entity == CATEGORY_EVIDENCE else value,
                    column.score,
                    column.recognizer,
                    column.evidence,
                    self.where_of(offset, column.column),
                    column.categories,
                    self.record_of(offset),
                    column.functional,
                )

    def where_of(self, offset: int, column: str) -> dict[str, object]:
        """Give the place of a cell."""
        where: dict[str, object] = {**self.where, "row": self.first_row + offset, "column": column}
        if self.keys:
            where["key"] = {name: values[offset] for name, values in self.keys.items()}
        return where

    def record_of(self, offset: int) -> str:
        """Name the record of a row: unique within its content."""
        table = ".".join(str(part) for part in self.where.values())
        return f"{table}:{self.first_row + offset}"


@dataclass(frozen=True, slots=True)
class ItemRef:
    """Names a scanned thing for people: source, item and maybe member."""

    source: str = field(repr=False)
    item: str = field(repr=False)
    member: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One row of the coverage ledger; `unread` tells which part was not read (`page 3-5, 9`), where it is known.

    `access` is that of the item (see `Item`), empty for a member.
    """

    ref: ItemRef
    outcome: Outcome
    reason: Reason | None
    media_type: str
    size_bytes: int
    unread: str = ""
    access: str = ""
