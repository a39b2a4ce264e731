"""An OLE compound file opened: its storages and streams, each read within the size of the file that holds it."""

from __future__ import annotations

import struct
from typing import BinaryIO

import olefile

from pii_scan.core.errors import CorruptContentError, EmptyContentError
from pii_scan.extract.compoundwriter import Streams, Tree

_TABLE_SIZES = (0x2C, 0x40, 0x48)
_SECTOR_BITS = (9, 12)
_BROKEN = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    struct.error,
    RecursionError,
    OverflowError,
)
"""What olefile raises where a file is not whole."""
_STORAGES = (olefile.STGTY_STORAGE, olefile.STGTY_ROOT)


class Storage:
    """A storage: a folder of streams and of other storages, found by name whatever its case."""

    def __init__(self, ole: olefile.OleFileIO, entry: olefile.olefile.OleDirectoryEntry, size_bytes: int) -> None:
        self._ole = ole
        self._entry = entry
        self._size_bytes = size_bytes
        self.name = str(entry.name)
        self.streams = [str(kid.name) for kid in entry.kids if kid.entry_type == olefile.STGTY_STREAM]

    def __contains__(self, name: str) -> bool:
        """Tell whether a stream or storage has this name."""
        return name.lower() in self._entry.kids_dict

    @property
    def storages(self) -> list[Storage]:
        """Give the storages right below, in the order of their names."""
        return [Storage(self._ole, kid, self._size_bytes) for kid in self._entry.kids if kid.entry_type in _STORAGES]

    def storage(self, name: str) -> Storage | None:
        """Give the storage of a name."""
        kid = self._entry.kids_dict.get(name.lower())
        found = kid is not None and kid.entry_type in _STORAGES
        return Storage(self._ole, kid, self._size_bytes) if found else None

    def size(self, name: str) -> int:
        """Give the size that a stream claims, 0 where there is none."""
        kid = self._entry.kids_dict.get(name.lower())
        return int(kid.size) if kid is not None and kid.entry_type == olefile.STGTY_STREAM else 0

    def read(self, name: str) -> bytes:
        """Give a stream's bytes, none where it is missing; fewer than it claims where the file is cut.

        Raises:
            CorruptContentError: it claims to be larger than the file, or cannot be read.
        """
        kid = self._entry.kids_dict.get(name.lower())
        if kid is None or kid.entry_type != olefile.STGTY_STREAM:
            return b""
        if kid.size > self._size_bytes or self._ole.root.size > self._size_bytes:
            raise CorruptContentError("a stream that claims to be larger than its file")
        try:
            return bytes(self._ole._open(kid.isectStart, kid.size).read())  # noqa: SLF001 - by entry: names may repeat
        except _BROKEN as error:
            raise CorruptContentError(f"a damaged stream ({type(error).__name__})") from None

    def tree(self) -> Tree:
        """Give all that is below, read into memory.

        Raises:
            CorruptContentError: a stream cannot be read.
        """
        streams: Streams = {name: self.read(name) for name in self.streams}
        return Tree(streams, {below.name: below.tree() for below in self.storages})


def open_compound(stream: BinaryIO) -> Storage:
    """Open a compound file and give its root.

    Raises:
        EmptyContentError: there are no bytes.
        CorruptContentError: it is no compound file, or its directory is not whole.
    """
    size_bytes = stream.seek(0, 2)
    if not size_bytes:
        raise EmptyContentError("no bytes")
    stream.seek(0)
    header = stream.read(0x4C)
    if len(header) < 0x4C or struct.unpack_from("<H", header, 0x1E)[0] not in _SECTOR_BITS:
        raise CorruptContentError("no compound file")
    if max(struct.unpack_from("<I", header, at)[0] for at in _TABLE_SIZES) > size_bytes:
        raise CorruptContentError("a compound file whose tables would be larger than it is")
    stream.seek(0)
    try:
        ole = olefile.OleFileIO(stream)
    except _BROKEN as error:
        raise CorruptContentError(f"no compound file ({type(error).__name__})") from None
    return Storage(ole, ole.root, size_bytes)
