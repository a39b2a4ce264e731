"""How large a sheet of a workbook would be as a grid, told from its bytes without parsing them.

A sheet that is not written in the plain way that all common programs use is told apart, since a grid of what is
hidden from this look could be larger than memory: such a sheet is read as a stream of rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pii_scan.extract.sheettail import Literals, column_number

_ROW_OF_CELL = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_COLUMN_OF_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d')
_PREFIXED = re.compile(rb":c[\s/>]")
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_CELLS_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>")
_OVERLAP = 64
_LONGEST_CELL = 1 << 22
_LONGEST_TAIL = 1 << 24


@dataclass(slots=True)
class Extent:
    """What was seen of a sheet: `tail` is what stands behind its cells."""

    cells: int = 0
    last_row: int = 1
    columns: set[bytes] = field(default_factory=set, repr=False)
    is_plain: bool = True
    tail: bytearray = field(default_factory=bytearray, repr=False)
    is_tail_whole: bool = True

    @property
    def span(self) -> int:
        """Count the cells of the grid."""
        return self.last_row * max((column_number(letters.decode()) for letters in self.columns), default=1)


class ExtentPass:
    """Looks at a sheet, stretch by stretch."""

    def __init__(self) -> None:
        self.extent = Extent()
        self.literals = Literals()
        self._carried = b""
        self._in_tail = False

    def hear(self, chunk: bytes) -> None:
        """Take a stretch."""
        if self._in_tail:
            self._keep(chunk)
            return
        data = self._carried + chunk
        cut = data.rfind(b"<c ")
        if cut < 0 or len(data) - cut > _LONGEST_CELL:
            cut = max(0, len(data) - _OVERLAP)
        self._carried = data[cut:]
        self._look(data[:cut])

    def close(self) -> None:
        """Take what was carried over."""
        data, self._carried = self._carried, b""
        self._look(data)

    def _look(self, data: bytes) -> None:
        end = _CELLS_END.search(data) if b"sheetData" in data else None
        if end is not None:
            self._in_tail = True
            self._keep(data[end.end() :] + self._carried)
            self._carried, data = b"", data[: end.start()]
        extent = self.extent
        rows = _ROW_OF_CELL.findall(data)
        extent.cells += len(rows)
        extent.columns.update(_COLUMN_OF_CELL.findall(data))
        extent.last_row = max(extent.last_row, max(map(int, set(rows)), default=1))
        said = sum(map(data.count, _CELL_STARTS))
        extent.is_plain &= said == len(rows) and b"\0" not in data[:256] and _PREFIXED.search(data) is None
        if b"<f" in data:
            self.literals.hear(data)

    def _keep(self, data: bytes) -> None:
        room = _LONGEST_TAIL - len(self.extent.tail)
        self.extent.tail += data[:room]
        self.extent.is_tail_whole &= len(data) <= room
        self.extent.is_plain &= not any(map(data.count, _CELL_STARTS))
