"""Laws of the OpenDocument reader: texts, shows, drawings and sheets, packed or flat; everything once, at its place."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace

import pytest
from fakes.people import human

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract import opendocument
from pii_scan.extract.registry import open_reading
from pii_scan.extract.sniff import media_type
from pii_scan.settings.settings import Limits

ANNA, BERT = human("Anna", "Example", "1985-07-30"), human("Bert", "Sample", "1990-01-02")
NAME = ANNA.name
URN = "urn:oasis:names:tc:opendocument:xmlns"
NS = " ".join(
    f'xmlns:{prefix}="{URN}:{prefix}:1.0"' for prefix in ("office", "text", "table", "draw", "style", "form", "meta", "svg", "presentation")
)  # fmt: skip
NS += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
MIME = "application/vnd.oasis.opendocument"
MANIFEST = f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0">{{}}</manifest:manifest>'


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def packed(kind: str, body: str, **parts: str | bytes) -> bytes:
    made: dict[str, str | bytes] = {
        "mimetype": f"{MIME}.{kind}",
        "META-INF/manifest.xml": MANIFEST.format(
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}.{kind}"/>'
        ),
        "content.xml": f"<office:document-content {NS}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def flat(kind: str, body: str, more: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>\n<office:document {NS} office:mimetype="{MIME}.{kind}">{more}'
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    ).encode()


def read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(opendocument.read(Content("a", io.BytesIO(data), len(data)), limits or Limits()))


def shown(data: bytes) -> str:
    return "".join(segment.text for segment in read(data) if isinstance(segment, Text))


def places(data: bytes, value: str) -> list[dict[str, object]]:
    found = []
    for segment in read(data):
        at = segment.text.find(value) if isinstance(segment, Text) else -1
        while at >= 0:
            found.append(place_at(segment.places, at))
            at = segment.text.find(value, at + 1)
    return found


def tables(data: bytes) -> list[tuple[object, int, int | None, list[dict[str, str | None]]]]:
    return [
        (rows.where["sheet"], rows.first_row, rows.header_row, rows.batch.to_pylist())
        for rows in read(data)
        if isinstance(rows, Rows)
    ]


TEXTS = [
    (p(f"{NAME[:3]}<text:span>{NAME[3:]}</text:span>"), f"{NAME}\n", {}),
    (f"<text:h>{NAME}</text:h>", NAME, {}),
    (p("Anna<text:s text:c='2'/>Example<text:tab/>x"), "Anna  Example\tx", {}),
    (p("Anna\n      Example"), "Anna Example", {}),
    (f"<text:section text:display='none'>{p(NAME)}</text:section>", NAME, {}),
    (f"<text:list><text:list-item>{p(NAME)}</text:list-item></text:list>", NAME, {}),
    (
        f"<table:table><table:table-row><table:table-cell>{p('Naam')}</table:table-cell><table:table-cell>{p(NAME)}</table:table-cell></table:table-row></table:table>",
        f"Naam\t{NAME}\n",
        {"part": "table"},
    ),
    (p(f"x<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>{p(NAME)}</text:note-body></text:note>"), NAME, {"part": "footnote"}),
    (p(f"x<text:note text:note-class='endnote'><text:note-body>{p(NAME)}</text:note-body></text:note>"), NAME, {"part": "endnote"}),
    (p(f"x<office:annotation><dc:creator>{BERT.name}</dc:creator><dc:date>2020-01-01</dc:date>{p(NAME)}</office:annotation>y"), f"{NAME}\n", {"part": "comment"}),
    (p(f"x<office:annotation><dc:creator>{BERT.name}</dc:creator>{p('y')}</office:annotation>"), f"Author: {BERT.name}", {"part": "comment"}),
    (p(f"<draw:frame><draw:text-box>{p(NAME)}</draw:text-box></draw:frame>"), NAME, {"part": "textbox"}),
    (f"<draw:custom-shape>{p(NAME)}</draw:custom-shape>", NAME, {"part": "textbox"}),
    (p(f"x<draw:frame><draw:image/><svg:title>{NAME}</svg:title></draw:frame>"), f"x\n{NAME}", {}),
    (p(f"x<draw:frame><draw:image/><svg:desc>{NAME}</svg:desc></draw:frame>"), f"x\n{NAME}", {}),
    (p(f"<text:a xlink:href='mailto:{ANNA.email}'>write</text:a>"), f"write\n{ANNA.email}", {}),
    (p(f"x<text:hidden-text text:string-value='{NAME}'/>"), NAME, {}),
    (p(f"x<text:variable-set text:name='v' text:display='none' text:string-value='{NAME}'/>"), NAME, {}),
    (p(f"x<text:title>{NAME}</text:title>"), f"x{NAME}", {}),
    (f"<text:user-field-decls><text:user-field-decl text:name='Klant' office:string-value='{NAME}'/></text:user-field-decls>", f"Klant: {NAME}", {"part": "metadata"}),
    (f"<office:forms><form:form><form:text form:name='naam' form:current-value='{NAME}'/></form:form></office:forms>", f"naam: {NAME}", {"part": "form"}),
    (f"<office:forms><form:form><form:listbox form:name='wie'><form:option form:label='{NAME}'/></form:listbox></form:form></office:forms>", NAME, {"part": "form"}),
]  # fmt: skip


@pytest.mark.parametrize("made", [packed, flat])
@pytest.mark.parametrize(("body", "value", "where"), TEXTS)
def test_every_corner_of_a_text_is_read_once_at_its_place(
    made, body: str, value: str, where: dict[str, object]
) -> None:
    assert places(made("text", body), value) == [where]


def test_what_a_field_shows_is_not_said_twice() -> None:
    assert (
        shown(packed("text", p(f"<text:user-field-get text:string-value='{NAME}'>{NAME}</text:user-field-get>")))
        == f"{NAME}\n"
    )


def test_a_deletion_comes_where_it_stood_with_the_label_before_it() -> None:
    changes = (
        "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info>"
        f"<dc:creator>{BERT.name}</dc:creator></office:change-info>{p(ANNA.number)}</text:deletion></text:changed-region>"
        "<text:changed-region text:id='c2'><text:insertion/></text:changed-region></text:tracked-changes>"
    )
    body = changes + p("NISS: <text:change text:change-id='c1'/><text:change-start text:change-id='c2'/>unknown<text:change-end text:change-id='c2'/>.")  # fmt: skip
    data = packed("text", body)

    assert shown(data) == f"NISS: unknown.\nNISS: {ANNA.number}.\nAuthor: {BERT.name}\n"


def test_a_deletion_without_a_place_is_not_lost() -> None:
    changes = f"<text:tracked-changes><text:changed-region text:id='c1'><text:deletion>{p(NAME)}</text:deletion></text:changed-region></text:tracked-changes>"

    assert places(packed("text", changes), NAME) == [{}]


STYLES = f"<office:document-styles {NS}><office:master-styles><style:master-page>{{}}</style:master-page></office:master-styles></office:document-styles>"


@pytest.mark.parametrize(
    ("name", "source", "value", "part"),
    [
        ("styles.xml", STYLES.format(f"<style:header>{p(NAME)}</style:header>"), NAME, "header"),
        ("styles.xml", STYLES.format(f"<style:footer-left>{p(NAME)}</style:footer-left>"), NAME, "footer"),
        ("styles.xml", STYLES.format(f"<style:footer><style:region-left>{p(NAME)}</style:region-left></style:footer>"), NAME, "footer"),
        ("styles.xml", STYLES.format(f"<draw:frame><draw:text-box>{p(NAME)}</draw:text-box></draw:frame>"), NAME, "header"),
        ("meta.xml", f"<office:document-meta {NS}><office:meta><meta:initial-creator>{NAME}</meta:initial-creator></office:meta></office:document-meta>", f"initial-creator: {NAME}", "metadata"),
        ("meta.xml", f"<office:document-meta {NS}><office:meta><meta:user-defined meta:name='Klant'>{NAME}</meta:user-defined></office:meta></office:document-meta>", f"Klant: {NAME}", "metadata"),
        ("Object 1/content.xml", f"<office:document-content {NS}><office:body><office:text>{p(NAME)}</office:text></office:body></office:document-content>", NAME, "textbox"),
        ("VersionList.xml", f"<VL:version-list xmlns:VL='v'><VL:version-entry VL:creator='{NAME}' VL:comment='x'/></VL:version-list>", f"Author: {NAME}", "metadata"),
    ],
)  # fmt: skip
def test_every_part_of_the_package_is_read(name: str, source: str, value: str, part: str) -> None:
    assert places(packed("text", p("x"), **{name: source}), value) == [{"part": part}]


def test_a_flat_document_has_its_properties_margins_and_embedded_files_too() -> None:
    more = (
        f"<office:meta><dc:creator>{NAME}</dc:creator></office:meta><office:master-styles><style:master-page>"
        f"<style:header>{p(BERT.name)}</style:header></style:master-page></office:master-styles>"
    )
    picture = base64.b64encode(b"a picture").decode()
    data = flat("text", p(f"x<draw:frame><draw:image><office:binary-data>{picture[:5]}\n{picture[5:]}</office:binary-data></draw:image></draw:frame>y"), more)  # fmt: skip

    assert places(data, f"creator: {NAME}") == [{"part": "metadata"}]
    assert places(data, BERT.name) == [{"part": "header"}]
    assert places(data, "xy\n") == [{}]
    assert [s.open().read() for s in read(data) if isinstance(s, Member)] == [b"a picture"]


@pytest.mark.parametrize(("kind", "made"), [("presentation", packed), ("drawing", packed), ("presentation", flat)])
def test_slides_and_drawings_have_pages(kind: str, made) -> None:
    body = (
        f"<presentation:footer-decl presentation:name='f'>{BERT.name}</presentation:footer-decl><draw:page><draw:frame/></draw:page>"
        f"<draw:page><draw:frame><draw:text-box>{p(NAME)}</draw:text-box></draw:frame>"
        f"<office:annotation>{p('a remark')}</office:annotation>"
        f"<presentation:notes><draw:frame><draw:text-box>{p('a note')}</draw:text-box></draw:frame></presentation:notes></draw:page>"
    )
    data = made(kind, body)

    assert places(data, NAME) == [{"page": 2}]
    assert places(data, "a remark") == [{"page": 2, "part": "comment"}]
    assert places(data, "a note") == [{"page": 2, "part": "notes"}]
    assert places(data, BERT.name) == [{"part": "footer"}]


def cell(text: str, said: str = "office:value-type='string'", inside: str = "") -> str:
    return f"<table:table-cell {said}>{inside}{p(text) if text else ''}</table:table-cell>"


def row(*cells: str, said: str = "") -> str:
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


SHEET = (
    "<table:table table:name='Klanten'>"
    + row(cell("Naam"), cell("Geboren"), cell("Bedrag"))
    + row(said="table:number-rows-repeated='2'")
    + row(
        cell(NAME, inside=f"<office:annotation><dc:creator>{BERT.name}</dc:creator>{p('a remark')}</office:annotation>"),
        cell("30/07/85", "office:value-type='date' office:date-value='1985-07-30'"),
        cell("€ 12,50", "office:value-type='currency' office:value='12.5'", f"<office:annotation>{p('of money')}</office:annotation>"),
    )
    + row(cell(BERT.name), said="table:visibility='collapse' table:number-rows-repeated='2'")
    + f"<table:shapes><draw:frame><draw:text-box>{p('in a box')}</draw:text-box></draw:frame></table:shapes></table:table>"
    + "<table:table table:name='Leeg'/>"
)  # fmt: skip


@pytest.mark.parametrize("made", [packed, flat])
def test_sheets_are_tables_and_what_hangs_at_a_cell_has_its_place(made) -> None:
    data = made("spreadsheet", SHEET)
    sheet, first, header, body = tables(data)[-1]
    lines = {number: line for number, line in enumerate(body, first) if any(line.values())}

    assert (sheet, header) == ("Klanten", 1)
    assert lines == {
        4: {"Naam": NAME, "Geboren": "1985-07-30", "Bedrag": "12.5"},
        5: {"Naam": BERT.name, "Geboren": None, "Bedrag": None},
        6: {"Naam": BERT.name, "Geboren": None, "Bedrag": None},
    }
    assert places(data, "a remark") == [{"sheet": "Klanten", "row": 4, "column": "Naam", "part": "comment"}]
    assert places(data, f"Author: {BERT.name}") == [{"sheet": "Klanten", "row": 4, "column": "Naam", "part": "comment"}]
    assert places(data, "of money") == [{"sheet": "Klanten", "row": 4, "column": "Bedrag", "part": "comment"}]
    assert places(data, "in a box") == [{"sheet": "Klanten", "part": "textbox"}]
    assert NAME not in shown(data)


@pytest.mark.parametrize("made", [packed, flat])
def test_a_link_of_a_cell_and_what_stood_there_before_are_read(made) -> None:
    changes = (
        "<table:tracked-changes><table:cell-content-change><table:cell-address table:column='1' table:row='4' table:table='0'/>"
        f"<table:previous><table:change-track-table-cell>{p('was here')}</table:change-track-table-cell></table:previous>"
        "</table:cell-content-change></table:tracked-changes>"
    )
    link = (
        f"<table:table-cell><text:p><text:a xlink:href='mailto:{ANNA.email}'>write</text:a></text:p></table:table-cell>"
    )
    data = made("spreadsheet", changes + f"<table:table table:name='A'>{row(link)}</table:table>")
    cells = [value for *_, lines in tables(data) for line in lines for value in line.values()]

    assert places(data, "was here") == [{"sheet": "A", "row": 5, "column": "2", "part": "table"}]
    assert (ANNA.email in shown(data)) != any(ANNA.email in value for value in cells)


def test_a_sheet_that_calamine_cannot_read_is_read_all_the_same() -> None:
    data = packed("spreadsheet", SHEET, **{"META-INF/manifest.xml": "broken"})

    assert any(NAME in line.values() for *_, lines in tables(data) for line in lines)
    assert places(data, "a remark") == [{"sheet": "Klanten", "row": 4, "column": "Naam", "part": "comment"}]


def test_the_format_before_opendocument_is_read() -> None:
    doctype = '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd">'
    body = f"<office:document-content {NS}><office:body><table:table table:name='A'>{row(cell(NAME))}</table:table></office:body></office:document-content>"
    data = packed("x", "", **{"content.xml": doctype + body, "mimetype": "application/vnd.sun.xml.calc"})

    reading = open_reading(Content("a.sxc", io.BytesIO(data), len(data)), Limits())

    assert [(sheet, lines) for sheet, _, _, lines in tables(data)] == [("A", [{"1": NAME}])]
    assert not [segment for segment in reading.segments if isinstance(segment, Member)]


def test_embedded_files_are_members_and_what_is_drawn_from_them_is_not() -> None:
    extra = {"Pictures/a.png": b"png", "Object 1": b"ole", "ObjectReplacements/Object 1": b"x", "Thumbnails/thumbnail.png": b"x", "settings.xml": "<a/>"}  # fmt: skip
    data = packed("text", p("x"), **extra)
    segments = opendocument.read(Content("a", io.BytesIO(data), len(data)), Limits())

    assert {s.name: s.open().read() for s in segments if isinstance(s, Member)} == {"a.png": b"png", "Object 1": b"ole"}


@pytest.mark.parametrize("name", ["content.xml", "encrypted-package"])
def test_a_document_behind_a_password_is_encrypted(name: str) -> None:
    entry = f'<manifest:file-entry manifest:full-path="{name}"><manifest:encryption-data/></manifest:file-entry>'

    with pytest.raises(EncryptedError):
        read(packed("text", p("x"), **{"META-INF/manifest.xml": MANIFEST.format(entry)}))


def test_a_part_behind_a_password_keeps_nothing_else_back() -> None:
    entry = '<manifest:file-entry manifest:full-path="Basic/A/B.xml"><manifest:encryption-data/></manifest:file-entry>'
    data = packed("text", p(NAME), **{"META-INF/manifest.xml": MANIFEST.format(entry), "Basic/A/B.xml": "locked"})

    assert places(data, NAME) == [{}]
    assert [s for s in read(data) if isinstance(s, Unread)] == [Unread(Reason.ENCRYPTED)]


@pytest.mark.parametrize("made", [packed, flat])
def test_what_comes_before_damage_is_kept(made) -> None:
    whole = made("text", p(NAME) + "</text:p>" + p("lost"))

    assert places(whole, NAME) == [{}]
    assert Unread(Reason.CORRUPT) in read(whole)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b SYSTEM "/etc/hostname">]>'
    content = f"{bomb}<office:document-content {NS}><office:body><office:text>{p('&a;&b;')}</office:text></office:body></office:document-content>"

    assert read(packed("text", "", **{"content.xml": content})) == [Unread(Reason.CORRUPT)]


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyContentError), (b"PK\x03\x04", CorruptContentError), (b"<office:document", CorruptContentError)]
)  # fmt: skip
def test_what_is_no_document_is_told(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_limits_are_met_aloud() -> None:
    wide = row(cell("x", "table:number-columns-repeated='16384'"), said="table:number-rows-repeated='1048576'")
    data = flat("spreadsheet", f"<table:table table:name='A'>{wide}</table:table>")

    with pytest.raises(TooLargeError):
        read(data)
    with pytest.raises(TooLargeError):
        read(packed("text", p("long " * 100)), replace(Limits(), text_chars=100))
    assert Unread(Reason.TOO_DEEP) in read(packed("text", p("x")), replace(Limits(), xml_depth=3))
    swollen = packed("spreadsheet", " " * 5_000_000)
    assert Unread(Reason.RATIO) in read(swollen, replace(Limits(), ratio_free_bytes=1 << 20, expansion_ratio=10))
    assert len(shown(packed("text", p("<text:s text:c='999999999'/>x")))) < 200


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (packed("text", ""), f"{MIME}.text"),
        (packed("x", "", mimetype=f"{MIME}.graphics-template\n"), f"{MIME}.graphics"),
        (packed("x", "", mimetype="application/vnd.sun.xml.impress"), "application/vnd.sun.xml.impress"),
        (flat("spreadsheet", ""), f"{MIME}.text-flat-xml"),
    ],
)
def test_the_bytes_say_the_kind(data: bytes, kind: str) -> None:
    assert media_type(data[:65536], "x.bin", io.BytesIO(data)) == kind
    assert open_reading(Content("x.bin", io.BytesIO(data), len(data)), Limits()).media_type == kind
