"""Access databases: the rows of every table, hidden ones too, and the documents in their cells."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract.blocks import Row, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.jetpages import LONGEST_VALUE, Pages
from pii_scan.extract.jettable import JetTable, Value
from pii_scan.extract.limits import Expansion
from pii_scan.extract.values import written
from pii_scan.settings.settings import Limits

_CATALOG = 2
_TABLE = 1
_OLE_OBJECT = b"\x15\x1c"
_DOCUMENTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"%PDF-", b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"{\\rtf", b"GIF8", b"BM")
_WRAPPING_BYTES = 4096
_ATTACHED = "FileData"


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the tables in the order of the catalog; damage costs the record or the table that it is in.

    Raises:
        EncryptedError: the pages are encrypted with a password.
        CorruptContentError: there is no catalog of tables.
        TooLargeError, RatioError: records point to one long value more often than they may.
    """
    expansion = Expansion(limits, content.size_bytes)
    pages = Pages(content.stream)
    reasons: list[Reason] = []
    for name, number in _catalog(pages):
        try:
            table = JetTable(pages, number)
        except ExtractError as error:
            reasons.append(error.reason)
            continue
        yield from _segments(table, name, reasons, expansion)
    yield from (Unread(reason) for reason in dict.fromkeys(reasons))


def _catalog(pages: Pages) -> list[tuple[str, int]]:
    """Give names and pages of the tables that hold data: not the system's own, but queries, which quote values."""
    catalog = JetTable(pages, _CATALOG)
    at = {column.name: n for n, column in enumerate(catalog.columns)}
    if not {"Id", "Name", "Type"} <= at.keys():
        raise CorruptContentError("no catalog of tables")
    found = []
    for row in catalog.rows():
        name, number, kind = row[at["Name"]], row[at["Id"]], row[at["Type"]]
        is_data = kind == _TABLE and isinstance(name, str) and (name == "MSysQueries" or not name.startswith("MSys"))
        if is_data and type(number) is int:
            found.append((str(name), number & 0xFFFFFF))
    return found


def _segments(table: JetTable, name: str, reasons: list[Reason], expansion: Expansion) -> Iterator[Segment]:
    binary = BinaryCells(name)
    names = tuple(column.name for column in table.columns)

    def rows() -> Iterator[Row]:
        for number, row in enumerate(table.rows(), 1):
            expansion.count(sum(len(value) for value in row if isinstance(value, (str, bytes))))
            yield [_cell(value, binary, number, column) for value, column in zip(row, names, strict=True)]

    for block in Table(names, {"table": name}, table.keys).blocks(rows(), 1):
        yield block
        yield from binary.taken()
    reasons.extend(table.damage)
    if binary.unread:
        reasons.append(Reason.UNSUPPORTED)


def _cell(value: Value, binary: BinaryCells, row: int, column: str) -> str | None:
    if not isinstance(value, bytes):
        return written(value)
    inner = _attached(value) if column == _ATTACHED else _without_wrapping(value)
    return binary.text(inner, row, column)


def _without_wrapping(value: bytes) -> bytes:
    """Give the document inside an OLE object, which says before it which program made it."""
    if not value.startswith(_OLE_OBJECT):
        return value
    starts = [at for mark in _DOCUMENTS if (at := value.find(mark, 0, _WRAPPING_BYTES)) > 0]
    return value[min(starts) :] if starts else value


def _attached(value: bytes) -> bytes:
    """Give an attachment's bytes: behind its kind and, in it, the length of a head that holds its suffix."""
    inner = value[8:]
    if value[:4] == b"\1\0\0\0":
        try:
            inner = zlib.decompressobj().decompress(inner, LONGEST_VALUE)
        except zlib.error:
            return value
    head = int.from_bytes(inner[:4], "little")
    return inner[head:] if 8 <= head < min(len(inner), 1024) else inner
