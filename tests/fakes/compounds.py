"""Compound files and what Windows programs put into them, made here."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from pii_scan.extract.compoundwriter import Tree, written

Streams = Mapping[str, "bytes | Streams"]


def compound(streams: Streams) -> bytes:
    return written(_tree(streams))


def _tree(streams: Streams) -> Tree:
    return Tree(
        {name: data for name, data in streams.items() if isinstance(data, bytes)},
        {name: _tree(below) for name, below in streams.items() if not isinstance(below, bytes)},
    )


def native(name: str, data: bytes, origin: str = "C:\\Users\\an\\") -> bytes:
    """A file dropped into a document."""
    path = (origin + name).encode("cp1252") + b"\0"
    body = struct.pack("<H", 2) + name.encode("cp1252") + b"\0" + path + struct.pack("<HH", 0, 3)
    body += struct.pack("<I", len(path)) + path + struct.pack("<I", len(data)) + data
    return struct.pack("<I", len(body)) + body


def properties(values: Mapping[int, str], names: Mapping[int, str] | None = None) -> bytes:
    """A set of properties, in UTF-8; with `names`, one that people named, behind an empty one."""
    entries: list[tuple[int, bytes]] = [(1, struct.pack("<II", 2, 65001))]
    if names is not None:
        listed = b"".join(struct.pack("<II", n, len(s.encode()) + 1) + s.encode() + b"\0" for n, s in names.items())
        entries.append((0, struct.pack("<I", len(names)) + listed))
    for number, value in values.items():
        raw = value.encode() + b"\0"
        entries.append((number, struct.pack("<II", 0x1E, len(raw)) + raw))
    index, body = b"", b""
    start = 8 + 8 * len(entries)
    for number, data in entries:
        index += struct.pack("<II", number, start + len(body))
        body += data + bytes(-len(data) % 4)
    section = struct.pack("<II", start + len(body), len(entries)) + index + body
    empty = struct.pack("<II", 8, 0) if names is not None else b""
    count = 2 if names is not None else 1
    head = struct.pack("<HHI16sI", 0xFFFE, 0, 2, bytes(16), count)
    at = len(head) + 20 * count
    places = b"".join(struct.pack("<16sI", bytes(16), at + n * len(empty)) for n in range(count))
    return head + places + empty + section
