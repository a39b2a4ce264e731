"""Archives that libarchive reads (cab, ISO 9660, cpio, ar and deb, rpm, lha, xar …): each member as it goes by."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import archivelib, kinds, sniff
from pii_scan.extract.container import Container
from pii_scan.settings.settings import Limits

_FORMATS = {
    kinds.RAR: ("rar", "rar5"),
    kinds.SEVENZIP: ("7zip",),
    kinds.CAB: ("cab",),
    kinds.ISO: ("iso9660",),
    kinds.CPIO: ("cpio",),
    kinds.AR: ("ar",),
    kinds.RPM: ("cpio",),
    kinds.LHA: ("lha",),
    kinds.XAR: ("xar",),
}
_FILTERS = {kinds.RPM: ("rpm", "gzip", "bzip2", "lzma", "xz", "zstd")}


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the members in the order of the archive; links and devices are named and not followed.

    Raises:
        UnsupportedFormatError: libarchive is missing, or does not know this variant.
        EncryptedError: even the names are behind a password.
        CorruptContentError: nothing at all can be read.
    """
    head = content.stream.read(sniff.HEAD_BYTES)
    kind = sniff.media_type(head, content.name, content.stream)
    if kind not in _FORMATS:
        raise CorruptContentError("no archive of these kinds")
    yield from members(content.stream, kind, limits, content.size_bytes)


def members(stream: BinaryIO, kind: str, limits: Limits, size_bytes: int) -> Iterator[Segment]:
    """Do what `read` does, for an archive whose kind is known."""
    yield from _Packed(limits, size_bytes).members(stream, kind)


class _Packed(Container):
    def members(self, stream: BinaryIO, kind: str) -> Iterator[Segment]:
        try:
            with archivelib.entries(stream, _FORMATS[kind], _FILTERS.get(kind, ())) as entries:
                for entry in entries:
                    if not self._goes_on():
                        break
                    if not stat.S_ISDIR(entry.mode):
                        yield self._member(entry)
        except ExtractError as error:
            self._ends_by(error)
        yield from self._rest()

    def _member(self, entry: archivelib.Entry) -> Segment:
        name = self._unique(entry.name)
        if entry.is_link or stat.S_ISLNK(entry.mode):
            return Unread(Reason.SYMLINK, name)
        if entry.mode and not stat.S_ISREG(entry.mode):
            return Unread(Reason.SPECIAL_FILE, name)
        return self._passing(name, lambda: entry, entry.size_bytes)
