"""Objects embedded in OLE documents, each as the file that it was.

Source: MS-OLEDS 2.3.6 (Ole10Native: a file dropped into a document, with its name and where it came from).
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import PureWindowsPath
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, ExtractError, UnsupportedFormatError
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import oleprops
from pii_scan.extract.compoundwriter import written
from pii_scan.extract.ole import Storage, open_compound
from pii_scan.settings.settings import Limits

_NATIVE = "\x01Ole10Native"
_WHOLE_FILES = ("Package", "CONTENTS", "EmbeddedOdf")
_DULL = ("\x01", "\x02", "\x03", "\x05", "equation native")
"""How streams begin that hold no content: what is linked, how it looks, properties, formulas."""
_OBJECTS, _BOUND_DATA, _MACROS, _PROTECTION = "ObjectPool", "MsoDataStore", "VBA", "\x06"
_PACKAGED = 2
_MOST_NAME = 1024


@dataclass(frozen=True, slots=True)
class Native:
    """A file as it was dropped into a document."""

    name: str = field(repr=False)
    origin: str = field(repr=False)
    data: bytes = field(repr=False)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Read a compound file of no kind of its own: properties, the file that it wraps, and what is embedded in it.

    Raises:
        EmptyContentError: there are no bytes.
        CorruptContentError: it is not whole.
        UnsupportedFormatError: it holds streams of an unknown program.
    """
    del limits  # no more comes out of it than it holds
    root = open_compound(content.stream)
    yield from oleprops.property_texts(root)
    if is_wrapped(root):
        yield from members(root, content.name)
        return
    yield from embedded(root)
    if not root.streams or _holds_content(root):
        raise UnsupportedFormatError("a compound file of an unknown program")


def beside(stream: BinaryIO) -> Iterator[Segment]:
    """Yield what stands in a compound file besides the stream of its own program; damage is told, and not raised."""
    try:
        root = open_compound(stream)
    except ExtractError as error:
        yield Unread(error.reason)
        return
    yield from oleprops.property_texts(root)
    yield from embedded(root)


def embedded(root: Storage) -> Iterator[Member | Text | Unread]:
    """Yield what the storages of a document hold: objects, and data bound to it; macros are left out."""
    for below in root.storages:
        if below.name == _OBJECTS:
            yield from embedded(below)
        elif below.name == _BOUND_DATA:
            yield from _bound_data(below)
        elif _MACROS not in below and not below.name.startswith(_PROTECTION):
            yield from members(below)


def _bound_data(store: Storage) -> Iterator[Member | Unread]:
    for number, item in enumerate(store.storages, start=1):
        name = f"item{number}.xml"
        try:
            data = item.read("Item")
        except ExtractError as error:
            yield Unread(error.reason, name)
            continue
        if data:
            yield Member(name, partial(io.BytesIO, data), len(data))


class Unpacked:
    """Packed bytes as a stream, for `limits.read_member`."""

    def __init__(self, packed: bytes, size: int) -> None:
        """Take what is packed, and how many bytes it claims to be: programs leave out what ends the packing."""
        self._unpacker = zlib.decompressobj()
        self._packed = packed
        self._left = size

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes.

        Raises:
            CorruptContentError: what was packed is not whole.
        """
        try:
            chunk = self._unpacker.decompress(self._packed, max(size, 0))
        except zlib.error:
            raise CorruptContentError("an embedded object that is damaged") from None
        self._packed = self._unpacker.unconsumed_tail
        self._left -= len(chunk)
        if not chunk and not self._unpacker.eof and self._left > 0:
            raise CorruptContentError("an embedded object that is cut")
        return chunk


def is_wrapped(storage: Storage) -> bool:
    """Tell whether a storage only wraps a file of another format."""
    return _NATIVE in storage or any(map(storage.size, _WHOLE_FILES))


def members(storage: Storage, name: str = "") -> Iterator[Member | Text | Unread]:
    """Yield what an object's storage holds: a packaged file, a whole file, or the storage as a file of its own."""
    name = name or storage.name
    try:
        if _NATIVE in storage:
            yield from native_member(storage.read(_NATIVE), name)
            return
        for stream in _WHOLE_FILES:
            if storage.size(stream):
                data = storage.read(stream)
                yield Member(name, partial(io.BytesIO, data), len(data))
                return
    except ExtractError as error:
        yield Unread(error.reason, name)
        return
    if _holds_content(storage):
        yield Member(name, partial(_packed, storage))


def _holds_content(storage: Storage) -> bool:
    return any(not stream.lower().startswith(_DULL) for stream in storage.streams)


def native_member(stream: bytes, name: str) -> Iterator[Member | Text]:
    """Yield the file of an `Ole10Native` stream, after where it came from.

    Raises:
        CorruptContentError: the stream is cut.
    """
    native = native_file(stream)
    if native.origin:
        yield Text(native.origin + "\n", ((0, {"part": "metadata"}),))
    yield Member(native.name or name, partial(io.BytesIO, native.data), len(native.data))


def native_file(stream: bytes) -> Native:
    """Take the stream apart.

    Raises:
        CorruptContentError: it is cut.
    """
    try:
        if struct.unpack_from("<H", stream, 4)[0] != _PACKAGED:
            return Native("", "", stream[4:])
        label, at = _string(stream, 6)
        path, at = _string(stream, at)
        at += 8
        command, _ = _string(stream, at)
        at += struct.unpack_from("<I", stream, at - 4)[0]
        size = struct.unpack_from("<I", stream, at)[0]
    except (struct.error, ValueError):
        if len(stream) >= 4 and struct.unpack_from("<I", stream)[0] == len(stream) - 4:
            return Native("", "", stream[4:])  # of a program that begins its own bytes so
        raise CorruptContentError("a packaged file that is cut") from None
    data = stream[at + 4 : at + 4 + size]
    if len(data) < size:
        raise CorruptContentError("a packaged file that is cut")
    wide = _wide_strings(stream, at + 4 + size)
    path = wide[2] if len(wide) == 3 else path
    origin = next((text for text in (*wide[:1], command, path) if "\\" in text or "/" in text), "")
    return Native(PureWindowsPath(wide[1] if len(wide) == 3 else label or path).name, origin, data)


def _packed(storage: Storage) -> BinaryIO:
    return io.BytesIO(written(storage.tree()))


def _string(stream: bytes, at: int) -> tuple[str, int]:
    end = stream.index(0, at, at + _MOST_NAME)
    return stream[at:end].decode("cp1252", "replace"), end + 1


def _wide_strings(stream: bytes, at: int) -> list[str]:
    """Give command, label and path as they are once more in wide characters, where they are."""
    found: list[str] = []
    while at + 4 <= len(stream) and len(found) < 3:
        size = int.from_bytes(stream[at : at + 4], "little") * 2
        if not size or size > _MOST_NAME:
            break
        found.append(stream[at + 4 : at + 4 + size].decode("utf-16-le", "replace").rstrip("\0"))
        at += 4 + size
    return found
