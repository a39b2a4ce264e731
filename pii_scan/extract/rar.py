"""Rar archives. libarchive reads them; rarfile reads their headers, and tells passwords and volumes.

libarchive decrypts nothing, and other programs would have to be told the password. So what a password opens is
decrypted here, and libarchive is given the same members in an archive without encryption, written while it is read.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

import rarfile
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import archivelib, kinds, packed
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.settings.settings import MIB, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SPLIT = rarfile.RAR_FILE_SPLIT_BEFORE | rarfile.RAR_FILE_SPLIT_AFTER
_BROKEN = (rarfile.Error, OSError, ValueError, LookupError, struct.error, TypeError, OverflowError, EOFError)
_PIECE_BYTES = 1 << 16
_TRIED_BYTES = 512 * MIB
_MOST_ROUNDS = 24  # as a power of two, as rarfile has it
_TWEAKED = 2
_BLOCK_HEAD_BYTES = 5
_LAST_BLOCK = 0x40
_NEW_MARK = b"Rar!\x1a\x07\x01\x00"
_OLD_MARK = b"Rar!\x1a\x07\x00"
_OLD_DROPPED = 0x4 | 0x8 | 0x400 | 0x1000
"""Flags of what is not written again: password, comment, salt, precise times."""
_OLD_UTF8, _OLD_LARGE = 0x200, 0x100


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the members in the order of the archive; links and devices are named and not followed.

    Raises:
        UnsupportedFormatError: libarchive is missing, or does not know this variant.
        EncryptedError: even the names are behind a password, and none is known.
        CorruptContentError: nothing at all can be read.
    """
    infos = _infos(content)
    if any(info.needs_password() for info in infos):
        yield from _unlocked(content, limits, infos)
    else:
        content.stream.seek(0)
        yield from packed.members(content.stream, kinds.RAR, limits, content.size_bytes)
    if any(info.flags & _SPLIT for info in infos):
        yield Unread(Reason.TRUNCATED)  # one of several volumes


def _infos(content: Content) -> list[Any]:
    """Give the entries, as far as headers can be read; libarchive may read what rarfile does not."""
    try:
        archive = rarfile.RarFile(content.stream, part_only=True)
    except _BROKEN:
        return []
    if not archive.needs_password() or archive.infolist():
        return list(archive.infolist())
    for password in content.passwords:
        try:
            archive.setpassword(password)
        except _BROKEN:
            continue
        if archive.infolist():
            return list(archive.infolist())
    raise EncryptedError("even the names are behind a password")


def _unlocked(content: Content, limits: Limits, infos: list[Any]) -> Iterator[Segment]:
    kept: list[tuple[Any, str | None]] = []
    passwords = list(content.passwords)
    for info in infos:
        if info.is_dir():
            continue
        if info.is_symlink() or getattr(info, "file_redir", None):
            yield Unread(Reason.SYMLINK, info.filename)
            continue
        password = _password_for(content.stream, info, passwords) if info.needs_password() else None
        if info.needs_password() and password is None:
            yield Unread(Reason.ENCRYPTED, info.filename)
            continue
        kept.append((info, password))
    if kept:
        yield from packed.members(_rewritten(content.stream, kept), kinds.RAR, limits, content.size_bytes)


def _password_for(stream: BinaryIO, info: Any, passwords: list[str]) -> str | None:  # noqa: ANN401  rarfile's
    """Give the password that opens an entry, which is tried first for the next one."""
    for password in passwords:
        opens = _matches(info, password)
        if opens is None:
            opens = _can_be_read(stream, info, password)
        if opens:
            passwords.remove(password)
            passwords.insert(0, password)
            return password
    return None


def _matches(info: Any, password: str) -> bool | None:  # noqa: ANN401  rarfile's
    """Tell whether a password is the right one, where the entry can tell (those of rar 5 mostly can)."""
    check = info.file_encryption[5] if isinstance(info, rarfile.Rar5FileInfo) else None
    if not check or hashlib.sha256(check[:8]).digest()[:4] != check[8:]:
        return None
    _, _, rounds, salt, _, _ = info.file_encryption
    if rounds > _MOST_ROUNDS:
        return False
    mixed = _new_key(password, salt, (1 << rounds) + 32)
    folded = (a ^ b ^ c ^ d for a, b, c, d in zip(mixed[:8], mixed[8:16], mixed[16:24], mixed[24:], strict=True))
    return bytes(folded) == bytes(check[:8])


def _can_be_read(stream: BinaryIO, info: Any, password: str) -> bool:  # noqa: ANN401  rarfile's
    try:
        with archivelib.entries(_rewritten(stream, [(info, password)]), ("rar", "rar5")) as entries:
            for entry in entries:
                done = 0
                while done <= _TRIED_BYTES and (chunk := entry.read(CHUNK_BYTES)):
                    done += len(chunk)
                return True
    except ExtractError:
        pass
    return False


@lru_cache(maxsize=64)
def _new_key(password: str, salt: bytes, rounds: int) -> bytes:
    return bytes(rarfile.rar5_s2k(password, salt, rounds))


@lru_cache(maxsize=64)
def _old_key(password: str, salt: bytes) -> tuple[bytes, bytes]:
    key, iv = rarfile.rar3_s2k(password, salt)
    return bytes(key), bytes(iv)


def _rewritten(stream: BinaryIO, kept: list[tuple[Any, str | None]]) -> BinaryIO:
    return io.BufferedReader(_Rewritten(stream, kept), _PIECE_BYTES)


class _Rewritten(io.RawIOBase):
    """An archive of entries without encryption; it can only be read from front to back."""

    def __init__(self, stream: BinaryIO, kept: list[tuple[Any, str | None]]) -> None:
        super().__init__()
        self._pieces = _pieces(stream, kept)
        self._piece = memoryview(b"")

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See `io.RawIOBase`."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._piece = memoryview(piece)
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._piece))
        view[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size


def _pieces(stream: BinaryIO, kept: list[tuple[Any, str | None]]) -> Iterator[bytes]:
    is_new = isinstance(kept[0][0], rarfile.Rar5FileInfo)
    yield _NEW_MARK + _new_block(1, 0, _number(0)) if is_new else _OLD_MARK + _old_block(0x73, 0, bytes(6))
    for info, password in kept:
        size = info.add_size if password is None or not is_new else _new_size(stream, info, password)
        yield _new_head(info, size) if is_new else _old_head(info)
        yield from _plain(stream, info, size, _decryptor(info, password))
    yield _new_block(5, 0, _number(0)) if is_new else _old_block(0x7B, 0x4000, b"")


def _plain(stream: BinaryIO, info: Any, size: int, decrypt: Callable[[bytes], bytes]) -> Iterator[bytes]:  # noqa: ANN401
    at, left = info.data_offset, size
    while left > 0:
        stream.seek(at)
        data = stream.read(min(left + -left % 16, _PIECE_BYTES, info.data_offset + info.add_size - at))
        if not data:
            return
        yield decrypt(data + bytes(-len(data) % 16))[: min(len(data), left)]
        at, left = at + len(data), left - len(data)


def _decryptor(info: Any, password: str | None) -> Callable[[bytes], bytes]:  # noqa: ANN401  rarfile's
    if password is None:
        return bytes
    if isinstance(info, rarfile.Rar5FileInfo):
        _, _, rounds, salt, iv, _ = info.file_encryption
        if rounds > _MOST_ROUNDS:
            raise CorruptContentError("asks for too many rounds")
        key = _new_key(password, salt, 1 << rounds)
    else:
        key, iv = _old_key(password, info.salt or b"")
    return Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor().update


# --- blocks of rar 5 --------------------------------------------------------------------------------------------------


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _new_block(kind: int, flags: int, body: bytes) -> bytes:
    head = _number(kind) + _number(flags) + body
    sized = _number(len(head)) + head
    return struct.pack("<L", zlib.crc32(sized)) + sized


def _new_size(stream: BinaryIO, info: Any, password: str) -> int:  # noqa: ANN401  rarfile's
    """Give the size of an entry's packed bytes without what the cipher filled up; each of their blocks tells its own.

    libarchive takes what is filled up for one more block.
    """
    if info.compress_type == rarfile.RAR_M0:
        return int(min(info.add_size, info.file_size))
    at, next_block, held = 0, 0, b""
    for piece in _plain(stream, info, info.add_size, _decryptor(info, password)):
        held += piece
        while at + len(held) >= next_block + _BLOCK_HEAD_BYTES:
            head = held[next_block - at : next_block - at + _BLOCK_HEAD_BYTES]
            length_bytes = (head[0] >> 3 & 3) + 1
            next_block += 2 + length_bytes + int.from_bytes(head[2 : 2 + length_bytes], "little")
            if head[0] & _LAST_BLOCK or length_bytes > 3:
                return int(min(next_block, info.add_size))
            drop = min(len(held), next_block - at)
            at, held = at + drop, held[drop:]
        drop = min(len(held), next_block - at)
        at, held = at + drop, held[drop:]
    return int(info.add_size)


def _new_head(info: Any, size: int) -> bytes:  # noqa: ANN401  rarfile's
    has_sum = info.file_flags & rarfile.RAR5_FILE_FLAG_HAS_CRC32 and not info.file_encryption[1] & _TWEAKED
    flags = info.file_flags & ~rarfile.RAR5_FILE_FLAG_HAS_MTIME & ~(0 if has_sum else rarfile.RAR5_FILE_FLAG_HAS_CRC32)
    numbers = [size, flags, info.file_size, info.mode]
    body = b"".join(map(_number, numbers)) + (struct.pack("<L", info.CRC) if has_sum else b"")
    named = [info.file_compress_flags, info.file_host_os, len(info.orig_filename)]
    return _new_block(2, rarfile.RAR5_BLOCK_FLAG_DATA_AREA, body + b"".join(map(_number, named)) + info.orig_filename)


# --- blocks of rar 3 and 4 --------------------------------------------------------------------------------------------


def _old_block(kind: int, flags: int, body: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def _old_head(info: Any) -> bytes:  # noqa: ANN401  rarfile's
    name = info.filename.encode("utf-8", "replace")
    flags = info.flags & ~_OLD_DROPPED | _OLD_UTF8
    low, high = (info.add_size & 0xFFFFFFFF, info.file_size & 0xFFFFFFFF), (info.add_size >> 32, info.file_size >> 32)
    body = struct.pack(
        "<LLBLLBBHL", *low, info.host_os, info.CRC, 0, info.extract_version, info.compress_type, len(name), info.mode
    )
    return _old_block(0x74, flags, body + (struct.pack("<LL", *high) if flags & _OLD_LARGE else b"") + name)
