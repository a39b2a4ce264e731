"""Sheets of an OpenDocument file: rows of cells, and what hangs at a cell or a sheet."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pii_scan.core.errors import TooLargeError
from pii_scan.core.place import Where
from pii_scan.extract.composition import Composition
from pii_scan.extract.odf import OdfText, collapsed
from pii_scan.extract.values import number_text

_SHEETS = ("spreadsheet", "body")
_CELLS = ("table-cell", "covered-table-cell")
_LAST_COLUMN = 16384
_MOST_HELD = 10_000
_NUMBERS = frozenset({"float", "currency", "percentage"})


class SheetRow(NamedTuple):
    """A row that stands `repeated` times, from `number` on."""

    sheet: int
    name: str
    number: int
    cells: list[str | None]
    repeated: int


class OdfSheets(OdfText):
    """Listens to a document of sheets; in any other it hears what `OdfText` does.

    Rows so far are in `rows`, unless cells are read by somebody else. What hangs at a cell is held until `tell`: only
    then is it known what the columns are called.
    """

    def __init__(self, composition: Composition, most_cells: int, *, with_cells: bool) -> None:
        super().__init__(composition)
        self.rows: deque[SheetRow] = deque()
        self.in_sheet = False
        self._with_cells = with_cells
        self._cells_left = most_cells
        self._sheets: list[str] = []
        self._held: list[tuple[dict[str, object], str]] = []
        self._depth = 0  # of tables
        self._row: list[str | None] = []
        self._number = 0
        self._column = 0
        self._repeated = 1
        self._cell: tuple[str | None, int] | None = None
        self._address: dict[str, object] | None = None
        self._plain: list[str] | None = None  # a paragraph of a cell that has been nothing but text so far

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        if self._plain is not None and name != "span":
            self._open_plain()
        if name == "table":
            self._depth += 1
        if self._begins(name, attributes):
            self._names.append(name)
        else:
            super().start(name, attributes)

    def _begins(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Begin a sheet, row, cell, paragraph of a cell, or former content of one; tell whether it was any of these."""
        ours = self.in_sheet and self._depth == 1
        if name == "table" and self._parent in _SHEETS and len(self._flows) == 1:
            self._depth, self.in_sheet = 1, True
            self._sheets.append(attributes.get("name", ""))
            self._number = 0
        elif ours and name == "table-row":
            self._repeated = _count(attributes, "number-rows-repeated")
            self._row, self._column = [], 0
        elif ours and name in _CELLS:
            self._cell = _value(attributes), _count(attributes, "number-columns-repeated")
            self._open_flow(self._flow.where, [])
        elif ours and name == "p" and self._parent in _CELLS and len(self._flows) == 2:
            self._plain = []
        elif name == "previous" and self._address is not None:
            self._open_flow({**self._address, "part": "table"})
        else:
            if name == "cell-address" and self._parent == "cell-content-change":
                self._address = _address(attributes)
            return False
        return True

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        if self._plain is not None:
            if name == "p":
                self._end_plain("".join(self._plain))
            self._names.pop()
            return
        ours = self.in_sheet and self._depth == 1
        if name == "table":
            self._depth -= 1
        if ours and name in _CELLS:
            self._end_cell()
        elif ours and name == "table-row":
            self._end_row()
        elif ours and name == "table":
            self.in_sheet = False
        elif name == "previous" and self._address is not None:
            self._close_flow()
            self._address = None
        else:
            super().end(name)
            return
        self._names.pop()

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        if self._plain is None:
            super().data(text)
        else:
            self._plain.append(collapsed(text))

    def tell(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Say what hangs at cells, with their columns by what heads them in each sheet, else by number."""
        for held, line in self._held:
            sheet, number = held.pop("at"), held["column"]
            named = {"sheet": self._sheets[sheet]} if isinstance(sheet, int) and sheet < len(self._sheets) else {}
            names = columns.get(named.get("sheet", ""), ())
            if isinstance(number, int):
                held["column"] = names[number - 1] if number <= len(names) else str(number)
            self._composition.add(line + "\n", {**named, **held})
        self._held.clear()

    @property
    def holds_much(self) -> bool:
        """Tell whether it is time for `tell`."""
        return len(self._held) > _MOST_HELD

    def _here(self) -> Where:
        if "part" in self._flow.where or not self.in_sheet:
            return self._flow.where
        if self._cell is None:
            return {"sheet": self._sheets[-1]}
        return {"at": len(self._sheets) - 1, "row": self._number + 1, "column": self._column + 1}

    def _say(self, lines: Sequence[str], *, in_table: bool = False) -> None:
        flow = self._flow
        if "at" in flow.where and not flow.cells and flow.kept is None:
            self._held.extend((dict(flow.where), line) for line in lines)
        else:
            super()._say(lines, in_table=in_table)

    def _open_plain(self) -> None:
        """Go on as with any paragraph: there is more in it than text."""
        text, self._plain = "".join(self._plain or ()), None
        self._open_paragraph()
        self._text(text)

    def _end_plain(self, text: str) -> None:
        self._plain = None
        if self._flow.kept is not None and not self._is_known:
            self._flow.kept.append(text)

    @property
    def _is_known(self) -> bool:
        """Tell whether a cell's value is known otherwise than by the text that it shows."""
        return self._cell is not None and (not self._with_cells or self._cell[0] is not None)

    def _close_paragraph(self) -> None:
        """Leave out what a cell shows where its value is known otherwise; what hangs at it is kept."""
        flow = self._flow
        before = len(flow.kept or ())
        super()._close_paragraph()
        if self._is_known and len(self._flows) == 2 and flow.kept is not None and not flow.cells:
            del flow.kept[before : before + 1]

    def _end_cell(self) -> None:
        value, repeated = self._cell or (None, 1)
        lines = self._flow.kept or []
        self._close_flow()
        if value is not None or not self._with_cells:
            self._held.extend((dict(self._here()), line) for line in lines)
            lines = [value or ""]
        text = "\n".join(lines)
        if text and self._with_cells and self._column < _LAST_COLUMN:
            self._row.extend([None] * (self._column - len(self._row)))
            self._row.extend([text] * min(repeated, _LAST_COLUMN - self._column))
        self._column = min(self._column + repeated, _LAST_COLUMN)
        self._cell = None

    def _end_row(self) -> None:
        if self._row:
            self._cells_left -= len(self._row) * self._repeated
            if self._cells_left < 0:
                raise TooLargeError("more cells than may be read")
            self.rows.append(SheetRow(len(self._sheets), self._sheets[-1], self._number + 1, self._row, self._repeated))
        self._number += self._repeated
        self._row = []


def _count(attributes: Mapping[str, str], name: str) -> int:
    said = attributes.get(name, "")
    return max(int(said), 1) if said.isdecimal() and len(said) < 9 else 1


def _address(attributes: Mapping[str, str]) -> dict[str, object]:
    column, row, sheet = (attributes.get(key, "") for key in ("column", "row", "table"))
    if not (column.isdecimal() and row.isdecimal() and sheet.isdecimal()):
        return {}
    return {"at": int(sheet), "row": int(row) + 1, "column": int(column) + 1}


def _value(attributes: Mapping[str, str]) -> str | None:
    """Give a cell's value as sheets of other kinds write it; None where the text that it shows is its value."""
    kind = attributes.get("value-type", "")
    if kind == "date":
        return attributes.get("date-value", "").removesuffix("T00:00:00").replace("T", " ") or None
    if kind == "boolean":
        return attributes.get("boolean-value", "").upper() or None
    if kind not in _NUMBERS:
        return attributes.get("string-value") or None
    try:
        return number_text(float(attributes.get("value", "")))
    except (ValueError, OverflowError):
        return None
