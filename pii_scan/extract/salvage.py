"""Members of a zip whose directory is lost, found by their own headers one after the other."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from pii_scan.extract.limits import CHUNK_BYTES, Readable

_HEADER = struct.Struct("<4s5H3L2H")
_MAGIC = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_NEWEST_VERSION = 63
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """A member found by its own header."""

    name: str = field(repr=False)
    encrypted: bool
    start: int
    method: int
    compressed: int
    stream: BinaryIO = field(repr=False)

    def open(self) -> Readable:
        """Give the member's plain bytes; reading raises `zlib.error` or `EOFError` where it is damaged."""
        return _Body(self)


class _Body:
    """The bytes of one entry, decompressed while they are read."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._inflate = zlib.decompressobj(-15)
        self._left = entry.compressed
        self._input = b""
        entry.stream.seek(entry.start)

    def read(self, size: int = -1, /) -> bytes:
        size = CHUNK_BYTES if size < 0 else size
        if self._entry.method == _STORED:
            chunk = self._entry.stream.read(min(size, self._left))
            self._left -= len(chunk)
            if not chunk and self._left:
                raise EOFError
            return chunk
        while not self._inflate.eof:
            self._input = self._input or self._entry.stream.read(1 << 16)
            if not self._input:
                raise EOFError
            chunk = self._inflate.decompress(self._input, size)
            self._input = self._inflate.unconsumed_tail
            if chunk:
                return chunk
        return b""


def members(stream: BinaryIO) -> Iterator[Entry]:
    """Give every member whose header stands in the file and whose first bytes can be read."""
    at = 0
    while (at := _find(stream, at)) >= 0:
        entry = _entry(stream, at)
        at += len(_MAGIC)
        if entry is not None:
            at = max(at, entry.start + (entry.compressed if entry.method == _STORED else 0))
            yield entry


def local_name(stream: BinaryIO, info: zipfile.ZipInfo) -> str | None:
    """Give the name in an entry's own header: the directory may say another, and `zipfile` then refuses to read."""
    stream.seek(info.header_offset)
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        return None
    fields = _HEADER.unpack(header)
    try:
        return stream.read(fields[9]).decode("utf-8" if fields[2] & _UTF8 else "cp437")
    except UnicodeDecodeError:
        return None


def _find(stream: BinaryIO, at: int) -> int:
    """Give the offset of the next header from `at` on, or -1."""
    stream.seek(at)
    tail = b""
    while chunk := stream.read(CHUNK_BYTES):
        found = (tail + chunk).find(_MAGIC)
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = (tail + chunk)[-3:]
    return -1


def _entry(stream: BinaryIO, at: int) -> Entry | None:
    stream.seek(at)
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    _, version, flags, method, _, _, _, compressed, _, name_size, extra_size = _HEADER.unpack(header)
    raw = stream.read(name_size)
    if (
        (version & 0xFF) > _NEWEST_VERSION
        or method not in (_STORED, _DEFLATED)
        or not name_size
        or len(raw) < name_size
    ):
        return None
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437", "backslashreplace")
    if name.endswith("/") or "\0" in name or (method == _STORED and flags & _SIZES_FOLLOW):
        return None
    entry = Entry(
        name, bool(flags & _ENCRYPTED), at + _HEADER.size + name_size + extra_size, method, compressed, stream
    )
    return entry if entry.encrypted or _begins(entry) else None


def _begins(entry: Entry) -> bool:
    """Tell whether the first bytes of an entry can be read at all."""
    try:
        return bool(entry.open().read(1)) or entry.compressed == 0
    except (zlib.error, EOFError):
        return False
