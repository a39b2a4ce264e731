"""Whatever the bytes: the readers of tables yield what can be encoded and placed, or raise `ExtractError`."""

from __future__ import annotations

import contextlib
import io
import plistlib
from collections.abc import Callable, Iterator

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fakes.mutations import mutated
from fakes.table_files import LONG, MEMO, TEXT, JetTable, biff, dbf, jet, memo, package, wide, xlsb_record, xlsb_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import orc

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Rows, Segment, Text
from pii_scan.extract import access, avro, columnar, dbfmemo, dif, ldif, plist, sheetml, sheets, sylk
from pii_scan.extract import biff as xls
from pii_scan.extract import dbf as dbase
from pii_scan.settings.settings import Limits

Read = Callable[[Content, Limits], Iterator[Segment]]
TABLE = pa.table({"a": ["Maes", None], "b": [[{"c": 1}], []], "d": [b"x", b"%PDF-1.4"]})


def _written(write: Callable[[io.BytesIO], object]) -> bytes:
    kept = io.BytesIO()
    write(kept)
    return kept.getvalue()


def _stream(kept: io.BytesIO) -> None:
    with pa.ipc.new_stream(kept, TABLE.schema) as writer:
        writer.write(TABLE)


def _file(kept: io.BytesIO) -> None:
    with pa.ipc.new_file(kept, TABLE.schema) as writer:
        writer.write(TABLE)


def _avro(kept: io.BytesIO) -> None:
    field = {"name": "a", "type": ["null", "string", {"type": "array", "items": "bytes"}]}
    schema = {"type": "record", "name": "t", "fields": [field]}
    fastavro.writer(kept, schema, [{"a": "Maes"}, {"a": [b"x"]}], sync_interval=1)


def _xlsb() -> bytes:
    sheet = (
        xlsb_record(0, bytes(25))
        + xlsb_record(6, bytes(8) + xlsb_text("Maes"))
        + xlsb_record(479, bytes(2) + xlsb_text("x"))
    )
    relation = '<Relationships><Relationship Id="r" Target="worksheets/sheet1.bin"/></Relationships>'
    return package(
        {
            "xl/workbook.bin": xlsb_record(156, bytes(8) + xlsb_text("r") + xlsb_text("S")),
            "xl/_rels/workbook.bin.rels": relation.encode(),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/comments1.bin": xlsb_record(635, bytes(36)) + xlsb_record(637, b"\0" + xlsb_text("y")),
        }
    )


def _xls(content: Content, _: Limits) -> Iterator[Segment]:
    return xls.margins(content.stream, {})


START = (0x809, b"\0\6\x10\0" + bytes(12))
XLS = biff(
    START,
    (0x85, bytes(6) + b"\1\0S"),
    (0x14, b"\1\0\0x"),
    (0x5D, b"\x15\0\x12\0" + bytes(18)),
    (0x1B6, bytes(10) + b"\2\0" + bytes(6)),
    (0x3C, b"\0ab"),
    (0x1C, bytes(8) + b"\1\0\0x"),
    (0x18, bytes(3) + b"\1\3\0" + bytes(8) + b"\0n\x17\1\0"),
    (0x1B8, bytes(60)),
)
SEEDS: list[tuple[str, Read, bytes]] = [
    ("parquet", columnar.read, _written(lambda kept: pq.write_table(TABLE, kept))),
    ("orc", columnar.read, _written(lambda kept: orc.write_table(TABLE, kept))),
    ("stream", columnar.read, _written(_stream)),
    ("arrow", columnar.read, _written(_file)),
    ("avro", avro.read, _written(_avro)),
    (
        "dbf",
        dbase.read,
        dbf((("A", "C", 4), ("B", "T", 8), ("V", "V", 3)), [(b" ", (b"Maes", bytes(8), b"x"))], version=48),
    ),
    ("memo", dbfmemo.read, b"\0\0\0\1\0\0\0\x40".ljust(512, b"\0") + b"\0\0\0\1\0\0\0\4Maes" * 9),
    (
        "access",
        access.read,
        jet({"t": JetTable((("a", LONG), ("b", TEXT), ("c", MEMO)), [(bytes(4), wide("x"), memo(wide("y")))], key=0)}),
    ),
    ("plist", plist.read, plistlib.dumps({"a": ["b", 1, b"c"]}, fmt=plistlib.FMT_BINARY)),
    ("plist-xml", plist.read, plistlib.dumps({"a": ["b", 1, b"c"]})),
    ("ldif", ldif.read, b"dn: uid=x\ncn:: TWFlcw==\nsn: a\n b\n"),
    ("sylk", sylk.read, b'ID;P\nP;Pdd/mm\nC;Y1;X2;K"a;;b"\nF;P0;C2\nC;Y2;X2;K5;Ac\nE\n'),
    ("dif", dif.read, b'TABLE\n0,1\n"x"\nDATA\n0,0\n""\n-1,0\nBOT\n1,0\n"a"\n0,5\nV\n-1,0\nEOD\n'),
    (
        "sheetml",
        sheetml.read,
        b'<Workbook><Worksheet Name="S"><Row Index="3"><Cell Index="2"><Data Type="Number">1.0</Data></Cell></Row></Worksheet></Workbook>',
    ),
    ("xlsb", sheets.read, _xlsb()),
    ("xls", _xls, XLS),
]


@pytest.mark.parametrize(("read", "seed"), [pytest.param(read, seed, id=name) for name, read, seed in SEEDS])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_extract_errors_escape(read: Read, seed: bytes, data: st.DataObject) -> None:
    content = data.draw(st.one_of(mutated(seed), st.binary(max_size=200)))
    with contextlib.suppress(ExtractError):
        for segment in read(Content("a", io.BytesIO(content), len(content)), Limits()):
            _check(segment)


def _check(segment: Segment) -> None:
    if isinstance(segment, Text):
        segment.text.encode()
        starts = [start for start, _ in segment.places]
        assert starts == sorted(set(starts))
    elif isinstance(segment, Rows):
        assert segment.first_row >= 1
        assert segment.batch.num_rows == len(segment.batch.to_pylist())
    elif isinstance(segment, Member):
        segment.name.encode()
        with contextlib.suppress(ExtractError):
            segment.open().read()
