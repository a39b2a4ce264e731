"""Zip and tar archives, and single compressed files; each member becomes an item of its own.

Names are shown and never become paths. What a member expands to is counted while it comes: sizes that an archive
claims are believed by nobody.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import PurePosixPath
from typing import BinaryIO, Self, cast

import zstandard

from pii_scan.core.errors import (
    CorruptContentError,
    EncryptedError,
    ExtractError,
    RatioError,
    TooLargeError,
    UnsupportedFormatError,
)
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract import kinds, salvage, sniff
from pii_scan.extract.archivelib import FilteredStream
from pii_scan.extract.container import Container
from pii_scan.extract.limits import Counted, Expansion, Readable, read_member
from pii_scan.extract.streamed import open_member
from pii_scan.extract.xz import XzStream
from pii_scan.extract.zipparts import ENCRYPTED_BITS, ZipParts
from pii_scan.extract.zst import ZstdStream
from pii_scan.settings.settings import Limits

_BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    ValueError,
    OverflowError,
    zstandard.ZstdError,
)
_PACKINGS: dict[str, Callable[[BinaryIO], io.BufferedIOBase]] = {
    kinds.GZIP: lambda stream: gzip.GzipFile(fileobj=stream),
    kinds.BZIP2: bz2.BZ2File,
    kinds.XZ: lambda stream: io.BufferedReader(XzStream(stream)),
    kinds.LZMA: lambda stream: io.BufferedReader(XzStream(stream, lzma.FORMAT_ALONE)),
    kinds.ZSTD: lambda stream: io.BufferedReader(ZstdStream(stream)),
    kinds.LZ4: lambda stream: io.BufferedReader(FilteredStream(stream, "lz4")),
    kinds.LZIP: lambda stream: io.BufferedReader(FilteredStream(stream, "lzip")),
    kinds.COMPRESS: lambda stream: io.BufferedReader(FilteredStream(stream, "compress")),
}
_SUFFIXES = (".gz", ".gzip", ".bz2", ".bz", ".xz", ".z", ".lzma", ".zst", ".zstd", ".lz4", ".lz")
_TAR_SUFFIXES = (".tgz", ".tbz2", ".tbz", ".txz", ".tlz", ".tzst", ".taz")
_UTF8_BIT = 0x800
_HEAD_BYTES = 1024
_MOST_IN_VAIN = 8


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the members in the order of the archive, and what could not be read of it.

    Raises:
        CorruptContentError: nothing at all can be read.
    """
    head = content.stream.read(_HEAD_BYTES)
    content.stream.seek(0)
    archive = _Archive(content, limits)
    if _packing(head) is not None:
        yield from archive.compressed(content)
    elif sniff.is_tar(head):
        yield from archive.tar_members(content.stream)
    else:
        yield from archive.zip_members(content.stream)


class _Archive(Container):
    """A zip, a tar or a compressed file being read; `_stream` counts what a compressed tar expands to."""

    def __init__(self, content: Content, limits: Limits) -> None:
        super().__init__(limits, content.size_bytes)
        self._stream = Expansion(limits, content.size_bytes)
        self._locked = ZipParts(content.stream, content.passwords)

    def compressed(self, content: Content) -> Iterator[Segment]:
        """A tar in compressed form gives its members, anything else is the only member."""
        try:
            with _decompressor(content.stream) as plain:
                is_tar = sniff.is_tar(_full_read(plain, 512))
        except _BROKEN as error:
            raise CorruptContentError(type(error).__name__) from None
        if is_tar:
            content.stream.seek(0)
            with _decompressor(content.stream) as plain:
                yield from self.tar_members(Counted(_Piecewise(plain), self._stream))
        else:
            name = _inner_name(content.name)
            yield Member(name, partial(self._until_cut, name, content.stream))
            yield from self._rest()

    def zip_members(self, stream: BinaryIO) -> Iterator[Segment]:
        """Every entry of the directory; where the directory is lost, the members before the cut."""
        try:
            archive = zipfile.ZipFile(stream)
        except (*_BROKEN, NotImplementedError):
            yield from self._salvaged(stream)
            return
        with archive:
            infos = archive.infolist()
            overlapping = _overlapping(infos)
            for info in infos:
                if not self._goes_on():
                    break
                if not info.is_dir():
                    yield self._zip_member(archive, stream, info, overlaps=info.header_offset in overlapping)
        yield from self._rest()

    def tar_members(self, stream: Readable) -> Iterator[Segment]:
        """Every member up to the end or the cut; links and devices are named and not followed."""
        try:
            with _opened_tar(stream) as archive:
                for info in archive:
                    if not self._goes_on():
                        break
                    if not info.isdir():
                        yield self._tar_member(archive, info)
                    archive.members = []  # type: ignore[attr-defined] # else a million headers stay in memory
        except ExtractError as error:
            self._ends_by(error)
        except _BROKEN as error:
            if not self._entries:
                raise CorruptContentError(type(error).__name__) from None
            self._cut = self._cut or _why(error)
        yield from self._rest()

    def _salvaged(self, stream: BinaryIO) -> Iterator[Segment]:
        found = False
        for entry in salvage.members(stream):
            if entry.encrypted:
                yield Unread(Reason.ENCRYPTED, self._unique(entry.name))
                found = True
                continue
            found = True
            yield Member(self._unique(entry.name), partial(self._open, partial(self._read, entry.name, entry.open)))
            if self._cut is not None:
                break
        if not found:
            raise CorruptContentError("a zip without any readable member")
        yield Unread(self._cut or Reason.TRUNCATED)

    def _zip_member(
        self, archive: zipfile.ZipFile, stream: BinaryIO, info: zipfile.ZipInfo, *, overlaps: bool
    ) -> Segment:
        name = self._unique(_zip_name(info))
        if info.flag_bits & ENCRYPTED_BITS and not self._locked.may_open(info):
            return Unread(Reason.ENCRYPTED, name)
        if overlaps:
            return Unread(Reason.CORRUPT, name)

        def opened() -> Readable:
            if self._locked.is_for(info):
                return self._locked.open(info)
            info.orig_filename = salvage.local_name(stream, info) or info.orig_filename
            return archive.open(info)

        return Member(name, partial(self._open, partial(self._read, name, opened)), info.file_size)

    def _tar_member(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Segment:
        name = self._unique(info.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))
        if info.issym() or info.islnk():
            return Unread(Reason.SYMLINK, name)
        if info.isdev():
            return Unread(Reason.SPECIAL_FILE, name)
        if not info.isreg():
            return Unread(Reason.UNSUPPORTED, name)

        def opened() -> Readable:
            source = archive.extractfile(info)
            if source is None:
                raise CorruptContentError("a tar member without content")
            return source

        return Member(name, partial(self._open, partial(self._read_passing, opened), streamed=True), info.size)

    def _read(self, name: str, opened: Callable[[], Readable]) -> BinaryIO:
        stream, error = open_member(name, opened, self._limits, self._members, _BROKEN)
        if error is not None:
            raise error
        return stream

    def _read_passing(self, opened: Callable[[], Readable]) -> BinaryIO:
        """Read a member of a stream: what has gone by cannot be read anew."""
        return read_member(opened(), self._limits, self._members)

    def _open(self, read: Callable[[], BinaryIO], *, streamed: bool = False) -> BinaryIO:
        """Read one member. Where the archive's budget is spent, or its one stream is broken, nothing follows."""
        try:
            return read()
        except (RatioError, TooLargeError) as met:
            if self._members.is_spent or self._stream.is_spent:
                self._cut = met.reason
            raise
        except NotImplementedError:
            raise UnsupportedFormatError("a compression method without reader") from None
        except RuntimeError:  # zipfile's word for a member that asks for a password after all
            raise EncryptedError("a member behind a password") from None
        except (CorruptContentError, *_BROKEN) as met:
            if streamed:
                self._cut = _why(met)
            raise CorruptContentError(type(met).__name__) from None

    def _until_cut(self, name: str, compressed: BinaryIO) -> BinaryIO:
        """Read a single compressed content; what comes before damage is kept."""

        def opened() -> Readable:
            compressed.seek(0)
            return _Piecewise(_decompressor(compressed))

        broken = (*_BROKEN, CorruptContentError)
        stream, error = open_member(name, opened, self._limits, self._members, broken)
        if error is not None:
            if not stream.read(1):
                raise CorruptContentError(type(error).__name__) from None
            stream.seek(0)
            self._cut = _why(error)
        return stream


class _Piecewise:
    """Gives what is there rather than all that is asked for: an error then costs nothing that came before it."""

    def __init__(self, plain: io.BufferedReader) -> None:
        self.read = plain.read1


class _Ending:
    """A stream that does not say for ever that it has ended: no claimed size could be passed over in time otherwise."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._in_vain = 0

    def read(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read(size)
        self._in_vain = 0 if chunk else self._in_vain + 1
        if self._in_vain > _MOST_IN_VAIN:
            raise EOFError
        return chunk


class CutError(tarfile.TarError):
    """An archive ends or breaks where a header should stand."""


class _Header(tarfile.TarInfo):
    """A tar header that is damaged ends the listing with an error; `tarfile` alone would end it in silence."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            header = super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":  # the end as it should be; not a public name
                raise
            raise CutError from error
        if header.size < 0:
            raise tarfile.TarError("a negative size")
        return header


def _opened_tar(stream: Readable) -> tarfile.TarFile:
    """Open as a stream even what could seek: no size that a header claims is then reserved in memory."""
    source = cast("BinaryIO", _Ending(stream))
    return tarfile.open(fileobj=source, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape")


def _why(error: BaseException) -> Reason:
    if isinstance(error, ExtractError):
        return error.reason
    cut = isinstance(error, (EOFError, CutError)) or "unexpected end" in str(error)
    return Reason.TRUNCATED if cut else Reason.CORRUPT


def _packing(head: bytes) -> str | None:
    """Give the kind of a compressed content, or None where it is none."""
    kind = sniff.media_type(head, "", io.BytesIO(head))
    return kind if kind in _PACKINGS else None


def _decompressor(stream: BinaryIO) -> io.BufferedReader:
    kind = _packing(stream.read(_HEAD_BYTES))
    stream.seek(0)
    if kind is None:
        raise CorruptContentError("no known packing")
    return cast("io.BufferedReader", _PACKINGS[kind](stream))


def _full_read(stream: io.BufferedReader, size: int) -> bytes:
    """Give the first bytes, fewer where the stream is cut before."""
    got = b""
    try:
        while len(got) < size and (chunk := stream.read1(size - len(got))):
            got += chunk
    except EOFError:
        pass
    return got


def _inner_name(name: str) -> str:
    path = PurePosixPath(name)
    if path.suffix.lower() in _SUFFIXES:
        return path.stem
    return f"{path.stem}.tar" if path.suffix.lower() in _TAR_SUFFIXES else name


def _zip_name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8_BIT:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")  # many writers forget to say that it is UTF-8
    except UnicodeError:
        return info.filename


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Give the offsets of entries whose bytes reach into the next entry: one body shared by many is a bomb."""
    entries = sorted({(info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos})
    return {one[0] for one, two in pairwise(entries) if one[1] > two[0]}
