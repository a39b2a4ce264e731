"""Microsoft Publisher (.pub): the text of all stories, addresses behind links, properties; nothing tells the page.

Source: what Apache POI's HPBF found out of the chunks of Quill, since the format is not published.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import oleprops, shapes
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion
from pii_scan.extract.ole import Storage, open_compound
from pii_scan.settings.settings import Limits

_MAGIC = b"CHNKINK "
_FIRST, _ENTRY, _MOST_CHUNKS = 0x20, 24, 64
_MAILTO = re.compile("mailto:".encode("utf-16-le") + rb"((?:[^\0]\0){1,320})")
_BREAKS = str.maketrans(
    {"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", **dict.fromkeys("\0\x01\x1f")}
)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the stories, then links, descriptions of shapes and properties.

    Raises:
        EmptyContentError: there are no bytes.
        CorruptContentError: it is no publication, or its list of chunks is damaged.
        TooLargeError, RatioError: it holds more text than may be read.
    """
    root = open_compound(content.stream)
    quill = _below(root, "Quill", "QuillSub")
    data = quill.read("CONTENTS") if quill is not None else b""
    if not data.startswith(_MAGIC):
        raise CorruptContentError("no stories in it")
    composition = Composition()
    expansion = Expansion(limits, content.size_bytes)
    for kind, chunk in _chunks(data):
        expansion.count(len(chunk))
        if kind == b"TEXT":
            for line in chunk.decode("utf-16-le", "replace").translate(_BREAKS).splitlines(keepends=True):
                composition.add(line, {})
                yield from composition.drain()
            composition.add("\n", {})
        for found in _MAILTO.findall(chunk) if kind != b"TEXT" else ():
            composition.add(unquote(found.decode("utf-16-le", "replace")) + "\n", {})
    yield from composition.rest()
    yield from _drawn(root)
    yield from oleprops.property_texts(root)


def _drawn(root: Storage) -> Iterator[Segment]:
    composition = Composition()
    escher = _below(root, "Escher")
    try:
        drawn = [escher.read(name) for name in escher.streams] if escher is not None else []
    except ExtractError as error:
        yield Unread(error.reason)
        return
    for text in chain.from_iterable(map(shapes.texts_of, drawn)):
        composition.add(f"{text}\n", {"part": "textbox"})
    yield from composition.rest()


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for at in range(_FIRST, min(_FIRST + _MOST_CHUNKS * _ENTRY, len(data) - _ENTRY + 1), _ENTRY):
        size, kind, start, length = struct.unpack_from("<H10x4sII", data, at)
        if size == _ENTRY:
            yield kind, data[start : start + length]


def _below(storage: Storage, *names: str) -> Storage | None:
    found: Storage | None = storage
    for name in names:
        found = found.storage(name) if found is not None else None
    return found
