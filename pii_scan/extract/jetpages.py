"""The pages of an Access database (Jet and ACE): which table they belong to, and the records that stand in them."""

from __future__ import annotations

import struct
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, EncryptedError, TooLargeError

_HEADER_KEY = struct.pack("<I", 0x6B39DAC7)
_DATA, DEFINITION = b"\x01\x01", b"\x02\x01"
_CATALOG = 2
_DELETED, _ELSEWHERE, _OFFSET = 0x8000, 0x4000, 0x1FFF
_INLINE, _ONE_PIECE = 0x80000000, 0x40000000
LONGEST_VALUE = 1 << 26
_MOST_DEFINITION_PAGES = 256


@dataclass(frozen=True, slots=True)
class Layout:
    """What differs between Jet 3 (Access 97) and all later versions."""

    page_bytes: int
    rows_at: int
    column_bytes: int
    columns_at: int
    counts_at: int
    index_head_bytes: int
    column_fields: tuple[int, int, int, int, int]
    """Where number, place among the varying ones, flags, place among the fixed ones and scale stand in a column."""
    index_bytes: tuple[int, int]
    count_bytes: int


JET3 = Layout(2048, 8, 18, 43, 23, 8, (1, 3, 13, 14, 10), (39, 20), 1)
JET4 = Layout(4096, 12, 25, 63, 43, 12, (5, 7, 15, 21, 12), (52, 28), 2)


class Pages:
    """An open database; pages are read when they are asked for."""

    def __init__(self, stream: BinaryIO) -> None:
        stream.seek(0)
        head = stream.read(0x98)
        if len(head) < 0x98:
            raise CorruptContentError("no header")
        self.layout = JET4 if head[0x14] else JET3
        self._stream = stream
        plain = rc4(_HEADER_KEY, head[0x18:0x96])
        self.code_page = int.from_bytes(plain[0x24:0x26], "little") or 1252
        self._key = 0
        if self.page(_CATALOG)[:2] != DEFINITION:
            self._key = int.from_bytes(plain[0x26:0x2A], "little")
            if self.page(_CATALOG)[:2] != DEFINITION:
                raise EncryptedError("a database behind a password") if self._key else CorruptContentError("no catalog")
        self._by_table = self._index()

    def page(self, number: int) -> bytes:
        """Give a page; what is beyond the end is empty."""
        self._stream.seek(number * self.layout.page_bytes)
        data = self._stream.read(self.layout.page_bytes)
        return rc4(struct.pack("<I", self._key ^ number), data) if self._key and number else data

    def _index(self) -> dict[int, Sequence[int]]:
        found: defaultdict[int, array[int]] = defaultdict(lambda: array("I"))
        number = 1
        while page := self.page(number):
            if page[:2] == _DATA:
                found[int.from_bytes(page[4:8], "little")].append(number)
            number += 1
        return dict(found)

    def definition(self, number: int) -> bytes:
        """Give the definition of a table, put together from its pages.

        Raises:
            CorruptContentError: there is none.
        """
        pages: list[bytes] = []
        seen: set[int] = set()
        while number and number not in seen and len(seen) < _MOST_DEFINITION_PAGES:
            seen.add(number)
            page = self.page(number)
            if page[:2] != DEFINITION:
                raise CorruptContentError("no definition of a table")
            pages.append(page[8:] if pages else page)
            number = int.from_bytes(page[4:8], "little")
        return b"".join(pages)

    def records(self, table: int) -> Iterator[bytes]:
        """Give the records of a table that are not deleted, in the order of its pages."""
        for number in self._by_table.get(table, ()):
            page = self.page(number)
            for start, end, flags in self._slots(page):
                record = page[start:end]
                if flags & _DELETED:
                    continue
                if flags & _ELSEWHERE:
                    record = self._record_at(int.from_bytes(record[:4], "little"))
                if record:
                    yield record

    def _slots(self, page: bytes) -> list[tuple[int, int, int]]:
        at = self.layout.rows_at
        count = min(int.from_bytes(page[at : at + 2], "little"), (len(page) - at - 2) // 2)
        slots, end = [], len(page)
        for said in struct.unpack_from(f"<{max(0, count)}H", page, at + 2) if count > 0 else ():
            start = said & _OFFSET
            slots.append((start, max(start, end), said))
            end = start
        return slots

    def _record_at(self, pointer: int) -> bytes:
        """Give what a pointer of page and slot leads to, deleted or not."""
        page, slot = self.page(pointer >> 8), pointer & 0xFF
        slots = self._slots(page) if page[:2] == _DATA else []
        if slot >= len(slots):
            return b""
        start, end, _ = slots[slot]
        return page[start:end]

    def long_value(self, said: bytes) -> bytes:
        """Give a memo or object from what a record holds of it.

        Raises:
            CorruptContentError: what it leads to is not there.
            TooLargeError: it is larger than may be read.
        """
        if len(said) < 12:
            return said
        length, pointer = struct.unpack_from("<II", said)
        if length & _INLINE:
            return said[12:]
        size = length & ~(_INLINE | _ONE_PIECE)
        if size > LONGEST_VALUE:
            raise TooLargeError("a value larger than may be read")
        if length & _ONE_PIECE:
            return self._record_at(pointer)[:size]
        pieces, kept = [], 0
        while pointer and kept < size:
            piece = self._record_at(pointer)
            if len(piece) <= 4:
                raise CorruptContentError("a piece of a value is missing")
            pieces.append(piece[4:])
            kept += len(piece) - 4
            pointer = int.from_bytes(piece[:4], "little")
        return b"".join(pieces)[:size]


def rc4(key: bytes, data: bytes) -> bytes:
    """Code or decode bytes as Jet does: a mask, since the key stands in the file."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 0xFF
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray(data)
    for at, byte in enumerate(data):
        i = (i + 1) & 0xFF
        j = (j + state[i]) & 0xFF
        state[i], state[j] = state[j], state[i]
        out[at] = byte ^ state[(state[i] + state[j]) & 0xFF]
    return bytes(out)
