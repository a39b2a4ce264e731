"""Zip and tar archives, and single compressed files; each member becomes an item of its own.

Names are shown and never become paths. What a member expands to is counted while it comes: sizes that an archive
claims are believed by nobody.
"""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import BinaryIO, Self, cast

from pii_scan.core.errors import CorruptContentError, EncryptedError, RatioError, TooLargeError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract import salvage, sniff
from pii_scan.extract.limits import Counted, Expansion, Readable, read_member
from pii_scan.extract.streamed import open_member
from pii_scan.extract.xz import XzStream
from pii_scan.settings.settings import Limits

_BROKEN = (OSError, EOFError, zlib.error, LZMAError, tarfile.TarError, zipfile.BadZipFile, ValueError, OverflowError)
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")
_SUFFIXES = (".gz", ".gzip", ".bz2", ".bz", ".xz", ".z")
_ENCRYPTED_BITS = 0x41
_UTF8_BIT = 0x800


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the members in the order of the archive, and what could not be read of it.

    Raises:
        CorruptContentError: nothing at all can be read.
    """
    head = content.stream.read(1024)
    content.stream.seek(0)
    archive = _Archive(limits, content.size_bytes)
    if head.startswith(_COMPRESSED):
        yield from archive.compressed(content)
    elif sniff.is_tar(head):
        yield from archive.tar_members(content.stream)
    else:
        yield from archive.zip_members(content.stream)


class _Archive:
    """One archive being read: its budget, and the names given so far."""

    def __init__(self, limits: Limits, size_bytes: int) -> None:
        self._limits = limits
        self._members = Expansion(limits, size_bytes)
        self._stream = Expansion(limits, size_bytes)
        self._names: Counter[str] = Counter()
        self._cut: Reason | None = None

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
                yield from self.tar_members(Counted(plain, self._stream))
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
            for number, info in enumerate(infos):
                if number >= self._limits.members:
                    self._cut = Reason.TOO_MANY
                if self._cut is not None:
                    break
                if not info.is_dir():
                    yield self._zip_member(archive, stream, info, overlaps=info.header_offset in overlapping)
        yield from self._rest()

    def tar_members(self, stream: Readable) -> Iterator[Segment]:
        """Every member up to the end or the cut; links and devices are named and not followed."""
        count = 0
        try:
            with _opened_tar(stream) as archive:
                for info in archive:
                    count += 1
                    if count > self._limits.members:
                        self._cut = Reason.TOO_MANY
                    if self._cut is not None:
                        break
                    if not info.isdir():
                        yield self._tar_member(archive, info)
                    archive.members = []  # type: ignore[attr-defined] # else a million headers stay in memory
        except (RatioError, TooLargeError) as error:
            self._cut = error.reason
        except _BROKEN as error:
            if not count:
                raise CorruptContentError(type(error).__name__) from None
            self._cut = self._cut or _why(error)
        yield from self._rest()

    def _rest(self) -> Iterator[Segment]:
        if self._cut is not None:
            yield Unread(self._cut)

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
        if info.flag_bits & _ENCRYPTED_BITS:
            return Unread(Reason.ENCRYPTED, name)
        if overlaps:
            return Unread(Reason.CORRUPT, name)

        def opened() -> Readable:
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

    def _unique(self, name: str) -> str:
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}#{self._names[name]}"

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
        except _BROKEN as met:
            if streamed:
                self._cut = _why(met)
            raise CorruptContentError(type(met).__name__) from None

    def _until_cut(self, name: str, compressed: BinaryIO) -> BinaryIO:
        """Read a single compressed content; what comes before damage is kept."""

        def opened() -> Readable:
            compressed.seek(0)
            return _Piecewise(_decompressor(compressed))

        stream, error = open_member(name, opened, self._limits, self._members, _BROKEN)
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


class CutError(tarfile.TarError):
    """An archive ends or breaks where a header should stand."""


class _Header(tarfile.TarInfo):
    """A tar header that is damaged ends the listing with an error; `tarfile` alone would end it in silence."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if type(error).__name__ == "EOFHeaderError":  # the end as it should be; not a public name
                raise
            raise CutError from error


def _opened_tar(stream: Readable) -> tarfile.TarFile:
    """Open as a stream even what could seek: no size that a header claims is then reserved in memory."""
    source = cast("BinaryIO", stream)
    return tarfile.open(fileobj=source, mode="r|", tarinfo=_Header, encoding="utf-8", errors="surrogateescape")


def _why(error: BaseException) -> Reason:
    cut = isinstance(error, (EOFError, CutError)) or "unexpected end" in str(error)
    return Reason.TRUNCATED if cut else Reason.CORRUPT


def _decompressor(stream: BinaryIO) -> io.BufferedReader:
    magic = stream.read(6)
    stream.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast("io.BufferedReader", gzip.GzipFile(fileobj=stream))
    return (
        cast("io.BufferedReader", bz2.BZ2File(stream))
        if magic.startswith(b"BZh")
        else io.BufferedReader(XzStream(stream))
    )


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
    return f"{path.stem}.tar" if path.suffix.lower() in (".tgz", ".tbz2", ".txz") else name


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
