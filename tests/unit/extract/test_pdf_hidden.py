"""Laws of the PDF reader on what stands beside or behind the page: every hiding place is read, nothing is fetched."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdf
import pytest
from fakes.people import number
from fakes.scans import TESSERACT, failing, letter, recognizing, saved, told, word

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import pdf
from pii_scan.extract.tesseract import RecognitionError
from pii_scan.settings.settings import Limits

if TYPE_CHECKING:
    from pii_scan.extract.ocr import TextRecognition

CANARY = number("1942-01-22", 77)
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PICTURE = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q "


def stream(data: str, extra: str = "") -> str:
    return f"<< /Length {len(data.encode('cp1252'))} {extra} >>\nstream\n{data}\nendstream"


def made(
    content: str, *, page: str = "", root: str = "", resources: str = "", objects: dict[int, str] | None = None
) -> bytes:
    """Write a PDF of one page; objects are numbered from 6."""
    bodies = {
        1: f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        2: "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> {page} >>",
        4: stream(content),
        5: FONT,
        **(objects or {}),
    }
    out, offsets = b"%PDF-1.7\n", {}
    for at, body in bodies.items():
        offsets[at] = len(out)
        out += f"{at} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(
        f"{offsets.get(at, 0):010d} 00000 {'n' if at in offsets else 'f'} \n" for at in range(1, max(bodies) + 1)
    )
    end = f"xref\n0 {max(bodies) + 1}\n0000000000 65535 f \n{table}trailer << /Size {max(bodies) + 1} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def show(text: str, at: str = "1 0 0 1 50 700", before: str = "") -> str:
    return f"BT {before} /F1 10 Tf {at} Tm ({text}) Tj ET "


def read(data: bytes, recognition: TextRecognition | None = None, limits: Limits | None = None) -> list[Segment]:
    return list(pdf.read(Content("a.pdf", io.BytesIO(data), len(data)), limits or Limits(), recognition))


def places(data: bytes) -> dict[str, dict[str, object]]:
    """Give each line with its place."""
    found: dict[str, dict[str, object]] = {}
    for segment in read(data):
        if isinstance(segment, Text):
            for (start, where), (end, _) in zip(
                segment.places, [*segment.places[1:], (len(segment.text), {})], strict=True
            ):
                found |= {line: dict(where) for line in segment.text[start:end].splitlines()}
    return found


# --- on the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "page", "resources"),
    [
        pytest.param("1 1 1 rg " + show(CANARY), "", "", id="white"),
        pytest.param(show(CANARY, before="3 Tr"), "", "", id="invisible"),
        pytest.param(show(CANARY, "1 0 0 1 500 700"), "/CropBox [0 0 300 842]", "", id="outside the crop box"),
        pytest.param(show(CANARY, "1 0 0 1 50 900"), "", "", id="outside the page"),
        pytest.param(show(CANARY, "0 1 -1 0 300 100"), "", "", id="upright"),
        pytest.param(show(CANARY, "-1 0 0 -1 300 100"), "", "", id="upside down"),
        pytest.param(show(CANARY), "/Rotate 270", "", id="page turned"),
        pytest.param("0 0 1 1 re W n " + show(CANARY), "", "", id="clipped away"),
        pytest.param(show(CANARY) + "1 1 1 rg 0 0 595 842 re f", "", "", id="covered"),
        pytest.param(f"/OC /L BDC {show(CANARY)} EMC", "", "/Properties << /L 6 0 R >>", id="in a layer that is off"),
        pytest.param(f"BT /F1 10 Tf 50 700 Td [({CANARY[:4]})-90({CANARY[4:]})] TJ ET", "", "", id="in pieces"),
    ],
)
def test_whatever_the_page_does_with_a_number_it_is_read(content: str, page: str, resources: str) -> None:
    layers = "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"
    data = made(content, page=page, resources=resources, root=layers, objects={6: "<< /Type /OCG /Name (x) >>"})

    assert places(data)[CANARY] == {"page": 1}


def test_ligatures_are_letters() -> None:
    encoding = "/Encoding << /Type /Encoding /Differences [65 /fi /fl] >>"
    data = made(show("DelAne B"), objects={}).replace(b"/Encoding /WinAnsiEncoding", encoding.encode())

    assert "Delfine fl" in places(data)


# --- beside the page ----------------------------------------------------------------------------------------------------


def test_bookmarks_are_read_with_the_page_they_lead_to() -> None:
    outlines = {
        6: "<< /Type /Outlines /First 7 0 R /Last 8 0 R /Count 2 >>",
        7: f"<< /Title (Dossier {CANARY}) /Parent 6 0 R /Next 8 0 R /First 9 0 R /Last 9 0 R /Dest [3 0 R /Fit] >>",
        8: "<< /Title (nowhere) /Parent 6 0 R /Prev 7 0 R >>",
        9: "<< /Title (below) /Parent 7 0 R /Dest [3 0 R /Fit] >>",
    }
    found = places(made(show("x"), root="/Outlines 6 0 R", objects=outlines))

    assert found[f"Dossier {CANARY}"] == found["below"] == {"page": 1, "part": "outline"}
    assert found["nowhere"] == {"part": "outline"}


def test_bookmarks_in_a_circle_end() -> None:
    outlines = {
        6: "<< /Type /Outlines /First 7 0 R >>",
        7: "<< /Title (round) /Parent 6 0 R /Next 7 0 R /First 6 0 R >>",
    }

    assert "round" in places(made(show("x"), root="/Outlines 6 0 R", objects=outlines))


def test_choices_are_read_as_people_see_them() -> None:
    fields = {
        6: "<< /FT /Btn /T (Etat civil) /V /Veuf /Kids [7 0 R 8 0 R] /Ff 49152 >>",
        7: "<< /Subtype /Widget /Parent 6 0 R /AS /Off /Rect [0 0 1 1] >>",
        8: "<< /Subtype /Widget /Parent 6 0 R /AS /Veuf /Rect [0 0 1 1] >>",
        9: "<< /Subtype /Widget /FT /Ch /T (Commune) /V (92094) /Opt [[(92094) (Namur)]] /Rect [0 0 1 1] >>",
        10: "<< /Subtype /Widget /FT /Btn /T (unticked) /V /Off /Rect [0 0 1 1] >>",
    }
    annotations = "/Annots [7 0 R 8 0 R 9 0 R 10 0 R]"
    form = [
        s.text
        for s in read(
            made(show("x"), page=annotations, root="/AcroForm << /Fields [6 0 R 9 0 R 10 0 R] >>", objects=fields)
        )
        if isinstance(s, Text)
    ][1:]

    assert form == ["Etat civil: Veuf\nCommune: Namur\n"]


XFA = '<xfa:datasets xmlns:xfa="x"><xfa:data><form><niss>%s</niss><nom>Shown</nom></form></xfa:data></xfa:datasets>'


def test_the_data_of_an_xml_form_is_read_beside_its_fields_and_not_twice() -> None:
    objects = {6: "<< /FT /Tx /T (nom) /V (Shown) >>", 7: stream(XFA % CANARY)}
    form = "/AcroForm << /Fields [6 0 R] /XFA [(template) 7 0 R (datasets) 7 0 R] >>"
    lines = [
        line
        for s in read(made(show("x"), root=form, objects=objects))
        if isinstance(s, Text)
        for line in s.text.splitlines()
    ]

    assert [line for line in lines if CANARY in line] == [f"niss: {CANARY}"]
    assert sum("Shown" in line for line in lines) == 1


def test_an_xml_form_opens_no_file(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("not to be read")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    objects = {6: stream(entity + XFA % "&e;")}
    found = read(made(show("x"), root="/AcroForm << /Fields [] /XFA [(datasets) 6 0 R] >>", objects=objects))

    assert not any("not to be read" in s.text for s in found if isinstance(s, Text))


def test_attachments_are_members_however_deep_their_tree_and_given_once() -> None:
    objects = {
        6: "<< /Kids [7 0 R] >>",
        7: "<< /Kids [8 0 R] >>",
        8: "<< /Names [(one) 9 0 R (two) 10 0 R (web) 13 0 R] >>",
        9: "<< /Type /Filespec /F (../list.csv) /EF << /F 11 0 R >> >>",
        10: "<< /Type /Filespec /UF (list.csv) /EF << /UF 12 0 R >> >>",
        11: stream("a;b"),
        12: stream("c;d"),
        13: "<< /Type /Filespec /F (http://example.be/x) >>",
    }
    data = made(
        show("x"),
        page="/Annots [<< /Subtype /FileAttachment /FS 9 0 R /Rect [0 0 1 1] >>]",
        root="/Names << /EmbeddedFiles 6 0 R >> /Collection << /View /T >> /AF [9 0 R]",
        objects=objects,
    )

    assert [(s.name, s.open().read()) for s in read(data) if isinstance(s, Member)] == [
        ("list.csv", b"a;b"),
        ("list (2).csv", b"c;d"),
    ]


def test_a_damaged_attachment_costs_itself() -> None:
    objects = {
        6: "<< /Names [(one) << /F (bad.txt) /EF << /F 7 0 R >> >> (two) << /F (good.txt) /EF << /F 8 0 R >> >>] >>",
        7: stream("not deflated", "/Filter /FlateDecode"),
        8: stream("good"),
    }
    bad, good = (
        s
        for s in read(made(show("x"), root="/Names << /EmbeddedFiles 6 0 R >>", objects=objects))
        if isinstance(s, Member)
    )

    with pytest.raises(CorruptContentError):
        bad.open()
    assert good.open().read() == b"good"


def test_a_page_that_pdfium_sees_nothing_on_is_read_by_pypdf() -> None:
    found = read(made(f"BT /F1 Tf 50 700 Td ({CANARY}) Tj ET"))

    assert any(isinstance(s, Text) and CANARY in s.text for s in found) or Unread(Reason.CORRUPT) in found


def test_a_file_that_pdfium_refuses_is_read_by_pypdf_and_told_as_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Content) -> None:
        raise CorruptContentError("no")

    monkeypatch.setattr(pdf, "_opened", refuse)
    found = read(made(show(CANARY), page="/Annots [<< /Subtype /Text /Contents (a note) /Rect [0 0 1 1] >>]"))

    assert [s.text for s in found if isinstance(s, Text)] == [CANARY, "a note\n"]
    assert found[-1] == Unread(Reason.CORRUPT)


# --- pages to be looked at ----------------------------------------------------------------------------------------------


def test_a_page_that_is_a_picture_is_recognized_and_its_lines_are_placed_in_points() -> None:
    tesseract = told(word("seen", (300, 600, 150, 30)))
    found = read(made(PICTURE), recognizing(tesseract))

    assert found == [Text("seen", ((0, {"page": 1, "box": [72, 144, 36, 7]}),))]
    assert tesseract.seen[0].size == pytest.approx((2480, 3509), abs=2)


def test_a_page_with_text_is_looked_at_only_where_that_is_asked_for() -> None:
    long = "".join(show(f"word{n} " * 10, f"1 0 0 1 50 {800 - 12 * n}") for n in range(20))
    image = {
        6: stream("x" * 200 * 20, "/Subtype /Image /Width 200 /Height 20 /ColorSpace /DeviceGray /BitsPerComponent 8")
    }
    data = made("q 500 0 0 50 0 0 cm /I Do Q " + long, resources="/XObject << /I 6 0 R >>", objects=image)
    lazy, thorough = told(word("seen")), told(word("seen"), word("word3", line=2))

    assert len(read(data, recognizing(lazy))) == 1
    assert lazy.seen == []
    assert [s.text for s in read(data, recognizing(thorough, is_thorough=True)) if isinstance(s, Text)][1:] == ["seen"]


def test_a_stamp_on_a_scan_does_not_hide_it() -> None:
    image = {
        6: stream("x" * 200 * 20, "/Subtype /Image /Width 200 /Height 20 /ColorSpace /DeviceGray /BitsPerComponent 8")
    }
    data = made("q 500 0 0 700 0 0 cm /I Do Q " + show("Page 1"), resources="/XObject << /I 6 0 R >>", objects=image)

    assert [s.text for s in read(data, recognizing(told(word("seen")))) if isinstance(s, Text)] == ["Page 1", "seen"]


def test_letters_without_a_meaning_are_told_or_looked_at() -> None:
    unmapped = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 1 /LastChar 9 /Widths [1 1 1 1 1 1 1 1 1] /CharProcs << >> /Encoding << /Differences [1 /a1 /a2 /a3] >> >>"
    data = made("BT /F1 10 Tf 50 700 Td <01020301020301020301> Tj ET").replace(FONT.encode(), unmapped.encode())

    assert read(data)[-1] == Unread(Reason.OCR_MISSING, where={"page": 1})
    assert read(data, recognizing(told(word("seen"))))[-1] == Text("seen", ((0, {"page": 1, "box": [2, 5, 7, 2]}),))


def test_short_lines_are_not_taken_for_letters_without_a_meaning() -> None:
    data = made("".join(show("a", f"1 0 0 1 50 {800 - 12 * n}") for n in range(60)))
    tesseract = told(word("seen"))

    read(data, recognizing(tesseract))

    assert tesseract.seen == []


def test_what_tesseract_did_not_answer_costs_its_page_only() -> None:
    found = read(
        made(PICTURE + show("Page 1"), objects={}),
        recognizing(failing(RecognitionError(Reason.TIMEOUT)), is_thorough=True),
    )
    alone = read(made(PICTURE), recognizing(failing(RecognitionError(Reason.TIMEOUT))))

    assert found[0] == Text("Page 1", ((0, {"page": 1}),))
    assert alone == [Unread(Reason.TIMEOUT, where={"page": 1})]


def test_a_page_too_large_to_be_drawn_is_told() -> None:
    data = made(PICTURE).replace(b"/MediaBox [0 0 595 842]", b"/MediaBox [0 0 14400 14400]")

    assert read(data, recognizing(told(word("seen")))) == [Unread(Reason.TOO_LARGE, where={"page": 1})]


@pytest.mark.skipif(TESSERACT is None, reason="Tesseract is not installed")
def test_a_scan_is_read_and_its_place_is_where_the_line_stands() -> None:
    assert TESSERACT is not None
    scan = saved(letter("A letter of some length about nobody", f"NISS {CANARY}"), "PDF", resolution=150)
    assert pypdf.PdfReader(io.BytesIO(scan)).pages[0].extract_text() == ""
    (found,) = read(scan, recognizing(TESSERACT))

    assert isinstance(found, Text)
    (box,) = [where["box"] for start, where in found.places if start <= found.text.index(CANARY)][-1:]
    assert box[0] == pytest.approx(60, abs=4)  # type: ignore[index]
    assert box[1] == pytest.approx(87, abs=6)  # type: ignore[index]
