"""From media type to reader; a reader's module is imported when its first content comes.

The table is by media type, so its order does not matter; what decides between types is the order in
`pii_scan.extract.sniff`: bytes before names, containers before what they hold, the narrower kind of text first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from importlib import import_module

from pii_scan.core.errors import (
    CorruptContentError,
    EmptyContentError,
    EncryptedError,
    ExtractError,
    UnsupportedFormatError,
)
from pii_scan.core.outcome import Reason
from pii_scan.core.ports import Reading
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import kinds, sniff, trades
from pii_scan.extract.ocr import TextRecognition
from pii_scan.extract.padded import is_padded
from pii_scan.settings.settings import Limits

_READERS = {
    "text/plain": "plain",
    "text/markdown": "plain",
    trades.VCARD: "cards",
    trades.CALENDAR: "cards",
    trades.CODA: "coda",
    trades.MT940: "mt940",
    trades.HL7: "hl7",
    trades.NMEA: "nmea",
    kinds.DICOM: "dicom",
    **dict.fromkeys((kinds.JPEG, kinds.PNG, kinds.TIFF, kinds.WEBP, kinds.HEIC, kinds.HEIF, kinds.AVIF), "pictures"),
    **dict.fromkeys((kinds.GIF, kinds.BMP, "image/jp2"), "pictures"),
    trades.ISO20022: "interchange",
    trades.CDA: "interchange",
    trades.KMEHR: "interchange",
    trades.FHIR_XML: "interchange",
    trades.FHIR_JSON: "interchange",
    trades.FHIR_LINES: "interchange",
    trades.GPX: "interchange",
    trades.TCX: "interchange",
    trades.KML: "interchange",
    trades.KMZ: "archives",
    trades.HAR: "records",
    "application/mbox": "mbox",
    "text/csv": "delimited",
    "text/html": "markup",
    "application/xml": "records",
    "image/svg+xml": "records",
    "application/json": "records",
    "application/x-ndjson": "records",
    "application/rtf": "rtf",
    "application/sql": "dumps",
    "message/rfc822": "mail",
    kinds.OUTLOOK: "outlook",
    kinds.TNEF: "outlook",
    kinds.PST: "pst",
    kinds.PKCS7: "signed",
    "message/x-emlx": "emlx",
    "application/x-olm+xml": "olm",
    kinds.PDF: "pdf",
    kinds.DOCX: "word",
    kinds.DOC: "worddoc",
    kinds.PPT: "slideshow",
    kinds.PUBLISHER: "publisher",
    kinds.OLE: "oleobjects",
    "application/vnd.visio": "oleobjects",  # its properties, and what is embedded
    kinds.PPTX: "slides",
    kinds.XLSX: "sheets",
    kinds.XLSB: "sheets",
    kinds.XLS: "sheets",
    **dict.fromkeys(kinds.OPEN_DOCUMENTS, "opendocument"),
    kinds.EPUB: "ebook",
    kinds.XPS: "xps",
    trades.FICTION_BOOK: "fictionbook",
    kinds.SQLITE: "sqlite",
    **dict.fromkeys((kinds.PARQUET, kinds.ORC, kinds.ARROW, kinds.ARROW_STREAM), "columnar"),
    kinds.AVRO: "avro",
    kinds.DBF: "dbf",
    kinds.DBF_MEMO: "dbfmemo",
    kinds.ACCESS: "access",
    kinds.PLIST_BINARY: "plist",
    trades.PLIST: "plist",
    trades.LDIF: "ldif",
    trades.SHEET_XML: "sheetml",
    trades.SYLK: "sylk",
    trades.DIF: "dif",
    kinds.ZIP: "archives",
    kinds.TAR: "archives",
    kinds.GZIP: "archives",
    kinds.BZIP2: "archives",
    kinds.XZ: "archives",
    **dict.fromkeys((kinds.LZMA, kinds.ZSTD, kinds.LZ4, kinds.LZIP, kinds.COMPRESS), "archives"),
    **dict.fromkeys((kinds.CAB, kinds.ISO, kinds.CPIO, kinds.AR, kinds.RPM, kinds.LHA, kinds.XAR), "packed"),
    kinds.SEVENZIP: "sevenzip",
    kinds.RAR: "rar",
}

_ARCHIVES = frozenset({"archives", "packed", "sevenzip", "rar"})
_MADE_OF_ZIP = (
    "application/vnd.openxmlformats-officedocument",
    kinds.ODF,
    "application/epub",
    "application/vnd.ms-",
    "application/vnd.sun.xml",
)
_LATER_VOLUME = re.compile(r"\.(?:(?:7z|zip|rar|tar|gz)\.\d{3}|[zr]\d\d|part\d+\.rar)$", re.IGNORECASE)
"""Names of archives in several volumes; only the first begins like an archive."""
_SEEING = frozenset({"pdf", "pictures"})
"""Readers that take a `TextRecognition`, too."""


def open_reading(content: Content, limits: Limits, recognition: TextRecognition | None = None) -> Reading:
    """Find the reader of a content by its bytes, then its name; without `recognition` no picture is looked at.

    Never raises by itself: what cannot be read raises its `ExtractError` when the first segment is asked for, so that
    the media type is known in any case.
    """
    content.stream.seek(0)
    head = content.stream.read(sniff.HEAD_BYTES)
    kind = sniff.media_type(head, content.name, content.stream)
    content.stream.seek(0)
    meant = sniff.type_by_name(content.name)
    if kind == kinds.UNKNOWN and _LATER_VOLUME.search(content.name):
        return Reading(kind, iter([Unread(Reason.TRUNCATED)]))
    if kind == kinds.UNKNOWN and (meant is None or meant.startswith("text/")) and is_padded(head, content.name):
        kind = meant or (kinds.UNKNOWN if not head.strip(b"\0") else "text/plain")
        return Reading(kind, _segments("padded", kind, content, limits, recognition))
    if kind == kinds.UNKNOWN and meant is not None:
        return Reading(meant, _broken(meant))
    if kind == kinds.OLE_ENCRYPTED and (opened := _unlocked(content, kind, limits)) is not None:
        return open_reading(opened, limits, recognition)
    reader = _READERS.get(kind)
    segments = _without_reader(kind) if reader is None else _segments(reader, kind, content, limits, recognition)
    if reader not in _ARCHIVES and not kind.startswith(_MADE_OF_ZIP) and sniff.carries_zip(content.stream):
        segments = _and_what_follows(segments, content, limits)
    content.stream.seek(0)
    return Reading(kind, segments, is_small=kind.startswith("image/") and _is_small(content))


def _is_small(content: Content) -> bool:
    """Tell whether a picture is smaller than any that shows a person, as far as its head tells."""
    try:
        return bool(import_module("pii_scan.extract.pictures").is_small(content.stream))
    except OSError:
        return False
    finally:
        content.stream.seek(0)


def _segments(
    reader: str, kind: str, content: Content, limits: Limits, recognition: TextRecognition | None
) -> Iterator[Segment]:
    """Read a content; where it is behind a password that is known, read it without."""
    read = import_module(f"pii_scan.extract.{reader}").read
    if reader in _SEEING:
        read = partial(read, recognition=recognition)
    given = False
    try:
        for segment in read(content, limits):
            given = True
            yield segment
    except EncryptedError:
        opened = None if given else _unlocked(content, kind, limits)
        if opened is None:
            raise
        yield from read(opened, limits)


def _unlocked(content: Content, kind: str, limits: Limits) -> Content | None:
    opened: Content | None = import_module("pii_scan.extract.locks").unlocked(content, kind, limits)
    return opened


def _and_what_follows(segments: Iterator[Segment], content: Content, limits: Limits) -> Iterator[Segment]:
    """Read also the zip that stands behind a content of another kind."""
    trouble = None
    try:
        yield from segments
    except ExtractError as error:
        trouble = error
    content.stream.seek(0)
    yield from import_module("pii_scan.extract.archives").read(content, limits)
    if trouble is not None:
        raise trouble


def _broken(meant: str) -> Iterator[Segment]:
    if meant.startswith(("audio/", "video/")):
        yield Unread(Reason.MEDIA)
        return
    raise CorruptContentError(f"named like {meant}, but its bytes are of no known kind")


def _without_reader(kind: str) -> Iterator[Segment]:
    if kind.startswith(("audio/", "video/")):
        yield Unread(Reason.MEDIA)
    elif kind.startswith("image/"):
        yield Unread(Reason.OCR_MISSING)
    elif kind == kinds.EMPTY:
        raise EmptyContentError("zero bytes")
    elif kind == kinds.RIGHTS_MANAGED:
        raise EncryptedError("a message under rights management")
    elif kind == kinds.OLE_ENCRYPTED:
        raise EncryptedError("an office document behind a password")
    else:
        raise UnsupportedFormatError(f"no reader for {kind}")
