"""Damaged files end as `ExtractError`, and as nothing else."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import sqlite3
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
import zstandard
from fakes import archive_files
from msoffcrypto.format.ooxml import OOXMLFile

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member
from pii_scan.extract import archives, delimited, dumps, packed, rar, sevenzip, sheets, sqlite
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

ADDED = ("7z", "rar", "cpio", "lha", "tar.zst", "tar.lz4", "tar.lz", "zip93")
TEXT = b"naam;gsm\nPeeters;0475123456\nMaes;0475123457\n" * 40
LIMITS = Limits(content_bytes=1 << 22, expanded_bytes=1 << 24)


def _zip() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(4):
            archive.writestr(f"map/{n}.txt", TEXT)
    return kept.getvalue()


def _tar() -> bytes:
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        for n in range(4):
            info = tarfile.TarInfo(f"map/{n}.txt")
            info.size = len(TEXT)
            archive.addfile(info, io.BytesIO(TEXT))
    return kept.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    for n in range(20):
        book.active.append(["Maes", n, "0475"])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _database(folder: Path) -> bytes:
    base = sqlite3.connect(folder / "x.db")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, naam TEXT)")
    base.executemany("INSERT INTO t (naam) VALUES (?)", [("Maes",)] * 300)
    base.commit()
    base.close()
    return (folder / "x.db").read_bytes()


DUMP = (
    b"-- MySQL dump\nCREATE TABLE `t` (\n `a` int,\n PRIMARY KEY (`a`)\n);\nINSERT INTO `t` VALUES (1,'x'),(2,'y\\'');\n"
    b"COPY t (a, b) FROM stdin;\n1\tx\n\\.\n"
) * 5


@pytest.fixture(scope="module")
def samples(tmp_path_factory) -> dict[str, tuple[object, bytes]]:
    return {
        "zip": (archives.read, _zip()),
        "tar": (archives.read, _tar()),
        "tar.gz": (archives.read, gzip.compress(_tar())),
        "tar.bz2": (archives.read, bz2.compress(_tar())),
        "tar.xz": (archives.read, lzma.compress(_tar())),
        "7z": (sevenzip.read, archive_files.seven_zip({f"map/{n}.txt": TEXT for n in range(4)})),
        "rar": (rar.read, archive_files.rar({f"map/{n}.txt": TEXT for n in range(4)})),
        "cpio": (packed.read, archive_files.by_libarchive("cpio_newc", {f"{n}.txt": TEXT for n in range(4)})),
        "lha": (packed.read, archive_files.lha({f"{n}.txt": TEXT for n in range(4)})),
        "tar.zst": (archives.read, zstandard.compress(_tar())),
        "tar.lz4": (archives.read, archive_files.by_libarchive("ustar", {f"{n}": TEXT for n in range(4)}, "lz4")),
        "tar.lz": (archives.read, archive_files.by_libarchive("ustar", {f"{n}": TEXT for n in range(4)}, "lzip")),
        "zip93": (archives.read, archive_files.zip_member("a", 93, zstandard.compress(TEXT), TEXT)),
        "xlsx": (sheets.read, _xlsx()),
        "sqlite": (sqlite.read, _database(tmp_path_factory.mktemp("db"))),
        "sql": (dumps.read, DUMP),
        "csv": (delimited.read, TEXT),
    }


def _damaged(data: bytes, source: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(source.choice((1, 3, 20))):
        damaged[source.randrange(len(damaged))] = source.randrange(256)
    if source.random() < 0.3:
        del damaged[source.randrange(len(damaged)) :]
    if source.random() < 0.2:
        at = source.randrange(len(damaged) + 1)
        damaged[at:at] = source.randbytes(source.randrange(1, 64))
    return bytes(damaged)


def _exhaust(segments: object) -> None:
    try:
        for segment in segments:
            if isinstance(segment, Member):
                try:
                    segment.open().read()
                except ExtractError:
                    continue
    except ExtractError:
        return


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", *ADDED, "xlsx", "sqlite", "sql", "csv"])
def test_damage_is_an_extract_error(samples, kind, capfd):
    reader, data = samples[kind]
    source = random.Random(f"{kind} 1")
    for _ in range(40 if kind == "xlsx" else 120):
        damaged = _damaged(data, source)
        _exhaust(reader(Content(f"x.{kind}", io.BytesIO(damaged), len(damaged)), LIMITS))
        _exhaust(open_reading(Content(f"x.{kind}", io.BytesIO(damaged), len(damaged)), LIMITS).segments)


def test_any_bytes_are_told_apart_without_error():
    source = random.Random(5)
    starts = [
        b"",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"BZh9",
        b"\xfd7zXZ\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"SQLite format 3\0",
        b"{",
        b"COPY ",
    ]
    for _ in range(400):
        data = source.choice(starts) + source.randbytes(source.randrange(600))
        open_reading(Content("x", io.BytesIO(data), len(data)), LIMITS)


@pytest.mark.parametrize("kind", ["7z", "rar", "zip", "pdf", "docx", "ods"])
def test_damage_of_what_is_locked_is_an_extract_error(kind):
    files = {f"{n}.txt": TEXT for n in range(3)}
    data = {
        "7z": lambda: archive_files.seven_zip(files, "pw"),
        "rar": lambda: archive_files.rar(files, "pw"),
        "zip": lambda: archive_files.by_libarchive("zip", files, options="zip:encryption=aes256", passphrase="pw"),
        "pdf": _locked_pdf,
        "docx": _locked_docx,
        "ods": lambda: archive_files.open_document({"content.xml": "<a/>"}, "pw"),
    }[kind]()
    source = random.Random(f"{kind} 2")
    for _ in range(12):
        damaged = _damaged(data, source)
        _exhaust(open_reading(Content(f"x.{kind}", io.BytesIO(damaged), len(damaged), ("pw",)), LIMITS).segments)


def _locked_pdf() -> bytes:
    writer, kept = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt("pw", algorithm="AES-256")
    writer.write(kept)
    return kept.getvalue()


def _locked_docx() -> bytes:
    kept = io.BytesIO()
    OOXMLFile(io.BytesIO(_xlsx())).encrypt("pw", kept)
    return kept.getvalue()
