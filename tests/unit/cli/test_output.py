from __future__ import annotations

import csv
import io
import json

import pytest

from pii_scan.cli.output import cell, defused, json_line, safe, table, write, write_groups

STEERING = ["\x1b]0;x\x07", "\r\n", "\x9b31m", "\x7f", "\u202ecod.fdp", "\u2066x\u2069", "\u2028", "\x00"]
FORBIDDEN = {*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *"\u202e\u2066\u2069\u2028\u200e\u061c"} - {"\n"}


Out = pytest.CaptureFixture[bytes]


@pytest.fixture
def out(capfdbinary: Out) -> Out:
    return capfdbinary


@pytest.mark.parametrize("text", STEERING)
def test_nothing_that_steers_a_terminal_is_printed(text: str) -> None:
    assert not FORBIDDEN.intersection(safe(f"a{text}b").replace("\n", "N"))
    assert "\n" not in safe(f"a{text}b")


def test_a_byte_that_is_no_character_is_shown_as_the_byte() -> None:
    assert safe("caf\udce9.txt") == r"caf\xe9.txt"


def test_ordinary_names_stay_as_they_are() -> None:
    assert safe("Santé/été – größe.pdf") == "Santé/été – größe.pdf"


@pytest.mark.parametrize("text", [*STEERING, "caf\udce9.txt", "Santé", "a\\b"])
def test_json_loses_nothing_and_steers_nothing(text: str) -> None:
    line = json_line({"item": text})

    assert json.loads(line) == {"item": text}
    assert not FORBIDDEN.intersection(line.decode())


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
@pytest.mark.parametrize("text", [text for text in STEERING if text != "\r\n"])
def test_every_format_is_safe(out: Out, form: str, text: str) -> None:
    write([{"item": f"a{text}b", "where": {f"k{text}": text}}], ("item", "where"), form)

    assert not FORBIDDEN.intersection(out.readouterr().out.decode())


@pytest.mark.parametrize(("form", "expected"), [("json", []), ("jsonl", None)])
def test_no_rows_are_valid_output_too(out: Out, form: str, expected: object) -> None:
    write([], ("item",), form)

    text = out.readouterr().out
    assert (json.loads(text) if text else None) == expected


def test_json_is_one_list_whatever_the_number_of_rows(out: Out) -> None:
    write(({"n": n} for n in range(2500)), ("n",), "json")

    assert [row["n"] for row in json.loads(out.readouterr().out)] == list(range(2500))


def test_csv_cells_are_no_formulas(out: Out) -> None:
    write([{"text": "=cmd|'/c calc'!A1", "value": "+32470000107"}], ("text", "value"), "csv")

    rows = list(csv.reader(io.StringIO(out.readouterr().out.decode())))
    assert rows == [["text", "value"], ["'=cmd|'/c calc'!A1", "'+32470000107"]]


@pytest.mark.parametrize("first", list("=+-@\t\r\0"))
def test_what_a_spreadsheet_takes_for_a_formula_is_quoted(first: str) -> None:
    assert defused(f"{first}x").startswith("'")


def test_cells_spell_out_places_and_lists() -> None:
    assert cell({"sheet": "Blad 1", "row": 3, "key": {"id": "5"}}) == "sheet Blad 1, row 3, key id 5"
    assert cell(["a", "b"]) == "a, b"
    assert cell(None) == ""


def test_columns_of_a_table_line_up() -> None:
    lines = list(table([["a", "bbb"], ["cccc", "d"]]))

    assert lines == ["a     bbb", "cccc  d"]


def test_numbers_stand_to_the_right() -> None:
    lines = list(table([["NAME", "ITEMS", "SIZE"], ["a", "7", "1.5 KiB"], ["b", "1,200", "12 bytes"]]))

    assert lines == ["NAME  ITEMS      SIZE", "a         7   1.5 KiB", "b     1,200  12 bytes"]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_table_fits_the_terminal_and_keeps_both_ends_of_a_path(width: int) -> None:
    rows = [["ITEM", "WHERE", "ENTITY"], ["folder/" * 20 + "letter.docx", "row 12, column NISS " * 4, "PERSON"]]

    lines = list(table(rows, width=width))

    assert max(map(len, lines)) <= width
    assert lines[1].startswith("fold")
    assert lines[1].endswith("PERSON")


@pytest.mark.parametrize("first", [" =", "＝", "＋", "－", "＠"])
def test_formulas_behind_a_space_or_in_full_width_signs_are_quoted_too(first: str) -> None:
    assert defused(f"{first}1+1").startswith("'")


def test_rows_with_one_heading_stand_below_it(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"item": "a.txt", "line": 1}, {"item": "a.txt", "line": 12}, {"item": "b\x1b.txt", "line": 3}]

    write_groups(rows, ("line",), lambda row: str(row["item"]))

    assert capsys.readouterr().out.splitlines() == ["  LINE", "a.txt", "     1", "    12", r"b\x1b.txt", "     3"]


def test_no_rows_are_a_header_alone(capsys: pytest.CaptureFixture[str]) -> None:
    write_groups([], ("line",), lambda row: "")

    assert capsys.readouterr().out == "  LINE\n"
