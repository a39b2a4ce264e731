"""Laws of the PDF reader: each page at its number, tables with their labels, forms and notes beside."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdf
import pytest

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract import pdf
from pii_scan.settings.settings import Limits

Table = Sequence[Sequence[str]]


def made(pages: Sequence[str], *, page: str = "", root: str = "", objects: Sequence[str] = ()) -> bytes:
    """Write a PDF of these content streams; `objects` are numbered from 4 + 2 * pages."""
    bodies = ["", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for stream in pages:
        bodies.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {len(bodies)} 0 R {page} >>"
        )
    bodies.extend(objects)
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    bodies[0] = f"<< /Type /Catalog /Pages 2 0 R {root} >>"
    bodies[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>"
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def at(x: float, y: float, text: str) -> str:
    return f"BT /F1 10 Tf 1 0 0 1 {x} {y} Tm ({text}) Tj ET "


def lines(*texts: str) -> str:
    return "".join(at(50, 800 - 14 * number, text) for number, text in enumerate(texts))


def grid(rows: Table, top: float = 700) -> str:
    """Draw a ruled table, its text column by column as some programs do."""
    wide, high = 120, 20
    bottom, right = top - high * len(rows), 50 + wide * len(rows[0])
    out = "".join(f"50 {top - high * n} m {right} {top - high * n} l S " for n in range(len(rows) + 1))
    out += "".join(f"{50 + wide * n} {top} m {50 + wide * n} {bottom} l S " for n in range(len(rows[0]) + 1))
    for column in range(len(rows[0])):
        out += "".join(at(54 + wide * column, top - high * n - 14, row[column]) for n, row in enumerate(rows))
    return out


def read(data: bytes) -> list[Segment]:
    return list(pdf.read(Content("a.pdf", io.BytesIO(data), len(data)), Limits()))


def texts(data: bytes) -> list[tuple[dict[str, object], str]]:
    return [(dict(s.places[0][1]), s.text) for s in read(data) if isinstance(s, Text)]


def test_each_page_is_a_text_with_its_number() -> None:
    assert texts(made([lines("Première page"), lines("42.01.22-999.06")])) == [
        ({"page": 1}, "Première page"),
        ({"page": 2}, "42.01.22-999.06"),
    ]


def test_a_hyphen_at_the_end_of_a_line_joins() -> None:
    ((_, text),) = texts(made([lines("Number 42.01.22-", "999.06 of Jan-", "Pieter")]))

    assert "42.01.22-999.06" in text
    assert "Jan-Pieter" in text


def test_a_form_drawn_as_a_table_has_label_and_value_on_one_line() -> None:
    form = [["Naam", "An Example", "NISS", "42.01.22-999.06"], ["GSM", "0470 00 00 00", "Stad", "Namen"]]
    ((where, text),) = texts(made([lines("Title") + grid(form) + at(50, 500, "Footer")]))

    assert where == {"page": 1}
    assert text == "Title\nNaam\tAn Example\tNISS\t42.01.22-999.06\nGSM\t0470 00 00 00\tStad\tNamen\nFooter\n"


def test_a_table_under_a_header_is_rows_and_not_text_as_well() -> None:
    rows = [["Naam", "Geboren", "NISS"]] + [[f"Name{letter}", "22/01/1942", "42.01.22-999.06"] for letter in "abc"]
    found = read(made([lines("Title") + grid(rows) + grid(rows, top=400)]))
    first, second = (s for s in found if isinstance(s, Rows))

    assert [s.text for s in found if isinstance(s, Text)] == ["Title\n"]
    assert first.batch.to_pydict()["NISS"] == ["42.01.22-999.06"] * 3  # type: ignore[attr-defined]
    assert (first.where, first.header_row, first.first_row) == ({"page": 1}, 1, 2)
    assert second.first_row == 6  # no two rows of a page share their number


def test_a_ruled_page_that_cannot_be_laid_out_is_read_as_it_is() -> None:
    rows = [["Naam", "An Example"], ["NISS", "42.01.22-999.06"], ["GSM", "none"]]
    found = texts(made([grid(rows) + " BT /F1 10 Tf 5 TJ ET"]))

    assert "42.01.22-999.06" in found[0][1]


def test_form_fields_notes_and_hidden_links_are_read_with_their_page() -> None:
    objects = [
        "<< /Subtype /Widget /FT /Tx /T (f1) /TU (Rijksregisternummer) /V (42.01.22-999.06) /Rect [0 0 1 1] >>",
        "<< /Subtype /Text /Contents (a note) /T (A Critic) /Rect [0 0 1 1] >>",
        "<< /Subtype /Link /A << /S /URI /URI (mailto:an@example.be) >> /Rect [0 0 1 1] >>",
        "<< /Subtype /Link /A << /S /URI /URI (mailto:shown@example.be) >> /Rect [0 0 1 1] >>",
        "<< /FT /Tx /T (loose) /V (value) >>",
    ]
    annotations = "/Annots [6 0 R 7 0 R 8 0 R 9 0 R]"
    data = made(
        [lines("shown@example.be")], page=annotations, root="/AcroForm << /Fields [6 0 R 10 0 R] >>", objects=objects
    )

    assert texts(data)[1:] == [
        ({"page": 1, "part": "form"}, "Rijksregisternummer: 42.01.22-999.06\n"),
        ({"page": 1, "part": "annotation"}, "A Critic\na note\nan@example.be\n"),
        ({"part": "form"}, "loose: value\n"),
    ]


def written(**options: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(made([lines("body")])))
    if "password" in options:
        writer.encrypt(options["password"])
    if "author" in options:
        writer.add_metadata({"/Author": options["author"], "/Customer": "OFF-999999"})
    if "attached" in options:
        writer.add_attachment("../list.csv", options["attached"].encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_properties_and_attachments_are_read() -> None:
    found = read(written(author="An Author", attached="a;b"))
    metadata = next(s.text for s in found if isinstance(s, Text) and s.places[0][1] == {"part": "metadata"})

    assert "Author: An Author\n" in metadata
    assert "Customer: OFF-999999\n" in metadata
    assert [(s.name, s.open().read()) for s in found if isinstance(s, Member)] == [("list.csv", b"a;b")]


def test_a_page_that_is_only_a_picture_is_told() -> None:
    picture = "q 500 0 0 700 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
    found = read(made([lines("text"), picture]))

    assert found[-1] == Unread(Reason.OCR_MISSING, where={"page": 2})
    assert isinstance(found[0], Text)


def test_trouble_beside_the_pages_loses_no_page() -> None:
    data = made([lines("canary")], page="/Annots 99", root="/AcroForm 98 0 R")

    assert texts(data) == [({"page": 1}, "canary")]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyContentError),
        (bytes(range(256)) * 8, CorruptContentError),
        (b"%PDF-1.7\n garbage", CorruptContentError),
        (made([lines("x")])[:120], CorruptContentError),
        (made([]), CorruptContentError),
        (written(password="secret"), EncryptedError),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_broken_document_after_an_encrypted_one_is_not_taken_for_encrypted() -> None:
    with pytest.raises(EncryptedError):
        read(written(password="secret"))
    with pytest.raises(CorruptContentError):
        read(made([]))
