"""Tables of dBase and FoxPro, deleted records too: they stand in the file until it is packed.

Memos are in a file of their own beside the table, and read there (`dbfmemo`): here their column is empty.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from dbfread.codepages import guess_encoding

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import dbfheader
from pii_scan.extract.blocks import Row, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.encoding import detect
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.extract.values import moment_text, written
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_END_MARK = b"\x1a"
_FLAGS = (b" ", b"*")
_MEMOS = frozenset("MGPW0")
_JULIAN_EPOCH = 1721426  # of 1 January of the year 1
_TRUTH = {**dict.fromkeys(b"TtYyJj", "TRUE"), **dict.fromkeys(b"FfNn", "FALSE")}


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the records as rows numbered as in the table.

    Raises:
        CorruptContentError: there is no header, or not one record of those announced.
    """
    del limits  # a stream of rows costs no more memory for being long
    head = content.stream.read(_HEAD_BYTES)
    header = dbfheader.of_head(head)
    if header is None:
        raise CorruptContentError("no header of a table")
    content.stream.seek(header.start)
    encoding = _encoding(header, head[header.start :])
    names = [column.name.decode(encoding, "replace") or str(n) for n, column in enumerate(header.columns, 1)]
    table, records = Table(tuple(names), {}), _Records(content, header, encoding, names)
    for block in table.blocks(records.rows(), 1):
        yield block
        yield from records.binary.taken()
    if records.count < header.rows:
        if not records.count:
            raise CorruptContentError("records are missing")
        yield Unread(Reason.TRUNCATED)


def _encoding(header: dbfheader.Header, sample: bytes) -> str:
    """Give the encoding that the header names, or else the one that the records seem to have."""
    try:
        return str(guess_encoding(header.language)) if header.language else detect(sample)
    except LookupError:
        return detect(sample)


class _Records:
    def __init__(self, content: Content, header: dbfheader.Header, encoding: str, names: list[str]) -> None:
        self.count = 0
        self.binary = BinaryCells("row")
        self._content = content
        self._header = header
        self._encoding = encoding
        self._names = names
        self._writers = [self._writer(column) for column in header.columns]

    def rows(self) -> Iterator[Row]:
        """Give every record that is there, some more than announced among them."""
        size, most = self._header.row_bytes, max(1, CHUNK_BYTES // self._header.row_bytes)
        while chunk := self._content.stream.read(size * most):
            for at in range(0, len(chunk) - size + 1, size):
                flag = chunk[at : at + 1]
                if self.count >= self._header.rows and (flag == _END_MARK or flag not in _FLAGS):
                    return
                self.count += 1
                yield self._row(chunk[at : at + size])

    def _row(self, record: bytes) -> Row:
        return [
            write(record[column.at : column.at + column.length])
            for column, write in zip(self._header.columns, self._writers, strict=True)
        ]

    def _writer(self, column: dbfheader.Column) -> Callable[[bytes], str | None]:
        kind, length = column.kind, column.length
        if kind in _MEMOS or (kind == "B" and not self._header.is_foxpro):
            return lambda _: None
        if kind == "Q":
            name = self._names[self._header.columns.index(column)]
            return lambda raw: self.binary.text(_cut(raw), self.count, name)
        if kind == "V":
            return lambda raw: self._text(_cut(raw))
        simple: dict[tuple[str, int], Callable[[bytes], str | None]] = {
            ("D", 8): _date,
            ("L", 1): lambda raw: _TRUTH.get(raw[0]),
            ("I", 4): lambda raw: str(int.from_bytes(raw, "little", signed=True)),
            ("B", 8): _double,
            ("Y", 8): lambda raw: written(Decimal(int.from_bytes(raw, "little", signed=True)) / 10_000),
            ("T", 8): _moment,
        }
        return simple.get((kind, length), self._text)

    def _text(self, raw: bytes) -> str | None:
        return raw.partition(b"\0")[0].decode(self._encoding, "replace").strip() or None


def _cut(raw: bytes) -> bytes:
    """Give what is used of a field of varying length: the last byte tells how much where it is not full."""
    used = raw[-1] if raw else 0
    return raw[:used] if used < len(raw) and not raw[used:-1].strip(b"\0 ") else raw


def _date(raw: bytes) -> str | None:
    text = raw.decode("ascii", "replace").strip(" \0")
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if len(text) == 8 and text.isdigit() else text or None


def _double(raw: bytes) -> str | None:
    return written(struct.unpack("<d", raw)[0])


def _moment(raw: bytes) -> str | None:
    day, thousandths = struct.unpack("<ii", raw)
    try:
        first = datetime.min  # noqa: DTZ901 - tables have no time zones
        return moment_text(first + timedelta(days=day - _JULIAN_EPOCH, milliseconds=thousandths)) if day else None
    except OverflowError:
        return None
