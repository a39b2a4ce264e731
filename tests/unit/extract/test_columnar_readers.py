"""Parquet, ORC, Arrow, Feather and Avro: rows numbered over the whole file, nested fields by their path."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fakes.people import human
from pyarrow import feather, orc

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError, RatioError, TooDeepError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ANN, TOM = human("Ann", "Maes", "1985-07-30"), human("Tom", "Claes", "1990-01-02")
PLAIN = pa.table({"naam": [ANN.name, TOM.name], "niss": [int(ANN.number), None], "saldo": [85073003328.0, 0.5]})


def _parquet(table: pa.Table, **options: object) -> bytes:
    kept = io.BytesIO()
    pq.write_table(table, kept, **options)
    return kept.getvalue()


def _ipc(table: pa.Table, new=pa.ipc.new_file) -> bytes:
    kept = io.BytesIO()
    with new(kept, table.schema) as writer:
        for batch in table.to_batches(max_chunksize=1):
            writer.write(batch)
    return kept.getvalue()


def _feather(table: pa.Table) -> bytes:
    kept = io.BytesIO()
    feather.write_feather(table, kept)
    return kept.getvalue()


def _orc(table: pa.Table) -> bytes:
    kept = io.BytesIO()
    orc.write_table(table, kept)
    return kept.getvalue()


def _read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(open_reading(Content("x", io.BytesIO(data), len(data)), limits or Limits()).segments)


def _cells(segments: list[Segment]) -> dict[tuple[int, str], str]:
    blocks = [segment for segment in segments if isinstance(segment, Rows)]
    return {
        (block.first_row + offset, name): cell
        for block in blocks
        for offset, row in enumerate(block.batch.to_pylist())
        for name, cell in row.items()
        if cell is not None
    }


MAKERS = {
    "parquet": _parquet,
    "groups": lambda table: _parquet(table, row_group_size=1, compression="gzip", use_dictionary=True),
    "arrow": _ipc,
    "stream": lambda table: _ipc(table, pa.ipc.new_stream),
    "feather": _feather,
    "orc": _orc,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_kind_gives_the_same_rows(make):
    assert _cells(_read(make(PLAIN))) == {
        (1, "naam"): ANN.name,
        (1, "niss"): ANN.number,
        (1, "saldo"): "85073003328",
        (2, "naam"): TOM.name,
        (2, "saldo"): "0.5",
    }


def test_typed_values_are_written_as_people_see_them():
    table = pa.table(
        {
            "d": [date(1985, 7, 30)],
            "m": pa.array([datetime(2024, 1, 2, 3, 4, 5)], pa.timestamp("ns")),  # noqa: DTZ001
            "n": pa.array([datetime(2024, 1, 2)], pa.timestamp("ms")),  # noqa: DTZ001
            "e": pa.array([Decimal("12.50")]),
            "w": pa.array([ANN.name]).dictionary_encode(),
            "j": [True],
        }
    )

    assert [_cells(_read(_parquet(table)))[1, name] for name in "dmnewj"] == [
        "1985-07-30",
        "2024-01-02 03:04:05",
        "2024-01-02",
        "12.50",
        ANN.name,
        "TRUE",
    ]


def test_nested_fields_go_by_their_path_and_items_are_lines():
    kind = pa.struct(
        [("naam", pa.string()), ("tel", pa.list_(pa.string())), ("kind", pa.list_(pa.struct([("niss", pa.string())])))]
    )
    nested = {"naam": ANN.name, "tel": [ANN.phone, TOM.phone], "kind": [{"niss": ANN.number}, {"niss": TOM.number}]}
    table = pa.table(
        {
            "klant": pa.array([None, nested], kind),
            "info": pa.array([None, [("mail", ANN.email), ("gsm", ANN.phone)]], pa.map_(pa.string(), pa.string())),
        }
    )

    assert _cells(_read(_parquet(table))) == {
        (2, "klant.naam"): ANN.name,
        (2, "klant.tel"): f"{ANN.phone}\n{TOM.phone}",
        (2, "klant.kind.niss"): f"{ANN.number}\n{TOM.number}",
        (2, "info"): f"mail: {ANN.email}\ngsm: {ANN.phone}",
    }


def test_bytes_are_text_or_members_or_told():
    table = pa.table({"b": [ANN.name.encode(), b"%PDF-1.4 " + b"." * 99, bytes(range(128, 256)) * 2]})
    segments = _read(_parquet(table))
    (member,) = (segment for segment in segments if isinstance(segment, Member))

    assert _cells(segments) == {(1, "b"): ANN.name}
    assert (member.name, member.open().read()[:5]) == ("row/2/b", b"%PDF-")
    assert segments[-1] == Unread(Reason.UNSUPPORTED)


@pytest.mark.parametrize("make", [_parquet, _ipc])
def test_text_that_is_no_utf8_is_read(make):
    raw = pa.array([b"Ren\xe9e"], pa.binary())
    column = pa.Array.from_buffers(pa.string(), 1, raw.buffers())

    assert _cells(_read(make(pa.table({"a": column})))) == {(1, "a"): "Ren\ufffde"}


def test_notes_beside_the_rows_are_read():
    table = PLAIN.replace_schema_metadata({"bron": f"uitgevoerd door {ANN.name}", "pandas": "{}"})
    (text,) = (segment for segment in _read(_parquet(table)) if isinstance(segment, Text))

    assert (text.text, text.places) == (f"bron: uitgevoerd door {ANN.name}", ((0, {"part": "metadata"}),))


def test_damage_in_a_column_costs_that_column():
    table = pa.table({"a": [ANN.name] * 50, "b": [f"{n:040}" for n in range(50)]})
    data = bytearray(_parquet(table, compression="gzip", use_dictionary=False))
    at = data.index(b"\x1f\x8b", data.index(b"\x1f\x8b") + 1)
    data[at : at + 20] = b"\xff" * 20
    segments = _read(bytes(data))

    assert {name for _, name in _cells(segments)} == {"a"}
    assert Unread(Reason.CORRUPT) in segments


def test_an_encrypted_file_is_told():
    with pytest.raises(EncryptedError):
        _read(b"PARE" + bytes(100) + b"PARE")


def test_rows_beyond_the_allowed_ratio_are_told():
    data = _parquet(pa.table({"a": pa.array(["x" * 1000]).take(pa.array([0] * 30_000))}))
    with pytest.raises(RatioError):
        _read(data, replace(Limits(), ratio_free_bytes=1 << 20, expansion_ratio=10))


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_a_file_that_is_cut_ends_as_an_extract_error_or_is_told(make):
    data = make(PLAIN)
    for at in range(9, len(data), max(1, len(data) // 60)):
        try:
            segments = _read(data[:at])
        except ExtractError:
            continue
        assert segments


SCHEMA = {
    "type": "record",
    "name": "klant",
    "fields": [
        {"name": "naam", "type": ["null", "string"]},
        {"name": "adres", "type": {"type": "record", "name": "a", "fields": [{"name": "straat", "type": "string"}]}},
        {"name": "tel", "type": {"type": "array", "items": "string"}},
        {"name": "scan", "type": "bytes"},
        {"name": "geboren", "type": {"type": "int", "logicalType": "date"}},
    ],
}


def _avro(codec: str = "null", count: int = 1) -> bytes:
    record = {
        "naam": ANN.name,
        "adres": {"straat": "Kerkstraat 1"},
        "tel": [ANN.phone, TOM.phone],
        "scan": b"%PDF-1.4 " + b"." * 99,
        "geboren": date(1985, 7, 30),
    }
    kept = io.BytesIO()
    fastavro.writer(kept, SCHEMA, [record] * count, codec=codec, sync_interval=1)
    return kept.getvalue()


@pytest.mark.parametrize("codec", ["null", "deflate", "bzip2", "xz", "snappy", "zstandard", "lz4"])
def test_avro_records_are_rows_whatever_packs_them(codec):
    segments = _read(_avro(codec, 2))

    assert {key: cell for key, cell in _cells(segments).items() if key[0] == 2} == {
        (2, "naam"): ANN.name,
        (2, "adres.straat"): "Kerkstraat 1",
        (2, "tel"): f"{ANN.phone}\n{TOM.phone}",
        (2, "geboren"): "1985-07-30",
    }
    assert [segment.name for segment in segments if isinstance(segment, Member)] == ["row/1/scan", "row/2/scan"]


def test_what_stands_before_a_break_in_avro_is_kept():
    data = _avro(count=3)
    segments = _read(data[:-60])

    assert (2, "naam") in _cells(segments)
    assert segments[-1] == Unread(Reason.CORRUPT)
    with pytest.raises(CorruptContentError):
        _read(data[:30])


def test_records_that_hold_themselves_beyond_measure_are_told():
    """The compiled reader would end the process."""
    node = {
        "type": "record",
        "name": "n",
        "fields": [{"name": "v", "type": "string"}, {"name": "next", "type": ["null", "n"]}],
    }
    deep, kept = {"v": TOM.name, "next": None}, io.BytesIO()
    fastavro.writer(kept, node, [{"v": ANN.name, "next": deep}])
    data = kept.getvalue()
    assert _cells(_read(data)) == {(1, "v"): ANN.name, (1, "next.v"): TOM.name}
    with pytest.raises(TooDeepError):
        _read(_endless(data))


def _endless(data: bytes) -> bytes:
    """Give the file another block, of one record that holds itself 100,000 times."""
    mark = data[-16:]
    body = b"\2x\2" * 100_000
    number, length = 2 * len(body), b""
    while number:
        length += bytes([number & 127 | (128 if number > 127 else 0)])
        number >>= 7
    return data[: data.index(mark) + 16] + b"\2" + length + body + mark
