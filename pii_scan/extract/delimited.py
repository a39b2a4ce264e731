"""Csv, tsv and their kin, as blocks of rows numbered as in the file.

Arrow parses what is regular, at native speed; a row of another width goes out as a block of its own. Where quotes do
not add up or bytes are not what they seemed, a slower way over single lines takes over at the row reached: it knows a
stray quote from a cell of several lines, and loses nothing.
"""

from __future__ import annotations

import codecs
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pii_scan.core.types import Content, Rows, Segment
from pii_scan.extract.blocks import BLOCK_ROWS, Table, find_header, single_row
from pii_scan.extract.dialect import Dialect, find_dialect
from pii_scan.extract.encoding import detect
from pii_scan.extract.lines import records, text_lines
from pii_scan.settings.settings import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SAMPLE_BYTES = 1 << 18
_BLOCK_BYTES = 1 << 20
_LONG_CELL_BYTES = 1 << 16
_MOST_IRREGULAR = 1000
_MARKS = {"utf-8-sig": 3}


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield titles and header as blocks of one row, then the table."""
    del limits  # a stream of rows costs no more memory for being long
    head = content.stream.read(_SAMPLE_BYTES)
    encoding = detect(head)
    text = head.decode(encoding, "replace")
    dialect = find_dialect(text, PurePosixPath(content.name).suffix.lower())
    yield from _File(content.stream, encoding, dialect).blocks(
        _sample_rows(text, dialect, whole=len(head) < _SAMPLE_BYTES)
    )


def _sample_rows(text: str, dialect: Dialect, *, whole: bool) -> list[list[str]]:
    """Parse the first lines; what the end of the sample may have cut is left out."""
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))[:1000]
    rows = list(records(iter(lines), dialect, 0))
    return rows if whole or len(rows) < 2 else rows[:-1]


class _File:
    """One delimited file whose encoding and dialect are known."""

    def __init__(self, stream: BinaryIO, encoding: str, dialect: Dialect) -> None:
        self._stream = stream
        self._encoding = encoding
        self._dialect = dialect

    def blocks(self, sample: list[list[str]]) -> Iterator[Rows]:
        header, _ = find_header(sample)
        above = 0 if header is None else header + 1
        for number, row in enumerate(sample[:above], 1):
            block = single_row(row, number, {})
            if block is not None:
                yield block
        widths = Counter(len(row) for row in sample[above:] or sample if row)
        width = widths.most_common(1)[0][0] if widths else 1
        names = None if header is None else sample[header]
        table = Table.of_header(names, width, {}, None if header is None else header + 1)
        regular = _Regular(self._stream, self._encoding, self._dialect, table, width)
        lines_above = sum(self._lines_of(row) for row in sample[:above])
        yield from regular.blocks(above, lines_above)
        if not regular.is_done:
            yield from self._line_by_line(table, regular.next_row, width)

    @staticmethod
    def _lines_of(row: list[str]) -> int:
        return 1 + sum(cell.count("\n") or cell.count("\r") for cell in row)

    def _line_by_line(self, table: Table, first_row: int, width: int) -> Iterator[Rows]:
        rows = records(text_lines(self._stream, self._encoding), self._dialect, width)
        for _ in range(first_row - 1):
            next(rows, None)
        yield from table.blocks(rows, first_row)


class _Regular:
    """The part of a file that Arrow can parse: all of it, mostly."""

    def __init__(self, stream: BinaryIO, encoding: str, dialect: Dialect, table: Table, width: int) -> None:
        self._stream = stream
        self._encoding = encoding
        self._dialect = dialect
        self._table = table
        self._width = width
        self._irregular: list[tuple[int, str]] = []
        self._number_shift = 0
        self.next_row = 1
        self.is_done = False

    def blocks(self, rows_above: int, lines_above: int) -> Iterator[Rows]:
        """Yield blocks from the first row of the table; `is_done` tells whether it was the whole table."""
        self.next_row = rows_above + 1
        self._number_shift = rows_above - lines_above
        try:
            for batch in self._opened(lines_above):
                if self._is_doubtful(batch):
                    return
                yield from self._numbered(
                    pa.RecordBatch.from_arrays(batch.columns, names=list(self._table.names[: self._width]))
                )
            yield from self._irregular_up_to(None)
        except pa.ArrowInvalid:
            return
        self.is_done = True

    def _opened(self, skip_lines: int) -> pa.csv.CSVStreamingReader:
        columns = [str(n) for n in range(self._width)]
        self._stream.seek(0)
        return pa.csv.open_csv(
            pa.PythonFile(_Utf8Stream(self._stream, self._encoding), mode="r"),
            pa.csv.ReadOptions(column_names=columns, use_threads=False, block_size=_BLOCK_BYTES, skip_rows=skip_lines),
            pa.csv.ParseOptions(
                delimiter=self._dialect.delimiter,
                quote_char=self._dialect.quote,
                double_quote=self._dialect.escape is None,
                escape_char=self._dialect.escape or False,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._take_irregular,
            ),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
                null_values=[""],
            ),
        )

    def _take_irregular(self, row: pa.csv.InvalidRow) -> str:
        """Keep a row of another width for a block of its own; with a quote in it, lines must decide."""
        if row.number is None or self._dialect.quote in row.text or len(self._irregular) >= _MOST_IRREGULAR:
            return "error"
        self._irregular.append((row.number + self._number_shift, row.text))
        return "skip"

    def _is_doubtful(self, batch: pa.RecordBatch) -> bool:
        """Tell whether a quote may have swallowed rows: a very long cell, or one that holds lines like rows."""
        for column in batch.columns:
            if (pc.max(pc.binary_length(column)).as_py() or 0) > _LONG_CELL_BYTES:
                return True
            several = pc.match_substring(column, "\n")
            if pc.any(several).as_py() and any(map(self._holds_rows, column.filter(several).to_pylist())):
                return True
        return False

    def _holds_rows(self, cell: str) -> bool:
        return self._width > 1 and any(
            line.count(self._dialect.delimiter) >= self._width - 1 for line in cell.split("\n")
        )

    def _numbered(self, batch: pa.RecordBatch) -> Iterator[Rows]:
        at = 0
        while at < batch.num_rows:
            yield from self._irregular_up_to(self.next_row)
            end = min(batch.num_rows, at + BLOCK_ROWS)
            if self._irregular:
                end = min(end, at + self._irregular[0][0] - self.next_row)
            yield self._table.of_batch(batch.slice(at, end - at), self.next_row)
            self.next_row += end - at
            at = end

    def _irregular_up_to(self, row: int | None) -> Iterator[Rows]:
        while self._irregular and (row is None or self._irregular[0][0] == self.next_row):
            number, text = self._irregular.pop(0)
            yield from self._table.blocks(self._dialect.rows([text]), number)
            self.next_row = number + 1


class _Utf8Stream(io.RawIOBase):
    """A stream's text in UTF-8, without its byte order mark."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream = stream
        stream.seek(_MARKS.get(encoding, 0))
        self._decoder = (
            None if encoding.startswith("utf-8") else codecs.getincrementaldecoder(encoding)(_errors_of(encoding))
        )

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(size)
        if self._decoder is None:
            return data
        text = self._decoder.decode(data, final=not data)
        while not text and data:  # less than a character so far
            data = self._stream.read(size)
            text = self._decoder.decode(data, final=not data)
        return text.encode("utf-8", "replace")

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        raise NotImplementedError


def _errors_of(encoding: str) -> str:
    return "cp1252-controls" if encoding == "cp1252" else "replace"
