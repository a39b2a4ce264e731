"""Avro files: record by record; the fields of nested records go by their path."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import fastavro
from fastavro import _read_py
from fastavro.schema import SchemaParseException, UnknownType

from pii_scan.core.errors import CorruptContentError, ExtractError, TooDeepError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Unread
from pii_scan.extract.blocks import BLOCK_CHARS, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.limits import Expansion
from pii_scan.extract.values import Flat
from pii_scan.settings.settings import Limits

_BLOCK_ROWS, _MOST_COLUMNS = 5000, 2000
_BROKEN = (
    EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, OSError,
    StopIteration, RuntimeError, zlib.error, SchemaParseException, UnknownType,
)  # fmt: skip


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the records as rows numbered from 1; where the file breaks, an `Unread` says so.

    Raises:
        CorruptContentError: not one record can be read.
        TooDeepError: the first record is nested beyond measure.
        UnsupportedFormatError: it is packed in a way that is not known.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    table = _Rows(Expansion(limits, content.size_bytes))
    records, damage = _records(content), list[Unread]()
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            table.add(record)
        except ExtractError as error:
            if not table.count:
                raise
            damage.append(Unread(error.reason))
            break
        if table.is_full:
            yield from table.rest()
    yield from table.rest()
    yield from damage
    if table.binary.unread:
        yield Unread(Reason.UNSUPPORTED)


def _records(content: Content) -> Iterator[tuple[object]]:
    try:
        for record in _reader(content):
            yield (record,)
    except MemoryError:
        raise
    except RecursionError:
        raise TooDeepError("records nested too deep") from None
    except _BROKEN as error:
        if "codec" in str(error):
            raise UnsupportedFormatError("packed in an unknown way") from None
        raise CorruptContentError(type(error).__name__) from None


def _reader(content: Content) -> Iterator[object]:
    """Read by the compiled reader; one whose types hold themselves by the other, since nesting may have no end."""
    compiled = fastavro.reader(content.stream)
    if not _holds_itself(compiled.writer_schema, ()):
        return iter(compiled)
    content.stream.seek(0)
    return iter(_read_py.reader(content.stream))


def _holds_itself(schema: Any, within: tuple[str, ...]) -> bool:  # noqa: ANN401 - as JSON has it
    if isinstance(schema, str):
        return schema.rpartition(".")[2] in within
    if isinstance(schema, list):
        return any(_holds_itself(branch, within) for branch in schema)
    if not isinstance(schema, Mapping):
        return False
    if "name" in schema and "type" in schema and schema["type"] != "enum":
        within = (*within, str(schema["name"]).rpartition(".")[2])
    inner = [schema.get("items"), schema.get("values"), schema.get("type")]
    inner += [field.get("type") for field in schema.get("fields", ()) if isinstance(field, Mapping)]
    return any(_holds_itself(part, within) for part in inner if part is not None)


class _Rows:
    """Records on their way into blocks."""

    def __init__(self, expansion: Expansion) -> None:
        self.count = 0
        self.binary = BinaryCells("row")
        self._expansion = expansion
        self._names: dict[str, None] = {}
        self._waiting: list[dict[str, str]] = []
        self._chars = 0

    @property
    def is_full(self) -> bool:
        """Tell whether a block came together."""
        return len(self._waiting) >= _BLOCK_ROWS or self._chars >= BLOCK_CHARS

    def add(self, record: tuple[object]) -> None:
        """Take the next record."""
        self.count += 1
        flat = Flat(_MOST_COLUMNS)
        try:
            flat.add("", self._without_bytes(record[0], "value"))
        except RecursionError:
            raise TooDeepError("a record nested too deep") from None
        cells = flat.cells
        size = sum(map(len, cells.values())) + 1
        self._expansion.count(size)
        self._chars += size
        self._names.update(dict.fromkeys(cells))
        self._waiting.append(cells)

    def rest(self) -> Iterator[Rows | Member]:
        """Give what is left."""
        names = tuple(self._names)
        if names:
            rows = [[cells.get(name) for name in names] for cells in self._waiting]
            shown = tuple(name or "value" for name in names)
            yield Table(shown).block(rows, self.count + 1 - len(rows))
        self._names, self._waiting, self._chars = {}, [], 0
        yield from self.binary.taken()

    def _without_bytes(self, value: Any, name: str) -> object:  # noqa: ANN401 - whatever the schema says
        if isinstance(value, bytes):
            return self.binary.text(value, self.count, name)
        if isinstance(value, Mapping):
            return {key: self._without_bytes(inner, str(key)) for key, inner in value.items()}
        return [self._without_bytes(inner, name) for inner in value] if isinstance(value, (list, tuple)) else value
