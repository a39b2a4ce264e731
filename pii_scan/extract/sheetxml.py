"""An xlsx sheet read as a stream of rows, for sheets that are too large or too sparse to be laid out as a grid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from pii_scan.core.errors import ExtractError
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, Readable
from pii_scan.extract.sheettail import column_number
from pii_scan.extract.values import moment_text, number_text
from pii_scan.extract.xmlstream import XmlStream

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LAST_COLUMN = 16384
DATE_FORMATS = frozenset({*range(14, 23), *range(45, 48), *range(27, 37), *range(50, 59)})
_DATE_LETTERS = re.compile(r"[ymdhs]", re.IGNORECASE)
_NO_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|General', re.IGNORECASE)
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - sheets have no time zones
_TEXTS = frozenset({"t", "v"})

Heard = TypeVar("Heard")
NumberedRow = tuple[int, list[str | None]]
"""A row's number in its sheet, from 1, and its cells from column A."""


def is_date_format(code: str) -> bool:
    """Tell whether a number format shows a date or a time."""
    return _DATE_LETTERS.search(_NO_DATE.sub("", code)) is not None


def feed(source: Readable, stream: XmlStream, expansion: Expansion) -> Iterator[None]:
    """Feed a part to a listener, chunk by chunk, counted."""
    while chunk := source.read(CHUNK_BYTES):
        expansion.count(len(chunk))
        stream.feed(chunk)
        yield
    stream.close()


class SharedTexts:
    """The listener of `sharedStrings.xml`: texts by number."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._in_text = False
        self._phonetic = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        del attributes
        if name == "si":
            self._pieces = []
        self._phonetic = self._phonetic or name == "rPh"
        self._in_text = name == "t" and not self._phonetic

    def end(self, name: str) -> None:
        """See `Listener`."""
        if name == "si":
            self.texts.append("".join(self._pieces))
        if name == "rPh":
            self._phonetic = False
        self._in_text = False

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._in_text:
            self._pieces.append(text)


class DateStyles:
    """The listener of `styles.xml`: which cell styles show a date."""

    def __init__(self) -> None:
        self.styles: set[int] = set()
        self._formats: set[int] = set(DATE_FORMATS)
        self._in_cells = False
        self._count = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        number = int(attributes.get("numFmtId", "0")) if attributes.get("numFmtId", "0").isdigit() else 0
        if name == "numFmt" and is_date_format(attributes.get("formatCode", "")):
            self._formats.add(number)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            if number in self._formats:
                self.styles.add(self._count)
            self._count += 1

    def end(self, name: str) -> None:
        """See `Listener`."""
        if name == "cellXfs":
            self._in_cells = False

    def data(self, text: str) -> None:
        """See `Listener`."""


class SheetRows:
    """The listener of one sheet; rows heard so far are in `rows`."""

    def __init__(self, texts: list[str], dates: set[int]) -> None:
        self.rows: list[NumberedRow] = []
        self._texts = texts
        self._dates = dates
        self._number = 0
        self._row: list[str | None] = []
        self._column = 0
        self._kind = ""
        self._style = -1
        self._value: list[str] = []
        self._in_value = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        if name == "row":
            said = attributes.get("r", "")
            self._number = int(said) if said.isdigit() else self._number + 1
            self._row, self._column = [], 0
        elif name == "c":
            reference = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = min(column_number(reference[1]) if reference else self._column + 1, _LAST_COLUMN)
            self._kind, self._value = attributes.get("t", "n"), []
            style = attributes.get("s", "")
            self._style = int(style) if style.isdigit() else -1
        self._in_value = name in _TEXTS

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._in_value:
            self._value.append(text)

    def end(self, name: str) -> None:
        """See `Listener`."""
        self._in_value = False
        if name == "c":
            text = self._text("".join(self._value))
            if text:
                self._put(text)
        elif name == "row" and self._row:
            self.rows.append((self._number, self._row))
            self._row = []

    def _put(self, text: str) -> None:
        self._row.extend([None] * (self._column - len(self._row)))
        self._row[self._column - 1] = text

    def _text(self, value: str) -> str:
        if self._kind == "s":
            return self._texts[int(value)] if value.isdigit() and int(value) < len(self._texts) else ""
        if self._kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if self._kind != "n":
            return value
        return _number_text(value, is_date=self._style in self._dates)


def _number_text(value: str, *, is_date: bool) -> str:
    try:
        number = float(value)
        if is_date:
            return moment_text(EPOCH + timedelta(days=number))
    except (ValueError, OverflowError):
        return value
    return number_text(number)


class Rowwise(Protocol[Heard]):
    """A listener that keeps the rows heard so far."""

    rows: list[Heard]


def rows_of(stretches: Iterator[None], listener: Rowwise[Heard]) -> Iterator[Heard]:
    """Give the rows that a listener hears while a part is fed to it; those before damage come first."""
    try:
        for _ in stretches:
            heard, listener.rows = listener.rows, []
            yield from heard
    except ExtractError:
        yield from listener.rows
        raise
    yield from listener.rows
