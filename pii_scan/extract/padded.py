"""Text with zeros before, behind or within it: sparse files, logs that were cut while a program wrote to them.

Zeros say nothing and take no time where the file system has them as holes. Each stretch between them is read as text
of its own, or told as not read where it is none.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract import plain
from pii_scan.extract.textkind import text_type
from pii_scan.settings.settings import Limits

_BLOCK_BYTES = 1 << 16
_LEAST_BYTES = 4096


def is_padded(head: bytes, name: str) -> bool:
    """Tell whether the first bytes of a content are zeros, or a text with many zeros before or behind it."""
    inside = head.strip(b"\0")
    return not inside or (len(head) - len(inside) >= _LEAST_BYTES and text_type(inside, name) is not None)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the texts between the zeros, lines counted through; a content of zeros alone has none."""
    stream, line, at = content.stream, 1, 0
    while (start := _data_from(stream, at)) is not None:
        stretch = _Stretch(stream, start)
        if text_type(stretch.head().strip(b"\0"), content.name) is None:
            yield Unread(Reason.UNSUPPORTED)
            while stretch.read(_BLOCK_BYTES):
                pass
        else:
            part = Content(content.name, io.BufferedReader(stretch), content.size_bytes)
            for segment in plain.read(part, limits):
                yield _moved(segment, line - 1)
            line += stretch.lines
        at = stretch.at


def _moved(segment: Segment, lines: int) -> Segment:
    if isinstance(segment, Text) and segment.first_line is not None:
        return replace(segment, first_line=segment.first_line + lines)
    return segment


class _Stretch(io.RawIOBase):
    """A stream from `at` on to where a block of zeros begins; knows how many line ends it has given."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        self.at = at
        self.lines = 0
        self._stream = stream
        self._block = self._next()

    def head(self) -> bytes:
        """Give the first block."""
        return self._block

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a buffer of bytes is all it gets
        """See `io.RawIOBase`."""
        given = self._block[: len(buffer)]
        buffer[: len(given)] = given
        self._block = self._block[len(given) :] or (self._next() if given else b"")
        self.lines += given.count(b"\n")
        return len(given)

    def _next(self) -> bytes:
        self._stream.seek(self.at)
        block = self._stream.read(_BLOCK_BYTES)
        if block.count(0) == len(block):
            return b""
        self.at += len(block)
        return block


def _data_from(stream: BinaryIO, at: int) -> int | None:
    """Give where the next block with more than zeros begins; None where there is none."""
    while True:
        at = _behind_hole(stream, at)
        stream.seek(at)
        block = stream.read(_BLOCK_BYTES)
        if not block:
            return None
        if block.count(0) != len(block):
            return at
        at += len(block)


def _behind_hole(stream: BinaryIO, at: int) -> int:
    """Skip a hole, where the stream is a file that can have some."""
    if not isinstance(getattr(stream, "raw", None), io.FileIO):
        return at
    try:
        data = os.lseek(stream.fileno(), at, os.SEEK_DATA)
    except OSError as error:  # ENXIO: nothing but a hole is left; else the file system knows of none
        return os.fstat(stream.fileno()).st_size if error.errno == errno.ENXIO else at
    return max(at, data // _BLOCK_BYTES * _BLOCK_BYTES)
