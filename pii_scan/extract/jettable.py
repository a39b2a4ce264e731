"""One table of an Access database: its columns, its key, and its records as values."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.extract.jetpages import JET3, Pages

BOOLEAN, BYTE, INTEGER, LONG, MONEY, SINGLE, DOUBLE, MOMENT = range(1, 9)
BINARY, TEXT, OBJECT, MEMO, GUID, NUMERIC, COMPLEX, BIG = 9, 10, 11, 12, 15, 16, 18, 19
_NUMBERS = {BYTE: "<B", INTEGER: "<h", LONG: "<i", SINGLE: "<f", DOUBLE: "<d", COMPLEX: "<i", BIG: "<q"}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - databases have no time zones
_FIXED = 1
_PRIMARY = 1
_NO_COLUMN = 0xFFFF
_MOST_COLUMNS = 1024

Value = str | bytes | int | float | Decimal | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is defined."""

    name: str = field(repr=False)
    kind: int
    number: int
    among_varying: int
    fixed_at: int | None
    scale: int


class JetTable:
    """The definition of one table."""

    def __init__(self, pages: Pages, number: int) -> None:
        self._pages = pages
        self._number = number
        self.damage: set[Reason] = set()
        data = pages.definition(number)
        try:
            self.columns, at = self._columns(data)
            self.keys = self._keys(data, at)
        except (struct.error, IndexError) as error:
            raise CorruptContentError(type(error).__name__) from None

    def _columns(self, data: bytes) -> tuple[list[Column], int]:
        layout = self._pages.layout
        count = struct.unpack_from("<H", data, layout.counts_at + 2)[0]
        indexes = struct.unpack_from("<I", data, layout.counts_at + 8)[0]
        at = layout.columns_at + indexes * layout.index_head_bytes
        if not 0 < count <= _MOST_COLUMNS or at + count * layout.column_bytes > len(data):
            raise CorruptContentError("no columns")
        entries = [data[at + n * layout.column_bytes :][: layout.column_bytes] for n in range(count)]
        at += count * layout.column_bytes
        columns = []
        for entry in entries:
            length = int.from_bytes(data[at : at + layout.count_bytes], "little")
            at += layout.count_bytes
            name = self._name(data[at : at + length])
            at += length
            columns.append(self._column(entry, name))
        return columns, at

    def _column(self, entry: bytes, name: str) -> Column:
        number, varying, flags, fixed, scale = self._pages.layout.column_fields
        is_fixed = entry[flags] & _FIXED
        return Column(
            name,
            entry[0],
            _word(entry, number),
            _word(entry, varying),
            _word(entry, fixed) if is_fixed else None,
            entry[scale],
        )

    def _name(self, raw: bytes) -> str:
        return raw.decode(self._code_page if self._pages.layout is JET3 else "utf-16-le", "replace")

    @property
    def _code_page(self) -> str:
        page = f"cp{self._pages.code_page}"
        try:
            "".encode(page)
        except LookupError:
            return "cp1252"
        return page

    def _keys(self, data: bytes, at: int) -> tuple[str, ...]:
        """Give the names of the columns of the primary key."""
        layout = self._pages.layout
        count, real = struct.unpack_from("<II", data, layout.counts_at + 4)
        columns_bytes, index_bytes = layout.index_bytes
        lead = 0 if layout is JET3 else 4
        names = {column.number: column.name for column in self.columns}
        for n in range(min(count, _MOST_COLUMNS)):
            entry = at + real * columns_bytes + n * index_bytes
            which = struct.unpack_from("<I", data, entry + lead + 4)[0]
            if data[entry + lead + 19] == _PRIMARY and which < real:
                start = at + which * columns_bytes + lead
                numbers = [_word(data, start + 3 * k) for k in range(10)]
                return tuple(names[k] for k in numbers if k != _NO_COLUMN and k in names)
        return ()

    def rows(self) -> Iterator[list[Value]]:
        """Give the records; what cannot be read of one is None, and its reason is in `damage`."""
        for record in self._pages.records(self._number):
            try:
                yield self._row(record)
            except (struct.error, IndexError):
                self.damage.add(Reason.CORRUPT)

    def _row(self, record: bytes) -> list[Value]:
        size = self._pages.layout.count_bytes
        count = int.from_bytes(record[:size], "little")
        mask_bytes = (count + 7) // 8
        mask = record[len(record) - mask_bytes :]
        ends = self._ends(record, len(record) - mask_bytes)
        row: list[Value] = []
        for column in self.columns:
            is_set = column.number < count and bool(mask[column.number // 8] >> column.number % 8 & 1)
            if column.kind == BOOLEAN:
                row.append("TRUE" if is_set else "FALSE")
            elif not is_set:
                row.append(None)
            else:
                row.append(self._value(column, self._bytes_of(column, record, ends, size)))
        return row

    def _bytes_of(self, column: Column, record: bytes, ends: list[int], size: int) -> bytes:
        if column.fixed_at is not None:
            return record[size + column.fixed_at :]
        at = column.among_varying
        return record[ends[at] : ends[at + 1]] if at + 1 < len(ends) else b""

    def _ends(self, record: bytes, mask_at: int) -> list[int]:
        """Give where the varying values begin, and where the last one ends."""
        if self._pages.layout is not JET3:
            count = struct.unpack_from("<H", record, mask_at - 2)[0]
            table = mask_at - 4
            if table - 2 * count < 0:
                return []
            return [_word(record, table - 2 * n) for n in range(count + 1)]
        count = record[mask_at - 1]
        jumps = (len(record) - 1) // 256
        last = mask_at - 2 - jumps
        if jumps and (last - count) // 256 < jumps:
            jumps -= 1
        ends, used = [], 0
        for n in range(count + 1):
            while used < jumps and n == record[mask_at - 2 - used]:
                used += 1
            ends.append(record[last - n] + used * 256)
        return ends

    def _value(self, column: Column, raw: bytes) -> Value:
        if column.kind in (MEMO, OBJECT):
            try:
                long = self._pages.long_value(raw)
            except ExtractError as error:
                self.damage.add(error.reason)
                return None
            return self._text(long) if column.kind == MEMO else long
        if column.kind == TEXT:
            return self._text(raw)
        return _single(column, raw)

    def _text(self, raw: bytes) -> str:
        if self._pages.layout is JET3:
            return raw.decode(self._code_page, "replace")
        return _unpacked(raw[2:]) if raw.startswith(b"\xff\xfe") else raw.decode("utf-16-le", "replace")


def _word(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _single(column: Column, raw: bytes) -> Value:
    kind = column.kind
    if kind in _NUMBERS:
        number: float = struct.unpack_from(_NUMBERS[kind], raw)[0]
        return float(f"{number:.7g}") if kind == SINGLE else number
    if kind == MONEY:
        return Decimal(struct.unpack_from("<q", raw)[0]).scaleb(-4).normalize()
    if kind == MOMENT:
        return _moment(struct.unpack_from("<d", raw)[0])
    if kind == GUID and len(raw) >= 16:
        return str(uuid.UUID(bytes_le=raw[:16]))
    if kind == NUMERIC:
        words = struct.unpack_from("<BIIII", raw)
        digits = words[1] << 96 | words[2] << 64 | words[3] << 32 | words[4]
        return Decimal(-digits if words[0] else digits).scaleb(-column.scale)
    return raw


def _moment(days: float) -> datetime | None:
    try:
        return _EPOCH + timedelta(seconds=round(days * 86400))
    except (OverflowError, ValueError):
        return None


def _unpacked(raw: bytes) -> str:
    """Read text of which what is Latin 1 stands in single bytes; a zero changes over and back."""
    pieces = raw.split(b"\0")
    if len(pieces) == 1:
        return raw.decode("latin-1")
    text, at, single = [], 0, True
    while at < len(raw):
        if single:
            end = raw.find(b"\0", at)
            end = len(raw) if end < 0 else end
            text.append(raw[at:end].decode("latin-1"))
            at, single = end + 1, False
        else:
            end = at
            while end < len(raw) and raw[end]:
                end += 2
            text.append(raw[at:end].decode("utf-16-le", "replace"))
            at, single = end + 1, True
    return "".join(text)
