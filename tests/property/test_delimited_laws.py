"""Whatever the csv module writes comes back, cell by cell and row by row."""

from __future__ import annotations

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.core.types import Content, Rows
from pii_scan.extract.delimited import read
from pii_scan.settings.settings import Limits

_CELL = st.text(st.sampled_from("ab 12é€\"',;.\n-@"), max_size=8)
_ROWS = st.lists(st.tuples(_CELL, _CELL, _CELL), min_size=1, max_size=30)


def _cells(data: bytes) -> dict[int, list[str]]:
    rows: dict[int, list[str]] = {}
    for block in read(Content("a.csv", io.BytesIO(data), len(data)), Limits()):
        assert isinstance(block, Rows)
        for offset in range(block.batch.num_rows):
            assert block.first_row + offset not in rows
            rows[block.first_row + offset] = [column[offset].as_py() or "" for column in block.batch.columns]
    return rows


@given(_ROWS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(deadline=None, max_examples=60)
def test_every_cell_stands_in_its_row(rows, codec):
    head = [("naam", "nummer", "datum"), *((f"An {n}", f"047512345{n}", "1985-07-30") for n in range(9))]
    kept = io.StringIO()
    csv.writer(kept, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([*head, *rows])
    cells = _cells(kept.getvalue().encode(codec))

    assert [cells[number] for number in range(2, 11 + len(rows))] == [list(row) for row in [*head[1:], *rows]]


@given(st.binary(max_size=400))
@settings(deadline=None, max_examples=150)
def test_no_bytes_fail_and_numbers_never_come_twice(data):
    _cells(data)
