"""Access databases: every table with its key, memos wherever they stand, documents as members."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
from fakes.people import human
from fakes.table_files import LONG, MEMO, MOMENT, OBJECT, PAGE, TEXT, JetTable, jet, memo, memo_elsewhere, wide

from pii_scan.core.errors import CorruptContentError, EncryptedError, RatioError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Unread
from pii_scan.extract.access import read
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ANN = human("Ann", "Maes", "1985-07-30")
PEOPLE = JetTable(
    (("ID", LONG), ("Naam", TEXT), ("Geboren", MOMENT), ("Actief", 1), ("Nota", MEMO)),
    [
        (struct.pack("<i", 7), wide(ANN.name), struct.pack("<d", 31258.0), True, memo(wide("belt graag"))),
        (struct.pack("<i", 9), None, None, False, None),
    ],
    key=0,
)


def _read(data: bytes) -> list[Segment]:
    return list(read(Content("x.mdb", io.BytesIO(data), len(data)), Limits()))


def _rows(data: bytes) -> list[Rows]:
    return [segment for segment in _read(data) if isinstance(segment, Rows)]


def test_rows_have_table_and_key_and_values_as_people_see_them():
    (block,) = _rows(jet({"Klanten": PEOPLE}))

    assert (block.where, block.first_row, block.keys) == ({"table": "Klanten"}, 1, ("ID",))
    assert block.batch.to_pylist() == [
        {"ID": "7", "Naam": ANN.name, "Geboren": "1985-07-30", "Actief": "TRUE", "Nota": "belt graag"},
        {"ID": "9", "Naam": None, "Geboren": None, "Actief": "FALSE", "Nota": None},
    ]


def test_compressed_text_changes_between_single_and_double_bytes():
    mixed = b"\xff\xfeMaes \0" + "Ż".encode("utf-16-le") + b"\0ofia"
    (block,) = _rows(jet({"t": JetTable((("a", TEXT),), [(b"\xff\xfeL\xe9a",), (mixed,)])}))

    assert block.batch["a"].to_pylist() == ["Léa", "Maes Żofia"]


def test_long_values_are_followed_to_their_pages():
    one, two = wide("een stuk"), wide("twee stukken")
    pieces = [one, struct.pack("<I", 3 << 8 | 2) + two[:10], struct.pack("<I", 0) + two[10:]]
    rows = [(memo_elsewhere(len(one), 0, in_pieces=False),), (memo_elsewhere(len(two), 1, in_pieces=True),)]
    (block,) = _rows(jet({"t": JetTable((("a", MEMO),), rows)}, pieces=pieces))

    assert block.batch["a"].to_pylist() == ["een stuk", "twee stukken"]


def test_a_missing_piece_of_a_value_is_told():
    segments = _read(jet({"t": JetTable((("a", MEMO),), [(memo_elsewhere(40, 99, in_pieces=True),)])}))

    assert Unread(Reason.CORRUPT) in segments


def test_objects_and_attachments_are_members_without_their_wrapping():
    attached = struct.pack("<III", 20, 1, 4) + wide("pdf\0") + b"%PDF-1.4 attached" + b"." * 60
    table = JetTable(
        (("Foto", OBJECT), ("FileData", OBJECT)),
        [
            (
                memo(b"\x15\x1c/\0Paint\0" + b"%PDF-1.4 wrapped" + b"." * 60),
                memo(b"\1\0\0\0" + bytes(4) + zlib.compress(attached)),
            )
        ],
    )
    members = [segment for segment in _read(jet({"t": table})) if isinstance(segment, Member)]

    assert [(member.name, member.open().read()[:16]) for member in members] == [
        ("t/1/Foto", b"%PDF-1.4 wrapped"),
        ("t/1/FileData", b"%PDF-1.4 attache"),
    ]


def test_the_systems_own_tables_are_left_out_but_not_its_queries():
    simple = JetTable((("a", TEXT),), [(wide("x"),)])

    assert [b.where["table"] for b in _rows(jet({"MSysACEs": simple, "MSysQueries": simple, "f_1_Data": simple}))] == [
        "MSysQueries",
        "f_1_Data",
    ]


def test_pages_masked_with_the_key_in_the_file_are_read():
    assert _rows(jet({"Klanten": PEOPLE}, key=0x1234ABCD))[0].batch["Naam"][0].as_py() == ANN.name


def test_pages_behind_a_password_are_told_from_damage():
    data = jet({"Klanten": PEOPLE}, key=0x1234ABCD)
    with pytest.raises(EncryptedError):
        _read(data[:PAGE] + bytes(b ^ 0x5A for b in data[PAGE:]))
    with pytest.raises(CorruptContentError):
        _read(jet({})[: 2 * PAGE])


def test_the_kind_is_told_by_content():
    data = jet({"Klanten": PEOPLE})

    assert open_reading(Content("x", io.BytesIO(data), len(data)), Limits()).media_type == "application/vnd.ms-access"


def test_one_long_value_pointed_to_many_times_is_no_way_to_memory():
    pointer = memo_elsewhere(3000, 0, in_pieces=False)
    data = jet({"t": JetTable((("a", MEMO),), [(pointer,)] * 150)}, pieces=[b"x\0" * 1500])
    limits = replace(Limits(), ratio_free_bytes=1 << 10, expansion_ratio=5)

    with pytest.raises(RatioError):
        list(read(Content("x", io.BytesIO(data), len(data)), limits))
