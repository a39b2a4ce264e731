"""What a picture tells in words: EXIF, XMP, IPTC and comments, and its size; what it shows, where text is recognized.

Without text recognition no pixel is decoded, and that is said of each picture.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise
from typing import BinaryIO

from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import elements
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.exif import IPTC, XMP, Tags
from pii_scan.extract.ocr import TextRecognition
from pii_scan.extract.pixels import frames
from pii_scan.settings.settings import MIB, Limits

_EXIF_PLACE: Where = {"part": "exif"}
_METADATA: Where = {"part": "metadata"}
_SMALL_PIXELS = 128
_MOST_PIECES = 1000
_LONGEST_BYTES = 8 * MIB
_MOST_BYTES = 32 * MIB
_MOST_EMBEDDED = 4
_SEARCHED_BYTES = 16 * MIB
_INFLATED_BYTES = 4 * MIB

_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_LONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9
_COMMENT_MARKER, _APP1, _APP13 = 0xFE, 0xE1, 0xED
_EXIF_START, _XMP_START = b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0"
_IPTC_RESOURCE = 0x0404
_RAW_PROFILE = b"Raw profile type "
_IPTC_LABELS = {
    5: "Title",
    25: "Keywords",
    80: "Author",
    90: "City",
    92: "Place",
    105: "Headline",
    110: "Credit",
    116: "Copyright",
    118: "Contact",
    120: "Description",
    122: "Author",
}
_EXIF_INSIDE = re.compile(rb"Exif\0\0(?=II\*\0|MM\0\*)")
_EXTENT_INSIDE = re.compile(rb"ispe\0{4}(.{8})", re.DOTALL)
_PEOPLE = frozenset({"creator", "artist", "author", "by-line"})
_DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)([NSEW])")


@dataclass(slots=True)
class _Found:
    """What a container holds besides pixels."""

    size: tuple[int, int] | None = None
    exif: list[bytes] = field(default_factory=list, repr=False)
    xmp: list[bytes] = field(default_factory=list, repr=False)
    iptc: list[bytes] = field(default_factory=list, repr=False)
    words: list[str] = field(default_factory=list, repr=False)
    taken_bytes: int = 0

    def say(self, label: str, data: bytes) -> None:
        """Take words as they stand."""
        text = decode(data.rstrip(b"\0 "))[0].strip()
        if text:
            self.words.append(f"{label}: {text}\n")


def read(content: Content, limits: Limits, recognition: TextRecognition | None = None) -> Iterator[Segment]:
    """Yield what the picture tells in words, then what it shows, picture by picture, or why that was not read."""
    yield from _told(content.stream)
    if recognition is None:
        yield Unread(Reason.OCR_MISSING)
    elif not is_small(content.stream):
        yield from _shown(content.stream, limits, recognition)


def _told(stream: BinaryIO) -> Iterator[Segment]:
    found = _found(stream)
    out = Composition()
    for text in found.words:
        out.add(text, _METADATA)
    for data in found.exif:
        _tell_tags(Tags(io.BytesIO(data)), found, out)
    if stream.seek(0) == 0 and stream.read(4) in (b"II*\0", b"MM\0*"):
        _tell_tags(Tags(stream), found, out)
    for data in found.iptc:
        for text in _iptc(data):
            out.add(text, _METADATA)
    for data in found.xmp:
        _tell_xmp(decode(data)[0], out)
    yield from out.rest()


def _shown(stream: BinaryIO, limits: Limits, recognition: TextRecognition) -> Iterator[Segment]:
    for frame in frames(stream, limits.pages):
        if isinstance(frame, Reason):
            yield Unread(frame)
        else:
            yield from recognition.segments(frame.picture, {"page": frame.number} if frame.number else {})


def is_small(stream: BinaryIO) -> bool:
    """Tell whether a picture is smaller than any that shows a person or a text; never raises but `OSError`."""
    size = size_of(stream)
    return size is not None and max(size) < _SMALL_PIXELS


def size_of(stream: BinaryIO) -> tuple[int, int] | None:
    """Give width and height of a picture as its head says them, None where it does not; never raises but `OSError`."""
    stream.seek(0)
    is_tiff = stream.read(4) in (b"II*\0", b"MM\0*")
    size = Tags(stream).size if is_tiff else _found(stream).size
    return size if size is not None and all(size) else None


def _tell_tags(tags: Tags, found: _Found, out: Composition) -> None:
    for text in tags.texts:
        out.add(text, _EXIF_PLACE)
    found.xmp.extend(data for tag, data in tags.packets if tag == XMP)
    found.iptc.extend(data for tag, data in tags.packets if tag == IPTC)


def _found(stream: BinaryIO) -> _Found:
    stream.seek(0)
    head = stream.read(32)
    found = _Found()
    walk = next((walk for is_one, walk in _WALKS if is_one(head)), None)
    if walk is not None:
        walk(stream, found)
    return found


def _walk_jpeg(stream: BinaryIO, found: _Found) -> None:
    stream.seek(2)
    for _ in range(_MOST_PIECES):
        head = stream.read(2)
        while head[1:] == b"\xff":
            head = head[1:] + stream.read(1)
        if len(head) < 2 or head[0] != 0xFF or head[1] in (_SCAN, _END):
            return
        if head[1] in _LONE_MARKERS:
            continue
        length = int.from_bytes(stream.read(2), "big")
        data = stream.read(max(0, length - 2))
        _take_jpeg(head[1], data, found)


def _take_jpeg(marker: int, data: bytes, found: _Found) -> None:
    if marker in _SIZE_MARKERS and len(data) >= 5:
        found.size = int.from_bytes(data[3:5], "big"), int.from_bytes(data[1:3], "big")
    elif marker == _APP1 and data.startswith(_EXIF_START):
        found.exif.append(data[6:])
    elif marker == _APP1 and data.startswith(_XMP_START):
        found.xmp.append(data[len(_XMP_START) :])
    elif marker == _APP13 and data.startswith(b"Photoshop 3.0\0"):
        found.iptc.extend(_resources(data[14:]))
    elif marker == _COMMENT_MARKER:
        found.say("Comment", data)


def _resources(data: bytes) -> Iterator[bytes]:
    """Give the IPTC among an image editor's resources."""
    at = 0
    while data[at : at + 4] == b"8BIM":
        name = data[at + 6] if at + 6 < len(data) else 0
        start = at + 6 + (name + 2 & ~1)
        size = int.from_bytes(data[start : start + 4], "big")
        if int.from_bytes(data[at + 4 : at + 6], "big") == _IPTC_RESOURCE:
            yield data[start + 4 : start + 4 + size]
        at = start + 4 + (size + 1 & ~1)


def _iptc(data: bytes) -> Iterator[str]:
    at = 0
    while data[at : at + 1] == b"\x1c" and len(data) >= at + 5:
        record, number, size = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        text = decode(data[at + 5 : at + 5 + size])[0].strip("\0 ")
        if record == 2 and number in _IPTC_LABELS and text:
            yield f"{_IPTC_LABELS[number]}: {text}\n"
        at += 5 + size


def _walk_png(stream: BinaryIO, found: _Found) -> None:
    stream.seek(8)
    for _ in range(_MOST_PIECES):
        head = stream.read(8)
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8:
            return
        if kind in (b"IHDR", b"eXIf", b"tEXt", b"zTXt", b"iTXt") and size <= _LONGEST_BYTES:
            _take_png(kind, stream.read(size), found)
            if found.taken_bytes > _MOST_BYTES:
                return
            stream.seek(4, os.SEEK_CUR)
        else:
            stream.seek(size + 4, os.SEEK_CUR)


def _take_png(kind: bytes, data: bytes, found: _Found) -> None:
    if kind == b"IHDR":
        found.size = int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big")
        return
    if kind == b"eXIf":
        found.exif.append(data)
        found.taken_bytes += len(data)
        return
    key, _, rest = data.partition(b"\0")
    if kind == b"zTXt":
        rest = _inflated(rest[1:])
    elif kind == b"iTXt":
        is_packed, rest = rest[:1] == b"\1", b"".join(rest[2:].split(b"\0", 2)[2:])
        rest = _inflated(rest) if is_packed else rest
    found.taken_bytes += len(rest)
    if key == b"XML:com.adobe.xmp":
        found.xmp.append(rest)
    elif key.startswith(_RAW_PROFILE):
        _take_profile(key[len(_RAW_PROFILE) :].lower(), rest, found)
    else:
        found.say(decode(key)[0], rest)


def _take_profile(kind: bytes, data: bytes, found: _Found) -> None:
    """Take what another container's metadata became in hexadecimal digits."""
    digits = b"".join(data.split()[2:])
    try:
        profile = bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return
    if kind == b"iptc":
        found.iptc.extend(_resources(profile) if profile.startswith(b"8BIM") else [profile])
    elif kind == b"xmp":
        found.xmp.append(profile)
    else:
        _take_jpeg(_APP1, profile, found)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _INFLATED_BYTES)
    except zlib.error:
        return b""


def _walk_webp(stream: BinaryIO, found: _Found) -> None:
    stream.seek(12)
    for _ in range(_MOST_PIECES):
        head = stream.read(8)
        kind, size = head[:4], int.from_bytes(head[4:], "little")
        if len(head) < 8:
            return
        data = stream.read(size if kind in (b"EXIF", b"XMP ") and size <= _LONGEST_BYTES else min(size, 10))
        stream.seek((size + 1 & ~1) - len(data), os.SEEK_CUR)
        if kind == b"EXIF":
            found.exif.append(data.removeprefix(b"Exif\0\0"))
        elif kind == b"XMP ":
            found.xmp.append(data)
        else:
            found.size = found.size or _webp_size(kind, data)


def _webp_size(kind: bytes, data: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        return int.from_bytes(data[4:7], "little") + 1, int.from_bytes(data[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF
    return None


def _walk_gif(stream: BinaryIO, found: _Found) -> None:
    stream.seek(6)
    head = stream.read(4)
    found.size = int.from_bytes(head[:2], "little"), int.from_bytes(head[2:], "little")


def _walk_bmp(stream: BinaryIO, found: _Found) -> None:
    stream.seek(14)
    head = stream.read(12)
    if head[:1] == b"\x0c":
        found.size = int.from_bytes(head[4:6], "little"), int.from_bytes(head[6:8], "little")
    else:
        found.size = int.from_bytes(head[4:8], "little"), abs(int.from_bytes(head[8:12], "little", signed=True))


def _walk_boxes(stream: BinaryIO, found: _Found) -> None:
    """Look for what HEIC and AVIF hold as plain bytes, wherever their boxes say that it stands."""
    stream.seek(0)
    data = stream.read(_SEARCHED_BYTES)
    sizes = [
        (int.from_bytes(one[1][:4], "big"), int.from_bytes(one[1][4:], "big")) for one in _EXTENT_INSIDE.finditer(data)
    ]
    found.size = max(sizes, default=None)
    for one in islice(_EXIF_INSIDE.finditer(data), _MOST_EMBEDDED):
        found.exif.append(data[one.end() : one.end() + _LONGEST_BYTES])
    start = data.find(b"<x:xmpmeta")
    end = data.find(b"</x:xmpmeta>", max(0, start))
    if 0 <= start < end:
        found.xmp.append(data[start : end + 12])


_WALKS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO, _Found], None]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8"), _walk_jpeg),
    (lambda head: head.startswith(b"\x89PNG"), _walk_png),
    (lambda head: head[8:12] == b"WEBP", _walk_webp),
    (lambda head: head.startswith(b"GIF8"), _walk_gif),
    (lambda head: head.startswith(b"BM"), _walk_bmp),
    (lambda head: head[4:8] == b"ftyp", _walk_boxes),
)


def _tell_xmp(source: str, out: Composition) -> None:
    """Tell the values of an XMP packet; those of a list go by the name of what lists them."""
    position: dict[str, float] = {}
    for text in elements.leaves(source):
        places = chain(text.places, [(len(text.text), {})])
        for (start, where), (end, _) in pairwise(places):
            label, colon, value = text.text[start:end].rstrip("\n").partition(": ")
            names = [
                step.partition("[")[0].rpartition(":")[2].lower() for step in str(where.get("path", "")).split("/")
            ]
            if label == "li" and len(names) > 2:
                label = "Author" if names[-3] in _PEOPLE else names[-3]
            degrees = _DEGREES.fullmatch(value)
            if degrees is not None and label.lower() in ("gpslatitude", "gpslongitude"):
                position[label.lower()] = (int(degrees[1]) + float(degrees[2]) / 60) * (-1 if degrees[3] in "SW" else 1)
            elif colon:
                out.add(f"{label}: {value}\n", _METADATA)
    if len(position) == 2:
        out.add(f"GPS: {position['gpslatitude']:.6f}, {position['gpslongitude']:.6f}\n", _METADATA)
