"""Workbooks: every text beside the cells, with the cell where it stands; and sheets too large for a grid."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from fakes.people import human
from fakes.table_files import biff, package, xlsb_record, xlsb_text
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract import sheets
from pii_scan.extract.biff import margins
from pii_scan.extract.blocks import Table
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ANN, TOM = human("Ann", "Maes", "1985-07-30"), human("Tom", "Claes", "1990-01-02")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _fill(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "Klanten"
    for row in (["Naam", "GSM"], [ANN.name, ANN.phone], [TOM.name, TOM.phone]):
        sheet.append(row)


def _saved(fill: Callable[[openpyxl.Workbook], None] = _fill, more: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    kept = io.BytesIO()
    book.save(kept)
    with zipfile.ZipFile(kept) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return package(parts | {name: text.encode() for name, text in (more or {}).items()})


def _read(data: bytes, name: str = "a.xlsx") -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).segments)


def _place(segments: list[Segment], text: str) -> dict[str, object]:
    found = next(s for s in segments if isinstance(s, Text) and text in s.text)
    return place_at(found.places, found.text.index(text))


def _cells(segments: list[Segment]) -> dict[tuple[object, int, str], str]:
    return {
        (block.where.get("sheet"), block.first_row + offset, name): cell
        for block in segments
        if isinstance(block, Rows)
        for offset, row in enumerate(block.batch.to_pylist())
        for name, cell in row.items()
        if cell is not None
    }


def test_comments_have_the_cell_and_its_column_is_named_as_in_the_rows():
    def fill(book):
        _fill(book)
        book.active["B3"].comment = Comment("belt niet meer", TOM.name)

    segments = _read(_saved(fill))

    assert _place(segments, "belt niet meer") == {"sheet": "Klanten", "row": 3, "column": "GSM", "part": "comment"}
    assert _place(segments, f"Author: {TOM.name}")["part"] == "comment"


def test_threaded_comments_name_the_person_behind_an_id():
    rels = f'<Relationships {RELS}><Relationship Id="r1" Type="t" Target="../threadedComments/t1.xml"/></Relationships>'
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": rels,
        "xl/threadedComments/t1.xml": '<ThreadedComments><threadedComment ref="A2" personId="{1}"><text>bellen om 5'
        "</text></threadedComment></ThreadedComments>",
        "xl/persons/person.xml": f'<personList><person displayName="{TOM.name}" id="{{1}}" userId="AD::tom@post.example"/>'
        "</personList>",
    }
    segments = _read(_saved(more=more))

    assert _place(segments, "bellen om 5") == {"sheet": "Klanten", "row": 2, "column": "Naam", "part": "comment"}
    assert _place(segments, f"Author: {TOM.name} AD tom@post.example")["part"] == "comment"


def test_links_lists_and_texts_in_formulas_have_their_cell():
    def fill(book):
        _fill(book)
        sheet = book.active
        sheet["A2"].hyperlink = f"mailto:{ANN.email}?subject=a&body=b"
        choice = DataValidation(
            type="list", formula1=f'"{ANN.name},{TOM.name}"', promptTitle="Kies", prompt="een klant"
        )
        choice.add("B2:B9")
        sheet.add_data_validation(choice)
        sheet["C2"] = f'=HYPERLINK("mailto:{TOM.email}","x")'

    segments = _read(_saved(fill))

    assert _place(segments, f"mailto:{ANN.email}?subject=a&body=b") == {"sheet": "Klanten", "row": 2, "column": "Naam"}
    assert _place(segments, f"{ANN.name},{TOM.name}") == {"sheet": "Klanten", "row": 2, "column": "GSM"}
    assert _place(segments, "een klant") == {"sheet": "Klanten", "row": 2, "column": "GSM"}
    assert _place(segments, f"mailto:{TOM.email}")["row"] == 2


def test_shapes_and_descriptions_of_pictures_hang_on_their_cell():
    drawing = (
        '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>4</xdr:row></xdr:from>'
        f'<xdr:to><xdr:col>9</xdr:col><xdr:row>9</xdr:row></xdr:to><xdr:pic><xdr:cNvPr id="1" name="P" descr="foto {ANN.name}"/>'
        f"</xdr:pic><a:p><a:r><a:t>Nota van </a:t></a:r><a:r><a:t>{TOM.name}</a:t></a:r></a:p></xdr:twoCellAnchor></xdr:wsDr>"
    )
    rels = f'<Relationships {RELS}><Relationship Id="r1" Type="t" Target="/xl/drawings/drawing1.xml"/></Relationships>'
    segments = _read(_saved(more={"xl/drawings/drawing1.xml": drawing, "xl/worksheets/_rels/sheet1.xml.rels": rels}))
    at = {"sheet": "Klanten", "row": 5, "column": "GSM", "part": "textbox"}

    assert _place(segments, f"foto {ANN.name}") == at
    assert _place(segments, f"Nota van {TOM.name}") == at


def test_a_pivot_cache_gives_the_rows_it_copied():
    more = {
        "xl/pivotCache/pivotCacheDefinition1.xml": f"<pivotCacheDefinition {MAIN}><cacheFields><cacheField name='Naam'>"
        f"<sharedItems><s v='{ANN.name}'/><s v='{TOM.name}'/></sharedItems></cacheField><cacheField name='NISS'>"
        "<sharedItems/></cacheField></cacheFields></pivotCacheDefinition>",
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": f'<Relationships {RELS}><Relationship Id="r1" Type="t" '
        'Target="pivotCacheRecords1.xml"/></Relationships>',
        "xl/pivotCache/pivotCacheRecords1.xml": f"<pivotCacheRecords {MAIN}><r><x v='1'/><s v='{TOM.number}'/></r><r>"
        f"<x v='0'/><m/></r></pivotCacheRecords>",
    }
    segments = _read(_saved(more=more))
    block = next(s for s in segments if isinstance(s, Rows) and s.where.get("part") == "table")

    assert block.where == {"part": "table", "table": "pivotCacheDefinition1"}
    assert block.batch.to_pylist() == [{"Naam": TOM.name, "NISS": TOM.number}, {"Naam": ANN.name, "NISS": None}]


@pytest.mark.parametrize(
    ("part", "xml"),
    [
        ("xl/revisions/revisionLog1.xml", "<revisions><rcc><oc><is><t>{}</t></is></oc></rcc></revisions>"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink><sheetData><row><cell><v>{}</v></cell></row></sheetData></externalLink>"),
        ("xl/charts/chart1.xml", "<chartSpace><strCache><pt><v>{}</v></pt></strCache></chartSpace>"),
        ("xl/connections.xml", "<connections><connection name='bron' connectionString='uid={}'><dbPr command='{}'/></connection></connections>"),
        ("customXml/item1.xml", "<data><naam>{}</naam></data>"),
        ("docProps/custom.xml", "<Properties><property name='Dossier'><lpwstr>{}</lpwstr></property></Properties>"),
        ("xl/drawings/vmlDrawing1.vml", "<xml><v:textbox><div>{}<br></div></v:textbox></xml>"),
        ("xl/tables/table1.xml", "<table name='t' comment='{}'/>"),
    ],
)  # fmt: skip
def test_texts_in_other_parts_are_read(part, xml):
    segments = _read(_saved(more={part: xml.replace("{}", ANN.name)}))

    assert any(isinstance(s, Text) and ANN.name in s.text for s in segments)


def test_names_of_sheets_and_of_ranges_are_read():
    def fill(book):
        _fill(book)
        book.create_sheet(TOM.name)
        book.defined_names["dossier"] = openpyxl.workbook.defined_name.DefinedName("dossier", attr_text=f'"{ANN.name}"')

    segments = _read(_saved(fill))

    assert _place(segments, TOM.name) == {"sheet": TOM.name}
    assert _place(segments, f'dossier "{ANN.name}"') == {"part": "metadata"}


def test_embedded_documents_and_pictures_are_members():
    data = _saved(more={"xl/embeddings/doc1.docx": "PK", "xl/media/image1.png": "PNG"})
    segments = open_reading(Content("a", io.BytesIO(data), len(data)), Limits()).segments

    assert [(s.name, s.open().read()) for s in segments if isinstance(s, Member)] == [
        ("doc1.docx", b"PK"),
        ("image1.png", b"PNG"),
    ]


def test_a_sheet_that_the_workbook_does_not_name_is_read():
    orphan = (
        f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="str"><v>{ANN.name}</v></c></row></sheetData></worksheet>'
    )

    assert _cells(_read(_saved(more={"xl/worksheets/sheet9.xml": orphan})))["sheet9", 1, "1"] == ANN.name


FAR = {
    "plain": '<c r="A1" t="str"><v>eerste</v></c></row><row r="1048576"><c r="XFD1048576" t="str"><v>laatste</v></c>',
    "quotes": "<c r='A1' t='str'><v>eerste</v></c></row><row r='2'><c r='XFD1048576' t='str'><v>laatste</v></c>",
    "row": '<c r="A1" t="str"><v>eerste</v></c></row><row r="2"><c r="XFD1048576" t="str"><v>laatste</v></c>',
    "entity": '<c r="A1" t="str"><v>eerste</v></c></row><row r="2"><c r="&#88;FD1048576" t="str"><v>laatste</v></c>',
    "prefix": '<c r="A1" t="str"><v>eerste</v></c></row><row r="2"><m:c r="XFD1048576" t="str"><v>laatste</v></m:c>',
    "spaces": '<c r="A1" t="str"><v>eerste</v></c></row><row r="2"><c\tt="str"\nr = "XFD1048576" ><v>laatste</v></c>',
    "last": '<c r="XFD1048576" t="str"><v>laatste</v></c></row><row r="2"><c r="A1" t="str"><v>eerste</v></c>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("cells", FAR.values(), ids=FAR)
def test_a_far_cell_never_becomes_a_grid_however_it_is_written(cells, encoding, monkeypatch):
    """Calamine would lay out 17 billion cells, and end the process."""
    asked: list[str] = []
    monkeypatch.setattr(sheets._Grids, "rows", lambda _, name: asked.append(name))
    xml = f'<?xml version="1.0" encoding="{encoding}"?><worksheet {MAIN} xmlns:m="{MAIN[7:-1]}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    parts = zipfile.ZipFile(io.BytesIO(_saved()))
    data = package({n: parts.read(n) for n in parts.namelist()} | {"xl/worksheets/sheet1.xml": xml.encode(encoding)})
    segments = [s for s in _read(data) if isinstance(s, Rows)]

    assert asked == []
    assert {cell for s in segments for c in s.batch.columns for cell in c.to_pylist() if cell} == {"eerste", "laatste"}


def test_what_the_grid_does_not_show_is_found_in_stretches_of_any_length(monkeypatch):
    def fill(book):
        _fill(book)
        book.active["A2"].hyperlink = f"mailto:{ANN.email}"
        book.active["C2"] = f'=T("{TOM.email}")'

    data = _saved(fill)
    whole = [s for s in _read(data) if isinstance(s, Text)]
    monkeypatch.setattr("pii_scan.extract.workbook.CHUNK_BYTES", 7)

    assert [s for s in _read(data) if isinstance(s, Text)] == whole


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def test_xls_comments_boxes_links_and_margins_have_their_place():
    start, end = b"\0\6\x10\0" + bytes(12), (0x0A, b"")

    def shape(number: int, text: str) -> list[tuple[int, bytes]]:
        half = len(text) // 2
        return [
            (0x5D, b"\x15\0\x12\0" + struct.pack("<HH", 0x19, number) + bytes(14)),
            (0x1B6, bytes(10) + struct.pack("<HH", len(text), 16) + bytes(4)),
            (0x3C, b"\0" + text[:half].encode()),
            (0x3C, b"\1" + text[half:].encode("utf-16-le")),
            (0x3C, bytes(16)),
        ]

    link = struct.pack("<HHHH", 6, 6, 2, 2) + bytes(40) + f"mailto:{ANN.email}".encode("utf-16-le") + bytes(2)
    formula = b"\x17" + bytes([len(TOM.name), 0]) + TOM.name.encode()
    name = bytes(3) + b"\7" + struct.pack("<H", len(formula)) + bytes(8) + b"\0dossier" + formula
    head = [(0x809, start), (0x85, b"%s" + b"\0\0" + bytes([7, 0]) + b"Klanten"), (0x18, name), end]
    at = len(biff(*head[:1], (0x85, bytes(15)), *head[2:]))
    head[1] = (0x85, struct.pack("<I", at) + b"\0\0" + bytes([7, 0]) + b"Klanten")
    sheet = [
        (0x809, start),
        (0x14, _string(f"&LDossier {ANN.name}")),
        (0x1B8, link),
        *shape(1, "belt niet meer"),
        *shape(2, "los vak"),
        (0x1C, struct.pack("<HHHH", 4, 1, 0, 1) + _string(TOM.name)),
        end,
    ]
    heads = {"Klanten": Table(("Naam", "GSM", "Link"), header_row=1)}
    texts = list(margins(io.BytesIO(biff(*head, *sheet)), heads))

    assert _place(texts, "belt niet meer") == {"sheet": "Klanten", "row": 5, "column": "GSM", "part": "comment"}
    assert _place(texts, f"Author: {TOM.name}")["part"] == "comment"
    assert _place(texts, "los vak") == {"sheet": "Klanten", "part": "textbox"}
    assert _place(texts, f"Dossier {ANN.name}") == {"sheet": "Klanten", "part": "header"}
    assert _place(texts, f"mailto:{ANN.email}") == {"sheet": "Klanten", "row": 7, "column": "Link"}
    assert _place(texts, f"dossier {TOM.name}") == {"part": "metadata"}


def test_xls_charts_tell_their_titles_and_the_cells_they_copied():
    title = b"\0\0" + bytes([len(TOM.name), 0]) + TOM.name.encode()
    chart = biff(
        (0x809, b"\0\6\x20\0" + bytes(12)), (0x100D, title), (0x204, bytes(6) + _string(ANN.name)), (0x0A, b"")
    )
    sheet = biff((0x809, b"\0\6\x10\0" + bytes(12)), (0x204, bytes(6) + _string("a cell")), (0x0A, b""))
    texts = list(margins(io.BytesIO(chart + sheet), {}))

    assert _place(texts, TOM.name) == _place(texts, ANN.name) == {"part": "textbox"}
    assert not any("a cell" in text.text for text in texts)


def test_a_list_to_choose_from_in_xls_is_read_whatever_bytes_stand_beside_it():
    start = (0x809, b"\0\6\x10\0" + bytes(12))
    data = biff(start, (0x1BE, b"\0\x8f\x81\x8d\0" + ANN.name.encode() + b"\0\1\2"))
    texts = list(margins(io.BytesIO(data), {}))

    assert any(ANN.name in text.text for text in texts)


def _xlsb() -> bytes:
    def cell(kind: int, column: int, data: bytes) -> bytes:
        return xlsb_record(kind, struct.pack("<II", column, 0) + data)

    def row(number: int) -> bytes:
        return xlsb_record(0, struct.pack("<I", number) + bytes(21))

    sheet = [
        xlsb_record(129, b""),
        row(0), cell(6, 0, xlsb_text("Naam")), cell(7, 1, struct.pack("<I", 0)),
        row(1), cell(6, 0, xlsb_text(ANN.name)), cell(5, 1, struct.pack("<d", 12.0)), cell(2, 2, struct.pack("<I", 5 << 2 | 2)),
        row(1048575), cell(6, 16383, xlsb_text("laatste")),
        xlsb_record(479, bytes(2) + xlsb_text(f"&LDossier {TOM.name}") + struct.pack("<I", 0xFFFFFFFF) * 5),
        xlsb_record(130, b""),
    ]  # fmt: skip
    note = [
        xlsb_record(632, xlsb_text(TOM.name)),
        xlsb_record(635, struct.pack("<IIIII", 0, 1, 1, 1, 1) + bytes(16)),
        xlsb_record(637, b"\0" + xlsb_text("belt niet meer")),
    ]
    book = xlsb_record(156, struct.pack("<II", 2, 1) + xlsb_text("rId1") + xlsb_text("Verborgen"))
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/>'
    notes = f'<Relationship Id="rId1" Type="{OFFICE}/comments" Target="../comments1.bin"/>'
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f"<Relationships {RELS}>{relation}</Relationships>".encode(),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
            "xl/worksheets/_rels/sheet1.bin.rels": f"<Relationships {RELS}>{notes}</Relationships>".encode(),
            "xl/sharedStrings.bin": xlsb_record(19, b"\0" + xlsb_text("Saldo")),
            "xl/comments1.bin": b"".join(note),
        }
    )


def test_xlsb_is_read_as_a_stream_where_a_grid_would_be_too_large():
    segments = _read(_xlsb(), "a.xlsb")
    cells = _cells(segments)

    assert (cells["Verborgen", 1, "2"], cells["Verborgen", 2, "1"]) == ("Saldo", ANN.name)
    assert (cells["Verborgen", 2, "2"], cells["Verborgen", 2, "3"]) == ("12", "5")
    assert cells["Verborgen", 1048576, "16384"] == "laatste"
    assert _place(segments, "belt niet meer") == {"sheet": "Verborgen", "row": 2, "column": "2", "part": "comment"}
    assert _place(segments, f"Dossier {TOM.name}") == {"sheet": "Verborgen", "part": "header"}


def test_rows_before_damage_are_kept_and_the_damage_is_told():
    with zipfile.ZipFile(io.BytesIO(_xlsb())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    binary = parts | {"xl/worksheets/sheet1.bin": parts["xl/worksheets/sheet1.bin"][:-90]}
    with zipfile.ZipFile(io.BytesIO(_saved())) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    plain = parts | {"xl/worksheets/sheet1.xml": re.sub(rb"<c r=.B3.*", b"<", parts["xl/worksheets/sheet1.xml"])}

    for data in (package(binary), package(plain)):
        segments = _read(data)
        assert ANN.name in _cells(segments).values()
        assert Unread(Reason.CORRUPT) in segments


def test_a_number_written_as_text_keeps_its_zeros():
    def fill(book):
        book.active.append(["NISS", "Postcode"])
        book.active.append(["00012345678", "0470"])

    cells = _cells(_read(_saved(fill)))

    assert (cells["Sheet", 2, "NISS"], cells["Sheet", 2, "Postcode"]) == ("00012345678", "0470")
    assert re.fullmatch(r"\d{11}", cells["Sheet", 2, "NISS"])


def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(_saved())) as old:
        return {name: old.read(name) for name in old.namelist()}


def test_damaged_shared_texts_cost_only_what_stands_behind_the_damage():
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    parts = _parts() | {
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>".encode(),
        "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>{ANN.name}</t></si><si><t>{TOM.name}</t></si>".encode(),
    }
    assert set(_cells(_read(package(parts))).values()) == {ANN.name, TOM.name}

    parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"][:-12]
    segments = _read(package(parts))
    assert set(_cells(segments).values()) == {ANN.name}
    assert segments[-1] == Unread(Reason.CORRUPT)


def test_a_damaged_list_of_sheets_costs_their_names_only():
    segments = _read(package(_parts() | {"xl/workbook.xml": b"<workbook><sheets><she"}))

    assert ("sheet1", 2) in {(sheet, row) for sheet, row, _ in _cells(segments)}
    assert segments[-1] == Unread(Reason.CORRUPT)


def test_damage_in_the_packing_of_a_sheet_is_told_and_the_rest_read():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in _parts().items():
            new.writestr(name, data)
        at = new.getinfo("xl/worksheets/sheet1.xml").header_offset
    damaged = bytearray(kept.getvalue())
    damaged[at + 80 : at + 90] = b"\xff" * 10
    segments = _read(bytes(damaged))

    assert Unread(Reason.CORRUPT) in segments
    assert any(isinstance(s, Text) for s in segments)
