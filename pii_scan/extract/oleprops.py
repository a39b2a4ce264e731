"""What an OLE document says of itself: title, authors, company, and properties that people named.

Source: MS-OLEPS 2.21 (property set streams).
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from typing import BinaryIO

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Text, Unread
from pii_scan.extract.composition import Composition
from pii_scan.extract.ole import Storage, open_compound

_SUMMARY, _DOCUMENT_SUMMARY = "\x05SummaryInformation", "\x05DocumentSummaryInformation"
_NAMES = {
    _SUMMARY: {
        2: "title",
        3: "subject",
        4: "creator",
        5: "keywords",
        6: "description",
        8: "lastModifiedBy",
    },
    _DOCUMENT_SUMMARY: {2: "category", 14: "Manager", 15: "Company", 27: "contentStatus"},
}
_CODE_PAGE, _DICTIONARY, _LINKS = 1, 0, "_PID_HLINKS"
_BYTES, _WIDE, _BSTR, _VARIANT, _BLOB, _VECTOR = 0x1E, 0x1F, 0x08, 0x0C, 0x41, 0x1000
_INTEGERS = {2: "<h", 3: "<i", 18: "<H", 19: "<I", 22: "<i", 23: "<I", 20: "<q", 21: "<Q", 5: "<d", 4: "<f"}
_ENCODINGS = {1200: "utf-16-le", 10000: "mac-roman", 65001: "utf-8"}
_MOST = 10_000
_BROKEN = (struct.error, ValueError, IndexError, OverflowError)


def texts_of(stream: BinaryIO) -> Iterator[Text | Unread]:
    """Yield the properties of a compound file, a line `name: value` each; damage is told, and never raised."""
    try:
        yield from property_texts(open_compound(stream))
    except ExtractError as error:
        yield Unread(error.reason)


def property_texts(root: Storage) -> Iterator[Text]:
    """Yield the properties that stand in a root; a damaged property costs itself."""
    composition = Composition()
    for name, value in properties(root):
        composition.add(f"{name}: {value}\n", {"part": "metadata"})
    yield from composition.rest()


def properties(root: Storage) -> Iterator[tuple[str, str]]:
    """Yield names and values, those of the program itself (counts, versions, times) left out."""
    for stream, names in _NAMES.items():
        try:
            data = root.read(stream)
        except ExtractError:
            continue
        yield from _sections(data, names)


def _sections(data: bytes, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    try:
        count = min(struct.unpack_from("<I", data, 24)[0], 2)
        starts = [struct.unpack_from("<I", data, 28 + 20 * n + 16)[0] for n in range(count)]
    except struct.error:
        return
    for number, start in enumerate(starts):
        yield from _Section(data[start:], names if number == 0 else {}).values()


class _Section:
    """One property set; `names` is what its numbers mean, else its dictionary says it."""

    def __init__(self, data: bytes, names: dict[int, str]) -> None:
        self._data = data
        self._names = dict(names)
        self._encoding = "cp1252"
        self._offsets: dict[int, int] = {}
        try:
            count = min(struct.unpack_from("<I", data, 4)[0], _MOST)
            pairs = struct.unpack_from(f"<{count * 2}I", data, 8)
        except struct.error:
            return
        self._offsets = dict(zip(pairs[::2], pairs[1::2], strict=True))

    def values(self) -> Iterator[tuple[str, str]]:
        if _CODE_PAGE in self._offsets:
            self._encoding = self._code_page(self._offsets[_CODE_PAGE])
        if not self._names and _DICTIONARY in self._offsets:
            self._read_dictionary(self._offsets[_DICTIONARY])
        for number in sorted(self._names.keys() & self._offsets.keys()):
            name = self._names[number]
            for value in self._told(self._offsets[number]):
                text = " ".join(value.replace("\0", " ").split())
                if text and (name != _LINKS or "@" in text):
                    yield name, text

    def _told(self, at: int) -> list[str]:
        try:
            return self._value(at)
        except _BROKEN:
            return []

    def _code_page(self, at: int) -> str:
        try:
            page = struct.unpack_from("<H", self._data, at + 4)[0]
            return codecs.lookup(_ENCODINGS.get(page, f"cp{page}")).name
        except (struct.error, LookupError):
            return "cp1252"

    def _read_dictionary(self, at: int) -> None:
        try:
            count = min(struct.unpack_from("<I", self._data, at)[0], _MOST)
            at += 4
            for _ in range(count):
                number, length = struct.unpack_from("<II", self._data, at)
                size = length * 2 if self._encoding.startswith("utf-16") else length
                name = self._data[at + 8 : at + 8 + size].decode(self._encoding, "replace").rstrip("\0")
                at += 8 + (-(-size // 4) * 4 if self._encoding.startswith("utf-16") else size)
                if number > 1:
                    self._names[number] = name
        except _BROKEN:
            return

    def _value(self, at: int) -> list[str]:
        kind = struct.unpack_from("<I", self._data, at)[0]
        if not kind & _VECTOR:
            return [self._single(kind, at + 4)[0]]
        count = min(struct.unpack_from("<I", self._data, at + 4)[0], _MOST)
        at, values = at + 8, []
        for _ in range(count):
            value, at = self._typed(kind & ~_VECTOR, at)
            values.append(value)
        return values

    def _typed(self, kind: int, at: int) -> tuple[str, int]:
        if kind == _VARIANT:
            kind, at = struct.unpack_from("<I", self._data, at)[0], at + 4
        return self._single(kind, at)

    def _single(self, kind: int, at: int) -> tuple[str, int]:
        """Give a value and where the next would stand."""
        if kind in (_BYTES, _BSTR, _WIDE, _BLOB):
            length = struct.unpack_from("<I", self._data, at)[0]
            size = length * 2 if kind == _WIDE else length
            raw = self._data[at + 4 : at + 4 + size]
            if kind == _BLOB:
                return " ".join(_wide_texts(raw)), at + 4 + size
            text = raw.decode("utf-16-le" if kind == _WIDE else self._encoding, "replace").split("\0")[0]
            return text, at + 4 + (-(-size // 4) * 4 if kind == _WIDE else size)
        if kind in _INTEGERS:
            return str(struct.unpack_from(_INTEGERS[kind], self._data, at)[0]), at + max(
                4, struct.calcsize(_INTEGERS[kind])
            )
        raise ValueError("a kind that holds no text")


def _wide_texts(blob: bytes) -> Iterator[str]:
    """Give the texts of a blob of links: variants that follow each other (MS-OSHARED 2.3.3.1.19)."""
    at = 4
    while at + 8 <= len(blob):
        kind, length = struct.unpack_from("<II", blob, at)
        if kind == _WIDE:
            yield blob[at + 8 : at + 8 + length * 2].decode("utf-16-le", "replace").rstrip("\0")
            at += 8 + -(-length * 2 // 4) * 4
        else:
            at += 8
