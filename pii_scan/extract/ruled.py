"""Pages with ruled tables: rows on one line, or as rows under their header, where reading order would part them."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import BinaryIO, cast

import pdfplumber
import pyarrow as pa
import pypdfium2.raw as pdfium
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from pii_scan.core.types import Rows, Segment, Text

logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)  # it would log what it reads

_MOST_PAGES = 100
_VAIN = 10  # pages that one vain attempt costs
_MOST_PATHS = 2000  # more are a drawing; finding its tables would take seconds
_LEAST_LINES = 3
_MOST_LINES = 400
_GRID_SEGMENTS, _MOST_SEGMENTS = 11, 64  # a frame has 5
_THIN, _LONG, _TALL, _NEAR = 3.0, 20.0, 8.0, 2
_LETTER, _WORD = re.compile(r"\w"), re.compile(r"\w+")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
_HYPHEN = re.compile(r"(?<=\d)-\n(?=\d)")
_STRANGE = (
    PdfminerException, MalformedPDFException, PDFException, PSException, ValueError, TypeError, LookupError,
    AttributeError, AssertionError, ArithmeticError, RecursionError, MemoryError, NotImplementedError, EOFError,
    OSError, struct.error, zlib.error,
)  # fmt: skip
"""What pdfminer lets through on broken files; the text of the page is known already, so nothing is lost."""

_Table = list[list[str]]


def looks_ruled(paths: Sequence[object]) -> bool:
    """Tell whether straight lines on a page cross as those of a table of two rows and two columns at least; cheap."""
    across: set[tuple[int, int, int]] = set()  # height, from, to; in points
    upright: set[tuple[int, int, int]] = set()
    for path in paths if len(paths) <= _MOST_PATHS else ():
        left, bottom, right, top = _bounds(path)
        x0, y0, x1, y1 = round(left), round(bottom), round(right), round(top)
        flat, thin = top - bottom <= _THIN, right - left <= _THIN
        if not flat and not thin and _is_grid(path):
            return True
        if right - left >= _LONG and not thin:
            across |= {(y0, x0, x1)} if flat else {(y0, x0, x1), (y1, x0, x1)}
        if top - bottom >= _TALL and not flat:
            upright |= {(x0, y0, y1)} if thin else {(x0, y0, y1), (x1, y0, y1)}
    return _cross(across, upright)


def _bounds(path: object) -> tuple[float, ...]:
    edges = [pdfium.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(path, *edges)
    return tuple(edge.value for edge in edges)


def _is_grid(path: object) -> bool:
    """Tell whether one path draws several straight lines."""
    count = pdfium.FPDFPath_CountSegments(path)
    kinds = (
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(path, at))
        for at in range(min(count, _MOST_SEGMENTS))
    )
    return count > _GRID_SEGMENTS and all(kind != pdfium.FPDF_SEGMENT_BEZIERTO for kind in kinds)


def _cross(across: set[tuple[int, int, int]], upright: set[tuple[int, int, int]]) -> bool:
    if not len(across) <= _MOST_LINES >= len(upright):
        return False
    met: dict[int, set[int]] = {}
    for x, low, high in upright:
        for y, start, end in across:
            if start - _NEAR <= x <= end + _NEAR and low - _NEAR <= y <= high + _NEAR:
                met.setdefault(x, set()).add(y)
    return sum(len(heights) >= _LEAST_LINES for heights in met.values()) >= _LEAST_LINES


class RuledPages:
    """The pages of one document that have ruled tables; at most 100 of them are laid out, and ten tried in vain."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._document: pdfplumber.pdf.PDF | None = None
        self._left = _MOST_PAGES

    def segments(self, index: int, text: str) -> Iterator[Segment]:
        """Yield a page with its tables laid out; `text` is the page as it is otherwise read.

        A layout that loses, doubles or joins words gives way to `text`.
        """
        where: dict[str, object] = {"page": index + 1}
        found = self._laid_out(index) if self._left > 0 else None
        if found is not None:
            lines, tables = found
            cells = (cell for table in tables for row in table for cell in row)
            if _same_words(text, "\n".join((lines, *cells))):
                if lines.strip():
                    yield Text(lines, ((0, where),))
                first = 1
                for table in tables:  # rows are counted down the page, so that two tables share no record
                    yield _rows(table, where, first)
                    first += len(table)
                return
        self._left -= _VAIN
        yield Text(text, ((0, where),))

    def close(self) -> None:
        """Let go of the document."""
        if self._document is not None:
            self._document.close()

    def _laid_out(self, index: int) -> tuple[str, list[_Table]] | None:
        self._left -= 1
        try:
            if self._document is None:
                self._stream.seek(0)
                self._document = pdfplumber.open(cast("BufferedReader", self._stream))
            page = self._document.pages[index]
            try:
                return _layout(page)
            finally:
                page.close()
        except _STRANGE:
            self._left = 0
            return None


def _layout(page: pdfplumber.page.Page) -> tuple[str, list[_Table]] | None:
    """Give the page as lines in order, and apart from them the tables that stand under a header."""
    tables = [table for table in page.find_tables() if max((len(row.cells) for row in table.rows), default=0) > 1]
    tables = [
        table for table in tables if not any(_within(table.bbox, other.bbox) for other in tables if other is not table)
    ]
    if not tables:
        return None
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: thing["object_type"] != "char" or not any(_holds(box, thing) for box in boxes))
    lines: list[tuple[float, str]] = [
        (line["top"], line["text"]) for line in outside.extract_text_lines(return_chars=False)
    ]
    headed: list[_Table] = []
    for table in tables:
        cells = [[_one_line(cell or "") for cell in row] for row in table.extract()]
        if _has_header(cells):
            headed.append(cells)
        else:
            lines += [(row.bbox[1], "\t".join(texts)) for row, texts in zip(table.rows, cells, strict=True)]
    lines.sort(key=lambda line: line[0])
    return "".join(f"{text}\n" for _, text in lines), headed


def _same_words(text: str, laid_out: str) -> bool:
    known = len(_LETTER.findall(text))
    if not 0.98 * known <= len(_LETTER.findall(laid_out)) <= 1.02 * known:
        return False
    words = Counter(_WORD.findall(text))
    return (words - Counter(_WORD.findall(laid_out))).total() <= 0.05 * words.total()


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _holds(box: tuple[float, ...], char: dict[str, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _one_line(cell: str) -> str:
    return _HYPHEN.sub("-", cell).replace("\n", " ").strip()


def _has_header(cells: _Table) -> bool:
    """Tell a table under a header from a form: only there a column repeats one shape of number below a word."""
    header, body = cells[0], cells[1:]
    if len(body) < 3 or not all(header) or len(set(header)) < len(header) or _DIGITS.search("".join(header)):
        return False
    return any(_same_shape([row[column] for row in body]) for column in range(len(header)))


def _same_shape(column: list[str]) -> bool:
    shapes = Counter(_LETTERS.sub("a", _DIGITS.sub("0", cell)) for cell in column if cell)
    (shape, count), *_ = shapes.most_common(1) or [("", 0)]
    return count >= 3 and count >= 0.8 * len(column) and "0" in shape


def _rows(table: _Table, where: dict[str, object], header_row: int) -> Rows:
    header, body = table[0], table[1:]
    columns = [pa.array([row[at] or None for row in body], pa.string()) for at in range(len(header))]
    return Rows(pa.RecordBatch.from_arrays(columns, names=header), where, header_row + 1, header_row=header_row)
