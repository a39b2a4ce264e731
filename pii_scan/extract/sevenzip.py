"""7z archives: each folder (a run of members packed as one) is decompressed once, member after member.

py7zr parses the archive and decompresses; its own extraction makes paths of names and keeps what it extracts, so its
decompressors are asked for bytes directly.
"""

from __future__ import annotations

import io
import itertools
import lzma
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import py7zr
import zstandard
from py7zr.compressor import SevenZipDecompressor, ZstdDecompressor
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError

from pii_scan.core.errors import (
    CorruptContentError,
    EncryptedError,
    ExtractError,
    RatioError,
    TooLargeError,
    UnsupportedFormatError,
)
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import kinds, packed
from pii_scan.extract.container import Container, CutShortError
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, Readable
from pii_scan.settings.settings import MIB, Limits

_BROKEN = (
    ArchiveError, EOFError, OSError, ValueError, TypeError, LookupError, AssertionError, AttributeError, OverflowError,
    ArithmeticError, RuntimeError, struct.error, lzma.LZMAError, zlib.error, zstandard.ZstdError,
)  # fmt: skip
_AES = b"\x06\xf1\x07\x01"
_DICTIONARIES = {b"\x03\x01\x01": slice(1, 5), b"\x03\x04\x01": slice(1, 5)}
"""Where LZMA and PPMd properties say how much memory they need."""
_LZMA2 = b"\x21"
_MEMORY_BYTES = 256 * MIB
_STEP_BYTES = 1 * MIB
_INPUT_BYTES = 32 << 10
_LEAST_INPUT = 2 << 10
_SWELLING = (b"\x04\xf7\x11\x01", b"\x04\xf7\x11\x02")
"""Zstandard and Brotli, of which four bytes may become 128 KiB."""
_START = struct.Struct("<6s2BLQQL")


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the members in the order of the archive; links are named and not followed.

    Raises:
        EncryptedError: even the names are behind a password, and none is known.
        CorruptContentError: nothing at all can be read.
    """
    _check_start(content)
    try:
        archive, password = _opened(content)
    except UnsupportedCompressionMethodError:
        raise UnsupportedFormatError("packed in an unknown way") from None
    except _BROKEN as error:
        raise CorruptContentError(type(error).__name__) from None
    folders = _Folders(archive)
    if folders.are_simple:
        yield from _SevenZip(content, limits, folders, password).members()
    else:  # what several streams are packed into, only libarchive reads
        yield from packed.members(content.stream, kinds.SEVENZIP, limits, content.size_bytes)


def _check_start(content: Content) -> None:
    """Look whether the directory, which stands at the end, is there.

    Raises:
        CutShortError: the end is missing, as in the first of several volumes.
    """
    head = content.stream.read(_START.size)
    if len(head) < _START.size:
        raise CutShortError("ends before it should")
    *_, offset, size, _ = _START.unpack(head)
    content.stream.seek(0)
    if _START.size + offset + size > content.size_bytes:
        raise CutShortError("ends before it should")


def _opened(content: Content) -> tuple[py7zr.SevenZipFile, str | None]:
    """Open the archive; also give the password where the names needed one.

    Raises:
        EncryptedError: no password opens it.
    """
    try:
        return py7zr.SevenZipFile(content.stream), None
    except PasswordRequired:
        pass
    for password in content.passwords:
        content.stream.seek(0)
        try:
            return py7zr.SevenZipFile(content.stream, password=password), password
        except (*_BROKEN, PasswordRequired):
            continue
    raise EncryptedError("even the names are behind a password")


class _Folders:
    """The runs of members that are packed as one, and where each stands."""

    def __init__(self, archive: py7zr.SevenZipFile) -> None:
        self.files: list[Any] = list(archive.files) if hasattr(archive, "files") else []
        streams = getattr(archive.header, "main_streams", None) if hasattr(archive, "header") else None
        self.folders: list[Any] = list(streams.unpackinfo.folders) if streams else []
        sizes = list(streams.packinfo.packsizes) if streams else []
        starts = itertools.accumulate(sizes, initial=archive.afterheader + (streams.packinfo.packpos if streams else 0))
        self._places = dict(zip(map(id, self.folders), zip(starts, sizes, strict=False), strict=False))
        self.are_simple = all(
            coder["numinstreams"] == coder["numoutstreams"] == 1 for folder in self.folders for coder in folder.coders
        )

    def place_of(self, folder: Any) -> tuple[int, int]:  # noqa: ANN401  py7zr's
        """Give where a folder's packed bytes begin, and how many they are."""
        return self._places[id(folder)]


class _SevenZip(Container):
    def __init__(self, content: Content, limits: Limits, folders: _Folders, password: str | None) -> None:
        super().__init__(limits, content.size_bytes)
        self._stream = content.stream
        self._folders = folders
        self._passwords = [*([] if password is None else [password]), *content.passwords]

    def members(self) -> Iterator[Segment]:
        """Yield every member, folder by folder."""
        for folder, group in itertools.groupby(self._folders.files, lambda file: file.folder):
            files = list(group)
            yield from self._of_folder(folder, files) if folder is not None else self._empty(files)
            if self._cut is not None:
                break
        yield from self._rest()

    def _empty(self, files: list[Any]) -> Iterator[Segment]:
        for file in files:
            if not self._goes_on():
                return
            if not file.is_directory:
                yield self._passing(self._unique(file.filename), io.BytesIO, 0)

    def _of_folder(self, folder: Any, files: list[Any]) -> Iterator[Segment]:  # noqa: ANN401  py7zr's
        try:
            plain = self._unlocked(folder, files)
        except ExtractError as error:
            for file in files:
                if not self._goes_on():
                    return
                yield Unread(error.reason, self._unique(file.filename))
            return
        for file in files:
            if not self._goes_on():
                return
            part = _Part(plain, file.uncompressed, file.crc32)
            name = self._unique(file.filename)
            if file.is_symlink or file.is_junction:
                yield Unread(Reason.SYMLINK, name)
            elif file.is_socket:
                yield Unread(Reason.SPECIAL_FILE, name)
            else:
                yield self._passing(name, part.itself, file.uncompressed)
            self._pass_by(part)

    def _pass_by(self, part: _Part) -> None:
        """Decompress what was not asked for, so that the next member begins where it should."""
        try:
            part.read_out(self._members)
        except (RatioError, TooLargeError) as met:
            self._cut = met.reason
        except CorruptContentError:
            pass  # whoever asks for the next member is told

    def _unlocked(self, folder: Any, files: list[Any]) -> _Plain:  # noqa: ANN401  py7zr's
        """Give the folder's plain bytes.

        Raises:
            ExtractError: no password opens it, or it cannot be decompressed at all.
        """
        place = self._folders.place_of(folder)
        if not any(coder["method"] == _AES for coder in folder.coders):
            return _Plain(self._stream, folder, place, None)
        for password in self._passwords:
            try:
                _Part(_Plain(self._stream, folder, place, password), files[0].uncompressed, files[0].crc32).read_out()
            except CorruptContentError:
                continue
            self._passwords.remove(password)
            self._passwords.insert(0, password)
            return _Plain(self._stream, folder, place, password)
        raise EncryptedError("no password opens these members")


class _Plain:
    """The plain bytes of one folder, as they are decompressed."""

    def __init__(self, stream: BinaryIO, folder: Any, place: tuple[int, int], password: str | None) -> None:  # noqa: ANN401
        self._stream = stream
        self._at, size_bytes = place
        self._is_broken = False
        _check_memory(folder.coders)
        try:
            self._decompressor = _decompressor(folder, size_bytes, password)
        except (UnsupportedCompressionMethodError, NotImplementedError):
            raise UnsupportedFormatError("packed in an unknown way") from None
        except _BROKEN as error:
            raise CorruptContentError(type(error).__name__) from None

    def read(self, size: int, /) -> bytes:
        """Give some of the next bytes.

        Raises:
            CorruptContentError: they are damaged, or end too soon.
        """
        idle = 0
        while not self._is_broken and idle <= 1:  # a filter may hold its last bytes back once
            before = self._at
            chunk = self._step(min(size, _STEP_BYTES))
            if chunk:
                return chunk
            idle = idle + 1 if self._at == before else 0
        self._is_broken = True
        raise CutShortError("ends before it should")

    def _step(self, size: int) -> bytes:
        self._stream.seek(self._at)
        try:
            chunk = bytes(self._decompressor.decompress(self._stream, size))
        except _BROKEN as error:
            self._is_broken = True
            raise CorruptContentError(type(error).__name__) from None
        self._at = self._stream.tell()
        return chunk


class _Part:
    """The bytes of one member within a folder; its sum is checked at its end."""

    def __init__(self, plain: _Plain, size_bytes: int, crc: int | None) -> None:
        self._plain = plain
        self._left = size_bytes
        self._crc = crc
        self._sum = 0

    def itself(self) -> Readable:
        """Give the member to be read."""
        return self

    def read(self, size: int = -1, /) -> bytes:
        """See `Readable.read`.

        Raises:
            CorruptContentError: the bytes are damaged, or end too soon.
        """
        if not self._left:
            if self._crc is not None and self._sum != self._crc:
                raise CorruptContentError("sums do not agree")
            return b""
        wanted = self._left if size < 0 else min(size, self._left)
        chunk = self._plain.read(min(wanted, CHUNK_BYTES))
        self._left -= len(chunk)
        self._sum = zlib.crc32(chunk, self._sum)
        return chunk

    def read_out(self, expansion: Expansion | None = None) -> None:
        """Read to the end, and look at the sum.

        Raises:
            CorruptContentError: the bytes are damaged, or end too soon.
            RatioError: the archive expands beyond the allowed ratio.
            TooLargeError: it expands beyond the allowed size.
        """
        while chunk := self.read(CHUNK_BYTES):
            if expansion is not None:
                expansion.count(len(chunk))


def _decompressor(folder: Any, size_bytes: int, password: str | None) -> Any:  # noqa: ANN401  py7zr's
    """Give what decompresses a folder. All that comes of one input comes at once, so inputs are small."""
    swells = any(coder["method"] in _SWELLING for coder in folder.coders)
    made = SevenZipDecompressor(
        folder.coders, size_bytes, folder.unpacksizes, folder.crc, password, _LEAST_INPUT if swells else _INPUT_BYTES
    )
    chain: list[Any] = made.chain
    chain[:] = [_Frames() if isinstance(link, ZstdDecompressor) else link for link in chain]
    return made


class _Frames:
    """Zstandard frames in a row; py7zr stops at the end of the first."""

    def __init__(self) -> None:
        self._context = zstandard.ZstdDecompressor(max_window_size=_MEMORY_BYTES)
        self._frame = self._context.decompressobj()

    def decompress(self, data: bytes, _most: int = -1) -> bytes:
        """Give all that comes of the next bytes; a cipher fills up with zeros behind the last frame."""
        rest, plain = bytes(data), b""
        while rest.strip(b"\0") if self._frame.eof else rest:
            if self._frame.eof:
                self._frame = self._context.decompressobj()
            plain += self._frame.decompress(rest)
            rest = self._frame.unused_data if self._frame.eof else b""
        return plain


def _check_memory(coders: list[Any]) -> None:
    """Refuse coders that want more memory than any honest archive needs.

    Raises:
        TooLargeError: naming nothing of the archive.
    """
    for coder in coders:
        properties = coder["properties"] or b""
        wanted = int.from_bytes(properties[_DICTIONARIES.get(coder["method"], slice(0))], "little")
        if coder["method"] == _LZMA2 and properties:
            wanted = (2 | properties[0] & 1) << (properties[0] // 2 + 11)
        if wanted > _MEMORY_BYTES:
            raise TooLargeError("asks for too large a dictionary")
