"""The bytes of a member: in memory where they are few, else as a stream that is decompressed while it is read.

Only kinds that are read from front to back may be larger than what memory should hold. Their first and last bytes are
kept; a reader that goes back in between makes the decompression begin anew.
"""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from pii_scan.core.errors import TooLargeError
from pii_scan.extract import sniff, trades
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, Readable
from pii_scan.settings.settings import MIB, Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HELD_BYTES = 64 * MIB
_KEPT_BYTES = 5 * MIB
_FRONT_TO_BACK = trades.READ_FRONT_TO_BACK | {
    "text/plain", "text/markdown", "text/csv", "text/html", "application/mbox", "application/sql", "application/json",
    "application/x-ndjson", "application/xml",
}  # fmt: skip


def open_member(
    name: str, opened: Callable[[], Readable], limits: Limits, expansion: Expansion, broken: tuple[type[Exception], ...]
) -> tuple[BinaryIO, Exception | None]:
    """Give a member's bytes as a seekable stream, and the error (one of `broken`) that cut them short.

    Raises:
        TooLargeError: the member is larger than `content_bytes` and cannot be streamed, or the container expands
            beyond `expanded_bytes`.
        RatioError: the container expands beyond the allowed ratio.
    """
    source, kept = opened(), io.BytesIO()
    try:
        if not _copy(source, kept, min(_HELD_BYTES, limits.content_bytes), expansion):
            pass
        elif sniff.media_type(kept.getvalue()[: sniff.HEAD_BYTES], name, io.BytesIO()) in _FRONT_TO_BACK:
            return _measured(kept, source, opened, expansion, broken)
        elif _copy(source, kept, limits.content_bytes, expansion):
            raise TooLargeError("larger than the limit for one content")
    except broken as error:
        kept.seek(0)
        return kept, error
    kept.seek(0)
    return kept, None


def _copy(source: Readable, kept: io.BytesIO, most: int, expansion: Expansion) -> bool:
    """Copy until more than `most` bytes are kept; tell whether they are."""
    while kept.tell() <= most:
        chunk = source.read(CHUNK_BYTES)
        if not chunk:
            return False
        expansion.count(len(chunk))
        kept.write(chunk)
    return True


def _measured(
    start: io.BytesIO,
    source: Readable,
    opened: Callable[[], Readable],
    expansion: Expansion,
    broken: tuple[type[Exception], ...],
) -> tuple[BinaryIO, Exception | None]:
    """Read on to the end once: what can be read is then known, and its last bytes are kept."""
    data = start.getvalue()
    size, head = len(data), data[:_KEPT_BYTES]
    last = deque([data[-_KEPT_BYTES:]])
    kept = len(last[0])
    del data
    start.close()
    error = None
    try:
        while chunk := source.read(CHUNK_BYTES):
            expansion.count(len(chunk))
            last.append(chunk)
            size, kept = size + len(chunk), kept + len(chunk)
            while kept - len(last[0]) >= _KEPT_BYTES:
                kept -= len(last.popleft())
    except broken as met:
        error = met
    return cast("BinaryIO", Streamed(opened, size, head, b"".join(last))), error


class Streamed(io.BufferedIOBase):
    """Bytes of known number that come out of a decompressor."""

    def __init__(self, opened: Callable[[], Readable], size_bytes: int, head: bytes, tail: bytes) -> None:
        super().__init__()
        self._opened = opened
        self._size = size_bytes
        self._head = head
        self._tail = tail
        self._at = 0
        self._source: Readable | None = None
        self._source_at = 0

    def readable(self) -> bool:
        """See `io.IOBase`."""
        return True

    def seekable(self) -> bool:
        """See `io.IOBase`."""
        return True

    def tell(self) -> int:
        """See `io.IOBase`."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """See `io.IOBase`; going back costs nothing before bytes are asked for."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        """Give `size` bytes, fewer only at the end."""
        left = self._size - self._at
        if size is not None and size >= 0:
            left = min(left, size)
        pieces = []
        while left > 0 and (piece := self._piece(left)):
            pieces.append(piece)
            self._at += len(piece)
            left -= len(piece)
        return b"".join(pieces)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See `io.BufferedIOBase`."""
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def _piece(self, size: int) -> bytes:
        at, tail_at = self._at, self._size - len(self._tail)
        if at >= tail_at:
            return self._tail[at - tail_at : at - tail_at + size]
        if at + size <= len(self._head):
            return self._head[at : at + size]
        source = self._source_from(at)
        piece = source.read(min(size, tail_at - at, CHUNK_BYTES)) if source else b""
        self._source_at += len(piece)
        return piece

    def _source_from(self, at: int) -> Readable | None:
        """Give the decompressor standing at an offset, or None where the bytes are not there any more."""
        if self._source is None or self._source_at > at:
            self._source, self._source_at = self._opened(), 0
        while self._source_at < at:
            skipped = self._source.read(min(at - self._source_at, CHUNK_BYTES))
            if not skipped:
                return None
            self._source_at += len(skipped)
        return self._source
