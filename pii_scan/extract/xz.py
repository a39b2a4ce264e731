"""Xz streams under a cap on the dictionary: a header of some bytes may ask for gigabytes of memory."""

from __future__ import annotations

import io
import lzma
from typing import TYPE_CHECKING, BinaryIO

from pii_scan.core.errors import TooLargeError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MEMORY_BYTES = 256 << 20
_INPUT_BYTES = 1 << 16


class XzStream(io.RawIOBase):
    """The plain bytes of one or more xz streams in a row, or of the older `.lzma`.

    Reading raises `TooLargeError` where the dictionary is beyond the cap, `EOFError` where the stream is cut, and
    `lzma.LZMAError` where it is damaged.
    """

    def __init__(self, stream: BinaryIO, form: int = lzma.FORMAT_XZ) -> None:
        super().__init__()
        self._stream = stream
        self._form = form
        self._decoder = lzma.LZMADecompressor(form, _MEMORY_BYTES)

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See `io.RawIOBase`."""
        view = memoryview(buffer).cast("B")
        while not self._ended():
            chunk = self._decoded(len(view))
            if chunk:
                view[: len(chunk)] = chunk
                return len(chunk)
        return 0

    def _ended(self) -> bool:
        if not self._decoder.eof:
            return False
        if self._form == lzma.FORMAT_ALONE:
            return True  # what follows is no stream of its own
        rest = self._decoder.unused_data or self._stream.read(_INPUT_BYTES)
        rest = rest.lstrip(b"\0") if len(rest) % 4 == 0 else rest  # padding between streams
        if not rest:
            return True
        self._decoder = lzma.LZMADecompressor(self._form, _MEMORY_BYTES)
        self._pending = rest
        return False

    _pending = b""

    def _decoded(self, size: int) -> bytes:
        data, self._pending = self._pending, b""
        if not data and self._decoder.needs_input:
            data = self._stream.read(_INPUT_BYTES)
            if not data:
                raise EOFError("cut before the end of the stream")
        try:
            return self._decoder.decompress(data, size)
        except lzma.LZMAError as error:
            if "Memory" in str(error):
                raise TooLargeError("asks for too large a dictionary") from None
            raise
