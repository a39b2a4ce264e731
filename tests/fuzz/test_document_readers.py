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
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract import mail, markup, pdf, plain, records, rtf, word
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
    ("mail", mail.read, _mail()),
    ("pdf", pdf.read, _pdf()),
]


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    data = bytearray(seed)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        match draw(st.sampled_from(["replace", "cut", "repeat", "end"])):
            case "replace":
                data[at : at + length] = draw(st.binary(max_size=12))
            case "cut":
                del data[at : at + length]
            case "repeat":
                data[at:at] = data[max(0, at - length) : at] * draw(st.integers(1, 30))
            case _:
                del data[max(at, 1) :]
    return bytes(data)


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
