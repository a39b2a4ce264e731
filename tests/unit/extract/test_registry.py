"""What a content is, by its bytes first, and how it ends where nothing reads it."""

from __future__ import annotations

import io
import random
import tarfile
import zipfile

import pytest

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.extract.sniff import media_type
from pii_scan.settings.settings import Limits

NOISE = random.Random(7).randbytes(5000)


def _kind(data: bytes, name: str = "x") -> str:
    return media_type(data[: 1 << 16], name, io.BytesIO(data))


def _segments(data: bytes, name: str) -> list[object]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).segments)


def _zip(*names: str, mimetype: str = "") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


def _tar() -> bytes:
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "a.docx", "application/x-empty"),
        (b"junk\n%PDF-1.4\n", "a.txt", "application/pdf"),
        (
            _zip("[Content_Types].xml", "word/document.xml"),
            "a",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            _zip("[Content_Types].xml", "xl/workbook.xml"),
            "a.zip",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            _zip("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
            "a",
            "application/vnd.oasis.opendocument.text",
        ),
        (_zip("a.txt"), "a.txt", "application/zip"),
        (b"MZ" + NOISE + _zip("a.txt"), "setup.exe", "application/zip"),
        (_tar(), "a", "application/x-tar"),
        (b"\x1f\x8b\x08rest", "a", "application/gzip"),
        (b"SQLite format 3\0....", "a.txt", "application/vnd.sqlite3"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc", "application/x-ole-storage"),
        (b"{\\rtf1 x}", "a.doc", "application/rtf"),
        (b"<!DOCTYPE html><p>x", "a.txt", "text/html"),
        (b"<?xml version='1.0'?><a/>", "a.txt", "application/xml"),
        (b'{"a": 1}', "a.txt", "application/json"),
        (b'{"a": 1}\n{"a": 2}\n', "a.log", "application/x-ndjson"),
        (b"From: a@b.be\nTo: c@d.be\nSubject: x\n\nbody", "a", "message/rfc822"),
        (b"Subject: x\n\nFrom: nobody", "a.txt", "text/plain"),
        (b"-- PostgreSQL database dump\n", "a.txt", "application/sql"),
        (b"-- MySQL dump 10\n", "backup", "application/sql"),
        (b"print('INSERT INTO t VALUES (1)')\n", "a.py", "text/plain"),
        (b"naam;voornaam\nPeeters;Jan\nMaes;An\n", "export", "text/csv"),
        (b"Beste An,\ntot morgen, of later, ik weet het niet.\nGroeten, Jan\n", "brief", "text/plain"),
        ("Bonjour à tous\n".encode("utf-16-le"), "a", "text/plain"),
        ("Bonjour à tous\n".encode("utf-16"), "a", "text/plain"),
        ("Déjà reçu, à l'hôtel\n".encode("cp1252"), "a", "text/plain"),
        (NOISE, "a.bin", "application/octet-stream"),
        (b"\xff\xfb\x90\x64" + NOISE, "a", "audio/mpeg"),
        (b"\0\0\0\x18ftypmp42", "a", "video/mp4"),
    ],
)
def test_content_says_the_kind(data, name, kind):
    assert _kind(data, name) == kind


def test_random_bytes_are_never_text():
    source = random.Random(11)

    assert not [n for n in range(300) if _kind(source.randbytes(400)).startswith("text/")]


def test_a_known_name_over_bytes_of_no_kind_is_corrupt():
    with pytest.raises(CorruptContentError):
        _segments(NOISE, "brief.pdf")


def test_bytes_of_no_kind_and_no_known_name_are_unsupported():
    with pytest.raises(UnsupportedFormatError):
        _segments(NOISE, "binary.bin")


def test_nothing_at_all_is_empty():
    with pytest.raises(EmptyContentError):
        _segments(b"", "empty.docx")


def test_a_kind_without_reader_is_named():
    with pytest.raises(UnsupportedFormatError, match="java"):
        _segments(b"\xca\xfe\xba\xbe" + bytes(50), "a.class")


def test_sound_and_pictures_say_what_was_not_done():
    assert _segments(b"ID3\x04rest", "a.mp3") == [Unread(Reason.MEDIA)]
    assert _segments(b"\x89PNG\r\n\x1a\nrest", "a.png") == [Unread(Reason.OCR_MISSING)]


def test_an_encrypted_office_document_is_told_from_an_old_one():
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    header[0x1E:0x20] = (9).to_bytes(2, "little")
    header[0x30:0x34] = (0).to_bytes(4, "little")
    header[0x4C:] = b"\xff" * (512 - 0x4C)
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    entry = name + bytes(64 - len(name)) + len(name).to_bytes(2, "little") + bytes(62)
    data = bytes(header) + entry + bytes(384)

    with pytest.raises(EncryptedError):
        _segments(data, "a.docx")
