"""Members of a zip that `zipfile` cannot read: behind a password, or packed in another way than deflate, bzip2 or LZMA.

libarchive reads such a member out of a zip that holds nothing else: the member's own bytes and a directory made for it.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

import inflate64

from pii_scan.core.errors import CorruptContentError, EncryptedError
from pii_scan.extract import archivelib
from pii_scan.extract.container import CutShortError
from pii_scan.extract.limits import CHUNK_BYTES, Readable
from pii_scan.settings.settings import MIB

ENCRYPTED_BITS = 0x41
_STRONG_BIT = 0x40
_DEFLATE64 = 9
_PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_LOCAL_BYTES = 30
_INPUT_BYTES = 4 << 10
_TRIED_BYTES = 512 * MIB
_NO_SIZE = 0xFFFFFFFF


class ZipParts:
    """The members of one zip, read by other means than `zipfile`."""

    def __init__(self, stream: BinaryIO, passwords: tuple[str, ...]) -> None:
        self._stream = stream
        self._passwords = list(passwords)

    def may_open(self, info: zipfile.ZipInfo) -> bool:
        """Tell whether there is a password to try."""
        return bool(self._passwords) and not info.flag_bits & _STRONG_BIT

    def is_for(self, info: zipfile.ZipInfo) -> bool:
        """Tell whether `zipfile` would refuse a member, or read it too slowly."""
        return bool(info.flag_bits & ENCRYPTED_BITS) or info.compress_type not in _PLAIN_METHODS

    def open(self, info: zipfile.ZipInfo) -> Readable:
        """Give a member's plain bytes, while they are asked for.

        Raises:
            EncryptedError: no password opens it.
            ExtractError: it is damaged, or packed in a way that nothing here reads.
        """
        if info.flag_bits & ENCRYPTED_BITS:
            return self._unlocked(info)
        if info.compress_type == _DEFLATE64:
            start, end = self._extent(info)
            return _Inflated64(self._stream, start, end, info.CRC)
        return self._alone(info, None)

    def _unlocked(self, info: zipfile.ZipInfo) -> Readable:
        for password in self._passwords:
            try:
                _read_out(self._alone(info, password), info.file_size)
            except (EncryptedError, CorruptContentError):
                continue
            self._passwords.remove(password)
            self._passwords.insert(0, password)
            return self._alone(info, password)
        raise EncryptedError("no password opens this member")

    def _alone(self, info: zipfile.ZipInfo, password: str | None) -> Readable:
        start, end = self._extent(info)
        return _Alone(_Joined(self._stream, start, end, _directory(info, end - start)), password)

    def _extent(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        """Give where a member's header begins, and where its bytes end."""
        self._stream.seek(info.header_offset)
        header = self._stream.read(_LOCAL_BYTES)
        if len(header) < _LOCAL_BYTES or not header.startswith(b"PK\x03\x04"):
            raise CorruptContentError("no member where the directory says")
        name_size, extra_size = struct.unpack_from("<2H", header, 26)
        end = info.header_offset + _LOCAL_BYTES + name_size + extra_size + info.compress_size
        return info.header_offset, end


def _read_out(source: Readable, size_bytes: int) -> None:
    """Read to the end, where the sums are checked; what is larger than a member may be is not read out."""
    done = 0
    while done <= _TRIED_BYTES and (chunk := source.read(CHUNK_BYTES)):
        done += len(chunk)
        if done > size_bytes:
            raise CorruptContentError("more bytes than announced")


def _directory(info: zipfile.ZipInfo, size_bytes: int) -> bytes:
    """Give a directory that holds one member, which stands at the start."""
    year, month, day, hour, minute, second = info.date_time
    sizes = (min(info.compress_size, _NO_SIZE), min(info.file_size, _NO_SIZE))
    entry = struct.pack(
        "<4s4B4H3L5H2L",
        b"PK\x01\x02",
        info.create_version, info.create_system, info.extract_version & 0xFF, 0,
        info.flag_bits, info.compress_type,
        (hour << 11 | minute << 5 | second // 2) & 0xFFFF, (max(year - 1980, 0) << 9 | month << 5 | day) & 0xFFFF,
        info.CRC, *sizes,
        1, len(info.extra), 0, 0, 0,
        0, 0,
    ) + b"x" + info.extra  # fmt: skip
    return entry + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), min(size_bytes, _NO_SIZE), 0)


class _Joined(io.BytesIO):
    """A stretch of a stream, and some bytes behind it."""

    def __init__(self, stream: BinaryIO, start: int, end: int, rest: bytes) -> None:
        super().__init__(rest)
        self._stream = stream
        self._start = start
        self._size = end - start
        self._at = 0

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        whole = self._size + len(self.getbuffer())
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: whole}[whence]
        if base + offset < 0:
            raise ValueError("before the start")
        self._at = base + offset
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = CHUNK_BYTES if size is None or size < 0 else size
        if self._at < self._size:
            self._stream.seek(self._start + self._at)
            data = self._stream.read(min(wanted, self._size - self._at))
        else:
            super().seek(self._at - self._size)
            data = super().read(wanted)
        self._at += len(data)
        return data


class _Alone:
    """The only member of an archive."""

    def __init__(self, stream: BinaryIO, password: str | None) -> None:
        self._stack = ExitStack()
        entries: Iterator[archivelib.Entry] = self._stack.enter_context(
            archivelib.entries(stream, ["zip_seekable"], password=password)
        )
        entry = next(entries, None)
        if entry is None:
            raise CorruptContentError("no member where one was")
        self.read = entry.read


class _Inflated64:
    """The plain bytes of what is packed by the variant of deflate with a larger window."""

    def __init__(self, stream: BinaryIO, start: int, end: int, crc: int) -> None:
        stream.seek(start + 26)
        name_size, extra_size = struct.unpack("<2H", stream.read(4))
        self._stream = stream
        self._at = start + _LOCAL_BYTES + name_size + extra_size
        self._end = end
        self._crc = crc
        self._sum = 0
        self._inflater = inflate64.Inflater()
        self._plain = b""

    def read(self, size: int = -1, /) -> bytes:
        """See `Readable.read`.

        Raises:
            ExtractError: the bytes are damaged or cut.
        """
        while not self._plain and not self._inflater.eof:
            self._stream.seek(self._at)
            data = self._stream.read(min(_INPUT_BYTES, self._end - self._at))
            if not data:
                raise CutShortError("ends before it should")
            self._at += len(data)
            self._plain = self._inflated(data)
        if not self._plain and self._sum != self._crc:
            raise CorruptContentError("sums do not agree")
        size = CHUNK_BYTES if size < 0 else size
        chunk, self._plain = self._plain[:size], self._plain[size:]
        self._sum = zlib.crc32(chunk, self._sum)
        return chunk

    def _inflated(self, data: bytes) -> bytes:
        try:
            return bytes(self._inflater.inflate(data))
        except (ValueError, RuntimeError):
            raise CorruptContentError("damaged") from None
