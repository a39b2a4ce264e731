"""Small files of tables in formats that no library at hand writes: Access, dBase, xls and xlsb parts."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from pii_scan.extract.jetpages import rc4

PAGE = 4096
LONG, MOMENT, TEXT, OBJECT, MEMO = 4, 8, 10, 11, 12
_FIXED = {1: 0, 4: 4, 5: 8, 7: 8, 8: 8}
_HEADER_KEY = struct.pack("<I", 0x6B39DAC7)


@dataclass(frozen=True)
class JetTable:
    """Columns (name and kind) and rows of bytes, as they stand in a record."""

    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[bytes | bool | None]]
    key: int | None = None


def jet(tables: dict[str, JetTable], *, key: int = 0, pieces: Sequence[bytes] = ()) -> bytes:
    """Make an Access database; `pieces` are long values in page 3, `key` masks every page but the first."""
    pages = [_jet_header(key), bytes(PAGE), b"", _data_page(b"LVAL", pieces)]
    catalog_rows = []
    for name, table in tables.items():
        number = len(pages)
        pages += [
            _definition(table),
            _data_page(struct.pack("<I", number), [_record(table, row) for row in table.rows]),
        ]
        catalog_rows.append((struct.pack("<i", number), wide(name), struct.pack("<i", 1)))
    catalog = JetTable((("Id", LONG), ("Name", TEXT), ("Type", LONG)), catalog_rows)
    pages[2] = _definition(catalog)
    pages.append(_data_page(struct.pack("<I", 2), [_record(catalog, row) for row in catalog_rows]))
    masked = [rc4(struct.pack("<I", key ^ n), page) if key and n else page for n, page in enumerate(pages)]
    return b"".join(masked)


def wide(text: str) -> bytes:
    """Write text as Access does since 2000."""
    return text.encode("utf-16-le")


def memo(text: bytes) -> bytes:
    """Write a long value that stands in its record."""
    return struct.pack("<III", 0x80000000 | len(text), 0, 0) + text


def memo_elsewhere(length: int, slot: int, *, in_pieces: bool) -> bytes:
    """Write a long value that stands in a slot of page 3."""
    return struct.pack("<III", length | (0 if in_pieces else 0x40000000), 3 << 8 | slot, 0)


def _jet_header(key: int) -> bytes:
    plain = bytearray(126)
    plain[0x24:0x26] = struct.pack("<H", 1252)
    plain[0x26:0x2A] = struct.pack("<I", key)
    start = b"\0\1\0\0Standard Jet DB\0" + b"\1\0\0\0"
    return (start + rc4(_HEADER_KEY, bytes(plain))).ljust(PAGE, b"\0")


def _definition(table: JetTable) -> bytes:
    has_key = table.key is not None
    varying = sum(kind not in _FIXED for _, kind in table.columns)
    head = bytearray(63)
    head[:2] = b"\2\1"
    struct.pack_into("<HHII", head, 43, varying, len(table.columns), has_key, has_key)
    body = bytes(12) * has_key
    fixed = among = 0
    for number, (_, kind) in enumerate(table.columns):
        is_fixed = kind in _FIXED
        entry = bytearray(25)
        entry[0] = kind
        struct.pack_into("<HH", entry, 5, number, among)
        entry[15] = is_fixed
        struct.pack_into("<H", entry, 21, fixed)
        fixed, among = fixed + _FIXED.get(kind, 0), among + (not is_fixed)
        body += bytes(entry)
    for name, _ in table.columns:
        body += struct.pack("<H", 2 * len(name)) + wide(name)
    if table.key is not None:
        columns = struct.pack("<HB", table.key, 1) + b"\xff\xff\0" * 9
        body += (bytes(4) + columns).ljust(52, b"\0") + bytes(23) + b"\1" + bytes(4)
    return (bytes(head) + body).ljust(PAGE, b"\0")


def _record(table: JetTable, row: Sequence[bytes | bool | None]) -> bytes:
    cells = list(zip(table.columns, row, strict=True))
    fixed = b"".join((cell or b"").ljust(_FIXED[kind], b"\0") for (_, kind), cell in cells if _FIXED.get(kind))
    record = struct.pack("<H", len(cells)) + fixed
    ends = []
    for (_, kind), cell in cells:
        if kind not in _FIXED:
            ends.append(len(record))
            record += cell or b""
    ends.append(len(record))
    mask = bytearray((len(cells) + 7) // 8)
    for number, cell in enumerate(row):
        mask[number // 8] |= (cell is not None and cell is not False) << number % 8
    table_of_ends = b"".join(struct.pack("<H", end) for end in reversed(ends))
    return record + table_of_ends + struct.pack("<H", len(ends) - 1) + bytes(mask)


def _data_page(owner: bytes, records: Sequence[bytes]) -> bytes:
    offsets, at, body = [], PAGE, b""
    for record in records:
        at -= len(record)
        offsets.append(at)
        body = record + body
    head = b"\1\1\0\0" + owner + bytes(4) + struct.pack(f"<H{len(offsets)}H", len(offsets), *offsets)
    return head + bytes(PAGE - len(head) - len(body)) + body


def dbf(
    fields: Sequence[tuple[str, str, int]],
    records: Sequence[tuple[bytes, Sequence[bytes]]],
    *,
    version: int = 3,
    language: int = 0,
    said: int | None = None,
) -> bytes:
    """Make a dBase table: name, kind and length of its fields; flag and cells of its records."""
    start, size = 32 + 32 * len(fields) + 1, 1 + sum(length for _, _, length in fields)
    head = struct.pack("<B3sIHH", version, b"\x7e\1\1", len(records) if said is None else said, start, size)
    head = head.ljust(29, b"\0") + bytes([language]) + bytes(2)
    for name, kind, length in fields:
        head += name.encode().ljust(11, b"\0") + kind.encode() + bytes(4) + bytes([length]) + bytes(15)
    body = b"".join(
        flag + b"".join(cell.ljust(length) for cell, (_, _, length) in zip(cells, fields, strict=True))
        for flag, cells in records
    )
    return head + b"\r" + body + b"\x1a"


def biff(*records: tuple[int, bytes]) -> bytes:
    """Make a stream of an xls workbook."""
    return b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)


def xlsb_record(kind: int, data: bytes) -> bytes:
    """Make a record of a binary part."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + data


def xlsb_text(text: str) -> bytes:
    """Write text behind its length."""
    return struct.pack("<I", len(text)) + wide(text)


def package(parts: dict[str, bytes]) -> bytes:
    """Make a zip file."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return kept.getvalue()
