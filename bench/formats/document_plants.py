"""Documents and books: OpenDocument, PDF, RTF, EPUB, FictionBook, HTML, pictures and scans."""
# ruff: noqa: E501 - sources of formats read best one to a line

from __future__ import annotations

import io
from html import escape

from fakes.scans import TESSERACT, letter, saved
from packages import zipped
from PIL import Image, PngImagePlugin
from planting import Spot

URN = "urn:oasis:names:tc:opendocument:xmlns"
ODF = " ".join(
    f'xmlns:{name}="{URN}:{value}:1.0"'
    for name, value in {
        **{name: name for name in ("office", "text", "table", "style", "form", "meta", "presentation")},
        "draw": "drawing",
        "svg": "svg-compatible",
    }.items()
)
ODF += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
MIME = "application/vnd.oasis.opendocument"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def _open_document(kind: str, at: Spot, body: str, **more: str | bytes) -> bytes:
    head, foot = at("header", part="header"), at("footer", part="footer")
    margins = f"<style:header>{p(head)}</style:header><style:footer>{p(foot)}</style:footer>"
    styles = (
        f'<office:document-styles {ODF}><office:automatic-styles><style:page-layout style:name="L"/></office:automatic-styles>'
        f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">{margins}</style:master-page>'
        "</office:master-styles></office:document-styles>"
    )
    meta = (
        f"<office:document-meta {ODF}><office:meta><meta:initial-creator>{at('creator', part='metadata')}</meta:initial-creator>"
        f'<meta:user-defined meta:name="Klant">{at("own property", part="metadata")}</meta:user-defined></office:meta>'
        "</office:document-meta>"
    )
    files: dict[str, str | bytes] = {
        "mimetype": f"{MIME}.{kind}",
        "content.xml": f"<office:document-content {ODF}><office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
        "styles.xml": styles,
        "meta.xml": meta,
        **more,
    }
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type=""/>' for name in list(files)[1:]
    )
    files["META-INF/manifest.xml"] = (
        f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0" manifest:version="1.3"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{MIME}.{kind}"/>{listed}</manifest:manifest>'
    )
    return zipped(files, stored_first=True)  # fmt: skip


def odt(at: Spot) -> bytes:
    author = f"<dc:creator>{at('author of a comment', part='comment')}</dc:creator>"
    removed = (
        f'<text:changed-region text:id="c1"><text:deletion>{p(at("deleted"))}</text:deletion></text:changed-region>'
    )
    split = at("number over two spans")
    cell = f"<table:table-cell>{p(at('table', part='table'))}</table:table-cell>"
    inner = f"<table:table><table:table-row><table:table-cell>{p(at('nested table', part='table'))}</table:table-cell></table:table-row></table:table>"
    body = "".join(
        [
            f"<text:tracked-changes>{removed}</text:tracked-changes>",
            f'<office:forms><form:form><form:text form:name="niss" form:current-value="{at("form field", part="form")}"/></form:form></office:forms>',
            p(at("body")),
            p(f"{split[:5]}<text:span>{split[5:]}</text:span>"),
            f'<text:section text:name="s" text:display="none">{p(at("hidden section"))}</text:section>',
            f"<table:table><table:table-row>{cell}<table:table-cell>{inner}</table:table-cell></table:table-row></table:table>",
            p(f'x<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{p(at("footnote", part="footnote"))}</text:note-body></text:note>'),
            p(f'x<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>{p(at("endnote", part="endnote"))}</text:note-body></text:note>'),
            p(f"x<office:annotation>{author}{p(at('comment', part='comment'))}</office:annotation>"),
            p(f"<draw:frame><draw:text-box>{p(at('text box', part='textbox'))}</draw:text-box></draw:frame>"),
            p(f"<draw:frame><draw:image/><svg:desc>{at('alternative text')}</svg:desc></draw:frame>"),
            p(f'x<text:hidden-text text:condition="true" text:string-value="{at("hidden field")}"/>'),
            p('x <text:change text:change-id="c1"/>'),
            p(f'<text:variable-set text:name="v" text:display="none" text:string-value="{at("variable")}"/>'),
        ]
    )  # fmt: skip
    return _open_document("text", at, body, **{"Pictures/list.txt": at.line("list.txt", "embedded file")})


def ods(at: Spot) -> bytes:
    def sheet(name: str, place: str, more: str = "", said: str = "") -> str:
        number = at(place, sheet=name, row=2, column="NISS")
        rows = f"<table:table-row>{_cell('Naam')}{_cell('NISS')}</table:table-row><table:table-row>{_cell('An')}{_cell(number)}</table:table-row>"
        return f'<table:table table:name="{name}" {said}>{rows}{more}</table:table>'

    note = f"<office:annotation>{p(at('comment', sheet='Klanten', row=3, column='Naam', part='comment'))}</office:annotation>"
    hidden = at("hidden row", sheet="Klanten", row=4, column="NISS")
    more = (
        f"<table:table-row>{_cell('Bert', note)}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{_cell("Cis")}{_cell(hidden)}</table:table-row>'
    )
    box = at("text box", sheet="Verborgen", part="textbox")
    shapes = f"<table:shapes><draw:frame><draw:text-box>{p(box)}</draw:text-box></draw:frame></table:shapes>"
    second = sheet("Verborgen", "hidden sheet", said='table:style-name="ta1"').replace("<table:table-row>", f"{shapes}<table:table-row>", 1)  # fmt: skip
    return _open_document("spreadsheet", at, sheet("Klanten", "cell", more) + second)


def _cell(text: str, inside: str = "") -> str:
    return f'<table:table-cell office:value-type="string">{inside}{p(text)}</table:table-cell>'


def odp(at: Spot) -> bytes:
    def frame(text: str) -> str:
        return f"<draw:frame><draw:text-box>{p(text)}</draw:text-box></draw:frame>"

    first = (
        frame(at("slide", page=1))
        + f"<office:annotation>{p(at('comment', page=1, part='comment'))}</office:annotation>"
        + f"<presentation:notes>{frame(at('notes', page=1, part='notes'))}</presentation:notes>"
    )
    second = frame(at("hidden slide", page=2))
    body = f'<draw:page draw:name="1">{first}</draw:page><draw:page draw:name="2" presentation:visibility="hidden">{second}</draw:page>'
    return _open_document("presentation", at, body)


def _stream(data: str, said: str = "") -> str:
    return f"<< /Length {len(data.encode('cp1252'))} {said} >>\nstream\n{data}\nendstream"


def pdf(at: Spot) -> bytes:
    def show(text: str, y: int, before: str = "") -> str:
        return f"BT {before} /F1 10 Tf 1 0 0 1 50 {y} Tm ({text}) Tj ET "

    split = at("number broken over lines", page=1)
    content = (
        show(at("text", page=1), 800)
        + show(at("invisible text", page=1), 780, "3 Tr")
        + "1 1 1 rg " + show(at("white text", page=1), 760) + "0 g "
        + f"/OC /L BDC {show(at('layer that is off', page=1), 740)} EMC "
        + show(split[:9], 720) + show(split[9:], 708)
        + show(at("outside the page", page=1), 900)
    )  # fmt: skip
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>{at("XMP", part="metadata")}</rdf:li>'
        "</rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    xfa = '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><f><niss>{}</niss></f></xfa:data></xfa:datasets>'
    root = "/Outlines 9 0 R /AcroForm << /Fields [7 0 R] /XFA [(datasets) 14 0 R] >> /Metadata 11 0 R /Names << /EmbeddedFiles << /Names [(a) 12 0 R] >> >> /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [7 0 R 8 0 R 15 0 R] /Resources << /Font << /F1 5 0 R >> /Properties << /L 6 0 R >> >> >>",
        _stream(content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /OCG /Name (Laag) >>",
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (NISS) /V ({at('form field', page=1, part='form')}) /Rect [50 600 200 620] >>",
        f"<< /Type /Annot /Subtype /Text /Contents ({at('annotation', page=1, part='annotation')}) /T (Office) /Rect [50 500 70 520] >>",
        "<< /Type /Outlines /First 10 0 R /Last 10 0 R /Count 1 >>",
        f"<< /Title ({at('bookmark', page=1, part='outline')}) /Parent 9 0 R /Dest [3 0 R /Fit] >>",
        _stream(xmp, "/Type /Metadata /Subtype /XML"),
        "<< /Type /Filespec /F (list.txt) /UF (list.txt) /EF << /F 13 0 R >> >>",
        _stream(at.line("list.txt", "attachment").decode(), "/Type /EmbeddedFile"),
        _stream(xfa.format(at("XFA form", part="form"))),
        f"<< /Type /Annot /Subtype /FreeText /DA (/F1 10 Tf) /Contents ({at('free text', page=1, part='annotation')}) /Rect [50 400 300 420] >>",
        f"<< /Author ({at('creator', part='metadata')}) /Klant ({at('own property', part='metadata')}) >>",
    ]  # fmt: skip
    return _pdf(objects)


def _pdf(objects: list[str]) -> bytes:
    """Write a PDF; the first object is the catalog, the last one the properties."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    )
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def rtf(at: Spot) -> bytes:
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}"
        rf"{{\info{{\author {at('creator', part='metadata')}}}}}"
        rf"{{\header {at('header', part='header')}\par}}{{\footer {at('footer', part='footer')}\par}}"
        rf"{at('body')}\par {{\v {at('hidden text')}}}\par {{\deleted {at('deleted')}}}\par"
        rf"\trowd\cellx3000\cellx6000 NISS\cell {at('table')}\cell\row\pard "
        rf"x{{\footnote\pard {at('footnote', part='footnote')}}}"
        rf"{{\*\atnauthor Office}}{{\*\annotation {at('comment', part='comment')}}}\par"
        rf"{{\shp{{\*\shpinst{{\shptxt {at('text box', part='textbox')}\par}}}}}}"
        rf'{{\field{{\*\fldinst{{QUOTE "x"}}}}{{\fldrslt{{{at("field result")}}}}}}}\par}}'
    ).encode("cp1252")


def epub(at: Spot) -> bytes:
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:creator>{at("creator", part="metadata")}</dc:creator></metadata><manifest><item id="c" href="c.xhtml" '
        'media-type="application/xhtml+xml"/><item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
        '<spine toc="n"><itemref idref="c"/></spine></package>'
    )
    contents = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>{at("table of contents", part="metadata")}</text></navLabel></navPoint></navMap></ncx>'
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{at("title of a chapter", path="O/c.xhtml")}</title></head><body><p>{at("chapter", path="O/c.xhtml")}</p></body></html>'
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="O/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    files: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "O/book.opf": opf,
        "O/c.xhtml": chapter,
        "O/toc.ncx": contents,
    }
    return zipped(files, stored_first=True)  # fmt: skip


def fictionbook(at: Spot) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"><description>'
        f"<title-info><author><last-name>{at('author', part='metadata')}</last-name></author></title-info></description>"
        f"<body><section><p>{at('text')}</p></section></body></FictionBook>"
    ).encode()


def html(at: Spot) -> bytes:
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html><head><title>{at("title", line=2)}</title><meta name="author" content="{at("meta", line=2)}"></head>',
            f"<body><p>{at('text', line=3)}</p>",
            f'<p style="display:none">{at("hidden text", line=4)}</p>',
            f"<!-- {at('comment', line=5, part='comment')} -->",
            f'<img src="a.png" alt="{at("alternative text", line=6)}">',
            f'<p title="{at("tip", line=7)}">x</p>',
            f'<form><input type="hidden" name="niss" value="{at("hidden field", line=8)}"></form>',
            f'<div data-niss="{at("data attribute", line=9, part="metadata")}">x</div>',
            f"<table><tr><td>NISS</td><td>{at('table', line=10)}</td></tr></table>",
            f'<script type="application/json">{{"niss": "{at("data in JSON", line=11)}"}}</script>',
            f"<textarea>{escape(at('text area', line=12))}</textarea><noscript>{at('noscript', line=12)}</noscript>",
            f"<template><p>{at('template', line=13)}</p></template>",
            f'<script>var user = {{"niss": "{at("script", line=14, part="metadata")}"}};</script>',
            "</body></html>",
        ]
    ).encode()


def png(at: Spot) -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", at("tEXt", part="metadata"))
    said.add_text("Comment", at("zTXt", part="metadata"), zip=True)
    said.add_itxt("Description", at("iTXt", part="metadata"))
    return saved(Image.new("RGB", (300, 200)), "PNG", pnginfo=said)


def jpeg(at: Spot) -> bytes:
    tags = Image.Exif()
    tags[0x013B], tags[0x010E] = at("EXIF artist", part="exif"), at("EXIF description", part="exif")
    tags[0x9C9C] = (at("EXIF comment of Windows", part="exif") + "\0").encode("utf-16-le")
    tags.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + at("EXIF user comment", part="exif").encode()
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{at("XMP", part="metadata")}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>'
    out = io.BytesIO()
    Image.new("RGB", (300, 200)).save(
        out, "JPEG", exif=tags, xmp=xmp.encode(), comment=at("comment", part="metadata").encode()
    )
    return out.getvalue()  # fmt: skip


def scanned_pdf(at: Spot) -> bytes:
    return saved(letter("A letter of some length about nobody", f"NISS {at('scanned page', page=1)}"), "PDF", resolution=150)  # fmt: skip


def scanned_tiff(at: Spot) -> bytes:
    pages = [letter("A letter of some length about nobody", f"NISS {at('page of a fax', page=n)}") for n in (1, 2)]
    return saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150))


FILES = {
    "text.odt": odt,
    "sheet.ods": ods,
    "show.odp": odp,
    "letter.pdf": pdf,
    "letter.rtf": rtf,
    "book.epub": epub,
    "book.fb2": fictionbook,
    "page.html": html,
    "picture.png": png,
    "picture.jpeg": jpeg,
    **({"scan.pdf": scanned_pdf, "scan.tiff": scanned_tiff} if TESSERACT else {}),
}
