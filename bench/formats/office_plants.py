"""Word, Excel and PowerPoint files of today, with a number in every place where one can stand."""
# ruff: noqa: E501 - sources of formats read best one to a line

from __future__ import annotations

import io
import zipfile

import xlsxwriter
from fakes.compounds import compound, native
from packages import FORMATS, OFFICE, Part, opc, properties, zipped
from planting import Spot

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
NS = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" xmlns:a="{A}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
WORD = f"{FORMATS}wordprocessingml."
GRID = '<w:tblPr/><w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>'
BY = 'w:id="9" w:author="Office" w:date="2026-01-02T03:04:05Z"'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def _drawing(inner: str, description: str = "x") -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="7" name="b" '
        f'descr="{description}"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape">{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def _field(*codes: str) -> str:
    kinds = ("begin", "separate", "end")
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in kinds]
    code = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    return f"<w:p>{marks[0]}{code}{marks[1]}{run('x')}{marks[2]}</w:p>"


def _word_body(at: Spot) -> str:
    split = at("number over two runs")
    inner = f"<w:tbl>{GRID}<w:tr><w:tc>{paragraph(at('nested table', part='table'))}</w:tc></w:tr></w:tbl>"
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{paragraph(at('text box', part='textbox'))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    old = f"<v:textbox><w:txbxContent>{paragraph(at('text box of old', part='textbox'))}</w:txbxContent></v:textbox>"
    control = f'<w:sdtPr><w:alias w:val="{at("title of a content control")}"/></w:sdtPr>'
    return "".join(
        [
            paragraph(at("body")),
            f"<w:p>{run(split[:6])}<w:r><w:rPr><w:b/></w:rPr><w:t>{split[6:]}</w:t></w:r></w:p>",
            f"<w:tbl>{GRID}<w:tr><w:tc>{paragraph(at('table', part='table'))}</w:tc></w:tr></w:tbl>",
            f"<w:tbl>{GRID}<w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>",
            f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{at('hidden text')}</w:t></w:r></w:p>",
            f"<w:p><w:ins {BY}>{run(at('inserted'))}</w:ins></w:p>",
            f"<w:p><w:del {BY}><w:r><w:delText>{at('deleted')}</w:delText></w:r></w:del></w:p>",
            f"<w:p><w:moveFrom {BY}>{run(at('moved away'))}</w:moveFrom></w:p>",
            _drawing(box),
            f'<w:p><w:r><w:pict><v:shape style="width:90pt;height:40pt">{old}</v:shape></w:pict></w:r></w:p>',
            _drawing("<wps:wsp><wps:bodyPr/></wps:wsp>", at("alternative text")),
            f"<w:sdt>{control}<w:sdtContent>{paragraph(at('content control'))}</w:sdtContent></w:sdt>",
            _field(f'QUOTE "{at("field code")}"'),
            f'<w:p><w:fldSimple w:instr="AUTHOR">{run(at("field result"))}</w:fldSimple></w:p>',
            f'<w:p><w:hyperlink w:anchor="x" w:tooltip="{at("tip of a link")}">{run("link")}</w:hyperlink></w:p>',
            (f'<w:p>{run("note")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:endnoteReference w:id="2"/></w:r>'
            '<w:r><w:commentReference w:id="0"/></w:r></w:p>'),
            '<w:sectPr><w:headerReference w:type="default" r:id="rHead"/><w:footerReference w:type="default" r:id="rFoot"/></w:sectPr>',
        ]
    )  # fmt: skip


def docx(at: Spot) -> bytes:
    main = "word/document.xml"
    note = '<w:{0}s {1}><w:{0} w:id="2">{2}</w:{0}></w:{0}s>'
    foot = note.format("footnote", NS, paragraph(at("footnote", part="footnote")))
    end = note.format("endnote", NS, paragraph(at("endnote", part="endnote")))
    comment = (
        f'<w:comments {NS}><w:comment w:id="0" w:author="{at("author of a comment", part="metadata")}">'
        f"{paragraph(at('comment', part='comment'))}</w:comment></w:comments>"
    )
    variable = f'<w:docVars><w:docVar w:name="niss" w:val="{at("variable", part="metadata")}"/></w:docVars>'
    glossary = (
        f"<w:docParts><w:docPart><w:docPartBody>{paragraph(at('glossary'))}</w:docPartBody></w:docPart></w:docParts>"
    )
    embedded = {
        "\x01Ole10Native": native("list.txt", at.inside("oleObject1.bin").line("list.txt", "in an OLE package"))
    }
    return opc(
        [
            Part(main, f"<w:document {NS}><w:body>{_word_body(at)}</w:body></w:document>", "officeDocument", type=f"{WORD}document.main+xml"),
            Part("word/header1.xml", f"<w:hdr {NS}>{paragraph(at('header', part='header'))}</w:hdr>", "header", main, f"{WORD}header+xml", "rHead"),
            Part("word/footer1.xml", f"<w:ftr {NS}>{paragraph(at('footer', part='footer'))}</w:ftr>", "footer", main, f"{WORD}footer+xml", "rFoot"),
            Part("word/footnotes.xml", foot, "footnotes", main, f"{WORD}footnotes+xml"),
            Part("word/endnotes.xml", end, "endnotes", main, f"{WORD}endnotes+xml"),
            Part("word/comments.xml", comment, "comments", main, f"{WORD}comments+xml"),
            Part("word/settings.xml", f"<w:settings {NS}>{variable}</w:settings>", "settings", main, f"{WORD}settings+xml"),
            Part("word/glossary/document.xml", f"<w:glossaryDocument {NS}>{glossary}</w:glossaryDocument>", "glossaryDocument", main, f"{WORD}document.glossary+xml"),
            Part("customXml/item1.xml", f"<data><niss>{at('custom XML', part='metadata')}</niss></data>", "customXml", main),
            Part("word/embeddings/inner.docx", _small_docx(at.inside("inner.docx")), "package", main),
            Part("word/embeddings/oleObject1.bin", compound(embedded), "oleObject", main),
            *properties(at("creator", part="metadata"), at("company", part="metadata"), at("own property", part="metadata")),
        ]
    )  # fmt: skip


def _small_docx(at: Spot) -> bytes:
    body = f"<w:document {NS}><w:body>{paragraph(at('embedded docx'))}</w:body></w:document>"
    return opc([Part("word/document.xml", body, "officeDocument", type=f"{WORD}document.main+xml")])


def _small_xlsx(at: Spot) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad")
        sheet.write_row(0, 0, ["Naam", "NISS"])
        sheet.write_row(1, 0, ["An", at("embedded xlsx", sheet="Blad", row=2, column="NISS")])
        sheet.write_row(2, 0, ["Bert", ""])
    return made.getvalue()


def xlsx(at: Spot) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"author": at("creator", part="metadata"), "comments": at("description", part="metadata")})
        book.set_custom_property("Klant", at("own property", part="metadata"))
        for name in ("Klanten", "Verborgen", "Diep"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Naam", "NISS", "Geheim"])
            place = {"Klanten": "cell", "Verborgen": "hidden sheet", "Diep": "very hidden sheet"}[name]
            sheet.write_row(1, 0, ["An", at(place, sheet=name, row=2, column="NISS")])
        book.sheetnames["Verborgen"].hide()
        book.sheetnames["Diep"].very_hidden()
        book.define_name("dossier", f'="{at("defined name", part="metadata")}"')
        _fill(book, book.sheetnames["Klanten"], at)
    return _more_parts(made.getvalue(), at)


def _fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, at: Spot) -> None:
    here = {"sheet": "Klanten"}
    sheet.write_row(2, 0, ["Bert", at("hidden row", row=3, column="NISS", **here)])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.write(3, 0, "Cis")
    sheet.write(3, 2, at("hidden column", row=4, column="Geheim", **here))
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.write_rich_string(
        4, 1, book.add_format({"bold": True}), (rich := at("rich text", row=5, column="NISS", **here))[:5], rich[5:]
    )
    sheet.write_formula(5, 1, f'="{at("text in a formula", row=6, column="NISS", **here)}"&""', None, "x")
    sheet.write_comment(
        6,
        0,
        at("comment", row=7, column="Naam", part="comment", **here),
        {"author": at("author of a comment", row=7, column="Naam", part="comment", **here)},
    )
    sheet.write_url(7, 0, "https://example.be", None, "link", at("tip of a link", row=8, column="Naam", **here))
    sheet.write_url(8, 0, f"https://example.be/{at('link', row=9, column='Naam', **here)}", None, "link")
    choices = [at("list of a validation", row=10, column="Naam", **here), "An"]
    sheet.data_validation(
        9,
        0,
        9,
        0,
        {
            "validate": "list",
            "source": choices,
            "input_title": "Kies",
            "input_message": at("prompt of a validation", row=10, column="Naam", **here),
        },
    )
    sheet.insert_textbox(
        11,
        1,
        at("text box", row=12, column="NISS", part="textbox", **here),
        {"description": at("alternative text", row=12, column="NISS", part="textbox", **here)},
    )
    sheet.set_header(f"&L{at('header', part='header', **here)}")
    sheet.set_footer(f"&R{at('footer', part='footer', **here)}")
    sheet.conditional_format(
        12,
        0,
        12,
        0,
        {"type": "text", "criteria": "containing", "value": at("conditional format", **here), "format": None},
    )
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Klanten!$D$1:$D$2"})
    chart.set_title({"name": at("title of a chart", part="textbox")})
    sheet.insert_chart(14, 4, chart)  # fmt: skip


def _more_parts(data: bytes, at: Spot) -> bytes:
    """Add what XlsxWriter does not write: a conversation, an embedded document."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    word = at("threaded comment", sheet="Klanten", row=7, column="Naam", part="comment")
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    files["xl/threadedComments/threadedComment1.xml"] = (
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="A7" personId="{{1}}" id="{{2}}"><text>{word}</text>'
        "</threadedComment></ThreadedComments>"
    )
    files["xl/embeddings/inner.docx"] = _small_docx(at.inside("inner.docx"))
    added = (
        '<Relationship Id="rT" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
        f'Target="../threadedComments/threadedComment1.xml"/><Relationship Id="rE" Type="{OFFICE}/package" '
        'Target="../embeddings/inner.docx"/></Relationships>'
    )
    types = (
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" ContentType="application/vnd.ms-excel.'
        f'threadedcomments+xml"/><Default Extension="docx" ContentType="{WORD}document"/></Types>'
    )
    for name, end, more in (
        ("xl/worksheets/_rels/sheet1.xml.rels", b"</Relationships>", added),
        ("[Content_Types].xml", b"</Types>", types),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", '<oleObjects><oleObject progId="Word.Document.12" shapeId="1025" r:id="rE"/></oleObjects></worksheet>'),
    ):  # fmt: skip
        content = files[name]
        assert isinstance(content, bytes)
        files[name] = content.replace(end, more.encode())
    return zipped(files)


P = (
    f'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="{A}" xmlns:r="{OFFICE}" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
SHOW = f"{FORMATS}presentationml."


def _said(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


def _shape(text: str, kind: str = "", description: str = "") -> str:
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="s" descr="{description}"/><p:cNvSpPr/>{holder}</p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{_said(text)}</p:txBody></p:sp>"
    )


def _slide(root: str, shapes: str, said: str = "") -> str:
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:{root} {P} {said}><p:cSld><p:spTree>{group}{shapes}</p:spTree></p:cSld></p:{root}>"


def _frame(uri: str, inner: str) -> str:
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="5" name="f"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
        f'<p:xfrm/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}">{inner}'
        "</a:graphicData></a:graphic></p:graphicFrame>"
    )


def pptx(at: Spot) -> bytes:
    main, first, second = "ppt/presentation.xml", "ppt/slides/slide1.xml", "ppt/slides/slide2.xml"
    cell = f"<a:tc><a:txBody><a:bodyPr/>{_said(at('table', page=1, part='table'))}</a:txBody><a:tcPr/></a:tc>"
    table = f'<a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="900"/></a:tblGrid><a:tr h="900">{cell}</a:tr></a:tbl>'
    shapes = (
        _shape(at("slide", page=1), "title", at("alternative text", page=1))
        + _shape(at("footer", page=1, part="footer"), "ftr")
        + f"<p:grpSp><p:nvGrpSpPr><p:cNvPr id='9' name='g'/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{_shape(at('group', page=1))}</p:grpSp>"
        + _frame("table", table)
        + _frame("chart", '<c:chart r:id="rChart"/>')
        + _frame("diagram", '<dgm:relIds r:dm="rArt" r:lo="rArt" r:qs="rArt" r:cs="rArt"/>')
    )
    show = (
        f'<p:presentation {P}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rMaster"/></p:sldMasterIdLst><p:sldIdLst>'
        '<p:sldId id="256" r:id="rOne"/><p:sldId id="257" r:id="rTwo"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    texts = f"<c:cat><c:strRef><c:f>A1</c:f><c:strCache><c:ptCount val='1'/><c:pt idx='0'><c:v>{at('label of a chart', page=1, part='textbox')}</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    title = f"<c:title><c:tx><c:rich><a:bodyPr/>{_said(at('title of a chart', page=1, part='textbox'))}</c:rich></c:tx></c:title>"
    chart = f"<c:chartSpace {P}><c:chart>{title}<c:plotArea><c:barChart><c:ser><c:idx val='0'/><c:order val='0'/>{texts}</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
    art = f"<dgm:dataModel {P}><dgm:ptLst><dgm:pt modelId='1'><dgm:t><a:bodyPr/>{_said(at('SmartArt', page=1, part='textbox'))}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    comment = f'<p:cmLst {P}><p:cm authorId="0" idx="1"><p:pos x="1" y="1"/><p:text>{at("comment", page=1, part="comment")}</p:text></p:cm></p:cmLst>'
    authors = f'<p:cmAuthorLst {P}><p:cmAuthor id="3" name="{at("author of comments", part="metadata")}" initials="A" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>'
    drawing = f"{FORMATS}drawingml."
    return opc(
        [
            Part(main, show, "officeDocument", type=f"{SHOW}presentation.main+xml"),
            Part(first, _slide("sld", shapes), "slide", main, f"{SHOW}slide+xml", "rOne"),
            Part(second, _slide("sld", _shape(at("hidden slide", page=2)), 'show="0"'), "slide", main, f"{SHOW}slide+xml", "rTwo"),
            Part("ppt/slideMasters/slideMaster1.xml", _slide("sldMaster", _shape(at("master", part="header"))), "slideMaster", main, f"{SHOW}slideMaster+xml", "rMaster"),
            Part("ppt/slideLayouts/slideLayout1.xml", _slide("sldLayout", _shape(at("layout", part="header"))), "slideLayout", first, f"{SHOW}slideLayout+xml"),
            Part("ppt/notesSlides/notesSlide1.xml", _slide("notes", _shape(at("notes", page=1, part="notes"), "body")), "notesSlide", first, f"{SHOW}notesSlide+xml"),
            Part("ppt/comments/comment1.xml", comment, "comments", first, f"{SHOW}comments+xml"),
            Part("ppt/commentAuthors.xml", authors, "commentAuthors", main, f"{SHOW}commentAuthors+xml"),
            Part("ppt/charts/chart1.xml", chart, "chart", first, f"{drawing}chart+xml", "rChart"),
            Part("ppt/diagrams/data1.xml", art, "diagramData", first, f"{drawing}diagramData+xml", "rArt"),
            Part("ppt/embeddings/book.xlsx", _small_xlsx(at.inside("book.xlsx")), "package", "ppt/charts/chart1.xml"),
            Part("customXml/item1.xml", f"<data><niss>{at('custom XML', part='metadata')}</niss></data>", "customXml", main),
            *properties(at("creator", part="metadata"), at("company", part="metadata"), at("own property", part="metadata")),
        ]
    )  # fmt: skip


FILES = {"word.docx": docx, "excel.xlsx": xlsx, "show.pptx": pptx}
