"""Symbolic link files, a text form of sheets (`.slk`): cells as rows, annotations as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from pii_scan.core.types import Content, Segment
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import detect
from pii_scan.extract.lines import text_lines
from pii_scan.extract.sheets import tables_of
from pii_scan.extract.sheetxml import EPOCH, NumberedRow, is_date_format
from pii_scan.extract.values import moment_text, number_text
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_FIELD = re.compile(r"(?<!;);(?!;)")
_LAST_ROW, _LAST_COLUMN = 1 << 20, 1 << 14


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the cells as rows, then the annotations."""
    cells = _Cells()
    encoding = detect(content.stream.read(_HEAD_BYTES))
    yield from tables_of(cells.rows(text_lines(content.stream, encoding)), {}, {})
    yield from cells.notes.rest()


class _Cells:
    """Reads records; a row or column that one does not name is that of the one before."""

    def __init__(self) -> None:
        self.notes = Composition()
        self._row = self._column = 1
        self._formats: list[bool] = []
        self._dates: set[tuple[int, int]] = set()
        self._date_columns: set[int] = set()

    def rows(self, lines: Iterator[str]) -> Iterator[NumberedRow]:
        """Give the rows that have cells."""
        number, row = 0, list[str | None]()
        for text in self._cells(lines):
            if self._row != number:
                if row:
                    yield number, row
                number, row = self._row, []
            row.extend([None] * (self._column - len(row)))
            row[self._column - 1] = text
        if row:
            yield number, row

    def _cells(self, lines: Iterator[str]) -> Iterator[str]:
        """Give the texts of the cells; where each stands is known until the next is asked for."""
        for line in lines:
            kind, *fields = _FIELD.split(line.rstrip("\r\n"))
            said = {field[:1]: field[1:].replace(";;", ";") for field in fields if field}
            if kind == "P" and "P" in said:
                self._formats.append(is_date_format(said["P"]))
            elif kind in ("C", "F"):
                self._move(said)
                if kind == "F":
                    self._format(said)
                elif text := self._text(said.get("K", "")):
                    yield text
            if kind == "C" and "A" in said:
                self.notes.add(f"{said['A']}\n\n", {"row": self._row, "column": str(self._column), "part": "comment"})

    def _move(self, said: dict[str, str]) -> None:
        row, column = said.get("Y", ""), said.get("X", "")
        self._row = min(int(row), _LAST_ROW) if row.isdigit() and 0 < len(row) < 9 else self._row
        self._column = min(int(column), _LAST_COLUMN) if column.isdigit() and 0 < len(column) < 9 else self._column
        self._row, self._column = max(1, self._row), max(1, self._column)

    def _format(self, said: dict[str, str]) -> None:
        which = said.get("P", "")
        if which.isdigit() and len(which) < 6 and int(which) < len(self._formats) and self._formats[int(which)]:
            if "C" in said and said["C"].isdigit():
                self._date_columns.add(int(said["C"][:6]))
            else:
                self._dates.add((self._row, self._column))

    def _text(self, value: str) -> str:
        if value.startswith('"'):
            return value.strip('"').replace("\x1b :", "\n")
        try:
            number = float(value)
            if (self._row, self._column) in self._dates or self._column in self._date_columns:
                return moment_text(EPOCH + timedelta(days=number))
            return number_text(number)
        except (ValueError, OverflowError):
            return value
