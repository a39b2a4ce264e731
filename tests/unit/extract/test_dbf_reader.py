"""dBase and FoxPro: records, deleted ones too, and memos in the file beside them."""

from __future__ import annotations

import io
import struct

import pytest
from fakes.people import human
from fakes.table_files import dbf

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract import dbf as reader
from pii_scan.extract import dbfmemo
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ANN, TOM = human("Ann", "Maes", "1985-07-30"), human("Tom", "Claes", "1990-01-02")
FIELDS = (("NAAM", "C", 20), ("NISS", "N", 11), ("GEBOREN", "D", 8), ("LID", "L", 1), ("NOTA", "M", 10))
RECORDS = (
    (b" ", (ANN.name.encode(), b"00012345678", b"19850730", b"T", b"         1")),
    (b"*", (TOM.name.encode(), TOM.number.encode(), b"", b"?", b"")),
)


def _read(data: bytes, name: str = "x.dbf") -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).segments)


def test_deleted_records_are_read_like_all_others_and_zeros_stay():
    (block,) = _read(dbf(FIELDS, RECORDS))

    assert isinstance(block, Rows)
    assert block.first_row == 1
    assert block.batch.to_pylist() == [
        {"NAAM": ANN.name, "NISS": "00012345678", "GEBOREN": "1985-07-30", "LID": "TRUE", "NOTA": None},
        {"NAAM": TOM.name, "NISS": TOM.number, "GEBOREN": None, "LID": None, "NOTA": None},
    ]


@pytest.mark.parametrize(("language", "codec"), [(0x02, "cp850"), (0x03, "cp1252"), (0, "cp1252"), (0, "utf-8")])
def test_the_code_page_is_that_of_the_header_or_else_looked_for(language, codec):
    rows = [(b" ", ("Hélène Lefèvre, née à Liège".encode(codec),))] * 9
    (block,) = _read(dbf((("NOM", "C", 40),), rows, language=language))

    assert block.batch["NOM"][0].as_py() == "Hélène Lefèvre, née à Liège"


def test_the_binary_fields_of_foxpro_are_written_out():
    fields = (("A", "I", 4), ("B", "B", 8), ("C", "Y", 8), ("D", "T", 8), ("E", "V", 6))
    cells = (
        struct.pack("<i", -7),
        struct.pack("<d", 2.5),
        struct.pack("<q", 123400),
        struct.pack("<ii", 2446277, 3_600_000),
        b"Bob\0\0\3",
    )
    (block,) = _read(dbf(fields, [(b" ", cells)], version=0x30))

    assert block.batch.to_pylist() == [{"A": "-7", "B": "2.5", "C": "12.34", "D": "1985-07-30 01:00:00", "E": "Bob"}]


def test_records_that_are_missing_are_told_and_more_than_announced_are_read():
    assert _read(dbf(FIELDS, RECORDS, said=5))[-1] == Unread(Reason.TRUNCATED)
    assert _read(dbf(FIELDS, RECORDS, said=1))[0].batch.num_rows == 2
    with pytest.raises(CorruptContentError):
        _read(dbf(FIELDS, (), said=5))


def test_text_is_no_table():
    data = b"\x03 is een getal" * 40
    with pytest.raises(CorruptContentError):
        list(reader.read(Content("x.dbf", io.BytesIO(data), len(data)), Limits()))


def _foxpro(*memos: bytes) -> bytes:
    data = struct.pack(">IHH", 9, 0, 64).ljust(512, b"\0")
    for memo in memos:
        block = struct.pack(">II", 1, len(memo)) + memo
        data += block.ljust(-(-len(block) // 64) * 64, b"\0")
    return data


def _dbase4(*memos: bytes) -> bytes:
    data = bytes(20) + struct.pack("<H", 512) + bytes(490)
    for memo in memos:
        block = b"\xff\xff\x08\0" + struct.pack("<I", len(memo) + 8) + memo
        data += block.ljust(-(-len(block) // 512) * 512, b"\0")
    return data


def _dbase3(*memos: bytes) -> bytes:
    return bytes(512) + b"".join((memo + b"\x1a\x1a").ljust(-(-(len(memo) + 2) // 512) * 512, b"\0") for memo in memos)


@pytest.mark.parametrize(
    ("name", "make", "second"), [("x.fpt", _foxpro, 10), ("x.dbt", _dbase4, 3), ("x.dbt", _dbase3, 3)]
)
def test_memos_are_texts_placed_by_the_number_that_the_table_knows(name, make, second):
    data = make((f"{ANN.name}: " + "belt graag " * 50)[:90].encode() + b"." * 430, f"van {TOM.name}".encode())
    (text,) = _read(data, name)

    assert isinstance(text, Text)
    first = 8 if make is _foxpro else 1
    assert place_at(text.places, text.text.index(ANN.name)) == {"part": "notes", "row": first}
    at = place_at(text.places, text.text.index(TOM.name))["row"]
    assert at == (first + 9 if make is _foxpro else second)


def test_a_document_in_a_memo_is_a_member():
    data = _foxpro(b"%PDF-1.4 " + b"." * 100)
    (member,) = list(dbfmemo.read(Content("x.fpt", io.BytesIO(data), len(data)), Limits()))

    assert isinstance(member, Member)
    assert member.open().read().startswith(b"%PDF")
