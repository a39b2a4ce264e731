"""What an xls workbook holds beside its cells: comments, boxes, links, names, headers and footers, lists.

Its records are read one by one, sheet by sheet; each sheet's begin where the workbook says.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

import olefile

from pii_scan.core.types import Text, Where
from pii_scan.extract import compound
from pii_scan.extract.blocks import Table
from pii_scan.extract.composition import Composition
from pii_scan.extract.sheettail import margin_text

_HEADER, _FOOTER, _NAME, _NOTE, _CONTINUE = 0x14, 0x15, 0x18, 0x1C, 0x3C
_OBJECT, _SHEET, _BOX, _LINK, _LIST, _START = 0x5D, 0x85, 0x1B6, 0x1B8, 0x1BE, 0x809
_LABEL, _CHART_TEXT, _CHART = 0x204, 0x100D, b"\x20\0"
_BIFF8 = 0x600
_OBJECT_START = b"\x15\0\x12\0"
_URL = re.compile(rb"(?:[ -~]\0){4,}")
_TEXT_IN_FORMULA = 0x17

Record = tuple[int, int, bytes]
"""Kind, offset and bytes."""


@dataclass(slots=True)
class _Sheet:
    """What is known of the sheet at hand."""

    name: str = field(repr=False)
    boxes: dict[int, str] = field(default_factory=dict, repr=False)
    last_object: int = -1
    is_chart: bool = False


def margins(stream: BinaryIO, heads: Mapping[str, Table]) -> Iterator[Text]:
    """Yield the texts beside the cells, with their columns by the `heads` of the sheets.

    What is damaged is silent here, since the cells told it.
    """
    try:
        book = _workbook_stream(stream)
    except (OSError, ValueError, IndexError, struct.error, TypeError):
        return
    if book is not None:
        yield from _Book(book, heads).texts()


def _workbook_stream(stream: BinaryIO) -> BinaryIO | None:
    stream.seek(0)
    if stream.read(8) != compound.MAGIC:
        stream.seek(0)
        return stream
    stream.seek(0)
    package = olefile.OleFileIO(stream)
    name = next((name for name in ("Workbook", "Book") if package.exists(name)), None)
    opened: BinaryIO | None = None if name is None else package.openstream(name)
    return opened


class _Book:
    def __init__(self, stream: BinaryIO, heads: Mapping[str, Table]) -> None:
        self._stream = stream
        self._heads = heads
        self._is_wide = True
        self._sheets: dict[int, str] = {}
        self._composition = Composition()

    def texts(self) -> Iterator[Text]:
        """Go through the records."""
        sheet = _Sheet("")
        pending: list[Record] = []
        for record in self._records():
            if record[0] == _CONTINUE and pending:
                pending.append(record)
                continue
            self._take(pending, sheet)
            pending = [record]
            if record[0] == _START:
                self._close(sheet)
                sheet = _Sheet(self._sheets.get(record[1], sheet.name))
            yield from self._composition.drain()
        self._take(pending, sheet)
        self._close(sheet)
        yield from self._composition.rest()

    def _records(self) -> Iterator[Record]:
        self._stream.seek(0)
        at = 0
        while len(head := self._stream.read(4)) == 4:
            kind, size = struct.unpack("<HH", head)
            data = self._stream.read(size)
            yield kind, at, data
            at += 4 + size

    def _take(self, records: list[Record], sheet: _Sheet) -> None:
        """Take a record with those that continue it; one that is not as it should be says nothing."""
        if records:
            try:
                self._take_whole(records[0][0], [data for _, _, data in records], sheet)
            except (struct.error, IndexError, ValueError):
                return

    def _take_whole(self, kind: int, pieces: list[bytes], sheet: _Sheet) -> None:
        data = pieces[0]
        if kind == _START:
            self._is_wide = struct.unpack_from("<H", data)[0] >= _BIFF8
            sheet.is_chart = data[2:4] == _CHART
        elif kind == _OBJECT and data.startswith(_OBJECT_START):
            sheet.last_object = struct.unpack_from("<H", data, 6)[0]
        elif kind == _BOX and self._is_wide:
            sheet.boxes[sheet.last_object] = _box_text(pieces)
        elif kind == _NOTE:
            self._note(data, sheet)
        elif kind == _CHART_TEXT or (kind == _LABEL and sheet.is_chart):
            self._chart_text(kind, data, sheet)
        elif kind in (_LINK, _LIST):
            self._cell_text(kind, b"".join(pieces), sheet)
        else:
            self._named(kind, data, sheet)

    def _named(self, kind: int, data: bytes, sheet: _Sheet) -> None:
        if kind == _SHEET:
            name = _short(data, 6) if self._is_wide else data[7 : 7 + data[6]].decode("cp1252", "replace")
            self._sheets[struct.unpack_from("<I", data)[0]] = name
            self._composition.add(f"{name}\n", {"sheet": name})
        elif kind in (_HEADER, _FOOTER) and data:
            text = _long(data, 0) if self._is_wide else data[1:].decode("cp1252", "replace")
            self._say(margin_text(text), sheet, part="header" if kind == _HEADER else "footer")
        elif kind == _NAME and self._is_wide:
            self._name(data)

    def _note(self, data: bytes, sheet: _Sheet) -> None:
        row, column, third, number = struct.unpack_from("<HHHH", data)
        if self._is_wide:
            author, text = _long(data, 8), sheet.boxes.pop(number, "")
            text = f"Author: {author}\n{text}" if author.strip() else text
        else:
            text = data[6 : 6 + third].decode("cp1252", "replace")
        self._say(text, sheet, **self._cell(sheet, row, column), part="comment")

    def _chart_text(self, kind: int, data: bytes, sheet: _Sheet) -> None:
        """Say a title or a name in a chart, or a text of the cells that it keeps a copy of."""
        if kind == _LABEL:
            text = _long(data, 6) if self._is_wide else data[8:].decode("cp1252", "replace")
        else:
            text = _short(data, 2) if self._is_wide else data[3:].decode("cp1252", "replace")
        self._say(text, sheet, part="textbox")

    def _cell(self, sheet: _Sheet, row: int, column: int) -> dict[str, object]:
        head = self._heads.get(sheet.name)
        return {"row": row + 1, "column": head.column_of(row + 1, column + 1) if head else str(column + 1)}

    def _cell_text(self, kind: int, data: bytes, sheet: _Sheet) -> None:
        """Say the target of a link, or the words that may be chosen from in a cell."""
        texts = [found.decode("utf-16-le") for found in _URL.findall(data)]
        if kind == _LINK:
            row, _, column = struct.unpack_from("<HHH", data)
            narrow = [text.decode("cp1252", "replace") for text in re.findall(rb"[ -~]{6,}", data[32:])]
            self._say(" ".join([*texts, *narrow]), sheet, **self._cell(sheet, row, column))
        else:
            narrow = [
                text.decode("cp1252", "replace")
                for text in re.findall(rb"[\t\n -~\x80-\xff]{3,}", data.replace(b"\0", b"\n"))
            ]
            self._say("\n".join([*texts, *narrow]), sheet)

    def _name(self, data: bytes) -> None:
        """Say a defined name, and a text that it stands for."""
        length, size = data[3], struct.unpack_from("<H", data, 4)[0]
        is_wide = data[14] & 1
        start = 15 + length * (1 + is_wide)
        name = data[15:start].decode("utf-16-le" if is_wide else "latin-1", "replace")
        formula = data[start : start + size]
        text = _short(formula, 1) if formula[:1] == bytes([_TEXT_IN_FORMULA]) else ""
        if len(name) > 1 or text:
            self._composition.add(f"{name} {text}\n", {"part": "metadata"})

    def _say(self, text: str, sheet: _Sheet, **at: object) -> None:
        if text.strip():
            where: Where = {"sheet": sheet.name, **at} if sheet.name else at
            self._composition.add(f"{text}\n\n", where)

    def _close(self, sheet: _Sheet) -> None:
        """Say the boxes that are no comments."""
        for text in sheet.boxes.values():
            self._say(text, sheet, part="textbox")
        sheet.boxes.clear()


def _short(data: bytes, at: int) -> str:
    """Read a text behind its length in one byte."""
    return _characters(data[at + 2 :], data[at], wide=bool(data[at + 1] & 1))


def _long(data: bytes, at: int) -> str:
    """Read a text behind its length in two bytes."""
    return _characters(data[at + 3 :], struct.unpack_from("<H", data, at)[0], wide=bool(data[at + 2] & 1))


def _characters(data: bytes, count: int, *, wide: bool) -> str:
    return data[: 2 * count].decode("utf-16-le", "replace") if wide else data[:count].decode("latin-1")


def _box_text(pieces: list[bytes]) -> str:
    """Put the text of a box together: each piece says whether its characters are wide."""
    left = struct.unpack_from("<H", pieces[0], 10)[0]
    texts = []
    for piece in pieces[1:]:
        if left <= 0 or not piece:
            break
        text = _characters(piece[1:], left, wide=bool(piece[0] & 1))
        left -= len(text)
        texts.append(text)
    return "".join(texts)
