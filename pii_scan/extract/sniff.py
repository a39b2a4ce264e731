"""The media type of a content: its bytes say it first, its name second.

A name decides only between kinds that bytes cannot tell apart (Markdown or plain text), or says what a content that
is nothing at all was meant to be.
"""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from pii_scan.extract import compound, trades
from pii_scan.extract.textkind import text_type

HEAD_BYTES = 1 << 16
_ZIP_END_BYTES = 22 + (1 << 16)
UNKNOWN = "application/octet-stream"
EMPTY = "application/x-empty"
PDF = "application/pdf"
ZIP, TAR = "application/zip", "application/x-tar"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
SQLITE = "application/vnd.sqlite3"
OLE, OLE_ENCRYPTED = "application/x-ole-storage", "application/x-ole-encrypted"
_OOXML = "application/vnd.openxmlformats-officedocument"
DOCX = f"{_OOXML}.wordprocessingml.document"
XLSX = f"{_OOXML}.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
PPTX = f"{_OOXML}.presentationml.presentation"
_ODF, _OLD_ODF = "application/vnd.oasis.opendocument", "application/vnd.sun.xml"
_ODF_KINDS = "text text-master text-web presentation graphics spreadsheet chart formula image base".split()
_OLD_ODF_KINDS = "writer writer.global calc impress draw math base".split()
OPEN_DOCUMENTS = (
    *(f"{_ODF}.{kind}" for kind in _ODF_KINDS),
    *(f"{_OLD_ODF}.{kind}" for kind in _OLD_ODF_KINDS),
    trades.FLAT_ODF,
)
EPUB, XPS = "application/epub+zip", "application/vnd.ms-xpsdocument"
XLS, DOC, PPT = "application/vnd.ms-excel", "application/msword", "application/vnd.ms-powerpoint"
PUBLISHER = "application/x-mspublisher"
DICOM = "application/dicom"
FIT = "application/vnd.ant.fit"
JPEG, PNG, GIF, TIFF, WEBP = "image/jpeg", "image/png", "image/gif", "image/tiff", "image/webp"
BMP, HEIC, HEIF, AVIF = "image/bmp", "image/heic", "image/heif", "image/avif"

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x1f\x8b", GZIP),
    (0, b"BZh", BZIP2),
    (0, b"\xfd7zXZ\0", XZ),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\x04\x22\x4d\x18", "application/x-lz4"),
    (0, b"\x1f\x9d", "application/x-compress"),
    (0, b"MSCF", "application/vnd.ms-cab-compressed"),
    (0, b"!<arch>\n", "application/x-archive"),
    (0, b"070701", "application/x-cpio"),
    (0, b"070707", "application/x-cpio"),
    (2, b"-lh", "application/x-lzh-compressed"),
    (0, b"xar!", "application/x-xar"),
    (0, b"\xed\xab\xee\xdb", "application/x-rpm"),
    (32769, b"CD001", "application/x-iso9660-image"),
    (0, b"SQLite format 3\0", SQLITE),
    (0, b"\xdb\xa5-\0", "application/msword"),
    (0, b"\x9b\xa5!\0", "application/msword"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"Obj\x01", "application/avro"),
    (0, b"PGDMP", "application/x-pgdump-custom"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (4, b"Standard Jet DB", "application/vnd.ms-access"),
    (4, b"Standard ACE DB", "application/vnd.ms-access"),
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
_NARROWER = frozenset({"audio/ogg", "video/x-matroska", "video/x-ms-asf"})
_DATA_SET_STARTS = (b"\x08\0\0\0", b"\x08\0\x05\0", b"\x08\0\x08\0", b"\x02\0\0\0")
_MPEG_AUDIO = (0xFB, 0xF3, 0xF2, 0xF1, 0xF9)
_OLE_STREAMS = (
    ("EncryptedPackage", OLE_ENCRYPTED),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
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
    f"{_ODF}.text": ".odt .ott",
    f"{_ODF}.spreadsheet": ".ods .ots",
    f"{_ODF}.presentation": ".odp .otp",
    f"{_ODF}.graphics": ".odg .otg",
    f"{_OLD_ODF}.writer": ".sxw .stw",
    f"{_OLD_ODF}.calc": ".sxc .stc",
    f"{_OLD_ODF}.impress": ".sxi .sti",
    EPUB: ".epub",
    XPS: ".xps .oxps",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-outlook-pst": ".pst",
    "message/rfc822": ".eml",
    "application/rtf": ".rtf",
    ZIP: ".zip",
    TAR: ".tar",
    GZIP: ".gz .tgz",
    BZIP2: ".bz2",
    XZ: ".xz",
    "application/x-7z-compressed": ".7z",
    "application/vnd.rar": ".rar",
    SQLITE: ".sqlite .sqlite3",
    "application/vnd.ms-access": ".mdb .accdb",
    "application/vnd.apache.parquet": ".parquet",
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
    if is_tar(head):
        return TAR
    if head[:4] in (b"\x09\x08\x10\0", b"\x09\x08\x08\0", b"\x09\x04\x06\0", b"\x09\x02\x06\0"):
        return XLS  # a workbook's stream without its container
    return _media(head)


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
        if meant is not None and (meant in (DOCX, XLSX, XLSB, PPTX) or meant.startswith(_ODF)):
            return meant
        return ZIP


def _ends_as_zip(stream: BinaryIO) -> bool:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _ZIP_END_BYTES))
    return b"PK\x05\x06" in stream.read()


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
        return meant if meant in OPEN_DOCUMENTS else f"{_ODF}.text"
    return trades.KMZ if any("/" not in n and n.lower().endswith(".kml") for n in names[:1000]) else ZIP
