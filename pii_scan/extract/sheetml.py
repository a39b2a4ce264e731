"""Workbooks as Excel 2003 wrote them in XML: cells as rows, with comments, links, names, headers and properties."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pii_scan.core.errors import ExtractError, TooLargeError
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract.blocks import Table
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion
from pii_scan.extract.sheetmargins import place_of
from pii_scan.extract.sheets import tables_of
from pii_scan.extract.sheettail import margin_text
from pii_scan.extract.sheetxml import NumberedRow, feed, rows_of
from pii_scan.extract.values import number_text
from pii_scan.extract.xmlstream import XmlStream
from pii_scan.settings.settings import Limits

_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?")
_PROPERTIES = frozenset({"DocumentProperties", "CustomDocumentProperties"})
_DULL = frozenset({"Created", "LastSaved", "LastPrinted", "Version", "TotalTime"})
_LAST_COLUMN = 16384


@dataclass(slots=True)
class _Heard:
    """A row of a sheet."""

    sheet: str = field(repr=False)
    number: int
    cells: list[str | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Note:
    """A text beside the cells."""

    sheet: str = field(repr=False)
    cell: tuple[int, int] | None
    part: str
    text: str = field(repr=False)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the sheets in order, then what stands beside the cells.

    Raises:
        CorruptContentError: it is not well-formed, or has a DTD.
        TooDeepError: elements are nested beyond the depth.
        TooLargeError: there are more cells than may be read.
    """
    listener, heads = _Sheets(), dict[str, Table]()
    try:
        for sheet, rows in groupby(_rows(content, listener, limits), key=lambda row: row.sheet):
            yield from tables_of(_numbered(rows, limits), {"sheet": sheet}, heads)
    except ExtractError:
        yield from listener.beside(heads)
        raise
    yield from listener.beside(heads)


def _rows(content: Content, listener: _Sheets, limits: Limits) -> Iterator[_Heard]:
    expansion = Expansion(limits, content.size_bytes)
    return rows_of(feed(content.stream, XmlStream(listener, limits.xml_depth), expansion), listener)


def _numbered(rows: Iterator[_Heard], limits: Limits) -> Iterator[NumberedRow]:
    left = limits.cells
    for row in rows:
        left -= sum(cell is not None for cell in row.cells)
        if left < 0:
            raise TooLargeError("more cells than may be read")
        yield row.number, row.cells


class _Sheets:
    """The listener of a workbook."""

    def __init__(self) -> None:
        self.rows: list[_Heard] = []
        self._notes: list[_Note] = []
        self._sheet = ""
        self._number = self._column = self._after = 0
        self._cells: list[str | None] = []
        self._pieces: list[str] = []
        self._author: str | None = None
        self._within = ""
        self._is_number = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        if name == "Worksheet":
            self._sheet, self._number = attributes.get("Name", ""), 0
            self._say(self._sheet)
        elif name == "Row":
            self._number = _index(attributes, self._number + 1)
            self._cells, self._column, self._after = [], 0, 1
        elif name == "Cell":
            self._column = min(_index(attributes, self._after), _LAST_COLUMN)
            across = attributes.get("MergeAcross", "")
            self._after = self._column + 1 + (int(across) if across.isdigit() and len(across) < 6 else 0)
            self._say(attributes.get("HRef", ""), at_cell=True)
        else:
            self._start_beside(name, attributes)
        if name == "Data" or self._within:
            self._pieces = []
            self._is_number = attributes.get("Type") == "Number"

    def _start_beside(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Comment":
            self._author = attributes.get("Author", "")
        elif name == "NamedRange":
            self._say(f"{attributes.get('Name', '')} {attributes.get('RefersTo', '')}", "metadata")
        elif name in ("Header", "Footer"):
            text = margin_text(attributes.get("Data", ""))
            self._say(text, name.lower())
        elif name in _PROPERTIES:
            self._within = name

    def end(self, name: str) -> None:
        """See `Listener`."""
        if name == "Data":
            self._data("".join(self._pieces))
        elif name == "Comment":
            self._author = None
        elif name == "Row" and self._cells:
            self.rows.append(_Heard(self._sheet, self._number, self._cells))
        elif name == self._within:
            self._within = ""
        elif self._within and name not in _DULL and "".join(self._pieces).strip():
            self._say(f"{name}: {''.join(self._pieces)}", "metadata")
        if name != "Data":
            self._pieces = [] if self._within else self._pieces

    def data(self, text: str) -> None:
        """See `Listener`."""
        self._pieces.append(text)

    def _data(self, text: str) -> None:
        if self._author is not None:
            author = f"Author: {self._author}\n" if self._author.strip() else ""
            self._say(author + text, "comment", at_cell=True)
        elif text and self._column:
            self._cells.extend([None] * (self._column - len(self._cells)))
            self._cells[self._column - 1] = _number(text) if self._is_number else _MIDNIGHT.sub("", text)

    def _say(self, text: str, part: str = "", *, at_cell: bool = False) -> None:
        if text.strip():
            cell = (self._number, self._column) if at_cell else None
            self._notes.append(_Note("" if part == "metadata" else self._sheet, cell, part, text))

    def beside(self, heads: Mapping[str, Table]) -> Iterator[Text]:
        """Give what stands beside the cells."""
        composition = Composition()
        for note in self._notes:
            where = place_of(note.sheet, heads.get(note.sheet), note.cell, note.part)
            composition.add(f"{note.text}\n\n", where)
            yield from composition.drain()
        yield from composition.rest()


def _index(attributes: Mapping[str, str], following: int) -> int:
    said = attributes.get("Index", "")
    return int(said) if said.isdigit() and 0 < len(said) < 8 else following


def _number(text: str) -> str:
    try:
        return number_text(float(text)) if "." in text else text
    except (ValueError, OverflowError):
        return text
