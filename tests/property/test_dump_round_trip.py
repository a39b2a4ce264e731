"""Whatever stands in a table comes back from its dump, whoever wrote it."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.core.types import Content, Rows
from pii_scan.extract.dumps import read
from pii_scan.settings.settings import Limits

_CHARACTERS = st.one_of(
    st.sampled_from("\\'\"`;,()\n\r\t\0 %_-.xNULL0éß€\u2028\x0b\x85"), st.characters(exclude_categories=["Cs"])
)
_CELLS = st.one_of(
    st.none(), st.text(_CHARACTERS, max_size=12), st.sampled_from(["NULL", "\\N", "\\.", "--", "$$", "1", "-5", "0x41"])
)
_ROWS = st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=12)


def _copy_field(cell: str | None) -> str:
    if cell is None:
        return "\\N"
    for plain, escaped in (
        ("\\", "\\\\"),
        ("\t", "\\t"),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\b", "\\b"),
        ("\f", "\\f"),
        ("\v", "\\v"),
    ):
        cell = cell.replace(plain, escaped)
    return cell


def _mysql(cell: str | None) -> str:
    if cell is None:
        return "NULL"
    for plain, escaped in (
        ("\\", "\\\\"),
        ("'", "\\'"),
        ('"', '\\"'),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\0", "\\0"),
        ("\x1a", "\\Z"),
    ):
        cell = cell.replace(plain, escaped)
    return f"'{cell}'"


def _standard(cell: str | None) -> str:
    return "NULL" if cell is None else "'" + cell.replace("'", "''") + "'"


def _read(dump: str) -> list[tuple[str | None, ...]]:
    raw = dump.encode()
    rows: list[tuple[str | None, ...]] = []
    for block in read(Content("x.sql", io.BytesIO(raw), len(raw)), Limits()):
        if isinstance(block, Rows):
            assert block.first_row == len(rows) + 1
            rows.extend(zip(*(column.to_pylist() for column in block.batch.columns), strict=True))
    return rows


def _expected(rows: list[tuple[str | None, ...]]) -> list[tuple[str | None, ...]]:
    return [tuple(cell or None for cell in row) for row in rows]


@given(_ROWS)
@settings(deadline=None, max_examples=150)
def test_copy(rows):
    lines = "".join("\t".join(map(_copy_field, row)) + "\n" for row in rows)

    assert _read(f"SET client_encoding = 'UTF8';\nCOPY t (a, b, c) FROM stdin;\n{lines}\\.\n") == _expected(rows)


@given(_ROWS, st.booleans())
@settings(deadline=None, max_examples=150)
def test_tuples_of_mysql(rows, one_a_row):
    tuples = [f"({','.join(map(_mysql, row))})" for row in rows]
    body = (
        "".join(f"INSERT INTO `t` VALUES {t};\n" for t in tuples)
        if one_a_row
        else f"INSERT INTO `t` VALUES {','.join(tuples)};\n"
    )

    assert _read(f"-- MySQL dump 10\n/*!40101 SET NAMES utf8mb4 */;\n{body}") == _expected(rows)


@given(_ROWS)
@settings(deadline=None, max_examples=150)
def test_tuples_of_the_standard(rows):
    body = "".join(f"INSERT INTO t (a, b, c) VALUES ({', '.join(map(_standard, row))});\n" for row in rows)

    assert _read(f"SET client_encoding = 'UTF8';\n{body}") == _expected(rows)


@given(_ROWS, st.sampled_from([",", ", "]), st.sampled_from(["", "N"]))
@settings(deadline=None, max_examples=200)
def test_tuples_with_blanks_between_values_and_marks_before_strings(rows, comma, mark):
    values = [comma.join("NULL" if cell is None else mark + _standard(cell) for cell in row) for row in rows]
    body = ",\n".join(f"({row})" for row in values)

    assert _read(f"INSERT INTO t (a, b, c) VALUES {body};\n") == _expected(rows)
