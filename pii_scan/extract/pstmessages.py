"""Messages that stand within other messages of an Outlook data file, from its nodes ([MS-PST] 2.3).

A node's bytes are a heap; in it stand properties, or a table with a row of properties for each recipient.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import partial

from pii_scan.core.errors import CorruptContentError, ExtractError, TooDeepError, TooLargeError
from pii_scan.extract.mapi import FIRST_NAMED, FIXED_BYTES, OBJECT, SEVERAL, Attachment, Key, Message, Properties
from pii_scan.extract.pstnodes import Node, Nodes

_DATA, _METHOD, _BY_MESSAGE = 0x3701, 0x3705, 5
_RECIPIENTS, _ATTACHMENT_KIND = 0x692, 5
_NODE_KIND = 0x1F
_PROPERTIES, _TABLE, _TREE = 0xBC, 0x7C, 0xB5
_DEEPEST_TREE = 8
_PROPERTY_BYTES = 8
_REFERENCE_BYTES = 4


def values(kind: int, data: bytes) -> list[bytes]:
    """Take several values apart: fixed ones stand one after the other, others behind their count and places."""
    if not kind & SEVERAL:
        return [data]
    size = FIXED_BYTES.get(kind & ~SEVERAL)
    if size is not None:
        return [data[at : at + size] for at in range(0, len(data), size)]
    count = min(int.from_bytes(data[:4], "little"), len(data) // 4)
    starts = [int.from_bytes(data[4 * at : 4 * at + 4], "little") for at in range(1, count + 1)]
    return [data[start:end] for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]


class Inner:
    """Finds and reads messages within messages."""

    def __init__(self, nodes: Nodes, names: Mapping[int, Key], most_bytes: int) -> None:
        self._nodes = nodes
        self._names = names
        self._most_bytes = most_bytes

    def message(self, outer: int, attachment: int) -> Message:
        """Give the message that is an attachment of another, both by the numbers of their nodes.

        Raises:
            ExtractError: it cannot be reached.
        """
        node = self._nodes.subnodes(self._nodes.node(outer)).get(attachment)
        if node is None:
            raise CorruptContentError("an attachment that is not there")
        return self._attached(_Heap(self._nodes, node))

    def message_of(self, node: Node) -> Message:
        """Give the message of a node.

        Raises:
            ExtractError: it cannot be reached.
        """
        heap = _Heap(self._nodes, node)
        table = heap.subnodes.get(_RECIPIENTS)
        rows: list[Properties] = []
        try:
            rows.extend(self._rows(table) if table else ())
        except ExtractError:
            return Message(self._properties(heap), rows, self._attachments(heap), broken=True)
        return Message(self._properties(heap), rows, self._attachments(heap))

    def properties_of(self, node: Node) -> Properties:
        """Give the properties of a node, whatever it is of; raises as `message_of` does."""
        return self._properties(_Heap(self._nodes, node))

    def _attached(self, heap: _Heap) -> Message:
        entry = next((value for number, kind, value in heap.properties() if number == _DATA and kind == OBJECT), None)
        node = heap.subnodes.get(int.from_bytes(heap.item(entry)[:4], "little")) if entry else None
        if node is None:
            raise CorruptContentError("an attachment without its message")
        return self.message_of(node)

    def _properties(self, heap: _Heap) -> Properties:
        properties = Properties()
        for number, kind, value in heap.properties():
            if number != _DATA:
                self._put(properties, heap, number, kind, value)
        return properties

    def _put(self, properties: Properties, heap: _Heap, number: int, kind: int, value: bytes) -> None:
        size = FIXED_BYTES.get(kind)
        if len(value) == _REFERENCE_BYTES and (size is None or size > _REFERENCE_BYTES):
            try:
                value = heap.item(value)
            except ExtractError:
                return  # one property that cannot be reached costs only itself
        key: Key = self._names.get(number, number) if number >= FIRST_NAMED else number
        if value:
            properties.put(key, kind, values(kind, value if size is None else value[:size]))

    def _rows(self, node: Node) -> Iterator[Properties]:
        heap = _Heap(self._nodes, node)
        for row in heap.rows():
            properties = Properties()
            for number, kind, value in row:
                self._put(properties, heap, number, kind, value)
            yield properties

    def _attachments(self, heap: _Heap) -> Iterator[Attachment]:
        for number, node in heap.subnodes.items():
            if number & _NODE_KIND != _ATTACHMENT_KIND:
                continue
            try:
                attached = _Heap(self._nodes, node)
                properties = self._properties(attached)
            except ExtractError:
                yield Attachment(Properties())
                continue
            if properties.number(_METHOD) == _BY_MESSAGE:
                yield Attachment(properties, message=partial(self._attached, attached))
            else:
                yield Attachment(properties, data=partial(self._bytes, attached))

    def _bytes(self, heap: _Heap) -> bytes:
        entry = next((value for number, _, value in heap.properties() if number == _DATA), b"")
        data = heap.item(entry)
        if len(data) > self._most_bytes:
            raise TooLargeError("larger than the limit for one content")
        return data


class _Heap:
    """The bytes of a node, and what stands in them under numbers."""

    def __init__(self, nodes: Nodes, node: Node) -> None:
        self._nodes = nodes
        self._blocks = nodes.blocks(node)
        self._index_bits = 14 if nodes.is_packed else 11
        self.subnodes = nodes.subnodes(node)
        if not self._blocks or self._blocks[0][2:3] != b"\xec":
            raise CorruptContentError("no heap")
        self._kind = self._blocks[0][3]
        self._root = self._blocks[0][4:8]

    def item(self, reference: bytes) -> bytes:
        """Give what stands under a number: in the heap, or in a node of its own."""
        number = int.from_bytes(reference[:4], "little")
        if not number:
            return b""
        if number & _NODE_KIND:
            return b"".join(self._blocks_of(number))
        index = number >> 5 & (1 << self._index_bits) - 1
        block_number = number >> (5 + self._index_bits)
        if block_number >= len(self._blocks):
            raise CorruptContentError("a reference beyond the heap")
        block = self._blocks[block_number]
        at = int.from_bytes(block[:2], "little") + 2 + 2 * index
        bounds = block[at : at + 4]
        return block[int.from_bytes(bounds[:2], "little") : int.from_bytes(bounds[2:], "little")]

    def _blocks_of(self, number: int) -> list[bytes]:
        node = self.subnodes.get(number)
        if node is None:
            raise CorruptContentError("a node that is not there")
        return self._nodes.blocks(node)

    def properties(self) -> Iterator[tuple[int, int, bytes]]:
        """Give number, type and value of each property; a value that does not fit is a reference."""
        if self._kind != _PROPERTIES:
            raise CorruptContentError("no properties")
        head = self.item(self._root)
        if len(head) < 8 or head[0] != _TREE:
            raise CorruptContentError("no tree")
        for record in self._records(head[4:8], head[3]):
            number, kind = struct.unpack_from("<HH", record)
            yield number, kind, record[4:8]

    def _records(self, reference: bytes, level: int) -> Iterator[bytes]:
        if level > _DEEPEST_TREE:
            raise TooDeepError("a tree without end")
        data = self.item(reference)
        size = 6 if level else _PROPERTY_BYTES
        for at in range(0, len(data) - size + 1, size):
            if level:
                yield from self._records(data[at + 2 : at + 6], level - 1)
            else:
                yield data[at : at + size]

    def rows(self) -> Iterator[list[tuple[int, int, bytes]]]:
        """Give the rows of a table in the same way."""
        if self._kind != _TABLE:
            raise CorruptContentError("no table")
        head = self.item(self._root)
        if len(head) < 22:
            raise CorruptContentError("no table")
        ends, width = struct.unpack_from("<H", head, 6)[0], struct.unpack_from("<H", head, 8)[0]
        columns = [struct.unpack_from("<HHHBB", head, 22 + 8 * n) for n in range(min(head[1], (len(head) - 22) // 8))]
        reference = head[14:18]
        is_node = int.from_bytes(reference, "little") & _NODE_KIND
        blocks = self._blocks_of(int.from_bytes(reference, "little")) if is_node else [self.item(reference)]
        for block in blocks:
            for at in range(0, len(block) - width + 1, width) if width else ():
                row = block[at : at + width]
                yield [
                    (number, kind, row[start : start + size])
                    for kind, number, start, size, bit in columns
                    if row[ends + bit // 8 : ends + bit // 8 + 1] and row[ends + bit // 8] & 0x80 >> bit % 8
                ]
