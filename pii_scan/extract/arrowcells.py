"""Columns of Arrow's types as columns of text: fields of what is nested go by their path (`client.phones`).

The items of a list are lines of one cell; those of a map are lines `key: value`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pii_scan.core.types import Member, Rows
from pii_scan.extract.blocks import Table
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.limits import Expansion
from pii_scan.extract.values import written

_DEEPEST = 32
_BLOCK_ROWS, _BLOCK_BYTES = 5000, 1 << 22
_ZEROS, _MIDNIGHT = r"\.0+\b", r" 00:00:00(Z|[+-]00:?00)?$"

Columns = Iterator[tuple[str, Any]]


class ArrowCells:
    """The batches of one table, counted while they are written out."""

    def __init__(self, expansion: Expansion) -> None:
        self._expansion = expansion
        self._binary = BinaryCells("row")

    @property
    def unread(self) -> bool:
        """Tell whether there was a cell of bytes that nothing can read."""
        return self._binary.unread > 0

    def segments(self, batch: pa.RecordBatch, first_row: int) -> Iterator[Rows | Member]:
        """Give a batch in blocks of bounded size, and the documents that stand in its cells.

        Raises:
            TooLargeError, RatioError: it expands beyond the limits.
        """
        fewer = max(1, min(_BLOCK_ROWS, _BLOCK_BYTES * batch.num_rows // max(1, batch.nbytes)))
        for start in range(0, batch.num_rows, fewer):
            part = batch.slice(start, fewer)
            rows = range(first_row + start, first_row + start + part.num_rows)
            columns = [
                column
                for name, array in zip(part.schema.names, part.columns, strict=True)
                for column in self._columns(name, array, rows, _DEEPEST)
            ]
            self._expansion.count(sum(part.num_rows + text.nbytes for _, text in columns))
            names = [name for name, _ in columns]
            if names:
                written_out = pa.RecordBatch.from_arrays([text for _, text in columns], names=names)
                yield Table(tuple(names)).of_batch(written_out, rows.start)
            yield from self._binary.taken()

    def _columns(self, path: str, array: Any, rows: Sequence[int], depth: int) -> Columns:  # noqa: ANN401 - Arrow's
        array = _unpacked(array)
        kind, types = array.type, pa.types
        if types.is_null(kind) or depth == 0:
            return
        if types.is_struct(kind):
            for field, inner in zip(kind, array.flatten(), strict=True):
                yield from self._columns(f"{path}.{field.name}", inner, rows, depth - 1)
        elif types.is_map(kind):
            pairs = pa.struct([pa.field("key", kind.key_type, nullable=False), pa.field("value", kind.item_type)])
            for name, texts in self._items("", array.cast(pa.list_(pairs)), rows, depth - 1, is_map=True):
                yield path + name, texts
        elif types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
            yield from self._items(path, array, rows, depth - 1)
        else:
            yield path, self._texts(path, array, rows)

    def _items(self, path: str, array: Any, rows: Sequence[int], depth: int, *, is_map: bool = False) -> Columns:  # noqa: ANN401
        parents = pc.list_parent_indices(array).to_pylist()
        inner = list(self._columns(path, array.flatten(), [rows[parent] for parent in parents], depth))
        keys = inner.pop(0)[1].to_pylist() if is_map and inner else None
        for name, texts in inner:
            lines: list[list[str]] = [[] for _ in rows]
            for at, (parent, text) in enumerate(zip(parents, texts.to_pylist(), strict=True)):
                if text:
                    lines[parent].append(f"{keys[at]}: {text}" if keys else text)
            yield name.removeprefix(".value"), pa.array(["\n".join(cell) or None for cell in lines], pa.string())

    def _texts(self, path: str, array: Any, rows: Sequence[int]) -> Any:  # noqa: ANN401
        """Write out a column of single values."""
        kind, types = array.type, pa.types
        if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
            return _as_text(array.cast(pa.binary()))
        if types.is_integer(kind) or types.is_decimal(kind):
            return array.cast(pa.string())
        if types.is_temporal(kind) and not types.is_duration(kind) and not types.is_interval(kind):
            moments = array.cast(pa.string())
            return pc.replace_substring_regex(pc.replace_substring_regex(moments, _ZEROS, ""), _MIDNIGHT, "")
        if types.is_binary(kind) or types.is_large_binary(kind) or _is_bytes(kind):
            cells = zip(array.to_pylist(), rows, strict=True)
            return pa.array([cell and self._binary.text(cell, row, path) for cell, row in cells], pa.string())
        return pa.array([written(value) for value in array.to_pylist()], pa.string())


def _unpacked(array: Any) -> Any:  # noqa: ANN401
    """Give the values themselves of a column that is packed, or of a type of its own."""
    while True:
        kind = array.type
        if isinstance(kind, pa.BaseExtensionType):
            array = array.storage
        elif pa.types.is_dictionary(kind):
            array = array.dictionary_decode()
        elif pa.types.is_run_end_encoded(kind):
            array = pc.run_end_decode(array)
        else:
            return array


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_fixed_size_binary(kind) or pa.types.is_binary_view(kind))


def _as_text(raw: Any) -> Any:  # noqa: ANN401
    """Take bytes for the text that they are said to be."""
    try:
        return raw.cast(pa.string())
    except pa.ArrowInvalid:
        return pa.array([cell and cell.decode("utf-8", "replace") for cell in raw.to_pylist()], pa.string())
