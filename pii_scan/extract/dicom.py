"""DICOM: what the data set of a medical picture tells in words; the picture itself is not looked at.

Elements are met one after the other, those of sequences and their items too, so depth costs nothing. Values in binary
are passed over; a document inside is a member.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, Literal, NamedTuple

from pii_scan.core.errors import CorruptContentError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.settings.settings import MIB, Limits

_PREAMBLE = 132
_LONGEST_BYTES = 4 * MIB
_MOST_ELEMENTS = 1_000_000
_UNDEFINED = 0xFFFFFFFF
_ITEM_GROUP = 0xFFFE
_PIXELS, _DOCUMENT, _DOCUMENT_TYPE = 0x7FE00010, 0x00420011, 0x00420012
_SYNTAX, _CHARACTERS = 0x00020010, 0x00080005
_BIG_ENDIAN, _DEFLATED = "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"
_LONG_FORM = frozenset({b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"})
_SHORT_FORM = frozenset(
    {b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"PN", b"SH", b"SL", b"SS"}
    | {b"ST", b"TM", b"UI", b"UL", b"US"}
)
_WORDS = frozenset({b"PN", b"LO", b"LT", b"SH", b"ST", b"UC", b"UT"})
_NAME, _PHONE, _ADDRESS, _DOCTOR = "Name", "Phone", "Address", "Doctor"
_PEOPLE = frozenset(
    {0x00080090, 0x00081048, 0x00081050, 0x00081060, 0x00081070, 0x00100010, 0x00101001, 0x00101005, 0x00101060}
    | {0x00321032, 0x00400006, 0x0040A075, 0x0040A123, 0x00102297}
)
_LABELS = {
    0x00100010: _NAME,
    0x00100020: "Patient id",
    0x00100030: "Date of birth",
    0x00100040: "Sex",
    0x00101000: "Patient id",
    0x00101001: _NAME,
    0x00101005: _NAME,
    0x00101040: _ADDRESS,
    0x00101060: _NAME,
    0x00102154: _PHONE,
    0x00102180: "Profession",
    0x001021B0: "History",
    0x001021F0: "Religion",
    0x00102297: _NAME,
    0x00104000: "Comment",
    0x00080080: "Institution",
    0x00080081: _ADDRESS,
    0x00080090: _DOCTOR,
    0x00080092: _ADDRESS,
    0x00080094: _PHONE,
    0x00081030: "Study",
    0x00081048: _DOCTOR,
    0x00081050: _DOCTOR,
    0x00081060: _DOCTOR,
    0x00081070: _DOCTOR,
    0x00081080: "Diagnosis",
    0x00181000: "Serial number",
    0x00204000: "Comment",
    0x00321032: _DOCTOR,
    0x00324000: "Comment",
    0x00400006: _DOCTOR,
    0x0040A075: _DOCTOR,
    0x0040A123: _NAME,
    0x0040A160: "Text",
}
_CODECS = {"ISO_IR 192": "utf-8", "ISO_IR 100": "cp1252", "ISO_IR 101": "iso8859-2", "GB18030": "gb18030"}
_SUFFIXES = {"application/pdf": ".pdf", "text/xml": ".xml", "application/xml": ".xml"}


class _Element(NamedTuple):
    tag: int
    form: bytes  # its value representation, empty where only a dictionary would tell
    length: int
    start: int


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield what the data set tells in words, documents inside it, and that its pixels were not read.

    Raises:
        CorruptContentError: there is no element at all.
    """
    data_set = _DataSet(content.stream, content.size_bytes, limits)
    yield from data_set.segments()


class _DataSet:
    def __init__(self, stream: BinaryIO, size_bytes: int, limits: Limits) -> None:
        self._stream = stream
        self._size = size_bytes
        self._limits = limits
        self._order: Literal["little", "big"] = "little"
        self._codec: str | None = None
        self._words = Composition()
        self._document_type = ""
        self._has_pixels = False
        self._is_cut = False

    def segments(self) -> Iterator[Segment]:
        """Yield words, then what was not read."""
        count = 0
        for count, element in enumerate(self._elements(), 1):
            yield from self._segment(element, count)
            yield from self._words.drain()
        yield from self._words.rest()
        if not count:
            raise CorruptContentError("no element of a data set")
        if self._is_cut:
            yield Unread(Reason.TRUNCATED)
        if self._has_pixels:
            yield Unread(Reason.OCR_MISSING)

    def _segment(self, element: _Element, number: int) -> Iterator[Segment]:
        if number > _MOST_ELEMENTS:
            raise TooLargeError("more elements than a data set has")
        if element.tag == _DOCUMENT:
            name = f"document{_SUFFIXES.get(self._document_type, '')}"
            yield Member(name, partial(self._opened, element), element.length)
        elif element.tag >> 16 == _PIXELS >> 16:
            self._has_pixels = True
        elif element.length > _LONGEST_BYTES:
            if element.form in _WORDS or element.tag in _LABELS:
                yield Unread(Reason.TOO_LARGE)
        elif element.length:
            self._take(element)

    def _take(self, element: _Element) -> None:
        if element.tag == _CHARACTERS:
            sets = self._value(element).decode("ascii", "replace").split("\\")
            self._codec = next((_CODECS[one.strip()] for one in sets if one.strip() in _CODECS), None)
        elif element.tag == _DOCUMENT_TYPE:
            self._document_type = self._value(element).decode("ascii", "replace").strip(" \0").lower()
        elif element.form in _WORDS or element.tag in _LABELS:
            where = {"part": "metadata", "path": f"({element.tag >> 16:04X},{element.tag & 0xFFFF:04X})"}
            text = decode(self._value(element).rstrip(b" \0"), declared=self._codec)[0]
            is_name = element.form == b"PN" or element.tag in _PEOPLE
            label = _LABELS.get(element.tag, _NAME if element.form == b"PN" else "")
            for told in _people(text) if is_name else [text.replace("\r\n", "\n").replace("\\", "\n").strip()]:
                if told:
                    self._words.add(f"{label}: {told}\n" if label else f"{told}\n", where)

    def _value(self, element: _Element) -> bytes:
        self._stream.seek(element.start)
        return self._stream.read(element.length)

    def _opened(self, element: _Element) -> BinaryIO:
        if element.length > self._limits.content_bytes:
            raise TooLargeError("larger than the limit for one content")
        return io.BytesIO(self._value(element))

    def _elements(self) -> Iterator[_Element]:
        """Give the elements in order, those of sequences among them; stop where the bytes do."""
        self._size = min(self._size, self._stream.seek(0, os.SEEK_END))
        self._stream.seek(0)
        at = _PREAMBLE if self._stream.read(_PREAMBLE)[128:] == b"DICM" else 0
        syntax, in_head = "", at > 0
        while at < self._size:
            if in_head and self._bytes(at, 2) != b"\x02\0":
                in_head = False
                at = self._begin(syntax, at)
            element = self._element(at)
            if element is None or element.start + _known(element) > self._size:
                self._is_cut = True
                return
            if element.tag == _SYNTAX:
                syntax = self._value(element).decode("ascii", "replace").strip(" \0")
            at = element.start
            if self._holds_elements(element):
                continue
            at = self._end_of_fragments(at) if element.length == _UNDEFINED else at + element.length
            yield element

    def _begin(self, syntax: str, at: int) -> int:
        """Go on as the transfer syntax says behind the head of the file."""
        if syntax == _BIG_ENDIAN:
            self._order = "big"
        if syntax == _DEFLATED:
            self._stream.seek(at)
            most = min(self._limits.content_bytes, self._limits.expansion_ratio * max(self._size, MIB))
            try:
                data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(self._stream.read(), most)
            except zlib.error:
                raise CorruptContentError("deflated data that do not inflate") from None
            if len(data) >= most:
                raise TooLargeError("expands beyond the limit")
            self._stream, self._size = io.BytesIO(data), len(data)
            return 0
        return at

    def _element(self, at: int) -> _Element | None:
        head = self._bytes(at, 12)
        if len(head) < 8:
            return None
        order = self._order
        group, number = int.from_bytes(head[:2], order), int.from_bytes(head[2:4], order)
        tag, form = group << 16 | number, head[4:6]
        if not group:
            return None
        if group == _ITEM_GROUP:
            return _Element(tag, b"", int.from_bytes(head[4:8], order), at + 8)
        if form in _LONG_FORM:
            return _Element(tag, form, int.from_bytes(head[8:12], order), at + 12) if len(head) == 12 else None
        if form in _SHORT_FORM:
            return _Element(tag, form, int.from_bytes(head[6:8], order), at + 8)
        return _Element(tag, b"", int.from_bytes(head[4:8], order), at + 8)

    def _holds_elements(self, element: _Element) -> bool:
        """Tell whether what follows are elements of its own: a sequence, an item, or the end of one."""
        if element.tag >> 16 == _ITEM_GROUP or element.form == b"SQ":
            return True
        if element.tag == _PIXELS:
            return False
        if element.length == _UNDEFINED:
            return True
        is_open = element.form in (b"", b"UN") and element.length >= 8
        return is_open and self._bytes(element.start, 4) in (b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00")

    def _end_of_fragments(self, at: int) -> int:
        """Pass over pixels in pieces, up to the mark that closes them."""
        while at < self._size:
            head = self._bytes(at, 8)
            if head[:2] != _ITEM_GROUP.to_bytes(2, self._order):
                break
            at += 8 + int.from_bytes(head[4:8], self._order)
            if head[2:4] == (0xE0DD).to_bytes(2, self._order):
                break
        return at

    def _bytes(self, at: int, size: int) -> bytes:
        self._stream.seek(at)
        return self._stream.read(size)


def _known(element: _Element) -> int:
    """Give how many bytes must follow: none of a sequence, whose elements come one by one."""
    return 0 if element.length == _UNDEFINED or element.tag >> 16 == _ITEM_GROUP else element.length


def _people(text: str) -> list[str]:
    """Give names as people write them: `Peeters^Jan^^Dr` is `Dr Jan Peeters`."""
    names = []
    for written in text.replace("\\", "=").split("="):
        parts = [*(part.strip() for part in written.split("^")), "", "", ""]
        order = (parts[3], parts[1], parts[2], parts[0]) if "^" in written else (written.strip(),)
        names.append(" ".join(part for part in order if part))
    return names
