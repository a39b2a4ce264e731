"""A plain workbook in memory: sheets of text and numbers, never a formula, a link or a temporary file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter

from pii_scan.reports.cleaning import clean

_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
_CELL_CHARS = 32_767
_ROWS = 1_048_576


class Workbook:
    """Collects sheets; `content` gives the file's bytes."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
        )
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#0B3D7A", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"}
        )
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._number = self._book.add_format({"num_format": "# ##0", "valign": "top"})

    def sheet(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[str | int]],
        *,
        widths: Sequence[int],
        shaded: range = range(0),
    ) -> None:
        """Add a sheet with a fixed header and a filter; columns of `shaded` get a color scale."""
        sheet = self._book.add_worksheet(_NOT_IN_SHEET_NAMES.sub(" ", name)[:31])
        for column, (title, width) in enumerate(zip(columns, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, clean(title), self._head)
        last = 0
        for last, row in enumerate(rows, 1):
            if last >= _ROWS:
                break
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(last, column, value, self._number)
                else:
                    sheet.write_string(last, column, clean(value)[:_CELL_CHARS], self._text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)
        if shaded and last:
            scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#6F9BD1"}
            sheet.conditional_format(1, shaded.start, last, shaded.stop - 1, scale)

    def content(self) -> bytes:
        """Close the workbook and give its bytes."""
        self._book.close()
        return self._bytes.getvalue()
