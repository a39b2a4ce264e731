"""Directories (LDIF), property lists, and sheets written as text: XML of Excel 2003, SYLK, DIF."""

from __future__ import annotations

import base64
import io
import plistlib
from dataclasses import replace
from datetime import datetime

import pytest
from fakes.people import human

from pii_scan.core.errors import CorruptContentError, ExtractError, RatioError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ANN, TOM = human("Hélène", "Maes", "1985-07-30"), human("Tom", "Claes", "1990-01-02")


def _read(data: bytes, name: str = "x", limits: Limits | None = None) -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), limits or Limits()).segments)


def _kind(data: bytes, name: str = "x") -> str:
    return open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).media_type


def _place(segments: list[Segment], text: str) -> dict[str, object]:
    found = next(s for s in segments if isinstance(s, Text) and text in s.text)
    return place_at(found.places, found.text.index(text))


def _coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LDIF = f"""version: 1
# export
dn: uid=ann,ou=people,dc=example
cn:: {_coded(ANN.name)}
description: een lange
  regel
mail: {ANN.email}
homePostalAddress: Kerkstraat 1$1000 Brussel
jpegPhoto:: {base64.b64encode(b"%PDF-1.4 " + b"." * 90).decode()}

dn:: {_coded("uid=tom")}
sn: {TOM.family}
seeAlso:< file:///etc/passwd
"""


def test_ldif_entries_are_told_line_by_line():
    segments = _read(LDIF.encode())
    text = next(s.text for s in segments if isinstance(s, Text))

    assert _kind(LDIF.encode()) == "text/x-ldif"
    assert f"Name: {ANN.name}\n" in text
    assert "Note: een lange regel\n" in text
    assert "Address: Kerkstraat 1, 1000 Brussel\n" in text
    assert f"\n\ndn: uid=tom\nLast name: {TOM.family}\n" in text
    assert _place(segments, ANN.email) == {"line": 7}
    assert [s.open().read()[:5] for s in segments if isinstance(s, Member)] == [b"%PDF-"]


LIST = {
    "klant": {"naam": ANN.name, "tel": [ANN.phone, TOM.phone]},
    "op": datetime.fromisoformat("1985-07-30"),
    "blob": b"%PDF-1.4 " * 9,
}


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_property_lists_are_values_with_their_path(form):
    segments = _read(plistlib.dumps(LIST, fmt=form))

    assert _place(segments, f"naam: {ANN.name}") == {"path": "klant.naam"}
    assert _place(segments, f"tel: {TOM.phone}") == {"path": "klant.tel[1]"}
    assert _place(segments, "op: 1985-07-30") == {"path": "op"}
    assert any(isinstance(s, Member) for s in segments)


def test_what_a_property_list_points_to_many_times_is_told_once():
    """As aliases of aliases: 4 ** 30 values if each were followed."""
    inner: list[object] = [ANN.name]
    for _ in range(30):
        inner = [inner] * 4
    count = sum(
        s.text.count(ANN.name) for s in _read(plistlib.dumps(inner, fmt=plistlib.FMT_BINARY)) if isinstance(s, Text)
    )

    assert count == 1


def test_one_long_value_pointed_to_many_times_is_no_way_to_memory():
    text = "x" * 10_000
    data = plistlib.dumps([text] * 2000, fmt=plistlib.FMT_BINARY)

    with pytest.raises(RatioError):
        _read(data, limits=replace(Limits(), ratio_free_bytes=1 << 20, expansion_ratio=100))


def test_a_property_list_beyond_the_depth_is_told():
    deep: object = "x"
    for _ in range(60):
        deep = {"k": deep}

    segments = _read(plistlib.dumps({"a": ANN.name, "z": deep}), limits=replace(Limits(), xml_depth=20))
    assert _place(segments, ANN.name) == {"path": "a"}
    assert segments[-1] == Unread(Reason.TOO_DEEP)


def test_a_string_of_a_binary_property_list_may_hold_what_it_should_not():
    data = plistlib.dumps({"naam": "xxAnn"}, fmt=plistlib.FMT_BINARY).replace(b"xxAnn", "éAnn".encode())

    assert _place(_read(data), "naam: éAnn") == {"path": "naam"}


def test_damage_in_a_binary_property_list_costs_an_object():
    data = plistlib.dumps({"a": ANN.email, "z": [1, 2, 3]}, fmt=plistlib.FMT_BINARY)
    segments = _read(data.replace(b"\xa3", b"\xaf"))

    assert _place(segments, ANN.email) == {"path": "a"}
    assert segments[-1] == Unread(Reason.CORRUPT)


def test_a_broken_property_list_is_corrupt_or_read_as_xml():
    with pytest.raises(CorruptContentError):
        _read(plistlib.dumps(LIST, fmt=plistlib.FMT_BINARY)[:-20])
    broken = plistlib.dumps(LIST).replace(b"</dict>", b"")

    assert _place(_read(broken), ANN.name)["line"] > 1


SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
SHEET_XML = f"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}" xmlns:x="urn:schemas-microsoft-com:office:excel">
<DocumentProperties><Author>{TOM.name}</Author><Created>2020-01-01</Created></DocumentProperties>
<Names><NamedRange ss:Name="dossier" ss:RefersTo="=&quot;x&quot;"/></Names>
<Worksheet ss:Name="Klanten"><Table>
<Row><Cell><Data ss:Type="String">Naam</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">Geboren</Data></Cell></Row>
<Row ss:Index="5"><Cell ss:HRef="mailto:{ANN.email}"><ss:Data ss:Type="String"><B>{ANN.given}</B> {ANN.family}</ss:Data>
<Comment ss:Author="{TOM.name}"><ss:Data>belt niet meer</ss:Data></Comment></Cell>
<Cell ss:Index="3"><Data ss:Type="DateTime">1985-07-30T00:00:00.000</Data></Cell></Row>
</Table><WorksheetOptions><PageSetup><x:Header x:Data="&amp;CDossier {ANN.name}"/></PageSetup></WorksheetOptions>
</Worksheet></Workbook>"""


def test_workbooks_in_xml_are_sheets():
    segments = _read(SHEET_XML.encode(), "x.xls")
    block = [s for s in segments if isinstance(s, Rows)][-1]

    assert (block.where, block.first_row) == ({"sheet": "Klanten"}, 5)
    assert block.batch.to_pylist()[0] == {"Naam": ANN.name, "2": None, "Geboren": "1985-07-30"}
    assert _place(segments, "belt niet meer") == {"sheet": "Klanten", "row": 5, "column": "Naam", "part": "comment"}
    assert _place(segments, f"mailto:{ANN.email}") == {"sheet": "Klanten", "row": 5, "column": "Naam"}
    assert _place(segments, f"Dossier {ANN.name}") == {"sheet": "Klanten", "part": "header"}
    assert _place(segments, f"Author: {TOM.name}\n\ndossier") == {"part": "metadata"}


def test_a_workbook_in_xml_that_breaks_off_is_read_so_far():
    data = SHEET_XML.encode().partition(b"</Table>")[0]
    segments = open_reading(Content("x", io.BytesIO(data), len(data)), Limits()).segments
    kept: list[Segment] = []
    with pytest.raises(ExtractError):
        kept.extend(iter(lambda: kept.append(next(segments)), 1))

    assert any(isinstance(s, Rows) and ANN.name in str(s.batch.to_pylist()) for s in kept)
    assert any(isinstance(s, Text) and "belt niet meer" in s.text for s in kept)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_sylk_cells_are_rows(end):
    lines = (
        "ID;PWXL;N;E", "P;PGeneral", "P;Pdd/mm/yyyy", 'C;Y1;X1;K"Naam"', 'C;X2;K"Geboren"', f'C;Y2;X1;K"{TOM.name};; ir."',
        "C;X1;Abelt niet meer", "F;P1;FG0G;Y2;X2", "C;X2;K31258", "E",
    )  # fmt: skip
    data = end.join(lines).encode()
    segments = _read(data, "x.slk")
    block = [s for s in segments if isinstance(s, Rows)][-1]

    assert _kind(data) == "text/x-sylk"
    assert block.batch.to_pylist() == [{"Naam": f"{TOM.name}; ir.", "Geboren": "1985-07-30"}]
    assert _place(segments, "belt niet meer") == {"row": 2, "column": "1", "part": "comment"}


def test_dif_cells_are_rows():
    lines = (
        "TABLE", "0,1", '"x"', "VECTORS", "0,2", '""', "TUPLES", "0,2", '""', "DATA", "0,0", '""',
        "-1,0", "BOT", "1,0", '"Naam"', "1,0", '"Saldo"', "-1,0", "BOT", "1,0", f'"{TOM.name}"', "0,0012", "V", "-1,0", "EOD",
    )  # fmt: skip
    data = "\r\n".join(lines).encode()
    block = _read(data, "x.dif")[-1]

    assert _kind(data) == "text/x-dif"
    assert block.batch.to_pylist() == [{"Naam": TOM.name, "Saldo": "0012"}]
