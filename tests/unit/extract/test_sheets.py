"""Spreadsheets: every sheet and every text beside the cells."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Rows, Segment, Text, Unread
from pii_scan.extract.sheets import read
from pii_scan.settings.settings import Limits

MOMENT = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - sheets have no time zones


def _saved(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(read(Content("a.xlsx", io.BytesIO(data), len(data)), limits or Limits()))


def _cells(segments: list[Segment]) -> dict[tuple[str, int, str], str]:
    found = {}
    for block in segments:
        if isinstance(block, Rows):
            for name, column in zip(block.batch.schema.names, block.batch.columns, strict=True):
                for offset, cell in enumerate(column.to_pylist()):
                    if cell is not None:
                        found[block.where["sheet"], block.first_row + offset, name] = cell
    return found


def _basic(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "Klanten"
    sheet.append(["Lijst van maart"])
    sheet.append([])
    sheet.append(["Naam", "NISS", "Geboren", "Saldo", "Actief", "Op"])
    sheet.append(["Peeters", 85073003328, date(1985, 7, 30), 12.5, True, MOMENT])
    sheet.append(["Maes", "85.07.30-033.28", None, -3.0, False, None])


def test_rows_are_numbered_as_in_the_sheet_and_columns_named_by_header():
    cells = _cells(_read(_saved(_basic)))

    assert cells["Klanten", 1, "1"] == "Lijst van maart"
    assert cells["Klanten", 3, "2"] == "NISS"
    assert cells["Klanten", 4, "NISS"] == "85073003328"
    assert cells["Klanten", 5, "NISS"] == "85.07.30-033.28"


def test_values_are_written_as_people_see_them():
    cells = _cells(_read(_saved(_basic)))

    assert cells["Klanten", 4, "Geboren"] == "1985-07-30"
    assert cells["Klanten", 4, "Op"] == "2024-01-02 03:04:05"
    assert (cells["Klanten", 4, "Saldo"], cells["Klanten", 5, "Saldo"]) == ("12.5", "-3")
    assert (cells["Klanten", 4, "Actief"], cells["Klanten", 5, "Actief"]) == ("TRUE", "FALSE")


def test_the_stream_of_rows_reads_the_same_as_the_grid(monkeypatch):
    data = _saved(_basic)
    grid = _cells(_read(data))
    monkeypatch.setattr("pii_scan.extract.sheets._GRID_CELLS", 0)

    assert _cells(_read(data)) == grid


def test_empty_rows_and_columns_before_the_table_are_counted():
    def fill(book):
        book.active["C7"], book.active["D7"] = "Naam", "GSM"
        book.active["C8"], book.active["D8"] = "Maes", "0475123456"

    assert _cells(_read(_saved(fill)))["Sheet", 8, "GSM"] == "0475123456"


def test_hidden_sheets_are_read():
    def fill(book):
        for state in ("hidden", "veryHidden"):
            sheet = book.create_sheet(state)
            sheet["A1"] = f"in {state}"
            sheet.sheet_state = state

    assert {"in hidden", "in veryHidden"} <= set(_cells(_read(_saved(fill))).values())


def test_texts_beside_the_cells_are_read_with_their_part():
    def fill(book):
        sheet = book.active
        sheet["A1"] = "x"
        sheet["A1"].comment = Comment("belde Jan Peeters", "An Maes")
        sheet["A1"].hyperlink = "mailto:jan@example.be"
        sheet.oddHeader.center.text = "Dossier Claes"
        sheet.oddFooter.left.text = "Afdruk & kopie"
        book.properties.creator = "Els Wouters"

    parts = [
        (dict(where), s.text[start:]) for s in _read(_saved(fill)) if isinstance(s, Text) for start, where in s.places
    ]

    assert any(
        w == {"sheet": "Sheet", "row": 1, "column": "1", "part": "comment"} and "Jan Peeters" in t for w, t in parts
    )
    assert any(w == {"sheet": "Sheet", "part": "header"} and "Dossier Claes" in t for w, t in parts)
    assert any(w == {"sheet": "Sheet", "part": "footer"} and "Afdruk" in t for w, t in parts)
    assert any(w == {"part": "metadata"} and "Els Wouters" in t for w, t in parts)
    assert any(w == {"sheet": "Sheet", "row": 1, "column": "1"} and "mailto:jan@example.be" in t for w, t in parts)


def test_a_cell_in_the_farthest_corner_costs_no_grid():
    def fill(book):
        book.active["A1"], book.active["XFD1048576"] = "eerste", "laatste"

    cells = _cells(_read(_saved(fill)))

    assert cells["Sheet", 1048576, "16384"] == "laatste"
    assert "eerste" in cells.values()


def test_more_cells_than_allowed_are_told():
    def fill(book):
        for _ in range(30):
            book.active.append(["a", "b"])

    segments = _read(_saved(fill), replace(Limits(), cells=20))

    assert Unread(Reason.TOO_LARGE) in segments


def test_a_document_type_in_a_part_is_refused():
    data = _saved(_basic)
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w") as new:
        for info in old.infolist():
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                body = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
            new.writestr(info.filename, body)

    assert Unread(Reason.CORRUPT) in _read(kept.getvalue())


@pytest.mark.parametrize("data", [b"PK\x03\x04" + b"x" * 99, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"y" * 999])
def test_what_is_no_workbook_is_corrupt(data):
    with pytest.raises(CorruptContentError):
        _read(data)


def test_a_password_is_told_from_damage():
    record = b"\x09\x08\x10\0\0\x06\x05\0" + bytes(12) + b"\x2f\0\x06\0" + bytes(6)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + record

    with pytest.raises(Exception, match="password"):
        _read(data)
