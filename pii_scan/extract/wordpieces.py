"""The text of a binary Word document as its pieces give it, with what formats say of tables and tracked changes.

Source: MS-DOC 2.5 (FIB), 2.8.35 and 2.9.38 (pieces), 2.9.32 and 2.9.175 (formatted pages); the older layout of Word 6
and 95 has the same tables in the same order.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pii_scan.core.errors import CorruptContentError, EncryptedError
from pii_scan.extract.paragraph import State

CELL, ROW, IN_CELL = "\x07", "\x1c", "\x1d"
"""Marks that end a cell, a row, and a paragraph within a cell; Word writes a 07 for two of them, and none for one."""

_WORD_97 = 0xA5EC
_OLDEST, _OLDER = (0xA59B, 0xA5DB), (0xA59B, 0xA5DB, 0xA5DC)
_COMPLEX, _ENCRYPTED, _SECOND_TABLE, _WIDE_CHARS = 0x0004, 0x0100, 0x0200, 0x1000
_HEADERS, _CHARACTERS, _PARAGRAPHS, _PIECES = 11, 12, 13, 33
_PAGE = 512
_STRETCH_BYTES = 1 << 20
_PARAGRAPH_MARKS = {0x2417: ROW, 0x244C: ROW, 0x244B: CELL, 0x2416: IN_CELL}  # the last that is there and true wins
_DELETED, _INSERTED = 0x0800, 0x0801
_OPERAND_BYTES = (1, 1, 2, 4, 2, 2, 0, 3)
_LONG_OPERANDS = {0xD608, 0xD606}
_CODE_PAGES = {
    **dict.fromkeys((0x02, 0x19, 0x22, 0x23, 0x2F), "cp1251"),
    **dict.fromkeys((0x05, 0x0E, 0x15, 0x18, 0x1A, 0x1B, 0x1C, 0x24), "cp1250"),
    **dict.fromkeys((0x25, 0x26, 0x27), "cp1257"),
    0x08: "cp1253",
    0x1F: "cp1254",
    0x0D: "cp1255",
    0x01: "cp1256",
    0x11: "cp932",
    0x12: "cp949",
    0x04: "cp936",
}
_MACINTOSH = 256
_FONTS = 15
_FONT_CODE_PAGES = {
    0xCC: "cp1251",
    0xEE: "cp1250",
    0xA1: "cp1253",
    0xA2: "cp1254",
    0xB1: "cp1255",
    0xB2: "cp1256",
    0xBA: "cp1257",
    0x80: "cp932",
    0x81: "cp949",
    0x86: "cp936",
    0x88: "cp950",
}
_REMAINS = re.compile(rb"(?:[\t\r\x20-\x7e\xa0-\xff]\0){4,}|[\t\r\x20-\x7e\x80-\xff]{4,}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters `[start, end)` of the document, which stand at `offset` of the stream, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(slots=True)
class _Formats:
    """What formats say: for each place in the stream, up to where which state holds, and which mark ends where."""

    ends: list[int] = field(default_factory=list)
    states: list[State] = field(default_factory=list)
    mark_ends: list[int] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


class Pieces:
    """One document within the main stream: there is a second one where entries of automatic text are kept."""

    def __init__(self, main: bytes, tables: tuple[bytes, bytes], start: int = 0) -> None:
        """Take the stream, its two tables (empty for Word 6 and 95), and where the document's own head begins.

        Raises:
            CorruptContentError: no such head stands there.
            EncryptedError: it asks for a password.
        """
        self._main = main
        self._start = start
        magic, self._version, language, flags = self._numbers("<HH2xHxxH", 0)
        if magic not in (*_OLDER, _WORD_97) or len(main) < start + 0x58:
            raise CorruptContentError("no head of a Word document")
        if flags & _ENCRYPTED:
            raise EncryptedError("a document behind a password")
        self.is_old = magic in _OLDER or self._version < 0xC1
        self._table = main if self.is_old else tables[bool(flags & _SECOND_TABLE)]
        self._encoding = _CODE_PAGES.get(language & 0xFF, "cp1252") if self.is_old else "cp1252"
        if magic == 0xA5DC and self._numbers("<H", 0x14)[0] == _MACINTOSH:
            self._encoding = "mac-roman"
        self._is_oldest = magic in _OLDEST
        self._old_width = 2 if flags & _WIDE_CHARS and not self._is_oldest else 1
        self.is_cut = False
        self._is_complex = bool(flags & _COMPLEX)
        self._pieces = list(self._read_pieces())
        if self.is_old and self._encoding == "cp1252":
            self._encoding = self._by_fonts()
        self._formats = _Formats() if self.is_old else self._read_formats()

    @property
    def automatic_text(self) -> int:
        """Where the document of automatic texts begins, 0 where there is none."""
        return int(self._numbers("<H", 8)[0]) * _PAGE

    @property
    def counts(self) -> tuple[int, ...]:
        """How many characters the parts have: body, footnotes, headers, macros, comments, endnotes, two of boxes."""
        return tuple(self._numbers("<8i", 0x34 if self.is_old else 0x4C))

    @property
    def end(self) -> int:
        """How many characters the pieces hold, which may be more than the parts claim."""
        return max((piece.end for piece in self._pieces), default=0)

    def table(self, index: int) -> bytes:
        """Give the table of this number in the head, none where it is missing."""
        if self._is_oldest:
            return b""
        at = (0x58 if self.is_old else 0x9A) + index * 8
        try:
            offset, size = self._numbers("<II", at)
        except CorruptContentError:
            return b""
        return self._table[offset : offset + size]

    def header_starts(self) -> tuple[int, ...]:
        """Give where each header and footer starts, in characters of their part."""
        return _integers(self.table(_HEADERS)) if not self.is_old else ()

    def text(self, start: int, end: int) -> Iterator[tuple[str, State]]:
        """Yield the characters `[start, end)`, table marks told apart, in stretches of one state each."""
        for piece in self._pieces:
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                offset = piece.offset + (first - piece.start) * piece.width
                yield from self._stretches(offset, offset + (last - first) * piece.width, piece.width)

    def remains(self) -> Iterator[str]:
        """Yield what a document saved fast still holds of text that was taken out of it: no piece leads there."""
        if not self._is_complex:
            return
        at, last = self._numbers("<II", 0x18)
        used = sorted((piece.offset, piece.offset + (piece.end - piece.start) * piece.width) for piece in self._pieces)
        for start, end in [*used, (last, last)]:
            for found in _REMAINS.finditer(self._main, at, max(at, min(start, last))):
                wide = b"\0" in found[0]
                yield found[0].decode("utf-16-le" if wide else self._encoding, "replace").replace("\r", "\n")
            at = max(at, end)

    def _stretches(self, offset: int, end: int, width: int) -> Iterator[tuple[str, State]]:
        ends, states = self._formats.ends, self._formats.states
        while offset < end:
            at = bisect_right(ends, offset)
            until = min(ends[at] if at < len(ends) else end, end, offset + _STRETCH_BYTES)
            until = max(offset + width, until - (until - offset) % width)
            yield self._decoded(offset, until, width), states[at] if at < len(ends) else State.KEPT
            if until > len(self._main):
                return
            offset = until

    def _decoded(self, offset: int, end: int, width: int) -> str:
        raw = self._main[offset:end]
        self.is_cut |= len(raw) < end - offset
        text = raw.decode(self._encoding if width == 1 else "utf-16-le", "replace")
        marks, ends = self._formats.marks, self._formats.mark_ends
        if not ends:
            return text.replace(CELL + CELL, CELL + ROW)
        if width == 1 and len(text) != len(raw):
            return text
        changed: list[str] | None = None
        for at in range(bisect_right(ends, offset), bisect_right(ends, end)):
            place = (ends[at] - offset) // width - 1
            if 0 <= place < len(text) and text[place] in "\r\x07":
                changed = changed or list(text)
                if text[place] == "\r" or marks[at] == ROW:
                    changed[place] = marks[at]
        return "".join(changed) if changed else text

    def _read_pieces(self) -> Iterator[_Piece]:
        found = _piece_table(self.table(_PIECES)) if self._is_complex or not self.is_old else b""
        count = (len(found) - 4) // 12
        if count < 1:
            first, last = self._numbers("<II", 0x18)
            yield _Piece(0, max(0, last - first) // self._old_width, first, self._old_width)
            return
        starts = struct.unpack_from(f"<{count + 1}I", found)
        for number in range(count):
            if starts[number] >= starts[number + 1]:
                continue
            offset = struct.unpack_from("<I", found, (count + 1) * 4 + number * 8 + 2)[0]
            width = self._old_width
            if not self.is_old:
                width = 1 if offset & 0x40000000 else 2
                offset = (offset & 0x3FFFFFFF) // (2 if width == 1 else 1)
            yield _Piece(starts[number], starts[number + 1], offset, width)

    def _by_fonts(self) -> str:
        """Give the code page of the fonts, where the letters beyond ASCII come by words, as in no western language."""
        fonts = self.table(_FONTS)
        at, pages = 2, list[str]()
        while at + 6 <= len(fonts):
            pages += [_FONT_CODE_PAGES[fonts[at + 4]]] if fonts[at + 4] in _FONT_CODE_PAGES else []
            at += 1 + fonts[at]
        first, last = self._numbers("<II", 0x18)
        words = _BEYOND_ASCII.findall(self._main[first:last]) if pages else []
        return pages[0] if 2 * sum(map(len, (w for w in words if len(w) > 2))) > sum(map(len, words)) else "cp1252"

    def _read_formats(self) -> _Formats:
        formats = _Formats()
        for start, end, sprms in self._runs(_CHARACTERS):
            states = [
                state
                for code, state in ((_INSERTED, State.INSERTED), (_DELETED, State.DELETED))
                if sprms.get(code, 0) & 1
            ]
            if states:
                if formats.ends[-1:] != [start]:
                    formats.ends.append(start)
                    formats.states.append(State.KEPT)
                formats.ends.append(end)
                formats.states.append(states[-1])
        for _, end, sprms in self._runs(_PARAGRAPHS):
            mark = next((mark for code, mark in _PARAGRAPH_MARKS.items() if sprms.get(code, 0) & 1), None)
            if mark is not None:
                formats.mark_ends.append(end)
                formats.marks.append(mark)
        if any(formats.ends[n] > formats.ends[n + 1] for n in range(len(formats.ends) - 1)):
            formats.ends, formats.states = [], []  # damaged: better no state than a wrong place
        return formats

    def _runs(self, index: int) -> Iterator[tuple[int, int, dict[int, int]]]:
        """Yield where each run starts and ends in the stream, with the formats that it adds, each page once."""
        plc = _integers(self.table(index))
        seen = set[int]()
        runs: list[tuple[int, int, dict[int, int]]] = []
        for number in plc[len(plc) // 2 + 1 :] if len(plc) > 1 else ():
            page = self._main[(number & 0x3FFFFF) * _PAGE : (number & 0x3FFFFF) * _PAGE + _PAGE]
            if number not in seen and len(page) == _PAGE:
                seen.add(number)
                runs += _page_runs(page, in_words=index == _PARAGRAPHS)
        runs.sort(key=lambda run: run[0])
        yield from runs

    def _numbers(self, layout: str, at: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(layout, self._main, self._start + at)
        except struct.error:
            raise CorruptContentError("a head cut short") from None


def _piece_table(clx: bytes) -> bytes:
    at = 0
    while at + 5 <= len(clx):
        if clx[at] == 2:
            size = int.from_bytes(clx[at + 1 : at + 5], "little")
            return clx[at + 5 : at + 5 + size]
        if clx[at] != 1:
            break
        at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
    return b""


def _page_runs(page: bytes, *, in_words: bool) -> list[tuple[int, int, dict[int, int]]]:
    count = min(page[-1], (_PAGE - 5) // (17 if in_words else 5))
    places = struct.unpack_from(f"<{count + 1}I", page)
    step = 13 if in_words else 1
    runs = []
    for number in range(count):
        at = page[(count + 1) * 4 + number * step] * 2
        if not at or places[number] >= places[number + 1]:
            continue
        size = page[at]
        if in_words:
            size = size * 2 - 1 if size else page[min(at + 1, _PAGE - 1)] * 2
            at += (0 if page[at] else 1) + 2
            size -= 2
        if found := _sprms(page[at + 1 : at + 1 + max(size, 0)]):
            runs.append((places[number], places[number + 1], found))
    return runs


def _sprms(data: bytes) -> dict[int, int]:
    """Give the first byte of each format's operand."""
    found: dict[int, int] = {}
    at = 0
    while at + 3 <= len(data):
        code = data[at] | data[at + 1] << 8
        found[code] = data[at + 2]
        if code in _LONG_OPERANDS:
            size = int.from_bytes(data[at + 2 : at + 4], "little") + 1
        else:
            size = _OPERAND_BYTES[code >> 13] or data[at + 2] + 1
        at += 2 + size
    return found


def _integers(data: bytes) -> tuple[int, ...]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)
