"""Text line by line in bounded memory, and records of cells out of lines, however their quotes stand."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

from pii_scan.core.errors import TooLargeError
from pii_scan.extract.dialect import Dialect
from pii_scan.extract.encoding import decode

_CHUNK_BYTES = 1 << 20
_LONGEST_LINE_BYTES = 1 << 26
_WIDE = ("utf-16", "utf-32")
_BATCH = 5000
_MOST_LINES = 1000
_ROWS_NOT_BY_CHANCE = 3
_MOST_CHARS = 1 << 20
_PIECES = re.compile(rb"[^\r\n]*[\r\n]*")


def text_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Give the lines of a stream from its start, with their ends; see `text_chunks`."""
    for chunk in text_chunks(stream, encoding):
        yield from io.StringIO(chunk, newline="")


def text_chunks(stream: BinaryIO, encoding: str, *, whole_lines: bool = True) -> Iterator[str]:
    """Give the text of a stream from its start, in pieces that end with a line, or at least behind a comma.

    A stretch that is not in the file's encoding is read in one of its own: files are pasted together.

    Raises:
        TooLargeError: a single line is beyond what memory should hold.
    """
    stream.seek(0)
    chunks = (
        _wide_chunks(stream, encoding)
        if encoding.startswith(_WIDE)
        else _chunks(stream, encoding, whole_lines=whole_lines)
    )
    for chunk in chunks:
        yield chunk.removeprefix("\ufeff")


def _chunks(stream: BinaryIO, encoding: str, *, whole_lines: bool) -> Iterator[str]:
    rest = b""
    while data := stream.read(_CHUNK_BYTES):
        data = rest + data
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1 or (0 if whole_lines else data.rfind(b",") + 1)
        rest = data[cut:]
        if len(rest) > _LONGEST_LINE_BYTES:
            raise TooLargeError("a line beyond the limit")
        yield _decoded(data[:cut], encoding)
    yield _decoded(rest, encoding)


def _wide_chunks(stream: BinaryIO, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    while data := stream.read(_CHUNK_BYTES):
        text = rest + decoder.decode(data)
        cut = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
        rest = text[cut:]
        if len(rest) > _LONGEST_LINE_BYTES:
            raise TooLargeError("a line beyond the limit")
        yield text[:cut]
    yield rest + decoder.decode(b"", final=True)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return "".join(_piece(piece, encoding) for piece in _PIECES.findall(data))


def _piece(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return decode(data)[0]


def records(lines: Iterator[str], dialect: Dialect, width: int) -> Iterator[list[str]]:
    """Give one row of cells a record, an empty one for an empty line.

    A quote left open joins lines into one record, up to the line that closes it. Where none closes it soon, or what
    comes of it has not `width` cells, or swallows lines that are rows by themselves, it is a stray one and stands for
    itself.
    """
    csv.field_size_limit(sys.maxsize)
    sure: list[str] = []
    queue = _Queue(lines)
    while (line := queue.next()) is not None:
        if _balanced(line, dialect):
            sure.append(line)
            if len(sure) >= _BATCH:
                yield from _rows(sure, dialect)
                sure = []
            continue
        yield from _rows(sure, dialect)
        sure = []
        yield _open_record(line, queue, dialect, width)
    yield from _rows(sure, dialect)


class _Queue:
    """Lines that can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: list[str] = []

    def next(self) -> str | None:
        return self._back.pop() if self._back else next(self._lines, None)

    def give_back(self, lines: list[str]) -> None:
        self._back.extend(reversed(lines))


def _balanced(line: str, dialect: Dialect) -> bool:
    quotes = line.count(dialect.quote)
    if dialect.escape and quotes:
        quotes -= line.count(dialect.escape + dialect.quote)
    return quotes % 2 == 0


def _rows(lines: list[str], dialect: Dialect) -> list[list[str]]:
    if not lines:
        return []
    try:
        rows = dialect.rows(lines)
    except csv.Error:
        rows = []
    return rows if len(rows) == len(lines) else [_row(line, dialect) for line in lines]


def _row(line: str, dialect: Dialect) -> list[str]:
    try:
        rows = dialect.rows([line])
    except csv.Error:
        rows = []
    return rows[0] if len(rows) == 1 else _unquoted(line, dialect)


def _open_record(line: str, queue: _Queue, dialect: Dialect, width: int) -> list[str]:
    taken: list[str] = []
    chars = 0
    while len(taken) < _MOST_LINES and chars < _MOST_CHARS:
        further = queue.next()
        if further is None:
            break
        taken.append(further)
        chars += len(further)
        if not _balanced(further, dialect):
            row = _joined([line, *taken], dialect)
            if row is not None and width in (0, len(row)) and not _are_rows(taken[:-1], dialect, width):
                return row
            break
    queue.give_back(taken)
    return _unquoted(line, dialect)


def _joined(lines: list[str], dialect: Dialect) -> list[str] | None:
    try:
        rows = dialect.rows(lines, strict=True)
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _are_rows(lines: list[str], dialect: Dialect, width: int) -> bool:
    """Tell whether lines between two quotes are rows of the table: one such line may be chance, all of several not."""
    return (
        width > 1
        and len(lines) >= _ROWS_NOT_BY_CHANCE
        and all(line.count(dialect.delimiter) == width - 1 for line in lines)
    )


def _unquoted(line: str, dialect: Dialect) -> list[str]:
    cells = line.rstrip("\r\n").split(dialect.delimiter)
    quote = dialect.quote
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == quote else cell for cell in cells]
