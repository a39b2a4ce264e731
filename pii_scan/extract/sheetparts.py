"""Listeners of the parts of a workbook that hold texts beside the cells: comments, shapes, pivot caches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TOLD = frozenset(
    "v displayName userId name connection command author userName descr title tooltip caption comment uri "
    "sourceFile url".split()
)
_SAID_NOT = frozenset("col row colOff rowOff f formatCode ptCount from to pos ext off".split())
_DULL_NAMES = frozenset({"cNvPr", "tableStyleInfo", "sz", "latin", "ea", "cs"})


@dataclass(frozen=True, slots=True)
class Note:
    """A text at a cell; `reference` is empty where it is at none."""

    reference: str = field(repr=False)
    text: str = field(repr=False)


class Words:
    """Whatever the elements: a line for each that has text, and for each attribute that may hold some."""

    _INLINE = frozenset({"t", "r", "rPr"})

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open = False
        self._name = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        self._open = self._open and name in self._INLINE
        self._name = name
        for key, value in attributes.items():
            if key in _TOLD and value.strip() and not (key == "name" and name in _DULL_NAMES):
                self.lines.append(value)

    def end(self, name: str) -> None:
        """See `Listener`."""
        self._open = self._open and name in self._INLINE

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._open:
            self.lines[-1] += text
        elif text.strip() and self._name not in _SAID_NOT:
            self.lines.append(text)
            self._open = True


class Comments:
    """Comments of both kinds, each with its author."""

    def __init__(self, people: Mapping[str, str]) -> None:
        self.notes: list[Note] = []
        self._people = people
        self._authors: list[str] = []
        self._pieces: list[str] = []
        self._author = self._reference = ""
        self._in_text = self._in_author = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        if name in ("comment", "threadedComment"):
            self._pieces, self._reference = [], attributes.get("ref", "")
            number = attributes.get("authorId", "")
            by_number = self._authors[int(number)] if number.isdigit() and int(number) < len(self._authors) else ""
            self._author = self._people.get(attributes.get("personId", ""), by_number)
        self._in_text = name in ("t", "text")
        self._in_author = name == "author"
        if self._in_author:
            self._authors.append("")

    def end(self, name: str) -> None:
        """See `Listener`."""
        self._in_text = self._in_author = False
        if name in ("comment", "threadedComment"):
            author = f"Author: {self._author}\n" if self._author.strip() else ""
            self.notes.append(Note(self._reference, f"{author}{''.join(self._pieces)}\n"))

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._in_author:
            self._authors[-1] += text
        elif self._in_text:
            self._pieces.append(text)


class Drawing:
    """The shapes and pictures of a sheet, each at the cell that it hangs on."""

    _ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor"})

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._words = Words()
        self._at = {"col": 0, "row": 0}
        self._name = ""
        self._in_from = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        self._name = name
        self._in_from = self._in_from or name == "from"
        self._words.start(name, attributes)

    def end(self, name: str) -> None:
        """See `Listener`."""
        self._words.end(name)
        self._name = ""
        if name == "from":
            self._in_from = False
        elif name in self._ANCHORS:
            self.close()

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._in_from and self._name in self._at:
            self._at[self._name] = int(text) if text.isdigit() and len(text) < 8 else 0
        self._words.data(text)

    def close(self) -> None:
        """Take what was heard since the last anchor as a note."""
        if self._words.lines:
            reference = f"{column_letters(self._at['col'] + 1)}{self._at['row'] + 1}"
            self.notes.append(Note(reference, "\n".join(self._words.lines) + "\n"))
        self._words = Words()


def column_letters(number: int) -> str:
    """Write a column's number, from 1, in letters."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class PivotFields:
    """The definition of a pivot cache: its fields, and of each the values that its records point to."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.items: list[list[str | None]] = []
        self._shared = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        if name == "cacheField":
            self.names.append(attributes.get("name", ""))
            self.items.append([])
        elif name == "sharedItems":
            self._shared = True
        elif self._shared and self.items and name in PivotRows.VALUES:
            self.items[-1].append(attributes.get("v") or None)

    def end(self, name: str) -> None:
        """See `Listener`."""
        if name == "sharedItems":
            self._shared = False

    def data(self, text: str) -> None:
        """See `Listener`."""

    def columns(self) -> Iterator[list[str | None]]:
        """Give the values as rows, for a cache that keeps no records: what stands side by side is not of one row."""
        for n in range(max(map(len, self.items), default=0)):
            yield [items[n] if n < len(items) else None for items in self.items]


class PivotRows:
    """The records of a pivot cache; rows heard so far are in `rows`."""

    VALUES = frozenset("snbedm")

    def __init__(self, fields: PivotFields) -> None:
        self.rows: list[list[str | None]] = []
        self._fields = fields
        self._row: list[str | None] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        value = attributes.get("v") or None
        if name == "r":
            self._row = []
        elif name == "x" and len(self._row) < len(self._fields.items):
            items = self._fields.items[len(self._row)]
            at = int(value) if value and value.isdigit() else len(items)
            self._row.append(items[at] if at < len(items) else None)
        elif name in self.VALUES:
            self._row.append(value)

    def end(self, name: str) -> None:
        """See `Listener`."""
        if name == "r":
            self.rows.append(self._row)

    def data(self, text: str) -> None:
        """See `Listener`."""
