"""The header of a dBase or FoxPro table."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_VERSIONS = frozenset(b"\x02\x03\x30\x31\x32\x43\x63\x7b\x83\x87\x8b\x8e\xcb\xe5\xf5\xfb")
_KINDS = frozenset(b"CNFDLTIBYMGPVQW@O+0")
_HEADER, _FIELD, _END = 32, 32, 0x0D
_FOXPRO = frozenset(b"\x30\x31\x32")


@dataclass(frozen=True, slots=True)
class Column:
    """One field: its bytes stand at `at` of a record, whose first byte tells whether it is deleted."""

    name: bytes = field(repr=False)
    kind: str
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Header:
    """What a table says of itself."""

    columns: tuple[Column, ...] = field(repr=False)
    rows: int
    start: int
    row_bytes: int
    language: int
    is_foxpro: bool


def of_head(head: bytes) -> Header | None:
    """Give the header at the start of a content, or None where there is none whose lengths agree."""
    if len(head) < _HEADER + _FIELD or head[0] not in _VERSIONS:
        return None
    rows, start, row_bytes = struct.unpack_from("<IHH", head, 4)
    columns, at, offset = [], _HEADER, 1
    while at + _FIELD <= min(len(head), start) and head[at] != _END:
        kind, length, high = head[at + 11], head[at + 16], head[at + 17]
        if kind not in _KINDS or not head[at]:
            return None
        length += (high << 8) * (chr(kind) == "C")
        columns.append(Column(head[at : at + 11].partition(b"\0")[0], chr(kind), offset, length))
        offset, at = offset + length, at + _FIELD
    if not columns or offset != row_bytes:
        return None
    return Header(tuple(columns), rows, start, row_bytes, head[29], head[0] in _FOXPRO)
