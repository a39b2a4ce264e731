"""Whatever the bytes: a document reader yields segments that can be encoded and placed, or raises `ExtractError`."""

from __future__ import annotations

import contextlib
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import docx
import pypdf
import pytest
from fakes.mutations import mutated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract import (
    ebook,
    fictionbook,
    mail,
    markup,
    opendocument,
    pdf,
    plain,
    records,
    rtf,
    slides,
    word,
    xps,
)
from pii_scan.settings.settings import Limits

Read = Callable[[Content, Limits], Iterator[Segment]]


def _docx() -> bytes:
    made = docx.Document()
    made.add_paragraph("A paragraph").add_run(" in two runs").bold = True
    made.add_table(1, 2).cell(0, 0).text = "cell"
    out = io.BytesIO()
    made.save(out)
    packed = io.BytesIO()  # stored, so that mutations reach the markup
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(packed, "w") as new:
        for name in ("word/document.xml", "docProps/core.xml"):
            new.writestr(name, old.read(name))
    return packed.getvalue()


def _mail() -> bytes:
    made = EmailMessage()
    made["From"], made["Subject"] = "Hélène <a@example.be>", "Élevé"
    made.set_content("text é")
    made.add_alternative("<p>html</p>", subtype="html")
    made.add_attachment(b"data", maintype="application", subtype="pdf", filename="é.pdf")
    return made.as_bytes()


def _pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "An Author"})
    writer.add_attachment("a.txt", b"data")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stored(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:  # stored, so that mutations reach the markup
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


_SHEET = (
    '<o:document-content xmlns:o="o" xmlns:t="t"><o:body><o:spreadsheet><t:table t:name="A"><t:table-row>'
    '<t:table-cell t:value-type="float" t:value="1"><o:annotation><t:p>a</t:p></o:annotation><t:p>1</t:p></t:table-cell>'
    '<t:table-cell t:number-columns-repeated="3"><t:p>b <t:s t:c="2"/></t:p></t:table-cell></t:table-row></t:table>'
    "</o:spreadsheet></o:body></o:document-content>"
)
_TEXT = (
    '<o:document xmlns:o="o" xmlns:t="t" xmlns:d="d"><o:meta><d:creator>a</d:creator></o:meta><o:body><o:text>'
    '<t:tracked-changes><t:changed-region t:id="c"><t:deletion><t:p>b</t:p></t:deletion></t:changed-region>'
    '</t:tracked-changes><t:p>c<t:change t:change-id="c"/><d:frame><d:title>e</d:title><d:text-box><t:p>f</t:p>'
    "</d:text-box><o:binary-data>YQ==</o:binary-data></d:frame></t:p></o:text></o:body></o:document>"
)


SEEDS: list[tuple[str, Read, bytes]] = [
    ("plain", plain.read, "Première ligne\r\ntweede\0 regel\n".encode()),
    (
        "html",
        markup.read,
        b"<!doctype html><table><tr><td title='x'>a</td><td>b &amp; c</table><!-- d --><a href='mailto:x'>y</a>",
    ),
    ("json", records.read, b'{"a": [{"b": "c\\u00e9"}, 1.5, null], "d": {"e": true}}\n{"f": 1}'),
    ("xml", records.read, b"<?xml version='1.0'?><a b='c'><d>e &#233; <![CDATA[f]]></d><d/></a>"),
    (
        "rtf",
        rtf.read,
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}}{\header h}\'e9 \u233? {\*\x y}\bin2 ab\cell}",
    ),
    ("docx", word.read, _docx()),
    (
        "pptx",
        slides.read,
        _stored(
            **{
                "ppt/slides/slide1.xml": "<p:sld xmlns:p='p' xmlns:a='a'><p:sp><p:ph type='ftr'/><a:p><a:t>a</a:t></a:p></p:sp></p:sld>",
                "ppt/slides/_rels/slide1.xml.rels": "<R><r Id='1' Type='x/comments' Target='../c.xml'/></R>",
                "ppt/c.xml": "<cmLst><cm authorId='1'><text>b</text></cm></cmLst>",
                "ppt/authors.xml": "<authorLst><author id='1' name='c'/></authorLst>",
            }
        ),
    ),
    ("ods", opendocument.read, _stored(**{"mimetype": "x.spreadsheet", "content.xml": _SHEET})),
    ("fodt", opendocument.read, _TEXT.encode()),
    (
        "epub",
        ebook.read,
        _stored(
            **{
                "META-INF/container.xml": "<c><rootfile full-path='b.opf'/></c>",
                "b.opf": "<p><manifest><item id='1' href='c.htm' media-type='text/html'/></manifest><spine><itemref idref='1'/></spine></p>",
                "c.htm": "<p>chapter</p>",
            }
        ),
    ),
    ("fb2", fictionbook.read, b"<FictionBook><body><p>a <b>c</b></p></body><binary id='d'>YQ==</binary></FictionBook>"),
    (
        "xps",
        xps.read,
        _stored(**{"1.fpage": "<F><Glyphs OriginX='1' OriginY='2' UnicodeString='a' Indices=',5;'/></F>"}),
    ),
    ("mail", mail.read, _mail()),
    ("pdf", pdf.read, _pdf()),
]


@pytest.mark.parametrize(("read", "seed"), [pytest.param(read, seed, id=name) for name, read, seed in SEEDS])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_extract_errors_escape(read: Read, seed: bytes, data: st.DataObject) -> None:
    content = data.draw(st.one_of(mutated(seed), st.binary(max_size=200)))
    with contextlib.suppress(ExtractError):
        for segment in read(Content("a", io.BytesIO(content), len(content)), Limits()):
            check(segment)


def check(segment: Segment) -> None:
    if isinstance(segment, Text):
        segment.text.encode()
        starts = [start for start, _ in segment.places]
        assert all(one < two for one, two in itertools.pairwise(starts))
        assert all(0 <= start <= len(segment.text) for start in starts)
    if isinstance(segment, Member):
        segment.name.encode()
        segment.open().read()
