"""Memo files of dBase and FoxPro tables: each memo is a text; its place is the number that the table knows it by."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.settings.settings import Limits

_BLOCK_BYTES = 512
_DBASE_4 = b"\xff\xff\x08\0"
_BLOCK_KINDS = frozenset(range(3))
_LARGEST = 1 << 26

Memo = tuple[int, bytes]


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the memos one after the other, an empty line between them, and what is a document as a member.

    Raises:
        CorruptContentError: there is no header.
    """
    head = content.stream.read(_BLOCK_BYTES + 8)
    if len(head) <= _BLOCK_BYTES:
        raise CorruptContentError("no header of a memo file")
    composition, cells = Composition(), BinaryCells("memo")
    for number, memo in _memos(head, content):
        if len(memo) > min(_LARGEST, limits.content_bytes):
            yield Unread(Reason.TOO_LARGE)
            continue
        text = cells.text(memo, number, "memo")
        if text and text.strip():
            composition.add(text.rstrip("\0\r\n ") + "\n\n", {"part": "notes", "row": number})
        yield from composition.drain()
        yield from cells.taken()
    yield from composition.rest()
    if cells.unread:
        yield Unread(Reason.UNSUPPORTED)


def _memos(head: bytes, content: Content) -> Iterator[Memo]:
    if head[_BLOCK_BYTES : _BLOCK_BYTES + 4] == _DBASE_4:
        return _of_dbase4(content.stream, int.from_bytes(head[20:22], "little") or _BLOCK_BYTES)
    if content.name.lower().endswith(".dbt"):
        return _of_dbase3(content.stream)
    return _of_foxpro(content.stream, int.from_bytes(head[6:8], "big"), content.size_bytes)


def _of_foxpro(stream: BinaryIO, block: int, size_bytes: int) -> Iterator[Memo]:
    block = block or 1
    at = -(-_BLOCK_BYTES // block) * block
    while True:
        stream.seek(at)
        start = stream.read(8)
        if len(start) < 8:
            return
        kind, length = struct.unpack(">II", start)
        if kind in _BLOCK_KINDS and 0 < length <= size_bytes - at:
            yield at // block, stream.read(min(length, _LARGEST + 1))
            at += -(-(length + 8) // block) * block
        else:
            at += block if block >= 32 else 32 // block * block


def _of_dbase4(stream: BinaryIO, block: int) -> Iterator[Memo]:
    at = _BLOCK_BYTES
    while True:
        stream.seek(at)
        start = stream.read(8)
        if len(start) < 8:
            return
        length = int.from_bytes(start[4:], "little") if start[:4] == _DBASE_4 else 0
        if length > 8:
            yield at // block, stream.read(min(length - 8, _LARGEST + 1)).rstrip(b"\x1a\0")
        at += max(1, -(-length // block)) * block


def _of_dbase3(stream: BinaryIO) -> Iterator[Memo]:
    """Memos end with a mark; each begins with a block."""
    stream.seek(_BLOCK_BYTES)
    number, first, pieces, kept = 1, 1, list[bytes](), 0
    while chunk := stream.read(CHUNK_BYTES):
        for at in range(0, len(chunk), _BLOCK_BYTES):
            text, mark, _ = chunk[at : at + _BLOCK_BYTES].partition(b"\x1a")
            if not pieces:
                first = number
            if kept <= _LARGEST:
                pieces.append(text)
                kept += len(text)
            number += 1
            if mark:
                yield first, b"".join(pieces)
                pieces, kept = [], 0
    if pieces:
        yield first, b"".join(pieces)
