"""Writes samples and tables as the files of an office, the same bytes for the same content."""

from __future__ import annotations

import csv
import html
import io
import json
import random
import zipfile
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import docx
import xlsxwriter

from accuracy.generator_forms import Piece
from accuracy.generator_people import Person
from accuracy.generator_render import sample
from accuracy.samples import Sample

MOMENT = datetime(2024, 5, 17, 9, 30, tzinfo=UTC)
SUBJECTS = {"fr": "Votre dossier", "nl": "Uw dossier", "de": "Ihre Akte", "en": "Your file"}
MAILBOX = "dossiers@bureau-des-tilleuls.be"


class Files:
    """Writes below one folder."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self._root, self._rng = root, rng

    def _path(self, path: str) -> Path:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    def write(self, path: str, made: Sample) -> None:
        """Write a sample as the kind of file that its path ends in."""
        self._path(path).write_bytes(self._bytes(path.rsplit(".", 1)[1], made))

    def _bytes(self, suffix: str, made: Sample) -> bytes:
        if suffix == "docx":
            return _document(made.text)
        if suffix == "html":
            return _page(made)
        if suffix == "json":
            body = {"type": made.kind, "language": made.language, "text": made.text}
            return json.dumps(body, ensure_ascii=self._rng.random() < 0.5, indent=2).encode()
        if suffix == "eml":
            return _mail(made)
        encodings = ["utf-8", "utf-8", "utf-8-sig", "utf-16"]
        if made.text.isascii() or _fits(made.text, "cp1252"):
            encodings.append("cp1252")
        return made.text.encode(self._rng.choice(encodings))

    def mail_header(self, person: Person, language: str) -> Sample:
        """Give the header of a mail from this person; `write` turns it into real header fields."""
        pieces = [
            Piece("From: "),
            Piece(person.name, "PERSON", person.name, person),
            Piece(" <"),
            Piece(person.value("EMAIL_ADDRESS"), "EMAIL_ADDRESS", person.value("EMAIL_ADDRESS"), person),
            Piece(">\nTo: "),
            Piece(MAILBOX, "EMAIL_ADDRESS", MAILBOX),
            Piece(f"\nSubject: {SUBJECTS[language]}\n\n"),
        ]
        return sample(pieces, language, "mail", "", {"identification", "electronic_identification"})

    def table(self, path: str, headers: list[str], rows: list[list[str]]) -> None:
        """Write a table as csv or xlsx."""
        if path.endswith(".xlsx"):
            self._workbook(path, headers, rows)
            return
        with self._path(path).open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([headers, *rows])

    def _workbook(self, path: str, headers: list[str], rows: list[list[str]]) -> None:
        book = xlsxwriter.Workbook(str(self._path(path)), {"strings_to_urls": False})
        book.set_properties({"created": MOMENT.replace(tzinfo=None)})
        sheet = book.add_worksheet("Data")
        for number, row in enumerate([headers, *rows]):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)
        book.close()

    def dump(self, path: str, table: str, columns: list[str], rows: list[list[str]]) -> None:
        """Write a table as a dump with one insert for ten rows."""
        out = io.StringIO()
        fields = ",\n".join(f"  `{column}` varchar(120) DEFAULT NULL" for column in columns)
        out.write(f"-- MySQL dump 10.13  Distrib 8.0.36\nCREATE TABLE `{table}` (\n{fields}\n);\n")
        for start in range(0, len(rows), 10):
            lines = ["(" + ",".join(_quoted(text) for text in row) + ")" for row in rows[start : start + 10]]
            out.write(f"INSERT INTO `{table}` VALUES {','.join(lines)};\n")
        self._path(path).write_text(out.getvalue(), "utf-8")

    def archive(self, path: str, members: dict[str, Sample]) -> None:
        """Write samples as the members of a zip archive."""
        with zipfile.ZipFile(self._path(path), "w", zipfile.ZIP_DEFLATED) as archive:
            for name, made in members.items():
                archive.writestr(_entry(name), self._bytes(name.rsplit(".", 1)[1], made))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (2024, 5, 17, 9, 30, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _document(text: str) -> bytes:
    document = docx.Document()
    for block in text.split("\n\n"):
        document.add_paragraph(block)  # a line end within it becomes a break
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = MOMENT
    stream = io.BytesIO()
    document.save(stream)
    rewritten = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(rewritten, "w") as new:
        for item in old.infolist():
            new.writestr(_entry(item.filename), old.read(item.filename))
    return rewritten.getvalue()


def _page(made: Sample) -> bytes:
    blocks = (html.escape(block, quote=False).replace("\n", "<br>\n") for block in made.text.split("\n\n"))
    body = "\n".join(f"<p>{block}</p>" for block in blocks)
    head = f'<!DOCTYPE html>\n<html lang="{made.language}"><head><meta charset="utf-8"><title>Document</title></head>'
    return f"{head}\n<body>\n{body}\n</body></html>\n".encode()


def _mail(made: Sample) -> bytes:
    header, body = made.text.split("\n\n", 1)
    message = EmailMessage(policy=SMTP)
    for line in header.split("\n"):
        name, value = line.split(": ", 1)
        message[name] = value
    message["Date"] = MOMENT
    message["Message-ID"] = "<document@bureau-des-tilleuls.invalid>"
    message.set_content(body, charset="utf-8", cte="quoted-printable")
    return message.as_bytes()
