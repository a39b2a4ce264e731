"""Names of the streams of an OLE compound file: they tell a doc from an xls, a mail or an encrypted docx."""

from __future__ import annotations

import struct
from typing import BinaryIO

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are marks, not sectors
_MOST_SECTORS = 4096
_ENTRY = 128
_ROOT = 5

_Entry = tuple[str, int, int, int, int]
"""Name, kind, left and right neighbor, and what is below."""


def stream_names(stream: BinaryIO) -> frozenset[str]:
    """Give the names of the storages and streams at the top, or of as many as can be read where the file is damaged.

    What stands in a storage is not among them: a document that is embedded does not tell the kind of its host.
    """
    entries = list(_directory(stream))
    if not entries or entries[0][1] != _ROOT:
        return frozenset(name for name, *_ in entries if name)
    found: set[int] = set()
    ahead = [entries[0][4]]
    while ahead:
        number = ahead.pop()
        if 0 < number < len(entries) and number not in found:
            found.add(number)
            ahead += entries[number][2:4]
    return frozenset(entries[number][0] for number in found)


def _directory(stream: BinaryIO) -> list[_Entry]:
    stream.seek(0)
    header = stream.read(512)
    if len(header) < 512:
        return []
    shift, sector = struct.unpack_from("<H", header, 0x1E)[0], struct.unpack_from("<I", header, 0x30)[0]
    if shift not in (9, 12):
        return []
    fat_sectors = [s for s in struct.unpack_from("<109I", header, 0x4C) if s < _END]
    entries: list[_Entry] = []
    seen = set[int]()
    while sector < _END and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        entries += _entries(_sector(stream, sector, shift))
        sector = _next(stream, sector, shift, fat_sectors)
    return entries


def _sector(stream: BinaryIO, number: int, shift: int) -> bytes:
    stream.seek((number + 1) << shift)
    return stream.read(1 << shift)


def _next(stream: BinaryIO, number: int, shift: int, fat_sectors: list[int]) -> int:
    per_sector = 1 << (shift - 2)
    at = number // per_sector
    if at >= len(fat_sectors):
        return _END
    table = _sector(stream, fat_sectors[at], shift)
    offset = 4 * (number % per_sector)
    return int.from_bytes(table[offset : offset + 4], "little") if len(table) >= offset + 4 else _END


def _entries(sector: bytes) -> list[_Entry]:
    entries = []
    for at in range(0, len(sector) - _ENTRY + 1, _ENTRY):
        length, kind, left, right, below = struct.unpack_from("<HBxIII", sector, at + 64)
        name = sector[at : at + length - 2].decode("utf-16-le", "replace") if 2 <= length <= 64 else ""
        entries.append((name, kind, left, right, below))
    return entries
