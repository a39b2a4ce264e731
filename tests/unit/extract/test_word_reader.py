"""Laws of the docx reader: everything in the package is read at its place, nothing doubled, nothing fetched."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import word
from pii_scan.settings.settings import Limits

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
NS = (
    W + 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)


def package(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def document(body: str, **parts: str) -> bytes:
    return package({"word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>", **parts})


def p(*runs: str) -> str:
    return "<w:p>" + "".join(run if run.startswith("<") else f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(word.read(Content("a.docx", io.BytesIO(data), len(data)), limits or Limits()))


def shown(data: bytes) -> str:
    return "".join(s.text for s in read(data) if isinstance(s, Text))


def places(data: bytes, value: str) -> list[dict[str, object]]:
    return [place_at(s.places, s.text.index(value)) for s in read(data) if isinstance(s, Text) and value in s.text]


def test_a_document_as_word_processors_write_it() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("Numéro 42.01.")
    paragraph.add_run("22").bold = True
    paragraph.add_run("-999.06")
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Naam", "An Example"
    made.sections[0].header.paragraphs[0].text = "In the header"
    made.sections[0].footer.paragraphs[0].text = "In the footer"
    made.core_properties.author = "An Author"
    made.core_properties.comments = ""
    stream = io.BytesIO()
    made.save(stream)
    data = stream.getvalue()

    assert places(data, "Numéro 42.01.22-999.06\n") == [{}]
    assert places(data, "Naam\tAn Example\n") == [{"part": "table"}]
    assert places(data, "In the header") == [{"part": "header"}]
    assert places(data, "In the footer") == [{"part": "footer"}]
    assert places(data, "creator: An Author") == [{"part": "metadata"}]


@pytest.mark.parametrize(
    ("name", "source", "value", "where"),
    [
        (
            "word/footnotes.xml",
            f"<w:footnotes {NS}><w:footnote>{p('canary')}</w:footnote></w:footnotes>",
            "canary",
            "footnote",
        ),
        (
            "word/endnotes.xml",
            f"<w:endnotes {NS}><w:endnote>{p('canary')}</w:endnote></w:endnotes>",
            "canary",
            "endnote",
        ),
        (
            "word/comments.xml",
            f"<w:comments {NS}><w:comment w:author='A Critic'>{p('canary')}</w:comment></w:comments>",
            "canary",
            "comment",
        ),
        (
            "word/settings.xml",
            f"<w:settings {NS}><w:docVar w:name='niss' w:val='canary'/></w:settings>",
            "niss: canary",
            "metadata",
        ),
        (
            "docProps/custom.xml",
            "<Properties><property name='Customer'><lpwstr>canary</lpwstr></property></Properties>",
            "Customer: canary",
            "metadata",
        ),
        (
            "docProps/app.xml",
            "<Properties><Manager>canary</Manager><Pages>3</Pages></Properties>",
            "Manager: canary",
            "metadata",
        ),
        ("customXml/item1.xml", "<data><niss>canary</niss></data>", "niss: canary", "metadata"),
        ("word/charts/chart1.xml", "<chartSpace><v>canary</v></chartSpace>", "canary", "textbox"),
    ],
)
def test_every_part_is_read_at_its_place(name: str, source: str, value: str, where: str) -> None:
    assert places(document(p("body"), **{name: source}), value) == [{"part": where}]


def test_the_glossary_is_read() -> None:
    glossary = f"<w:glossaryDocument {NS}><w:docParts><w:docPart><w:docPartBody>{p('canary')}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"

    assert places(document(p("x"), **{"word/glossary/document.xml": glossary}), "canary") == [{}]


def test_a_text_box_kept_twice_for_old_programs_is_read_once() -> None:
    box = f"<w:txbxContent>{p('canary')}</w:txbxContent>"
    body = p(
        "text",
        f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>",
    )

    assert places(document(body), "canary") == [{"part": "textbox"}]
    assert shown(document(body)).count("canary") == 1


def test_old_and_new_of_a_tracked_change_never_run_into_each_other() -> None:
    body = p(
        "Number: 42.01.2",
        "<w:del w:author='An Editor'><w:r><w:delText>1</w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>2</w:t></w:r></w:ins>",
        "-999.06 and",
        "<w:del><w:r><w:delText> Bert Gone</w:delText></w:r></w:del>",
    )
    text = shown(document(body))

    assert "Number: 42.01.22-999.06 and\n" in text
    assert "Number: 42.01.21-999.06\n" in text
    assert "Bert Gone\n" in text
    assert "Author: An Editor" in text


def test_field_codes_links_and_descriptions_are_read_beside_the_paragraph() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="mailto:an@example.be" TargetMode="External"/></Relationships>'
    )
    body = p(
        "<w:hyperlink r:id='r1'><w:r><w:t>write</w:t></w:r></w:hyperlink>",
        '<w:r><w:instrText>QUOTE "from a field"</w:instrText></w:r>',
        "<w:r><wp:docPr descr='a photo of Bert'/></w:r>",
    ) + p('<w:r><w:instrText>TOC \\o "1-3"</w:instrText></w:r>')
    text = shown(document(body, **{"word/_rels/document.xml.rels": relations}))

    assert "write\n" in text
    assert "an@example.be\n" in text
    assert "from a field" in text
    assert "a photo of Bert\n" in text
    assert "TOC" not in text


def test_tabs_breaks_and_hyphens_are_characters_and_tab_stops_are_not() -> None:
    body = "<w:p><w:pPr><w:tabs><w:tab w:pos='9'/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>"

    assert shown(document(body)) == "a\tb\nc-d\n"


def test_tables_in_cells_keep_their_rows() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('Naam')}</w:tc><w:tc>{p('An')}</w:tc></w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('left')}</w:tc><w:tc>{inner}{p('')}</w:tc></w:tr></w:tbl>"

    assert shown(document(body)) == "left\tNaam\tAn\n"


def test_embedded_documents_are_members() -> None:
    data = document(p("x"), **{"word/embeddings/book.xlsx": "data", "word/media/logo.wmf": "no"})
    segments = word.read(Content("a.docx", io.BytesIO(data), len(data)), Limits())

    assert [(s.name, s.open().read()) for s in segments if isinstance(s, Member)] == [("book.xlsx", b"data")]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document ' + NS + ">&x;</w:document>",
            Reason.CORRUPT,
        ),
        ("<a>" * 100_000, Reason.TOO_DEEP),
        (f"<w:document {NS}>{p('first')}<broken", Reason.CORRUPT),
    ],
)
def test_trouble_with_one_part_costs_that_part(source: str, reason: Reason) -> None:
    found = read(package({"word/document.xml": source, "word/header1.xml": f"<w:hdr {NS}>{p('canary')}</w:hdr>"}))

    assert any("canary" in s.text for s in found if isinstance(s, Text))
    assert found[-1] == Unread(reason)


def test_what_expands_beyond_the_limits_is_told() -> None:
    data = document(p("x" * 1000) * 5_000)

    assert Unread(Reason.TOO_LARGE) in read(data, replace(Limits(), text_chars=1_000_000))
    assert Unread(Reason.RATIO) in read(data, replace(Limits(), ratio_free_bytes=1 << 20, expansion_ratio=10))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyContentError),
        (b"random bytes", CorruptContentError),
        (package({"other.txt": "x"}), CorruptContentError),
        (document(p("text"))[:150], CorruptContentError),
        (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), EncryptedError),
        (b"\xd0\xcf\x11\xe0" + bytes(600), CorruptContentError),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_pictures_are_members_and_drawings_of_the_theme_are_not() -> None:
    data = document(
        p("text"), **{"word/media/image1.png": "png", "word/media/Image2.JPEG": "jpeg", "word/media/a.wmf": ""}
    )

    assert [s.name for s in read(data) if isinstance(s, Member)] == ["Image2.JPEG", "image1.png"]
