"""Law of the docx reader: wherever Word lets a number stand, it is found, whole and at its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

import pytest
from fakes.compounds import compound, native

from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract import word
from pii_scan.settings.settings import Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = (
    f"xmlns:w='{W}' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' "
    "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' "
    "xmlns:v='urn:schemas-microsoft-com:vml' xmlns:o='urn:schemas-microsoft-com:office:office' "
    "xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'"
)
NUMBER = "42.01.22-999.06"
RUN = f"<w:r><w:t>{NUMBER}</w:t></w:r>"
PARAGRAPH = f"<w:p>{RUN}</w:p>"
LINKED = (
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
    f"<Relationship Id='r1' Target='mailto:{NUMBER}@example.be' TargetMode='External'/></Relationships>"
)
BODY: dict[str, tuple[str, dict[str, str]]] = {
    "paragraph": (PARAGRAPH, {}),
    "number over two runs": (
        "<w:p><w:r><w:t>42.01.</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>22-999.06</w:t></w:r></w:p>",
        {},
    ),
    "table": (f"<w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>", {"part": "table"}),
    "table in a cell": (
        f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
        {"part": "table"},
    ),
    "caption of a table": (f"<w:tbl><w:tblPr><w:tblCaption w:val='{NUMBER}'/></w:tblPr><w:tr/></w:tbl>", {}),
    "description of a table": (f"<w:tbl><w:tblPr><w:tblDescription w:val='{NUMBER}'/></w:tblPr><w:tr/></w:tbl>", {}),
    "hidden text": (f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NUMBER}</w:t></w:r></w:p>", {}),
    "inserted": (f"<w:p><w:ins w:author='An'>{RUN}</w:ins></w:p>", {}),
    "deleted": (f"<w:p><w:del w:author='An'><w:r><w:delText>{NUMBER}</w:delText></w:r></w:del></w:p>", {}),
    "moved away": (f"<w:p><w:moveFrom w:author='An'>{RUN}</w:moveFrom></w:p>", {}),
    "moved here": (f"<w:p><w:moveTo w:author='An'>{RUN}</w:moveTo></w:p>", {}),
    "text box": (
        f"<w:p><w:r><w:drawing><wp:inline><w:txbxContent>{PARAGRAPH}</w:txbxContent></wp:inline></w:drawing></w:r></w:p>",
        {"part": "textbox"},
    ),
    "old text box": (
        f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{PARAGRAPH}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        {"part": "textbox"},
    ),
    "content control": (f"<w:sdt><w:sdtContent>{PARAGRAPH}</w:sdtContent></w:sdt>", {}),
    "title of a content control": (
        f"<w:sdt><w:sdtPr><w:alias w:val='{NUMBER}'/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
        {},
    ),
    "tag of a content control": (
        f"<w:p><w:sdt><w:sdtPr><w:tag w:val='{NUMBER}'/></w:sdtPr><w:sdtContent/></w:sdt></w:p>",
        {},
    ),
    "choice of a content control": (
        f"<w:p><w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='{NUMBER}' w:value='1'/></w:dropDownList></w:sdtPr></w:sdt></w:p>",
        {},
    ),
    "value of a choice": (
        f"<w:p><w:sdt><w:sdtPr><w:comboBox><w:listItem w:displayText='An' w:value='{NUMBER}'/></w:comboBox></w:sdtPr></w:sdt></w:p>",
        {},
    ),
    "form field": (
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:textInput><w:default w:val='{NUMBER}'/></w:textInput></w:ffData></w:fldChar></w:r></w:p>",
        {},
    ),
    "choice of a form field": (
        f"<w:p><w:r><w:fldChar><w:ffData><w:ddList><w:listEntry w:val='{NUMBER}'/></w:ddList></w:ffData></w:fldChar></w:r></w:p>",
        {},
    ),
    "help of a form field": (
        f"<w:p><w:r><w:fldChar><w:ffData><w:helpText w:val='{NUMBER}'/></w:ffData></w:fldChar></w:r></w:p>",
        {},
    ),
    "result of a field": (f"<w:p><w:fldSimple w:instr='DATE'>{RUN}</w:fldSimple></w:p>", {}),
    "code of a simple field": (f"<w:p><w:fldSimple w:instr='QUOTE {NUMBER}'/></w:p>", {}),
    "code of a field": (f"<w:p><w:r><w:instrText>QUOTE {NUMBER}</w:instrText></w:r></w:p>", {}),
    "code of a field after a link": (
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK \"http://example.be\"</w:instrText>"
            f"<w:fldChar w:fldCharType='end'/><w:fldChar w:fldCharType='begin'/><w:instrText>QUOTE {NUMBER}</w:instrText></w:r></w:p>"
        ),
        {},
    ),
    "second link of a paragraph": (
        (
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK \"mailto:an@example.be\"</w:instrText>"
            f"<w:fldChar w:fldCharType='begin'/><w:instrText>HYPERLINK \"mailto:{NUMBER}@example.be\"</w:instrText></w:r></w:p>"
        ),
        {},
    ),
    "link": ("<w:p><w:hyperlink r:id='r1'><w:r><w:t>write</w:t></w:r></w:hyperlink></w:p>", {}),
    "tip of a link": (
        f"<w:p><w:hyperlink r:id='r2' w:tooltip='{NUMBER}'><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>",
        {},
    ),
    "smart tag": (f"<w:p><w:smartTag w:element='PersonName'>{RUN}</w:smartTag></w:p>", {}),
    "property of a smart tag": (
        f"<w:p><w:smartTag><w:smartTagPr><w:attr w:name='id' w:val='{NUMBER}'/></w:smartTagPr></w:smartTag></w:p>",
        {},
    ),
    "marked-up data": (f"<w:customXml w:element='niss'>{PARAGRAPH}</w:customXml>", {}),
    "alternative text": (f"<w:p><w:r><w:drawing><wp:docPr id='1' descr='{NUMBER}'/></w:drawing></w:r></w:p>", {}),
    "title of a picture": (f"<w:p><w:r><w:drawing><wp:docPr id='1' title='{NUMBER}'/></w:drawing></w:r></w:p>", {}),
    "old alternative text": (f"<w:p><w:r><w:pict><v:shape alt='{NUMBER}'/></w:pict></w:r></w:p>", {}),
    "watermark": (f"<w:p><w:r><w:pict><v:shape><v:textpath string='{NUMBER}'/></v:shape></w:pict></w:r></w:p>", {}),
    "formula": (f"<w:p><m:oMath><m:r><m:t>{NUMBER}</m:t></m:r></m:oMath></w:p>", {}),
    "ruby text": (
        f"<w:p><w:r><w:ruby><w:rt>{RUN}</w:rt><w:rubyBase><w:r><w:t>An</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>",
        {},
    ),
    "editor of a range": (f"<w:p><w:permStart w:id='1' w:ed='{NUMBER}'/></w:p>", {}),
    "symbols for hyphens": (
        "<w:p><w:r><w:t>42.01.22</w:t><w:noBreakHyphen/><w:t>999.06</w:t><w:softHyphen/></w:r></w:p>",
        {},
    ),
}
PARTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "header": ("word/header1.xml", f"<w:hdr {NS}>{PARAGRAPH}</w:hdr>", {"part": "header"}),
    "footer": ("word/footer1.xml", f"<w:ftr {NS}>{PARAGRAPH}</w:ftr>", {"part": "footer"}),
    "footnote": (
        "word/footnotes.xml",
        f"<w:footnotes {NS}><w:footnote>{PARAGRAPH}</w:footnote></w:footnotes>",
        {"part": "footnote"},
    ),
    "endnote": (
        "word/endnotes.xml",
        f"<w:endnotes {NS}><w:endnote>{PARAGRAPH}</w:endnote></w:endnotes>",
        {"part": "endnote"},
    ),
    "comment": (
        "word/comments.xml",
        f"<w:comments {NS}><w:comment>{PARAGRAPH}</w:comment></w:comments>",
        {"part": "comment"},
    ),
    "author of a comment": (
        "word/comments.xml",
        f"<w:comments {NS}><w:comment w:author='{NUMBER}'/></w:comments>",
        {"part": "metadata"},
    ),
    "text box of a header": (
        "word/header1.xml",
        f"<w:hdr {NS}><w:p><w:r><w:pict><w:txbxContent>{PARAGRAPH}</w:txbxContent></w:pict></w:r></w:p></w:hdr>",
        {"part": "textbox"},
    ),
    "glossary": (
        "word/glossary/document.xml",
        f"<w:glossaryDocument {NS}><w:docParts><w:docPart><w:docPartBody>{PARAGRAPH}</w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>",
        {},
    ),
    "name in the glossary": (
        "word/glossary/document.xml",
        f"<w:glossaryDocument {NS}><w:docParts><w:docPart><w:docPartPr><w:name w:val='{NUMBER}'/></w:docPartPr></w:docPart></w:docParts></w:glossaryDocument>",
        {},
    ),
    "person": (
        "word/people.xml",
        f"<w15:people {NS}><w15:person w15:author='{NUMBER}'/></w15:people>",
        {"part": "metadata"},
    ),
    "user of a person": (
        "word/people.xml",
        f"<w15:people {NS}><w15:person><w15:presenceInfo w15:userId='S::{NUMBER}'/></w15:person></w15:people>",
        {"part": "metadata"},
    ),
    "variable": (
        "word/settings.xml",
        f"<w:settings {NS}><w:docVars><w:docVar w:name='niss' w:val='{NUMBER}'/></w:docVars></w:settings>",
        {"part": "metadata"},
    ),
    "source of a merge": (
        "word/settings.xml",
        f"<w:settings {NS}><w:mailMerge><w:query w:val='SELECT {NUMBER}'/></w:mailMerge></w:settings>",
        {"part": "metadata"},
    ),
    "property": (
        "docProps/core.xml",
        f"<cp:coreProperties xmlns:cp='c'><creator>{NUMBER}</creator></cp:coreProperties>",
        {"part": "metadata"},
    ),
    "property of the program": (
        "docProps/app.xml",
        f"<Properties><Manager>{NUMBER}</Manager></Properties>",
        {"part": "metadata"},
    ),
    "own property": (
        "docProps/custom.xml",
        f"<Properties><property name='niss'><lpwstr>{NUMBER}</lpwstr></property></Properties>",
        {"part": "metadata"},
    ),
    "bound data": ("customXml/item1.xml", f"<a><b>{NUMBER}</b></a>", {"part": "metadata"}),
    "attribute of bound data": ("customXml/item1.xml", f"<a niss='{NUMBER}'/>", {"part": "metadata"}),
    "chart": (
        "word/charts/chart1.xml",
        f"<c:chartSpace xmlns:c='c'><c:v>{NUMBER}</c:v></c:chartSpace>",
        {"part": "textbox"},
    ),
    "smart art": (
        "word/diagrams/data1.xml",
        f"<dgm:dataModel xmlns:dgm='d' {NS}><a:p><a:r><a:t>{NUMBER}</a:t></a:r></a:p></dgm:dataModel>",
        {"part": "textbox"},
    ),
    "control": (
        "word/activeX/activeX1.xml",
        f"<ax:ocx xmlns:ax='a'><ax:ocxPr ax:name='Value' ax:value='{NUMBER}'/></ax:ocx>",
        {"part": "metadata"},
    ),
    "bibliography": (
        "customXml/item2.xml",
        f"<b:Sources xmlns:b='b'><b:Last>{NUMBER}</b:Last></b:Sources>",
        {"part": "metadata"},
    ),
}


def package(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def read(parts: Mapping[str, str | bytes], body: str = "<w:p/>") -> Iterator[Segment]:
    data = package({"word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>", **parts})
    yield from word.read(Content("a.docx", io.BytesIO(data), len(data)), Limits())


def places(segments: Iterable[Segment]) -> list[dict[str, object]]:
    texts = [s for s in segments if isinstance(s, Text) and NUMBER in s.text]
    assert sum(s.text.count(NUMBER) for s in texts) <= 1
    return [place_at(s.places, s.text.index(NUMBER)) for s in texts]


@pytest.mark.parametrize("hidden", BODY)
def test_what_stands_in_the_body(hidden: str) -> None:
    body, where = BODY[hidden]

    assert places(read({"word/_rels/document.xml.rels": LINKED}, body)) == [where]


@pytest.mark.parametrize("hidden", PARTS)
def test_what_stands_in_another_part(hidden: str) -> None:
    name, source, where = PARTS[hidden]

    assert places(read({name: source})) == [where]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/embeddings/oleObject1.bin", compound({"\x01Ole10Native": native("An.txt", NUMBER.encode())})),
        ("word/embeddings/sheet.xlsx", b"PK"),
        ("word/afchunk.mht", b"MIME-Version: 1.0"),
        ("word/chunk1.html", b"<p>x</p>"),
        ("word/glossary/embeddings/a.docx", b"PK"),
    ],
)
def test_what_is_embedded_is_a_member(name: str, data: bytes) -> None:
    members = [(s.name, s.open().read()) for s in read({name: data}) if isinstance(s, Member)]

    assert members == [(name.rpartition("/")[2], data)]
