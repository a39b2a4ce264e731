"""libarchive, over a stream: entries one after the other, their bytes while they come.

Its own words may quote names, so only their meaning is kept. Filters that start other programs are never asked for.
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import (
    POINTER,
    addressof,
    byref,
    c_char,
    c_char_p,
    c_longlong,
    c_size_t,
    c_void_p,
    cast,
    memmove,
    string_at,
)
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from pii_scan.core.errors import (
    CorruptContentError,
    EncryptedError,
    ExtractError,
    TooLargeError,
    UnsupportedFormatError,
)
from pii_scan.extract.container import CutShortError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LIBRARY = "libarchive.so.13"
_BLOCK_BYTES = 1 << 16
_FATAL = -30
_END = 1
_MEANINGS: tuple[tuple[tuple[str, ...], type[ExtractError]], ...] = (
    (("passphrase", "encrypt"), EncryptedError),
    (("memory", "allocate", "limit"), TooLargeError),
    (("unsupported", "unavailable", "unknown codec", "not supported"), UnsupportedFormatError),
    (("truncated", "premature", "unexpected end"), CutShortError),
)


@lru_cache(maxsize=1)
def library() -> ModuleType:
    """Give the binding.

    Raises:
        UnsupportedFormatError: the system has no libarchive.
    """
    os.environ.setdefault("LIBARCHIVE", LIBRARY)  # else it is looked for by starting other programs
    try:
        binding = import_module("libarchive.ffi")
        binding.ffi("entry_pathname_utf8", [c_void_p], c_char_p)
    except (ImportError, OSError, AttributeError, TypeError):
        raise UnsupportedFormatError("libarchive is missing; on Debian: apt-get install libarchive13") from None
    logging.getLogger("libarchive").disabled = True
    return binding


class Entry:
    """One entry of an archive; its bytes may be read until the next one is asked for."""

    def __init__(self, archive: c_void_p, entry: c_void_p) -> None:
        self._lib = library()
        self._archive = archive
        self._entry = entry
        self._block = memoryview(b"")
        self._gap = 0
        self._given = 0
        self._is_over = False

    @property
    def name(self) -> str:
        """The name as text; bytes that are none are spelled out."""
        raw = self._lib.entry_pathname_utf8(self._entry) or self._lib.entry_pathname(self._entry) or b""
        return str(raw.decode("utf-8", "backslashreplace"))

    @property
    def mode(self) -> int:
        """The kind of file, as in `stat`; 0 where it is not told."""
        return int(self._lib.entry_filetype(self._entry))

    @property
    def is_link(self) -> bool:
        """Tell whether it is another name of something."""
        return bool(self._lib.entry_symlink(self._entry) or self._lib.entry_hardlink(self._entry))

    @property
    def size_bytes(self) -> int:
        """The size that the archive claims, or -1."""
        return int(self._lib.entry_size(self._entry)) if self._lib.entry_size_is_set(self._entry) else -1

    def read(self, size: int = -1, /) -> bytes:
        """See `Readable.read`.

        Raises:
            ExtractError: the bytes are damaged, cut, encrypted or packed in an unknown way.
        """
        while not self._gap and not self._block and not self._is_over:
            self._next_block()
        wanted = _BLOCK_BYTES if size < 0 else min(size, _BLOCK_BYTES)
        if self._gap:
            chunk = bytes(min(self._gap, wanted))
            self._gap -= len(chunk)
        else:
            chunk, self._block = bytes(self._block[:wanted]), self._block[wanted:]
        self._given += len(chunk)
        return chunk

    def _next_block(self) -> None:
        """Ask for the next bytes and where they belong; what is told of the end's place is not to be trusted."""
        data, size, offset = c_void_p(), c_size_t(), c_longlong()
        with _meaning():
            state = self._lib.read_data_block(self._archive, byref(data), byref(size), byref(offset))
        if state < 0:  # a warning: sums do not agree
            raise CorruptContentError("damaged")
        if state != _END:
            self._block = memoryview(string_at(data, size.value))
            self._gap = max(0, offset.value - self._given)
            return
        self._is_over = True
        if self._given < self.size_bytes:
            raise CorruptContentError("fewer bytes than announced")


@contextmanager
def entries(
    stream: BinaryIO, formats: Sequence[str], filters: Sequence[str] = (), password: str | None = None
) -> Iterator[Iterator[Entry]]:
    """Open an archive from the start of a stream.

    Raises:
        ExtractError: it cannot be opened; so may the iterator, later.
    """
    lib = library()
    archive = lib.read_new()
    entry = lib.entry_new()
    source = _Source(stream)
    try:
        with _meaning():
            if password is not None:
                lib.read_add_passphrase(archive, password.encode())
            for name in filters:
                lib.get_read_filter_function(name)(archive)
            for name in formats:
                lib.get_read_format_function(name)(archive)
            if stream.seekable():
                lib.read_set_seek_callback(archive, source.seeker)
            lib.read_open(archive, None, lib.NO_OPEN_CB, source.reader, lib.NO_CLOSE_CB)
        yield _each(lib, archive, entry)
    finally:
        lib.read_free(archive)
        lib.entry_free(entry)


def _each(lib: ModuleType, archive: c_void_p, entry: c_void_p) -> Iterator[Entry]:
    while True:
        with _meaning():
            if lib.read_next_header2(archive, entry) == _END:
                return
        yield Entry(archive, entry)


class _Source:
    """The stream as libarchive's callbacks; an error here must not become one in the library's middle."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = (c_char * _BLOCK_BYTES)()
        if stream.seekable():
            stream.seek(0)
        lib = library()
        self.reader = lib.READ_CALLBACK(self._read)
        self.seeker = lib.SEEK_CALLBACK(self._seek)

    def _read(self, _archive: c_void_p, _context: c_void_p, where: Any) -> int:  # noqa: ANN401  a ctypes pointer
        try:
            data = self._stream.read(_BLOCK_BYTES)
        except (OSError, ValueError, ExtractError):
            return -1
        memmove(self._buffer, data, len(data))
        cast(where, POINTER(c_void_p))[0] = addressof(self._buffer)
        return len(data)

    def _seek(self, _archive: c_void_p, _context: c_void_p, offset: int, whence: int) -> int:
        try:
            return self._stream.seek(offset, whence)
        except (OSError, ValueError, ExtractError):
            return _FATAL


@contextmanager
def _meaning() -> Iterator[None]:
    """Turn the library's errors into ours."""
    from libarchive.exception import ArchiveError  # noqa: PLC0415  only where there is a library

    try:
        yield
    except ArchiveError as error:
        words = str(error.msg).lower()
        kind = next((kind for parts, kind in _MEANINGS if any(part in words for part in parts)), CorruptContentError)
        raise kind("libarchive cannot go on") from None
    except ValueError as error:
        raise UnsupportedFormatError(f"this libarchive is too old ({type(error).__name__})") from None


class FilteredStream(io.RawIOBase):
    """The plain bytes of a stream that one filter of libarchive decompresses.

    Reading raises `ExtractError` where the stream is damaged or cut.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        super().__init__()
        self._opened = entries(stream, ["raw"], [name])
        self._entry = next(self._opened.__enter__(), None)

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """See `io.RawIOBase`."""
        view = memoryview(buffer).cast("B")
        data = self._entry.read(len(view)) if self._entry else b""
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """See `io.IOBase`."""
        if not self.closed:
            self._entry = None
            self._opened.__exit__(None, None, None)
        super().close()
