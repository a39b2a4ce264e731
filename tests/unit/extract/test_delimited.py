"""Delimited files: every cell once, in its own row, under its own header."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest

from pii_scan.core.types import Content, Rows
from pii_scan.extract.delimited import read
from pii_scan.settings.settings import Limits


def _blocks(data: bytes | str, name: str = "a.csv") -> list[Rows]:
    raw = data.encode() if isinstance(data, str) else data
    return [s for s in read(Content(name, io.BytesIO(raw), len(raw)), Limits()) if isinstance(s, Rows)]


def _cells(blocks: list[Rows]) -> dict[int, dict[str, str]]:
    rows: dict[int, dict[str, str]] = {}
    for block in blocks:
        for offset in range(block.batch.num_rows):
            cells = {n: c[offset].as_py() for n, c in zip(block.batch.schema.names, block.batch.columns, strict=True)}
            rows[block.first_row + offset] = {name: cell for name, cell in cells.items() if cell is not None}
    return rows


BASIC = "naam;voornaam;gsm\nPeeters;Jan;0475123456\nMaes;An;0475123457\nClaes;Bo;0475123458\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found(codec, delimiter):
    rows = _cells(_blocks(BASIC.replace("Bo", "Zoë").replace(";", delimiter).encode(codec)))

    assert rows[1] == {"1": "naam", "2": "voornaam", "3": "gsm"}
    assert rows[4] == {"naam": "Claes", "voornaam": "Zoë", "gsm": "0475123458"}


def test_the_header_row_is_told():
    assert [block.header_row for block in _blocks(BASIC)] == [None, 1]


def test_titles_above_the_header_are_counted_and_kept():
    rows = _cells(_blocks("Export du 3 mars pour Jan Peeters\n\n" + BASIC))

    assert rows[1] == {"1": "Export du 3 mars pour Jan Peeters"}
    assert rows[3]["2"] == "voornaam"
    assert rows[4] == {"naam": "Peeters", "voornaam": "Jan", "gsm": "0475123456"}


def test_without_header_columns_go_by_number():
    rows = _cells(_blocks("Peeters;Jan;0475123456\nMaes;An;0475123457\n"))

    assert rows[1] == {"1": "Peeters", "2": "Jan", "3": "0475123456"}
    assert rows[2]["2"] == "An"


def test_a_column_without_header_goes_by_its_number():
    assert _cells(_blocks("naam;;gsm\nMaes;An;0475123457\nClaes;Bo;0475123458\n"))[2]["2"] == "An"


def test_empty_lines_count_as_rows():
    rows = _cells(_blocks("a;b\n1x;2x\n\n3x;4x\n\n"))

    assert rows[2] == {"a": "1x", "b": "2x"}
    assert rows[3] == {}
    assert rows[4] == {"a": "3x", "b": "4x"}


def test_a_cell_of_several_lines_is_one_cell_of_one_row():
    rows = _cells(_blocks('a;b\n1;"x\ny; ""z"""\n2;w\n'))

    assert rows[2] == {"a": "1", "b": 'x\ny; "z"'}
    assert rows[3] == {"a": "2", "b": "w"}


def test_rows_of_another_width_keep_their_cells_and_numbers():
    body = "".join(f"{n};x\n" for n in range(3, 103))
    rows = _cells(_blocks(f"a;b\n1;x\n2;x;extra\nshort\n{body}"))

    assert rows[3] == {"a": "2", "b": "x", "3": "extra"}
    assert rows[4] == {"a": "short"}
    assert rows[5] == {"a": "3", "b": "x"}
    assert rows[104] == {"a": "102", "b": "x"}


def test_a_stray_quote_swallows_no_row():
    rows = _cells(_blocks('a,b,c\n1,"jan,x\n' + "".join(f"{n},naam{n},y\n" for n in range(2, 3000))))

    assert len(rows) == 3000
    assert rows[2] == {"a": "1", "b": '"jan', "c": "x"}
    assert rows[2999] == {"a": "2998", "b": "naam2998", "c": "y"}


def test_two_stray_quotes_swallow_no_row_between_them():
    rows = _cells(_blocks('a;b\n1;"x\n' + "2;y\n" * 5 + '3;z"\n' + "4;w\n" * 10))

    assert rows[3] == {"a": "2", "b": "y"}
    assert len(rows) == 18


def test_very_long_cells_and_nul_bytes_are_read():
    rows = _cells(_blocks("a;b\n" + "x" * 200_000 + ";1\nn\0l;2\n3;3\n"))

    assert len(rows[2]["a"]) == 200_000
    assert rows[3] == {"a": "n\0l", "b": "2"}


def test_lines_in_two_encodings_are_both_read():
    data = b"a;b\n" + "é;1\n".encode() * 20_000 + "è;2\n".encode("cp1252") + b"z;3\n"
    rows = _cells(_blocks(data))

    assert rows[2] == {"a": "é", "b": "1"}
    assert rows[20_002] == {"a": "è", "b": "2"}
    assert rows[20_003] == {"a": "z", "b": "3"}


def test_an_escaped_quote_is_a_quote():
    assert _cells(_blocks('a,b\n"x \\"y\\", z","1"\n"w","2"\n'))[2] == {"a": 'x "y", z', "b": "1"}


def test_one_column_is_a_table():
    assert _cells(_blocks("e-mail\njan.peeters@example.be\nan.maes@example.be\n"))[3] == {
        "e-mail": "an.maes@example.be"
    }


def test_blocks_are_bounded_and_follow_on():
    blocks = _blocks("a;b\n" + "waarde;9\n" * 25_000)

    assert max(block.batch.num_rows for block in blocks) <= 10_000
    assert sum(block.batch.num_rows for block in blocks) == 25_001
    assert all(a.first_row + a.batch.num_rows == b.first_row for a, b in pairwise(blocks))


@pytest.mark.parametrize(
    "data", ["", "\n", "\n\n\n", ";", '"', '"""', "a", "a\r", "\ufeff", "a;b", "sep=;\na;b\n1;2\n"]
)
def test_the_smallest_files_are_read_without_error(data):
    joined = "".join(cell for row in _cells(_blocks(data)).values() for cell in row.values())

    assert all(letter in joined for letter in data if letter.isalnum())
