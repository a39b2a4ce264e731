"""The directories of TIFF and EXIF: tags of a picture with their values, without touching a pixel.

Whatever stands there is followed within bounds: so many directories, entries and bytes. What points nowhere is passed
over.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Literal

from pii_scan.extract.encoding import decode

_MOST_DIRECTORIES = 256
_MOST_ENTRIES = 512
_LONGEST_BYTES = 1 << 16
_LONGEST_PACKET_BYTES = 1 << 22
_MOST_BYTES = 1 << 24
_MOST_NUMBERS = 16
_SUB_DIRECTORIES = {0x014A: "image", 0x8769: "exif", 0x8825: "gps"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_WIDTH, _HEIGHT = 0x0100, 0x0101
XMP, IPTC = 0x02BC, 0x83BB
_PACKETS = frozenset({XMP, IPTC})
_TEXTS = {
    0x010D: "Document",
    0x010E: "Description",
    0x010F: "Make",
    0x0110: "Model",
    0x0132: "Date",
    0x013B: "Author",
    0x013C: "Host computer",
    0x8298: "Copyright",
    0x9003: "Date",
    0x9286: "Comment",
    0x9C9B: "Title",
    0x9C9C: "Comment",
    0x9C9D: "Author",
    0x9C9E: "Keywords",
    0x9C9F: "Subject",
    0xA430: "Owner",
    0xA431: "Serial number",
    0xA435: "Serial number",
    0xC62F: "Serial number",
}
_WINDOWS_TEXTS = range(0x9C9B, 0x9CA0)
_COMMENT = 0x9286
_GPS_TEXTS = {0x1B: "GPS method", 0x1C: "GPS area", 0x1D: "GPS date"}
_WANTED = frozenset({*_TEXTS, *_GPS_TEXTS, *_SUB_DIRECTORIES, *_PACKETS, _WIDTH, _HEIGHT, 1, 2, 3, 4})
_CODES = (b"UNICODE\0", b"ASCII\0\0\0", bytes(8))

Value = bytes | str | tuple[float, ...]


class Tags:
    """The tags of one TIFF structure."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        stream.seek(0)
        head = stream.read(8)
        self._order: Literal["little", "big"] = "big" if head[:2] == b"MM" else "little"
        self._first = self._number(head[4:8]) if head[:4] in (b"II*\0", b"MM\0*") else 0
        self._size_bytes = stream.seek(0, os.SEEK_END)
        self._left = _MOST_BYTES
        self.texts: list[str] = []
        self.packets: list[tuple[int, bytes]] = []
        self.size: tuple[int, int] | None = None
        self._read()

    def _read(self) -> None:
        waiting, met = [(self._first, "image")], {0}
        while waiting and len(met) <= _MOST_DIRECTORIES:
            offset, name = waiting.pop(0)
            if offset in met:
                continue
            met.add(offset)
            found = dict(self._entries(offset, waiting))
            if name == "gps":
                self._take_position(found)
            else:
                self._take(found)

    def _entries(self, offset: int, waiting: list[tuple[int, str]]) -> Iterator[tuple[int, Value]]:
        """Give the tags of a directory, and note the directories that it points to."""
        count = self._number(self._at(offset, 2))
        entries = self._at(offset + 2, 12 * min(count, _MOST_ENTRIES))
        for at in range(0, len(entries) - 11, 12):
            entry = entries[at : at + 12]
            tag = self._number(entry[:2])
            value = self._value(tag, entry)
            if tag in _SUB_DIRECTORIES and isinstance(value, tuple):
                waiting.extend((int(one), _SUB_DIRECTORIES[tag]) for one in value)
            elif value is not None:
                yield tag, value
        if count <= _MOST_ENTRIES:
            waiting.append((self._number(self._at(offset + 2 + 12 * count, 4)), "image"))

    def _value(self, tag: int, entry: bytes) -> Value | None:
        form, count = self._number(entry[2:4]), self._number(entry[4:8])
        size = _SIZES.get(form, 0) * count
        if tag not in _WANTED or not 0 < size <= (_LONGEST_PACKET_BYTES if tag in _PACKETS else _LONGEST_BYTES):
            return None
        self._left -= size
        if self._left < 0:
            return None
        data = entry[8 : 8 + size] if size <= 4 else self._at(self._number(entry[8:12]), size)
        if len(data) < size:
            return None
        return data if form in (1, 2, 6, 7) else self._numbers(form, data[: _MOST_NUMBERS * _SIZES[form]])

    def _numbers(self, form: int, data: bytes) -> tuple[float, ...]:
        width = _SIZES[form]
        pieces = [data[at : at + width] for at in range(0, len(data), width)]
        if form in (5, 10):
            pairs = [(self._number(p[:4], signed=form == 10), self._number(p[4:], signed=form == 10)) for p in pieces]
            return tuple(above / below if below else 0.0 for above, below in pairs)
        if form in (11, 12):
            code = (">" if self._order == "big" else "<") + ("f" if form == 11 else "d")
            return tuple(float(struct.unpack(code, piece)[0]) for piece in pieces)
        return tuple(float(self._number(piece, signed=form in (6, 8, 9))) for piece in pieces)

    def _take(self, found: dict[int, Value]) -> None:
        width, height = found.get(_WIDTH), found.get(_HEIGHT)
        if self.size is None and isinstance(width, tuple) and isinstance(height, tuple):
            self.size = int(width[0]), int(height[0])
        for tag, value in found.items():
            if tag in _PACKETS and isinstance(value, bytes):
                self.packets.append((tag, value))
            elif tag in _TEXTS and isinstance(value, bytes):
                self._say(_TEXTS[tag], self._words(tag, value))

    def _take_position(self, found: dict[int, Value]) -> None:
        latitude, longitude = _degrees(found.get(1), found.get(2), 90), _degrees(found.get(3), found.get(4), 180)
        if latitude is not None and longitude is not None and (latitude or longitude):
            self.texts.append(f"GPS: {latitude:.6f}, {longitude:.6f}\n")
        for tag, label in _GPS_TEXTS.items():
            value = found.get(tag)
            if isinstance(value, bytes):
                self._say(label, self._words(_COMMENT, value))

    def _say(self, label: str, text: str) -> None:
        if text.strip():
            self.texts.append(f"{label}: {text.strip()}\n")

    def _words(self, tag: int, value: bytes) -> str:
        if tag in _WINDOWS_TEXTS:
            return value.decode("utf-16-le", "replace").partition("\0")[0]
        if tag == _COMMENT and value[:8] in _CODES:
            wide, value = value[:8] == _CODES[0], value[8:]
            if wide:  # in either byte order, whatever that of the directories is
                return decode(value)[0].strip("\0 ")
        return decode(value.rstrip(b"\0 "))[0].replace("\0", "\n")

    def _number(self, data: bytes, *, signed: bool = False) -> int:
        return int.from_bytes(data, self._order, signed=signed)

    def _at(self, offset: int, size: int) -> bytes:
        if offset >= self._size_bytes:
            return b""
        self._stream.seek(offset)
        return self._stream.read(size)


def _degrees(side: Value | None, value: Value | None, most: int) -> float | None:
    """Give degrees, minutes and seconds as one number, south and west below zero."""
    if not isinstance(value, tuple) or not isinstance(side, bytes):
        return None
    degrees = sum(part / weight for part, weight in zip(value, (1, 60, 3600), strict=False))
    if not 0 <= degrees <= most:
        return None
    return -degrees if side[:1] in (b"S", b"W") else degrees
