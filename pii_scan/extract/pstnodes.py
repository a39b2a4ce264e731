"""The nodes of an Outlook data file, as far as messages within messages need it: libpff's binding does not reach them.

Two trees of pages find nodes and blocks; a node has bytes, in blocks that may be coded or packed, and nodes of its own
([MS-PST] 2.2).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, TooDeepError
from pii_scan.extract.pstcodes import decoded

_DEEPEST = 16
_INTERNAL = 2
_SUBNODES = 2
_LARGEST_BLOCK = 1 << 16
_PACKED_PAGES = range(36, 40)
_ANSI = (14, 15)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand in one version of the format: `word` is the size of an identifier or offset."""

    word: int
    roots: int
    code: int
    page: int
    counts: int
    wide_counts: bool = False

    @property
    def start(self) -> int:
        """Where the entries of an internal block begin: those of subnodes are filled up to a word."""
        return 8 if self.word == 8 else 4


_LAYOUT_ANSI = _Layout(word=4, roots=184, code=461, page=512, counts=496)
_LAYOUT_UNICODE = _Layout(word=8, roots=216, code=513, page=512, counts=488)
_LAYOUT_PACKED = _Layout(word=8, roots=216, code=513, page=4096, counts=4056, wide_counts=True)


@dataclass(frozen=True, slots=True)
class Node:
    """Where the bytes of a node, and its own nodes, are."""

    data: int
    subnodes: int


class Nodes:
    """The nodes of one file."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, 2)
        head = self._at(0, 1024)
        version = int.from_bytes(head[10:12], "little")
        packed = _LAYOUT_PACKED if version in _PACKED_PAGES else _LAYOUT_UNICODE
        self._layout = _LAYOUT_ANSI if version in _ANSI else packed
        word, roots = self._layout.word, self._layout.roots
        self._node_root = _number(head, roots + word, word)
        self._block_root = _number(head, roots + 3 * word, word)
        self._code = head[self._layout.code]
        self.is_packed = self._layout is _LAYOUT_PACKED

    def node(self, number: int) -> Node:
        """Find a node by its number.

        Raises:
            CorruptContentError: there is none.
        """
        entry = self._found(self._node_root, number)
        word = self._layout.word
        return Node(_number(entry, word, word), _number(entry, 2 * word, word))

    def all(self) -> Iterator[tuple[int, int, Node]]:
        """Give number, parent and node of all nodes; pages that cannot be reached are left out."""
        word = self._layout.word
        waiting, seen = [(self._node_root, 0)], set[int]()
        while waiting:
            at, depth = waiting.pop()
            if at in seen or depth > _DEEPEST:
                continue
            seen.add(at)
            try:
                level, entries = self._page(at)
            except CorruptContentError:
                continue
            if level:
                waiting += [(_number(entry, 2 * word, word), depth + 1) for entry in reversed(entries)]
                continue
            for entry in entries:
                node = Node(_number(entry, word, word), _number(entry, 2 * word, word))
                yield _number(entry, 0, 4), _number(entry, 3 * word, 4), node

    def subnodes(self, node: Node) -> dict[int, Node]:
        """Give the nodes of a node."""
        return dict(self._subnodes(node.subnodes, 0)) if node.subnodes else {}

    def blocks(self, node: Node) -> list[bytes]:
        """Give the bytes of a node, block by block."""
        return list(self._data(node.data, 0)) if node.data else []

    def _at(self, offset: int, size: int) -> bytes:
        if offset and offset + size > self._size:
            raise CorruptContentError("a block beyond the end")
        self._stream.seek(offset)
        return self._stream.read(size).ljust(size, b"\0")

    def _found(self, root: int, key: int) -> bytes:
        """Follow a tree to the entry of a key."""
        word, at = self._layout.word, root
        for _ in range(_DEEPEST):
            level, entries = self._page(at)
            if not level:
                found = next((entry for entry in entries if _number(entry, 0, word) & ~1 == key & ~1), None)
                if found is None:
                    break
                return found
            below = [entry for entry in entries if _number(entry, 0, word) & ~1 <= key & ~1]
            if not below:
                break
            at = _number(below[-1], 2 * word, word)
        raise CorruptContentError("a node or block that is not there")

    def _page(self, at: int) -> tuple[int, list[bytes]]:
        """Give level and entries of a page."""
        layout = self._layout
        page = self._at(at, layout.page)
        size = 2 if layout.wide_counts else 1
        count = _number(page, layout.counts, size)
        width, level = page[layout.counts + 2 * size], page[layout.counts + 2 * size + 1]
        if width < 3 * layout.word:
            raise CorruptContentError("no page of a tree")
        return level, [page[n * width : (n + 1) * width] for n in range(min(count, layout.counts // width))]

    def _block(self, identifier: int) -> bytes:
        word = self._layout.word
        entry = self._found(self._block_root, identifier)
        size = _number(entry, 2 * word, 2)
        data = self._at(_number(entry, word, word), size)
        whole = _number(entry, 2 * word + 2, 2) if self.is_packed else size
        if self.is_packed and whole != size:
            data = _unpacked(data)
        return data if identifier & _INTERNAL else decoded(data, self._code, identifier)

    def _data(self, identifier: int, depth: int) -> Iterator[bytes]:
        block = self._block(identifier)
        if not identifier & _INTERNAL:
            yield block
            return
        if depth > 1:
            raise TooDeepError("blocks of blocks of blocks")
        for inner in _identifiers(block, 8, self._layout.word, 1):
            yield from self._data(inner[0], depth + 1)

    def _subnodes(self, identifier: int, depth: int) -> Iterator[tuple[int, Node]]:
        block = self._block(identifier)
        word = self._layout.word
        if depth > 1 or len(block) < self._layout.start or block[0] != _SUBNODES:
            raise CorruptContentError("no block of nodes")
        if block[1]:
            for _, inner in _identifiers(block, self._layout.start, word, 2):
                yield from self._subnodes(inner, depth + 1)
            return
        for number, data, subnodes in _identifiers(block, self._layout.start, word, 3):
            yield number & 0xFFFFFFFF, Node(data, subnodes)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")


def _identifiers(block: bytes, start: int, word: int, columns: int) -> Iterator[tuple[int, ...]]:
    count = min(_number(block, 2, 2), (len(block) - start) // (word * columns))
    for row in range(count):
        at = start + row * word * columns
        yield tuple(_number(block, at + column * word, word) for column in range(columns))


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _LARGEST_BLOCK)
    except zlib.error:
        raise CorruptContentError("a damaged block") from None
