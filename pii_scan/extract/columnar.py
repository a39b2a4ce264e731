"""Parquet, ORC and Arrow files (Feather too): rows batch by batch, numbered from 1 over the whole file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import feather, orc

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract.arrowcells import ArrowCells
from pii_scan.extract.limits import Expansion, read_whole
from pii_scan.settings.settings import Limits

_BATCH_BYTES, _BATCH_ROWS = 1 << 23, 1 << 16
_SCHEMAS = (b"ARROW:schema", b"pandas", b"avro.schema", b"parquet.avro.schema", b"org.apache.spark.version")
_DECODED = (b"PAR1", b"ORC")
"""Formats whose batches the library makes itself; Arrow's own are taken from the file as they stand."""
_ENCRYPTED_FOOTER = b"PARE"
_BROKEN = (pa.ArrowException, OSError, ValueError, KeyError, TypeError, NotImplementedError)

Numbered = Iterator[tuple[int, pa.RecordBatch | ExtractError]]
"""Batches with the number of their first row; damage in between."""


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the rows, then the notes that the file carries beside them.

    Raises:
        EncryptedError: the file is encrypted as a whole.
        CorruptContentError: it cannot be read at all.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    head = content.stream.read(8)
    content.stream.seek(0)
    if head.startswith(_ENCRYPTED_FOOTER):
        raise EncryptedError("an encrypted table")
    cells, reasons = ArrowCells(Expansion(limits, content.size_bytes)), []
    notes: dict[bytes, bytes] = {}
    with pa.PythonFile(content.stream, mode="r") as source:
        try:
            for first, batch in _batches(head, source, content, limits, notes):
                if isinstance(batch, ExtractError):
                    reasons.append(batch.reason)
                    continue
                if not head.startswith(_DECODED):
                    _check(batch)
                yield from cells.segments(batch, first)
        except _BROKEN as error:
            raise _translated(error) from None
    yield from _told(notes)
    yield from (Unread(reason) for reason in dict.fromkeys(reasons))
    if cells.unread:
        yield Unread(Reason.UNSUPPORTED)


def _batches(
    head: bytes, source: pa.PythonFile, content: Content, limits: Limits, notes: dict[bytes, bytes]
) -> Numbered:
    if head.startswith(b"PAR1"):
        file = pq.ParquetFile(source, pre_buffer=False)
        notes.update(file.schema_arrow.metadata or {})
        return _of_parquet(file)
    if head.startswith(b"ORC"):
        stripes = orc.ORCFile(source)
        notes.update(stripes.metadata or {})
        return _numbered(stripes.read_stripe(n) for n in range(stripes.nstripes))
    if head.startswith(b"FEA1"):
        return _numbered(feather.read_table(io.BytesIO(read_whole(content, limits)), use_threads=False).to_batches())
    if head.startswith(b"ARROW1"):
        blocks = pa.ipc.open_file(source)
        notes.update(blocks.schema.metadata or {})
        return _numbered(blocks.get_batch(n) for n in range(blocks.num_record_batches))
    stream = pa.ipc.open_stream(source)
    notes.update(stream.schema.metadata or {})
    return _numbered(stream)


def _check(batch: pa.RecordBatch) -> None:
    """Refuse lengths that lead out of the file; text that is no UTF-8 is no such thing."""
    for array in batch.columns:
        kind = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}.get(array.type)
        (array if kind is None else array.view(kind)).validate(full=True)


def _numbered(batches: Iterator[pa.RecordBatch]) -> Numbered:
    first = 1
    for batch in batches:
        yield first, batch
        first += batch.num_rows


def _of_parquet(file: pq.ParquetFile) -> Numbered:
    """Read row group by row group; where one cannot be read, its columns by themselves."""
    first = 1
    for group in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(group)
        end, at = first + size.num_rows, first
        fewer = max(1, min(_BATCH_ROWS, _BATCH_BYTES * size.num_rows // max(1, size.total_byte_size)))
        try:
            for batch in file.iter_batches(fewer, row_groups=[group], use_threads=False):
                yield at, batch
                at += batch.num_rows
        except MemoryError:
            raise
        except _BROKEN:
            yield from _column_by_column(file, group, fewer, first, at)
        first = end


def _column_by_column(file: pq.ParquetFile, group: int, fewer: int, first: int, wanted: int) -> Numbered:
    """Give the columns of a row group that can be read, from row `wanted` on.

    What a column says of itself is never asked for: where it is encrypted, the library ends the process.
    """
    for name in dict.fromkeys(file.schema_arrow.names):
        at = first
        try:
            for batch in file.iter_batches(fewer, row_groups=[group], columns=[name], use_threads=False):
                if at >= wanted:
                    yield at, batch
                at += batch.num_rows
        except MemoryError:
            raise
        except _BROKEN as error:
            yield at, _translated(error)


def _translated(error: Exception) -> ExtractError:
    if isinstance(error, MemoryError):
        raise error
    if "crypt" in str(error):
        return EncryptedError("an encrypted table")
    return CorruptContentError(type(error).__name__)


def _told(notes: dict[bytes, Any]) -> Iterator[Text]:
    lines = [
        f"{key.decode('utf-8', 'replace')}: {value.decode('utf-8', 'replace')}"
        for key, value in notes.items()
        if key not in _SCHEMAS
    ]
    if lines:
        yield Text("\n".join(lines), ((0, {"part": "metadata"}),))
