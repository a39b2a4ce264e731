"""The binary parts of an xlsb workbook: what calamine does not give, and rows as a stream where a grid is too large."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import IO

from pii_scan.core.errors import CorruptContentError
from pii_scan.extract.limits import CHUNK_BYTES, Expansion
from pii_scan.extract.sheetparts import column_letters
from pii_scan.extract.sheetxml import DATE_FORMATS, EPOCH, NumberedRow, is_date_format
from pii_scan.extract.values import moment_text, number_text

Record = tuple[int, bytes]
_ROW, _RK, _BOOLEAN, _REAL, _TEXT, _SHARED = 0, 2, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_BOOLEAN, _LAST_CELL = 8, 9, 10, 11
_SHARED_ITEM, _FORMAT, _STYLE, _SHEET = 19, 44, 47, 156
_MARGINS, _AUTHOR, _COMMENT, _COMMENT_TEXT = 479, 632, 635, 637
_STYLES_START, _STYLES_END = 617, 618
_LARGEST_RECORD = 1 << 26


def records(source: IO[bytes], expansion: Expansion) -> Iterator[Record]:
    """Give kind and bytes of each record of a part, counted while they come.

    Raises:
        CorruptContentError: a record ends before its time.
    """
    data, at = b"", 0
    while True:
        if len(data) - at < 8:
            chunk = source.read(CHUNK_BYTES)
            expansion.count(len(chunk))
            data, at = data[at:] + chunk, 0
            if not data:
                return
        kind, size, start = _head(data, at)
        while len(data) - start < size:
            chunk = source.read(CHUNK_BYTES)
            if not chunk:
                raise CorruptContentError("a record is cut")
            expansion.count(len(chunk))
            data, start = data[at:] + chunk, start - at
            at = 0
        yield kind, data[start : start + size]
        at = start + size


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    try:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        for _ in range(4):
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
    except IndexError:
        raise CorruptContentError("a record is cut") from None
    if size > _LARGEST_RECORD:
        raise CorruptContentError("a record beyond all measure")
    return kind, size, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Give a text of wide characters behind their count, and where it ends; a text that is missing is empty."""
    if len(data) < at + 4:
        return "", len(data)
    count = int.from_bytes(data[at : at + 4], "little")
    if count == 0xFFFFFFFF:
        return "", at + 4
    return data[at + 4 : at + 4 + 2 * count].decode("utf-16-le", "replace"), at + 4 + 2 * count


def sheets(found: Iterable[Record]) -> list[tuple[str, str]]:
    """Give name and relation of every sheet."""
    listed = []
    for kind, data in found:
        if kind == _SHEET:
            relation, at = _text(data, 8)
            listed.append((_text(data, at)[0], relation))
    return listed


def shared_texts(found: Iterable[Record]) -> Iterator[str]:
    """Give the texts that cells point to."""
    return (_text(data, 1)[0] for kind, data in found if kind == _SHARED_ITEM)


def date_styles(found: Iterable[Record]) -> set[int]:
    """Give the cell styles that show a date."""
    formats, styles, count, in_cells = set(DATE_FORMATS), set[int](), 0, False
    for kind, data in found:
        if kind == _FORMAT and is_date_format(_text(data, 2)[0]):
            formats.add(int.from_bytes(data[:2], "little"))
        elif kind in (_STYLES_START, _STYLES_END):
            in_cells = kind == _STYLES_START
        elif kind == _STYLE and in_cells:
            if int.from_bytes(data[2:4], "little") in formats:
                styles.add(count)
            count += 1
    return styles


def comments(found: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Give the cell and the text of every comment."""
    authors: list[str] = []
    author = reference = ""
    for kind, data in found:
        if kind == _AUTHOR:
            authors.append(_text(data, 0)[0])
        elif kind == _COMMENT and len(data) >= 16:
            number, row, _, column = struct.unpack_from("<IIII", data)
            author = authors[number] if number < len(authors) else ""
            reference = f"{column_letters(min(column, 1 << 14) + 1)}{min(row, 1 << 20) + 1}"
        elif kind == _COMMENT_TEXT:
            said = f"Author: {author}\n" if author.strip() else ""
            yield reference, f"{said}{_text(data, 1)[0]}\n"


def span(found: Iterable[Record]) -> int:
    """Count the cells that a sheet has as a grid."""
    row = column = 0
    for kind, data in found:
        if kind == _ROW:
            row = max(row, int.from_bytes(data[:4], "little"))
        elif kind <= _LAST_CELL:
            column = max(column, int.from_bytes(data[:4], "little"))
    return (row + 1) * (column + 1)


def margins(found: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Give the headers and footers of a sheet."""
    for kind, data in found:
        if kind == _MARGINS:
            at = 2
            for part in ("header", "footer") * 3:
                text, at = _text(data, at)
                yield part, text


def rows(found: Iterable[Record], texts: list[str], dates: set[int]) -> Iterator[NumberedRow]:
    """Give the rows that have cells, in order."""
    number, row = 0, list[str | None]()
    for kind, data in found:
        if kind == _ROW:
            if row:
                yield number, row
            number, row = int.from_bytes(data[:4], "little") + 1, []
        elif kind <= _LAST_CELL and len(data) >= 8:
            column, style = struct.unpack_from("<II", data)
            text = _cell(kind, data[8:], texts, is_date=style & 0xFFFFFF in dates)
            if text and column < 1 << 14:
                row.extend([None] * (column + 1 - len(row)))
                row[column] = text
    if row:
        yield number, row


def _cell(kind: int, data: bytes, texts: list[str], *, is_date: bool) -> str | None:
    if kind in (_TEXT, _FORMULA_TEXT):
        return _text(data, 0)[0]
    if kind == _SHARED:
        number = int.from_bytes(data[:4], "little")
        return texts[number] if number < len(texts) else None
    if kind in (_BOOLEAN, _FORMULA_BOOLEAN):
        return "TRUE" if data[:1] == b"\1" else "FALSE"
    if kind in (_REAL, _FORMULA_REAL) and len(data) >= 8:
        return _number(struct.unpack_from("<d", data)[0], is_date=is_date)
    if kind == _RK and len(data) >= 4:
        raw = int.from_bytes(data[:4], "little")
        short = (
            struct.unpack("<i", data[:4])[0] >> 2
            if raw & 2
            else struct.unpack("<d", bytes(4) + (raw & ~3).to_bytes(4, "little"))[0]
        )
        return _number(short / 100 if raw & 1 else float(short), is_date=is_date)
    return None


def _number(number: float, *, is_date: bool) -> str:
    try:
        return moment_text(EPOCH + timedelta(days=number)) if is_date else number_text(number)
    except (ValueError, OverflowError):
        return repr(number)
