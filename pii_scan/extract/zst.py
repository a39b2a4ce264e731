"""Zstandard streams under a cap on the window, one frame after the other."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

import zstandard

from pii_scan.core.errors import TooLargeError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_WINDOW_BYTES = 256 << 20
_INPUT_BYTES = 2 << 10
"""Little at a time: four bytes may become 128 KiB, and all that comes of one input comes at once."""


class ZstdStream(io.RawIOBase):
    """The plain bytes of one or more frames in a row.

    Reading raises `TooLargeError` where the window is beyond the cap, `EOFError` where the stream is cut, and
    `zstandard.ZstdError` where it is damaged.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._context = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
        self._frame = self._context.decompressobj()
        self._plain = memoryview(b"")
        self._began = False

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See `io.RawIOBase`."""
        while not self._plain:
            data = self._unread()
            if not data:
                if self._began and not self._frame.eof:
                    raise EOFError("cut before the end of the frame")
                return 0
            self._began = True
            self._plain = memoryview(self._decoded(data))
        view = memoryview(buffer).cast("B")
        size = min(len(view), len(self._plain))
        view[:size] = self._plain[:size]
        self._plain = self._plain[size:]
        return size

    def _unread(self) -> bytes:
        """Give the next bytes of a frame, and begin the next one where the last has ended."""
        if not self._frame.eof:
            return self._stream.read(_INPUT_BYTES)
        data = self._frame.unused_data or self._stream.read(_INPUT_BYTES)
        if data:
            self._frame = self._context.decompressobj()
        return data

    def _decoded(self, data: bytes) -> bytes:
        try:
            return self._frame.decompress(data)
        except zstandard.ZstdError as error:
            if "memory" in str(error):
                raise TooLargeError("asks for too large a window") from None
            raise
