"""Avro files: record by record; the fields of nested records go by their path."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import fastavro
from fastavro.schema import SchemaParseException, UnknownType

from pii_scan.core.errors import CorruptContentError, ExtractError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Unread
from pii_scan.extract.blocks import BLOCK_CHARS, Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.limits import Expansion
from pii_scan.extract.values import Flat
from pii_scan.settings.settings import Limits

_BLOCK_ROWS, _MOST_COLUMNS = 5000, 2000
_BROKEN = (
    EOFError, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError,
    StopIteration, RuntimeError, zlib.error, SchemaParseException, UnknownType,
)  # fmt: skip


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the records as rows numbered from 1; where the file breaks, an `Unread` says so.

    Raises:
        CorruptContentError: not one record can be read.
        UnsupportedFormatError: it is packed in a way that is not known.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    table = _Rows(Expansion(limits, content.size_bytes))
    records = _records(content)
    while True:
        try:
            record = next(records, None)
        except ExtractError as error:
            yield from table.rest()
            if not table.count:
                raise
            yield Unread(error.reason)
            break
        if record is None:
            yield from table.rest()
            break
        table.add(record)
        if table.is_full:
            yield from table.rest()
    if table.binary.unread:
        yield Unread(Reason.UNSUPPORTED)


def _records(content: Content) -> Iterator[tuple[object]]:
    try:
        for record in fastavro.reader(content.stream):
            yield (record,)
    except MemoryError:
        raise
    except _BROKEN as error:
        if "codec" in str(error):
            raise UnsupportedFormatError("packed in an unknown way") from None
        raise CorruptContentError(type(error).__name__) from None


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
        flat.add("", self._without_bytes(record[0], "value"))
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
