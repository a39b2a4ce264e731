"""From media type to reader; a reader's module is imported when its first content comes.

The table is by media type, so its order does not matter; what decides between types is the order in
`pii_scan.extract.sniff`: bytes before names, containers before what they hold, the narrower kind of text first.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.ports import Reading
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import sniff, trades
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
    sniff.DICOM: "dicom",
    **dict.fromkeys((sniff.JPEG, sniff.PNG, sniff.TIFF, sniff.WEBP, sniff.HEIC, sniff.HEIF, sniff.AVIF), "pictures"),
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
    sniff.PDF: "pdf",
    sniff.DOCX: "word",
    sniff.XLSX: "sheets",
    sniff.XLSB: "sheets",
    sniff.XLS: "sheets",
    "application/vnd.oasis.opendocument.spreadsheet": "sheets",
    sniff.SQLITE: "sqlite",
    sniff.ZIP: "archives",
    sniff.TAR: "archives",
    sniff.GZIP: "archives",
    sniff.BZIP2: "archives",
    sniff.XZ: "archives",
}

_SMALL_PIXELS = 128


def open_reading(content: Content, limits: Limits) -> Reading:
    """Find the reader of a content by its bytes, then its name.

    Never raises by itself: what cannot be read raises its `ExtractError` when the first segment is asked for, so that
    the media type is known in any case.
    """
    content.stream.seek(0)
    head = content.stream.read(sniff.HEAD_BYTES)
    kind = sniff.media_type(head, content.name, content.stream)
    content.stream.seek(0)
    meant = sniff.type_by_name(content.name)
    if kind == sniff.UNKNOWN and (meant is None or meant.startswith("text/")) and is_padded(head, content.name):
        return Reading(
            meant or (sniff.UNKNOWN if not head.strip(b"\0") else "text/plain"), _segments("padded", content, limits)
        )
    if kind == sniff.UNKNOWN and meant is not None:
        return Reading(meant, _broken(meant))
    reader = _READERS.get(kind)
    segments = _without_reader(kind) if reader is None else _segments(reader, content, limits)
    return Reading(kind, segments, is_small=kind.startswith("image/") and _is_small(content))


def _is_small(content: Content) -> bool:
    """Tell whether a picture is smaller than any that shows a person, as far as its head tells."""
    try:
        size = import_module("pii_scan.extract.pictures").size_of(content.stream)
    except OSError:
        return False
    finally:
        content.stream.seek(0)
    return size is not None and max(size) < _SMALL_PIXELS


def _segments(reader: str, content: Content, limits: Limits) -> Iterator[Segment]:
    module = import_module(f"pii_scan.extract.{reader}")
    yield from module.read(content, limits)


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
    elif kind == sniff.EMPTY:
        raise EmptyContentError("zero bytes")
    elif kind == sniff.OLE_ENCRYPTED:
        raise EncryptedError("an office document behind a password")
    else:
        raise UnsupportedFormatError(f"no reader for {kind}")
