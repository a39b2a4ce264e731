"""The media type of a content: its bytes say it first, its name second.

A name decides only between kinds that bytes cannot tell apart (Markdown or plain text), or says what a content that
is nothing at all was meant to be.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from pii_scan.extract import compound, dbfheader, kinds, trades
from pii_scan.extract.textkind import text_of, text_type

HEAD_BYTES = 1 << 16
_ZIP_END_BYTES = 22 + (1 << 16)
_NARROWER = frozenset({kinds.TNEF, "audio/ogg", "video/x-matroska", "video/x-ms-asf"})
_DATA_SET_STARTS = (b"\x08\0\0\0", b"\x08\0\x05\0", b"\x08\0\x08\0", b"\x02\0\0\0")
_FLATBUFFER_STARTS = (b"\x0c", b"\x10", b"\x14", b"\x18")
_MPEG_AUDIO = (0xFB, 0xF3, 0xF2, 0xF1, 0xF9)
_SIGNED = re.compile(
    rb"\x30(?:[\0-\x80]|\x81.|\x82..|\x83...|\x84....)"
    rb"\x06(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\1-\6]|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01[\x09\x17])",
    re.DOTALL,
)
"""A sequence that begins with the number of a kind of signed, enveloped or compressed data (RFC 5652)."""
_ARMORED = re.compile(rb"\s*-----BEGIN (?:PKCS7|CMS)-----")
_BASE64 = re.compile(rb"MI[A-Za-z0-9+/=\s]{40,}+\Z")


def media_type(head: bytes, name: str, stream: BinaryIO) -> str:
    """Give the media type of a content from its first 64 KB, its name, and a look at its directory where it has one.

    `application/octet-stream` is what nothing explains. The stream may stand anywhere afterwards.
    """
    if not head:
        return kinds.EMPTY
    known = _by_magic(head, name, stream) or text_type(head, name)
    if known is None and _ends_as_zip(stream):
        return kinds.ZIP  # behind a program that unpacks itself
    return known or kinds.UNKNOWN


def type_by_name(name: str) -> str | None:
    """Give the kind that a file name promises, or None where it promises none."""
    return kinds.BY_SUFFIX.get(PurePosixPath(name).suffix.lower())


def _by_magic(head: bytes, name: str, stream: BinaryIO) -> str | None:
    if head.startswith(compound.MAGIC):
        return _compound_type(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(stream, name)
    fixed = next((kind for offset, magic, kind in kinds.MAGIC if head.startswith(magic, offset)), None)
    if fixed in _NARROWER:
        return _narrowed(fixed, head, name)
    return fixed or _by_structure(head, name)


def _narrowed(kind: str, head: bytes, name: str) -> str:
    """Tell sound from film, and one container's kinds apart."""
    if kind == kinds.TNEF:
        return kinds.OUTLOOK if type_by_name(name) == kinds.OUTLOOK else kind
    if kind == "audio/ogg":
        return "video/ogg" if b"\x80theora" in head[:256] else kind
    if kind == "video/x-matroska":
        return "video/webm" if b"webm" in head[:64] else kind
    return "audio/x-ms-wma" if type_by_name(name) == "audio/x-ms-wma" else kind


def _by_structure(head: bytes, name: str) -> str | None:
    if b"%PDF-" in head[:1024]:
        return kinds.PDF
    if head.startswith(_DATA_SET_STARTS) and type_by_name(name) == kinds.DICOM:
        return kinds.DICOM  # as written before files had a preamble
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "application/rtf"
    if head[:4] in (b"\x09\x08\x10\0", b"\x09\x08\x08\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0"):
        return kinds.XLS  # a workbook's stream without its container
    return kinds.PKCS7 if _is_signed(head, name) else _archive(head, name) or _table(head, name) or _media(head)


def _is_signed(head: bytes, name: str) -> bool:
    is_armored = _ARMORED.match(head) or (type_by_name(name) == kinds.PKCS7 and _BASE64.match(head))
    return bool(is_armored or _SIGNED.match(head))


def _archive(head: bytes, name: str) -> str | None:
    if is_tar(head):
        return kinds.TAR
    if head[2:5] in (b"-lh", b"-lz") and head[6:7] == b"-":
        return kinds.LHA
    is_named = type_by_name(name) == kinds.LZMA and head[:1] < b"\xe1"
    if (head[:3] == b"\x5d\0\0" or is_named) and (head[5:13] == b"\xff" * 8 or head[10:13] == bytes(3)):
        return kinds.LZMA
    if head[:2] in (b"\xc7\x71", b"\x71\xc7") and name.lower().endswith(".cpio"):
        return kinds.CPIO
    return _behind_skipped(head)


def _behind_skipped(head: bytes) -> str | None:
    """Look behind a frame that decoders of zstd and lz4 skip."""
    if not (head[1:4] == b"\x2a\x4d\x18" and head[:1] and head[0] & 0xF0 == 0x50):
        return None
    at = 8 + int.from_bytes(head[4:8], "little")
    return {b"\x28\xb5\x2f\xfd": kinds.ZSTD, b"\x04\x22\x4d\x18": kinds.LZ4}.get(head[at : at + 4])


def _table(head: bytes, name: str) -> str | None:
    if dbfheader.of_head(head) is not None:
        return kinds.DBF
    if name.lower().endswith((".fpt", ".dbt", ".dct")) and text_of(head[:512]) is None:
        return kinds.DBF_MEMO
    if head.startswith(b"ORC") and text_of(head[:512]) is None:
        return kinds.ORC
    # a message of the format that begins with its schema, behind its length
    is_stream = head.startswith(b"\xff\xff\xff\xff") and head[7:8] == b"\0" and head[8:9] in _FLATBUFFER_STARTS
    return kinds.ARROW_STREAM if is_stream and head[9:12] == bytes(3) else None


def _media(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return kinds.BRANDS.get(head[8:12], "video/quicktime" if head[8:10] == b"qt" else "video/mp4")
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c"):
        return kinds.BMP
    if head[:1] == head[188:189] == head[376:377] == head[564:565] == b"G" and b"\0" in head[:1024]:
        return "video/mp2t"
    if len(head) > 3 and head[0] == 0xFF and head[1] in _MPEG_AUDIO and head[2] & 0xF0 not in (0, 0xF0):
        return "audio/mpeg"
    return None


def is_tar(head: bytes) -> bool:
    """Tell whether a tar header stands at the start: its mark, or for the oldest kind its checksum."""
    block = head[:512]
    if len(block) < 512 or not block[0]:
        return False
    try:
        said = int(block[148:156].replace(b"\0", b" ").strip() or b"-1", 8)
    except ValueError:
        return False
    blank = block[:148] + b" " * 8 + block[156:]
    signed = sum(byte - 256 if byte > 127 else byte for byte in blank)
    return said in (sum(blank), signed)


def _compound_type(stream: BinaryIO) -> str:
    names = {name.lower() for name in compound.stream_names(stream)}
    return next((kind for name, kind in kinds.STREAMS if name.lower() in names), kinds.OLE)


def _zip_type(stream: BinaryIO, name: str) -> str:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _type_of_parts(archive, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, UnicodeError):
        meant = type_by_name(name)
        if meant is not None and (
            meant in (kinds.DOCX, kinds.XLSX, kinds.XLSB, kinds.PPTX) or meant.startswith(kinds.ODF)
        ):
            return meant
        return kinds.ZIP


def _ends_as_zip(stream: BinaryIO) -> bool:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _ZIP_END_BYTES))
    return b"PK\x05\x06" in stream.read()


def carries_zip(stream: BinaryIO) -> bool:
    """Tell whether a content ends as a zip does, whatever stands before."""
    stream.seek(max(0, stream.seek(0, 2) - _ZIP_END_BYTES))
    tail = stream.read()
    end = tail[tail.rfind(b"PK\x05\x06") :]
    return len(end) >= 22 and end[:2] == b"PK" and 22 + int.from_bytes(end[20:22], "little") == len(end)


def _type_of_parts(archive: zipfile.ZipFile, name: str) -> str:
    names = archive.namelist()
    if "[Content_Types].xml" in names:
        if any(n.lower().endswith((".fdseq", ".fpage")) for n in names[:1000]):
            return kinds.XPS
        return next((kind for start, kind in kinds.PARTS if any(n.startswith(start) for n in names)), kinds.ZIP)
    said = ""
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 256:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        said = said.removesuffix("-template").removesuffix(".template")
    if said in kinds.OPEN_DOCUMENTS or said == kinds.EPUB:
        return said
    if "META-INF/container.xml" in names and any(n.lower().endswith(".opf") for n in names):
        return kinds.EPUB
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        meant = type_by_name(name)
        return meant if meant in kinds.OPEN_DOCUMENTS else f"{kinds.ODF}.text"
    return trades.KMZ if any("/" not in n and n.lower().endswith(".kml") for n in names[:1000]) else kinds.ZIP
