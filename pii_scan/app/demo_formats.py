"""Writes small files of many formats from text, with nothing but what the formats themselves ask for."""

from __future__ import annotations

import io
import sqlite3
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

import xlsxwriter
from pypdf import PdfWriter

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_MOMENT = (2024, 1, 15, 9, 0, 0)
Table = Sequence[Sequence[str]]


def docx(paragraphs: Sequence[str], *, header: str = "", footnote: str = "", table: Table = ()) -> bytes:
    """Give a Word document: paragraphs, then a table, a page header, and a footnote at the last paragraph."""
    body = "".join(_paragraph(text) for text in paragraphs)
    if footnote:
        body = body.removesuffix("</w:p>") + '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    rows = "".join("<w:tr>" + "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in table)
    if rows:
        body += f"<w:tbl>{rows}</w:tbl>{_paragraph('')}"
    parts = {
        "header1": f"<w:hdr {_W}>{_paragraph(header)}</w:hdr>",
        "footnotes": f'<w:footnotes {_W}><w:footnote w:id="2">{_paragraph(footnote)}</w:footnote></w:footnotes>',
    }
    section = '<w:sectPr><w:headerReference w:type="default" r:id="rIdheader1"/></w:sectPr>'
    document = f'<w:document {_W} xmlns:r="{_OFFICE}"><w:body>{body}{section}</w:body></w:document>'
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("header1", "header"), ("footnotes", "footnotes"))
    )
    relations = "".join(
        f'<Relationship Id="rId{name}" Type="{_OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>' for name in parts
    )
    return zipped(
        {
            "[Content_Types].xml": _xml(
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
                f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
            ),
            "_rels/.rels": _xml(
                f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
            "word/_rels/document.xml.rels": _xml(
                f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
            ),
            "word/document.xml": _xml(document),
            **{f"word/{name}.xml": _xml(text) for name, text in parts.items()},
        }
    )


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _xml(text: str) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode()


def pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """Give a PDF with a text layer, one list of lines a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects.append(font)
    kids = []
    for lines in pages:
        shown = b"".join(b"(" + _pdf_text(line) + b") Tj T*\n" for line in lines)
        stream = b"BT /F1 11 Tf 16 TL 60 780 Td\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _pdf_file(objects)


def _pdf_text(line: str) -> bytes:
    raw = line.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _pdf_file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def locked_pdf(pages: Sequence[Sequence[str]], password: str) -> bytes:
    """Give the PDF so that it opens with the password only."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf(pages)))
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rtf(paragraphs: Sequence[str]) -> bytes:
    """Give a rich text document."""
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs22\n"
        + "".join(f"{_rtf_text(text)}\\par\n" for text in paragraphs)
        + "}"
    ).encode("ascii")


def _rtf_text(text: str) -> str:
    return "".join(c if c.isascii() else f"\\'{c.encode('cp1252')[0]:02x}" for c in text)


def html(title: str, rows: Mapping[str, str], closing: str) -> bytes:
    """Give a page with a table of labels and values."""
    table = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>\n" for k, v in rows.items())
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title></head>\n'
        f"<body><h1>{escape(title)}</h1>\n<table>\n{table}</table>\n<p>{escape(closing)}</p></body></html>\n"
    ).encode()


def eml(subject: str, sender: str, recipient: str, text: str, attachments: Mapping[str, bytes]) -> bytes:
    """Give a mail with attachments."""
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = subject, sender, recipient
    mail["Date"] = "Mon, 15 Jan 2024 09:00:00 +0100"
    mail.set_content(text)
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    mail.set_boundary("demo-boundary") if mail.is_multipart() else None
    return mail.as_bytes()


def xlsx(sheets: Mapping[str, Table]) -> bytes:
    """Give a workbook of text cells."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write_string(number, column, cell)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Give a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """Give a gzip-compressed tar archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def sqlite_file(path: Path, table: str, rows: Table) -> None:
    """Write a SQLite database of one table, its first column the primary key, its first row the column names."""
    columns = ", ".join(f'"{name}" {"INTEGER PRIMARY KEY" if not at else "TEXT"}' for at, name in enumerate(rows[0]))
    marks = ", ".join("?" * len(rows[0]))
    connection = sqlite3.connect(path)
    try:
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows[1:])  # noqa: S608 - our own words
        connection.commit()
    finally:
        connection.close()


def pg_dump(schema: str, table: str, rows: Table) -> bytes:
    """Give a plain pg_dump of one table, as COPY."""
    columns = ", ".join(rows[0])
    definition = ",\n".join(f"    {name} {'integer NOT NULL' if not at else 'text'}" for at, name in enumerate(rows[0]))
    data = "".join("\t".join(row) + "\n" for row in rows[1:])
    return (
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 16.3\n-- Dumped by pg_dump version 16.3"
        "\n\nSET statement_timeout = 0;\nSET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\n\n"
        f"CREATE TABLE {schema}.{table} (\n{definition}\n);\n\n\n"
        f"COPY {schema}.{table} ({columns}) FROM stdin;\n{data}\\.\n\n\n"
        f"ALTER TABLE ONLY {schema}.{table}\n    ADD CONSTRAINT {table}_pkey PRIMARY KEY ({rows[0][0]});\n\n\n"
        "--\n-- PostgreSQL database dump complete\n--\n"
    ).encode()


def mysqldump(table: str, rows: Table) -> bytes:
    """Give a mysqldump of one table, as one extended INSERT."""
    definition = "".join(
        f"  `{name}` {'int NOT NULL' if not at else 'varchar(190) DEFAULT NULL'},\n" for at, name in enumerate(rows[0])
    )
    values = ",".join(
        "(" + ",".join(cell if not at else f"'{_quoted(cell)}'" for at, cell in enumerate(row)) + ")"
        for row in rows[1:]
    )
    return (
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: shop\n"
        "-- ------------------------------------------------------\n-- Server version\t8.0.36\n\n"
        "/*!40101 SET NAMES utf8mb4 */;\n\n"
        f"DROP TABLE IF EXISTS `{table}`;\nCREATE TABLE `{table}` (\n{definition}  PRIMARY KEY (`{rows[0][0]}`)\n"
        ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\n"
        f"LOCK TABLES `{table}` WRITE;\nINSERT INTO `{table}` VALUES {values};\nUNLOCK TABLES;\n\n"
        "-- Dump completed on 2024-01-15  9:00:00\n"
    ).encode()


def _quoted(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("'", "\\'")
