"""Plain SQL dumps (pg_dump, mysqldump, SQLite's .dump and their kin) as tables; nothing of them is executed.

COPY blocks go through Arrow, the tuples of INSERT through one regular expression; both stream. Everything else in the
file (comments, definitions, code) comes as text with its lines, so that nothing is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract.blocks import BLOCK_ROWS, Table
from pii_scan.extract.dumptables import TableRows, Tables
from pii_scan.extract.encoding import detect
from pii_scan.extract.lines import text_chunks
from pii_scan.extract.sqlschema import NAME, created_table, declared_encoding, keys_at_the_end
from pii_scan.extract.sqlvalues import Values, copy_text
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 18
_AHEAD_CHARS = 1 << 16
_LONGEST_TUPLE_CHARS = 1 << 26
_AFTER_TUPLE_CHARS = 256
_PROSE_CHARS = 1 << 20
_COPY = re.compile(rf"COPY\s+({NAME})\s*(?:\(([^()]*)\))?\s+FROM\s+stdin;[ \t]*\r?\n", re.IGNORECASE)
_INSERT = re.compile(
    rf"[ \t]*(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+\w+)\s+)*(?:INTO\s+)?({NAME})\s*"
    r"(?:\(([^()]*)\))?\s*(?:OVERRIDING\s+\w+\s+VALUE\s*)?VALUES?\s*(?=\()",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"^(?:--|COPY |INSERT |CREATE |ALTER |UNLOCK |COMMIT|SET |/\*!)", re.MULTILINE)
_CREATE = re.compile(r"\s*CREATE\s+(?:\w+\s+){0,2}TABLE\b", re.IGNORECASE)
_SCHEMA = re.compile(r"\s*(?:USE\s+[`\[\"]?|SET\s+search_path\s*(?:=|TO)\s*\"?)([\w$-]+)", re.IGNORECASE)
_CONNECT = re.compile(r"\\connect\s+(?:-reuse-previous=on\s+)?\"?(?:dbname=')?([\w$-]+)")
_DOLLAR = re.compile(r"\$\w*\$")
_MYSQL = re.compile(
    rb"^-- M(?:ySQL|ariaDB) dump|^/\*M?!\d{5}|^\) ENGINE=|^(?:CREATE TABLE|INSERT INTO) `", re.MULTILINE
)
_PG_BEGIN, _PG_END = b"-- PostgreSQL database dump\n", re.compile(rb"-- PostgreSQL database (?:cluster )?dump complete")
_TAIL_BYTES = 1 << 16
_MOST_STATEMENT_LINES = 10_000


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the rows of every table and the text between them, in the order of the file."""
    del limits  # streams in bounded memory whatever its length
    head = content.stream.read(_HEAD_BYTES)
    encoding = detect(head)
    if not encoding.startswith(("utf-16", "utf-32")):
        encoding = declared_encoding(head) or encoding
    values = Values(escapes=_MYSQL.search(head) is not None)
    tables = Tables(keys_at_the_end(content.stream, encoding), values)
    text = _Source(text_chunks(content.stream, encoding, whole_lines=False))
    yield from _Dump(text, tables, values).segments()
    if _PG_BEGIN in head and not _has_end(content.stream):
        yield Unread(Reason.TRUNCATED)


def _has_end(stream: BinaryIO) -> bool:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL_BYTES))
    return _PG_END.search(stream.read()) is not None


class _Source:
    """The text of a dump: what is held, and where in it the reader stands."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self.text = ""
        self.at = 0
        self.ended = False
        self._line = 1
        self._counted = 0

    @property
    def line(self) -> int:
        """The number of the line at which the reader stands, from 1."""
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def ahead(self, size: int) -> bool:
        """See to it that `size` characters are held where there are as many; tell whether any are left."""
        while len(self.text) - self.at < size and self._more():
            pass
        return self.at < len(self.text)

    def grow(self) -> bool:
        """Hold twice as much; tell whether there was more to hold."""
        held = len(self.text) - self.at
        self.ahead(2 * held + 1)
        return len(self.text) - self.at > held

    def _more(self) -> bool:
        chunk = next(self._chunks, None)
        if chunk is None:
            self.ended = True
            return False
        _ = self.line  # counted up to here before it is let go
        self.text = self.text[self.at :] + chunk
        self.at = self._counted = 0
        return True


class _Prose:
    """Lines that hold no rows, put together while they follow each other."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._first = 1
        self._chars = 0

    def add(self, line: str, number: int) -> Iterator[Text]:
        """Take a line; give what came before where it does not follow on, or is enough."""
        if self._lines and (number != self._next or self._chars >= _PROSE_CHARS):
            yield from self.rest()
        if not self._lines:
            self._first = number
        self._lines.append(line)
        self._chars += len(line)
        self._next = number + line.count("\n")

    _next = 1

    def rest(self) -> Iterator[Text]:
        """Give what is left, if it is more than blanks."""
        text, self._lines, self._chars = "".join(self._lines), [], 0
        if text and not text.isspace():
            yield Text(text, first_line=self._first)


class _Dump:
    """One dump being read, statement by statement."""

    def __init__(self, source: _Source, tables: Tables, values: Values) -> None:
        self._source = source
        self._tables = tables
        self._values = values
        self._prose = _Prose()
        self._statement: list[str] = []
        self._dollar: str | None = None
        self._truncated = False

    def segments(self) -> Iterator[Segment]:
        source = self._source
        while source.ahead(_AHEAD_CHARS):
            if self._dollar is None:
                if copy := _COPY.match(source.text, source.at):
                    yield from self._copy(copy)
                    continue
                if insert := _INSERT.match(source.text, source.at):
                    yield from self._insert(insert)
                    continue
            yield from self._line()
        yield from self._tables.rest()
        yield from self._prose.rest()
        if self._truncated:
            yield Unread(Reason.TRUNCATED)
        if self._tables.unread:
            yield Unread(Reason.UNSUPPORTED)

    def _line(self) -> Iterator[Segment]:
        """Take a line that holds no rows; it may still say what a table is made of."""
        source = self._source
        while (end := source.text.find("\n", source.at) + 1) == 0 and not source.ended and source.grow():
            pass
        line = source.text[source.at : end or len(source.text)]
        yield from self._prose.add(line, source.line)
        source.at = source.at + len(line)
        if not self._quoted(line):
            self._learn(line)

    def _quoted(self, line: str) -> bool:
        """Tell whether a line is inside a quoted body of code, and keep track of where that ends."""
        within = self._dollar is not None
        for mark in _DOLLAR.findall(line) if "$" in line else ():
            if self._dollar is None:
                self._dollar = mark
            elif mark == self._dollar:
                self._dollar = None
        return within or self._dollar is not None

    def _learn(self, line: str) -> None:
        if self._statement or _CREATE.match(line):
            self._statement.append(line)
            if (
                line.rstrip().endswith(";")
                or line.strip().upper() == "GO"
                or len(self._statement) > _MOST_STATEMENT_LINES
            ):
                created = created_table("".join(self._statement), self._tables.schema)
                self._statement = []
                if created:
                    self._tables.learn(*created)
        elif found := _CONNECT.match(line):
            self._tables.connect(found[1])
        elif found := _SCHEMA.match(line):
            self._tables.schema = found[1]

    def _insert(self, found: re.Match[str]) -> Iterator[Segment]:
        source = self._source
        table = self._tables.named(found[1], found[2])
        yield from self._tables.switch(table)
        source.at = found.end()
        while (tuple_ := self._tuple()) is not None:
            inside, source.at, more = tuple_
            if table.add(inside):
                yield from table.flush(self._values)
            if not more:
                yield from self._after_insert()
                return
        yield from self._broken()

    def _tuple(self) -> tuple[str, int, bool] | None:
        """Give the next tuple; one that ends where the text held ends is looked at again with more."""
        source = self._source
        while True:
            found = self._values.tuple_at(source.text, source.at)
            if source.ended or (found is not None and found[1] < len(source.text) - _AFTER_TUPLE_CHARS):
                return found
            if len(source.text) - source.at > _LONGEST_TUPLE_CHARS:
                return found
            source.grow()

    def _after_insert(self) -> Iterator[Segment]:
        """Take the rest of the statement: mostly a semicolon."""
        source = self._source
        end = source.text.find("\n", source.at) + 1 or len(source.text)
        rest = source.text[source.at : end]
        if rest.strip(" \t\r\n;"):
            yield from self._prose.add(rest, source.line)
        source.at = end

    def _broken(self) -> Iterator[Segment]:
        """A tuple without an end: the dump is cut here, or this is no INSERT of values after all."""
        source = self._source
        if source.ended and not _STATEMENT.search(source.text, source.at):
            self._truncated = True
        yield from self._line()

    def _copy(self, found: re.Match[str]) -> Iterator[Segment]:
        source = self._source
        table = self._tables.named(found[1], found[2])
        yield from self._tables.switch(table)
        source.at = found.end()
        while source.ahead(_AHEAD_CHARS):
            end, marked = self._copy_end()
            if end > source.at:
                yield from self._copied(table, source.text[source.at : end])
            source.at = end
            if marked:
                source.at = source.text.find("\n", end) + 1 or len(source.text)
                return
            if not source.ahead(1):
                break
        self._truncated = True

    def _copy_end(self) -> tuple[int, bool]:
        """Give how far whole lines of the block reach, and whether its end mark follows."""
        source = self._source
        text, at = source.text, source.at
        while True:
            mark = at if text.startswith("\\.", at) else text.find("\n\\.", at) + 1
            if not mark and at != mark:
                break
            if text[mark + 2 : mark + 3] in ("", "\n", "\r"):
                return mark, True
            at = mark + 1
        end = text.rfind("\n", source.at) + 1
        if end <= source.at:
            if not source.ended and source.grow():
                return self._copy_end()
            end = len(text)
        return end, False

    def _copied(self, table: TableRows, lines: str) -> Iterator[Segment]:
        batch = _batch(lines, len(table.columns)) if table.columns else None
        if batch is None:
            fields = (line.removesuffix("\r").split("\t") for line in lines.removesuffix("\n").split("\n"))
            rows = ([None if cell == "\\N" else copy_text(cell) for cell in row] for row in fields)
            for block in Table(table.columns).blocks(rows, 1):
                yield from table.flush_batch(cast("pa.RecordBatch", block.batch))
            return
        batch = pa.RecordBatch.from_arrays([_unescaped(column) for column in batch.columns], names=list(table.columns))
        for at in range(0, batch.num_rows, BLOCK_ROWS):
            yield from table.flush_batch(batch.slice(at, BLOCK_ROWS))


def _batch(lines: str, width: int) -> pa.RecordBatch | None:
    """Parse lines of COPY by Arrow, or give None where their fields are not as many as the columns."""
    columns = [str(n) for n in range(width)]
    try:
        table = pa.csv.read_csv(
            pa.py_buffer(lines.encode("utf-8", "replace")),
            pa.csv.ReadOptions(column_names=columns, use_threads=False, block_size=max(len(lines) * 4, 1 << 10)),
            pa.csv.ParseOptions(delimiter="\t", quote_char=False, escape_char=False, ignore_empty_lines=False),
            pa.csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=True, null_values=["\\N", ""]
            ),
        )
    except pa.ArrowInvalid:
        return None
    batches: list[pa.RecordBatch] = table.combine_chunks().to_batches()
    return batches[0] if batches else None


def _unescaped(column: pa.StringArray) -> pa.StringArray:
    if not pc.any(pc.match_substring(column, "\\")).as_py():
        return column
    return pa.array([copy_text(cell) if cell and "\\" in cell else cell for cell in column.to_pylist()], pa.string())
