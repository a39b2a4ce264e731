"""A compound file made of a part of another: an embedded document as the file that it once was."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from pii_scan.core.errors import TooLargeError

_SECTOR, _SMALL, _CUTOFF = 4096, 64, 4096  # version 4: no table beyond the header's, up to 400 MB
_MOST_TABLES = 109
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5

Streams = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Tree:
    """Streams and the storages beside them, by name."""

    streams: Streams = field(repr=False)
    storages: Mapping[str, Tree] = field(repr=False)


@dataclass(slots=True)
class _Entry:
    name: str = field(repr=False)
    kind: int
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END
    size: int = 0


def written(tree: Tree) -> bytes:
    """Give a compound file that holds a tree.

    Raises:
        TooLargeError: it holds more than such a file without further tables can.
    """
    return _Writer(tree).file()


class _Writer:
    def __init__(self, tree: Tree) -> None:
        self._sectors: list[bytes] = []
        self._chain: list[int] = []
        self._small = bytearray()
        self._small_chain: list[int] = []
        self._entries = [_Entry("Root Entry", _ROOT)]
        self._entries[0].child = self._below(tree)

    def file(self) -> bytes:
        root = self._entries[0]
        root.size = len(self._small)
        root.start = self._store(bytes(self._small))
        small_table = struct.pack(f"<{len(self._small_chain)}I", *self._small_chain)
        small_start, small_count = self._store(small_table, b"\xff"), -(-len(small_table) // _SECTOR)
        directory = self._store(b"".join(map(_record, self._entries)))
        tables = 1
        while (len(self._chain) + tables) * 4 > tables * _SECTOR:
            tables += 1
        if tables > _MOST_TABLES:
            raise TooLargeError("larger than an embedded document may be")
        first = len(self._chain)
        chain = self._chain + [_TABLE] * tables
        table = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
        header = struct.pack(
            "<8s16x5H6x9I",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            *(0x3E, 4, 0xFFFE, 12, 6),
            *(-(-len(self._entries) * 128 // _SECTOR), tables, directory, 0, _CUTOFF),
            *(small_start, small_count, _END, 0),
        )
        places = struct.pack(f"<{tables}I", *range(first, first + tables)).ljust(_MOST_TABLES * 4, b"\xff")
        return b"".join([(header + places).ljust(_SECTOR, b"\0"), *self._sectors, table])

    def _below(self, tree: Tree) -> int:
        """Add the entries of a tree, and give the one at the top of their search tree."""
        at = []
        for name, data in tree.streams.items():
            at.append(len(self._entries))
            start = self._store_small(data) if len(data) < _CUTOFF else self._store(data)
            self._entries.append(_Entry(name, _STREAM, start=start, size=len(data)))
        for name, below in tree.storages.items():
            at.append(len(self._entries))
            self._entries.append(_Entry(name, _STORAGE))
            self._entries[at[-1]].child = self._below(below)
        at.sort(key=lambda n: (len(self._entries[n].name), self._entries[n].name.upper()))
        return self._halved(at)

    def _halved(self, at: list[int]) -> int:
        if not at:
            return _FREE
        middle = len(at) // 2
        entry = self._entries[at[middle]]
        entry.left, entry.right = self._halved(at[:middle]), self._halved(at[middle + 1 :])
        return at[middle]

    def _store(self, data: bytes, filler: bytes = b"\0") -> int:
        if not data:
            return _END
        start = len(self._chain)
        for at in range(0, len(data), _SECTOR):
            self._sectors.append(data[at : at + _SECTOR].ljust(_SECTOR, filler))
            self._chain.append(len(self._chain) + 1)
        self._chain[-1] = _END
        return start

    def _store_small(self, data: bytes) -> int:
        if not data:
            return _END
        start = len(self._small_chain)
        count = -(-len(data) // _SMALL)
        self._small += data.ljust(count * _SMALL, b"\0")
        self._small_chain += [*range(start + 1, start + count), _END]
        return start


def _record(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le", "replace")[:62]
    return struct.pack(
        "<64sHBB3I36xIQ",
        name,
        len(name) + 2,
        entry.kind,
        1,
        *(entry.left, entry.right, entry.child, entry.start, entry.size),
    )
