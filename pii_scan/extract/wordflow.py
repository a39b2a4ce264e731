"""Characters of a binary Word document put together to paragraphs, rows of tables, and fields with what they hide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pii_scan.core.place import Where
from pii_scan.core.types import Text
from pii_scan.extract.composition import STRETCH_CHARS, Composition
from pii_scan.extract.paragraph import Paragraph, State
from pii_scan.extract.wordpieces import CELL, IN_CELL, ROW

_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_MARKS = frozenset(f"\r\f{CELL}{ROW}{IN_CELL}{_FIELD}{_RESULT}{_FIELD_END}")
_ANY_MARK = re.compile(f"([{''.join(_MARKS)}])")
_CHARACTERS = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-", "\xa0": "\xa0", **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08\x1f")}
)


class Flow:
    """One part of a document in the making; what is finished goes to the composition."""

    def __init__(self, composition: Composition, where: Where) -> None:
        self._composition = composition
        self._where = where
        self._paragraph = Paragraph()
        self._cell: list[str] = []
        self._row: list[str] = []
        self._codes: list[list[str] | None] = []  # for each open field its code, None once its result began

    def take(self, text: str, state: State) -> Iterator[Text]:
        """Take the next characters, and yield what came together."""
        for piece in _ANY_MARK.split(text):
            if piece in _MARKS:
                self._mark(piece)
            else:
                self._add(piece.translate(_CHARACTERS), state)
            if self._composition.is_full and not self._row and not self._cell:
                yield from self._composition.drain()

    def close(self) -> None:
        """Say what is left."""
        self._end_paragraph()
        self._end_row()

    def _add(self, text: str, state: State) -> None:
        if not text:
            return
        code = self._codes[-1] if self._codes else None
        if code is not None:
            code.append(text)
            return
        self._paragraph.add(text, state)
        if self._paragraph.length > STRETCH_CHARS:
            self._end_paragraph()

    def _mark(self, mark: str) -> None:
        if mark == _FIELD:
            self._codes.append([])
        elif mark == _RESULT:
            self._open_result()
        elif mark == _FIELD_END:
            self._open_result()
            if self._codes:
                self._codes.pop()
                self._paragraph.close_link()
        elif mark == CELL:
            self._end_cell()
        elif mark == ROW:
            self._end_row()
        elif mark == IN_CELL:
            self._cell += self._taken()
        else:
            self._end_paragraph()

    def _open_result(self) -> None:
        """Take the code of the innermost field, unless its result has begun."""
        if self._codes and (code := self._codes[-1]) is not None:
            self._codes[-1] = None
            self._paragraph.open_field("".join(code))

    def _taken(self) -> list[str]:
        lines = [line for line in self._paragraph.lines() if line.strip()]
        self._paragraph = Paragraph()
        return lines

    def _end_paragraph(self) -> None:
        """Say a paragraph; whatever stands in cells before it was no row."""
        if self._row or self._cell:
            self._end_row()
        for line in self._taken():
            self._composition.add(f"{line}\n", self._where)

    def _end_cell(self) -> None:
        self._row.append("\n".join([*self._cell, *self._taken()]))
        self._cell = []

    def _end_row(self) -> None:
        if self._cell or self._paragraph.length:
            self._end_cell()
        if any(self._row):
            where = self._where or {"part": "table"}
            self._composition.add("\t".join(self._row) + "\n", where)
        self._row = []
