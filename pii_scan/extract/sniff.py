"""The media type of a content: its bytes say it first, its name second.

A name decides only between kinds that bytes cannot tell apart (Markdown or plain text), or says what a content that
is nothing at all was meant to be.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from pii_scan.extract import compound, dbfheader, trades
from pii_scan.extract.textkind import text_of, text_type

HEAD_BYTES = 1 << 16
_ZIP_END_BYTES = 22 + (1 << 16)
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
PDF = "application/pdf"
ZIP, TAR = "application/zip", "application/x-tar"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
ZSTD, LZ4, LZIP = "application/zstd", "application/x-lz4", "application/x-lzip"
LZMA, COMPRESS = "application/x-lzma", "application/x-compress"
SEVENZIP, RAR, CAB = "application/x-7z-compressed", "application/vnd.rar", "application/vnd.ms-cab-compressed"
AR, CPIO, RPM = "application/x-archive", "application/x-cpio", "application/x-rpm"
LHA, XAR, ISO = "application/x-lzh-compressed", "application/x-xar", "application/x-iso9660-image"
SQLITE = "application/vnd.sqlite3"
OLE, OLE_ENCRYPTED = "application/x-ole-storage", "application/x-ole-encrypted"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = f"{_OOXML}.presentationml.presentation"
ODF, _OLD_ODF = "application/vnd.oasis.opendocument", "application/vnd.sun.xml"
_ODF_KINDS = "text text-master text-web presentation graphics spreadsheet chart formula image base".split()
_OLD_ODF_KINDS = "writer writer.global calc impress draw math base".split()
OPEN_DOCUMENTS = (
    *(f"{ODF}.{kind}" for kind in _ODF_KINDS),
    *(f"{_OLD_ODF}.{kind}" for kind in _OLD_ODF_KINDS),
    trades.FLAT_ODF,
)
EPUB, XPS = "application/epub+zip", "application/vnd.ms-xpsdocument"
XLS, DOC, PPT = "application/vnd.ms-excel", "application/msword", "application/vnd.ms-powerpoint"
PUBLISHER = "application/x-mspublisher"
PARQUET, AVRO, ORC = "application/vnd.apache.parquet", "application/avro", "application/vnd.apache.orc"
ARROW, ARROW_STREAM = "application/vnd.apache.arrow.file", "application/vnd.apache.arrow.stream"
ACCESS = "application/vnd.ms-access"
DBF, DBF_MEMO = "application/x-dbf", "application/x-dbf-memo"
PLIST_BINARY = "application/x-bplist"
DICOM = "application/dicom"
FIT = "application/vnd.ant.fit"
PKCS7, RIGHTS_MANAGED = "application/pkcs7-mime", "application/x-microsoft-rpmsg-message"
OUTLOOK, PST, TNEF = "application/vnd.ms-outlook", "application/vnd.ms-outlook-pst", "application/ms-tnef"
JPEG, PNG, GIF, TIFF, WEBP = "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp"
BMP, HEIC, HEIF, AVIF = "image/bmp", "image/heic", "image/heif", "image/avif"

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\0", XZ),
    (0, b"7z\xbc\xaf\x27\x1c", SEVENZIP),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"\x28\xb5\x2f\xfd", ZSTD),
    (0, b"\x04\x22\x4d\x18", LZ4),
    (0, b"\x02\x21\x4c\x18", LZ4),
    (0, b"\x1f\x9d", COMPRESS),
    (0, b"MSCF", CAB),
    (0, b"!<arch>\n", AR),
    (0, b"070701", CPIO),
    (0, b"070702", CPIO),
    (0, b"070707", CPIO),
    (0, b"LZIP\x01", LZIP),
    (0, b"xar!", XAR),
    (0, b"\xed\xab\xee\xdb", RPM),
    (32769, b"CD001", ISO),
    (0, b"SQLite format 3\0", SQLITE),
    (0, b"\xdb\xa5-\0", "application/msword"),
    (0, b"\x9b\xa5!\0", "application/msword"),
    (0, b"PAR1", PARQUET),
    (0, b"PARE", PARQUET),
    (0, b"ARROW1\0\0", ARROW),
    (0, b"FEA1", ARROW),
    (0, b"bplist0", PLIST_BINARY),
    (0, b"Obj\x01", AVRO),
    (0, b"PGDMP", "application/x-pgdump-custom"),
    (0, b"!BDN", PST),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", RIGHTS_MANAGED),
    (4, b"Standard Jet DB", ACCESS),
    (4, b"Standard ACE DB", ACCESS),
    (0, b"\x7fELF", "application/x-executable"),
    (0, b"\xca\xfe\xba\xbe", "application/java-vm"),
    (128, b"DICM", DICOM),
    (8, b".FIT", FIT),
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\xff\xd8\xff", JPEG),
    (0, b"GIF8", GIF),
    (0, b"II*\0", TIFF),
    (0, b"MM\0*", TIFF),
    (0, b"\0\0\0\x0cjP  \r\n\x87\n", "image/jp2"),
    (0, b"\0\0\0\x0cJXL \r\n\x87\n", "image/jxl"),
    (0, b"\xff\x4f\xff\x51", "image/jp2"),
    (0, b"\0\0\1\0", "image/x-icon"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (40, b" EMF", "image/emf"),
    (8, b"WEBP", WEBP),
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"AIFF", "audio/aiff"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"#!AMR", "audio/amr"),
    (0, b"caff\0", "audio/x-caf"),
    (0, b".snd\0\0\0", "audio/basic"),
    (0, b"\2dss", "audio/x-dss"),
    (0, b"\3dss", "audio/x-dss"),
    (0, b"\3ds2", "audio/x-dss"),
    (0, b"DHAV", "video/x-dav"),
    (0, b"\0\0\0\1\x67", "video/h264"),
    (0, b"\0\0\0\1\x09", "video/h264"),
    (0, b"\0\0\0\1\x40\1", "video/h265"),
    (0, b"\0\0\0\1\x46\1", "video/h265"),
    (0, b"MThd", "audio/midi"),
    (0, b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"\0\0\x01\xb3", "video/mpeg"),
)
_FTYP = {
    b"heic": HEIC,
    b"heix": HEIC,
    b"hevc": HEIC,
    b"mif1": HEIF,
    b"msf1": HEIF,
    b"avif": AVIF,
    b"avis": AVIF,
    b"crx ": "image/x-canon-cr3",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"3gp6": "video/3gpp",
    b"3ge6": "video/3gpp",
    b"3g2a": "video/3gpp2",
}
_NARROWER = frozenset({TNEF, "audio/ogg", "video/x-matroska", "video/x-ms-asf"})
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
_OLE_STREAMS = (
    ("EncryptedPackage", OLE_ENCRYPTED),
    ("__properties_version1.0", OUTLOOK),
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", PPT),
    ("PP97_DUALSTORAGE", PPT),
    ("VisioDocument", "application/vnd.visio"),
    ("Quill", PUBLISHER),
)
_ZIP_PARTS = (
    ("word/", DOCX),
    ("xl/workbook.bin", XLSB),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("visio/", "application/vnd.ms-visio.drawing"),
)
_SUFFIXES = {
    PDF: ".pdf",
    DOCX: ".docx .docm .dotx .dotm",
    XLSX: ".xlsx .xlsm .xltx",
    XLSB: ".xlsb",
    PPTX: ".pptx .pptm .ppsx .ppsm .potx .potm",
    DOC: ".doc .dot",
    PUBLISHER: ".pub",
    XLS: ".xls .xlt",
    PPT: ".ppt .pps .pot",
    f"{ODF}.text": ".odt .ott",
    f"{ODF}.spreadsheet": ".ods .ots",
    f"{ODF}.presentation": ".odp .otp",
    f"{ODF}.graphics": ".odg .otg",
    f"{_OLD_ODF}.writer": ".sxw .stw",
    f"{_OLD_ODF}.calc": ".sxc .stc",
    f"{_OLD_ODF}.impress": ".sxi .sti",
    EPUB: ".epub",
    XPS: ".xps .oxps",
    OUTLOOK: ".msg .oft",
    PST: ".pst .ost",
    TNEF: ".tnef",
    PKCS7: ".p7m .p7s .p7c .p7b",
    RIGHTS_MANAGED: ".rpmsg",
    "message/rfc822": ".eml",
    "application/rtf": ".rtf",
    ZIP: ".zip",
    TAR: ".tar",
    GZIP: ".gz .tgz",
    BZIP2: ".bz2",
    XZ: ".xz",
    SEVENZIP: ".7z",
    RAR: ".rar",
    ZSTD: ".zst",
    LZMA: ".lzma .tlz",
    CAB: ".cab",
    ISO: ".iso",
    SQLITE: ".sqlite .sqlite3",
    ACCESS: ".mdb .accdb",
    PARQUET: ".parquet",
    ORC: ".orc",
    AVRO: ".avro",
    ARROW: ".arrow .feather",
    DBF: ".dbf",
    "text/plain": ".txt .log",
    "text/csv": ".csv .tsv",
    "text/html": ".html .htm",
    "application/xml": ".xml",
    "application/json": ".json",
    "application/sql": ".sql",
    "text/markdown": ".md",
    DICOM: ".dcm .dicom",
    FIT: ".fit",
    trades.KMZ: ".kmz",
    PNG: ".png",
    JPEG: ".jpg .jpeg",
    GIF: ".gif",
    TIFF: ".tif .tiff",
    BMP: ".bmp",
    WEBP: ".webp",
    HEIC: ".heic",
    HEIF: ".heif",
    AVIF: ".avif",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg .oga .opus",
    "audio/amr": ".amr",
    "audio/flac": ".flac",
    "audio/aac": ".aac",
    "audio/x-ms-wma": ".wma",
    "audio/x-dss": ".dss .ds2",
    "audio/g729": ".g729",
    "video/mp4": ".mp4",
    "video/quicktime": ".mov",
    "video/x-msvideo": ".avi",
    "video/x-matroska": ".mkv",
    "video/webm": ".webm",
    "video/x-ms-asf": ".wmv .asf",
    "video/3gpp": ".3gp",
    "video/3gpp2": ".3g2",
    "video/mp2t": ".mts .m2ts",
    "video/x-dav": ".dav",
    "video/h264": ".264 .h264",
    "video/h265": ".265 .h265",
    "video/x-genetec": ".g64 .g64x",
}
_NAMES = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}


def media_type(head: bytes, name: str, stream: BinaryIO) -> str:
    """Give the media type of a content from its first 64 KB, its name, and a look at its directory where it has one.

    `application/octet-stream` is what nothing explains. The stream may stand anywhere afterwards.
    """
    if not head:
        return EMPTY
    known = _by_magic(head, name, stream) or text_type(head, name)
    if known is None and _ends_as_zip(stream):
        return ZIP  # behind a program that unpacks itself
    return known or UNKNOWN


def type_by_name(name: str) -> str | None:
    """Give the kind that a file name promises, or None where it promises none."""
    return _NAMES.get(PurePosixPath(name).suffix.lower())


def _by_magic(head: bytes, name: str, stream: BinaryIO) -> str | None:
    if head.startswith(compound.MAGIC):
        return _compound_type(stream)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(stream, name)
    fixed = next((kind for offset, magic, kind in _MAGIC if head.startswith(magic, offset)), None)
    if fixed in _NARROWER:
        return _narrowed(fixed, head, name)
    return fixed or _by_structure(head, name)


def _narrowed(kind: str, head: bytes, name: str) -> str:
    """Tell sound from film, and one container's kinds apart."""
    if kind == TNEF:
        return OUTLOOK if type_by_name(name) == OUTLOOK else kind
    if kind == "audio/ogg":
        return "video/ogg" if b"\x80theora" in head[:256] else kind
    if kind == "video/x-matroska":
        return "video/webm" if b"webm" in head[:64] else kind
    return "audio/x-ms-wma" if type_by_name(name) == "audio/x-ms-wma" else kind


def _by_structure(head: bytes, name: str) -> str | None:
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_DATA_SET_STARTS) and type_by_name(name) == DICOM:
        return DICOM  # as written before files had a preamble
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "application/rtf"
    if head[:4] in (b"\x09\x08\x10\0", b"\x09\x08\x08\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0"):
        return XLS  # a workbook's stream without its container
    return PKCS7 if _is_signed(head, name) else _archive(head, name) or _table(head, name) or _media(head)


def _is_signed(head: bytes, name: str) -> bool:
    is_armored = _ARMORED.match(head) or (type_by_name(name) == PKCS7 and _BASE64.match(head))
    return bool(is_armored or _SIGNED.match(head))


def _archive(head: bytes, name: str) -> str | None:
    if is_tar(head):
        return TAR
    if head[2:5] in (b"-lh", b"-lz") and head[6:7] == b"-":
        return LHA
    is_named = type_by_name(name) == LZMA and head[:1] < b"\xe1"
    if (head[:3] == b"\x5d\0\0" or is_named) and (head[5:13] == b"\xff" * 8 or head[10:13] == bytes(3)):
        return LZMA
    if head[:2] in (b"\xc7\x71", b"\x71\xc7") and name.lower().endswith(".cpio"):
        return CPIO
    return _behind_skipped(head)


def _behind_skipped(head: bytes) -> str | None:
    """Look behind a frame that decoders of zstd and lz4 skip."""
    if not (head[1:4] == b"\x2a\x4d\x18" and head[:1] and head[0] & 0xF0 == 0x50):
        return None
    at = 8 + int.from_bytes(head[4:8], "little")
    return {b"\x28\xb5\x2f\xfd": ZSTD, b"\x04\x22\x4d\x18": LZ4}.get(head[at : at + 4])


def _table(head: bytes, name: str) -> str | None:
    if dbfheader.of_head(head) is not None:
        return DBF
    if name.lower().endswith((".fpt", ".dbt", ".dct")) and text_of(head[:512]) is None:
        return DBF_MEMO
    if head.startswith(b"ORC") and text_of(head[:512]) is None:
        return ORC
    # a message of the format that begins with its schema, behind its length
    is_stream = head.startswith(b"\xff\xff\xff\xff") and head[7:8] == b"\0" and head[8:9] in _FLATBUFFER_STARTS
    return ARROW_STREAM if is_stream and head[9:12] == bytes(3) else None


def _media(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return _FTYP.get(head[8:12], "video/quicktime" if head[8:10] == b"qt" else "video/mp4")
    if head.startswith(b"BM") and head[6:10] == bytes(4) and head[14:15] in (b"\x0c", b"\x28", b"\x6c", b"\x7c"):
        return BMP
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
    return next((kind for name, kind in _OLE_STREAMS if name.lower() in names), OLE)


def _zip_type(stream: BinaryIO, name: str) -> str:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return _type_of_parts(archive, name)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, UnicodeError):
        meant = type_by_name(name)
        if meant is not None and (meant in (DOCX, XLSX, XLSB, PPTX) or meant.startswith(ODF)):
            return meant
        return ZIP


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
            return XPS
        return next((kind for start, kind in _ZIP_PARTS if any(n.startswith(start) for n in names)), ZIP)
    said = ""
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 256:
        said = archive.read("mimetype").decode("ascii", "replace").strip()
        said = said.removesuffix("-template").removesuffix(".template")
    if said in OPEN_DOCUMENTS or said == EPUB:
        return said
    if "META-INF/container.xml" in names and any(n.lower().endswith(".opf") for n in names):
        return EPUB
    if "META-INF/manifest.xml" in names and "content.xml" in names:
        meant = type_by_name(name)
        return meant if meant in OPEN_DOCUMENTS else f"{ODF}.text"
    return trades.KMZ if any("/" not in n and n.lower().endswith(".kml") for n in names[:1000]) else ZIP
