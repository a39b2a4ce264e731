"""Files of banks, health care, maps and cameras are told by their content; definitions of a standard are not data."""

from __future__ import annotations

import io
import zipfile

import pytest
from fakes import trade_files

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Unread
from pii_scan.extract import trades
from pii_scan.extract.registry import open_reading
from pii_scan.extract.sniff import media_type
from pii_scan.settings.settings import Limits


def kind(data: bytes | str, name: str = "x") -> str:
    data = data if isinstance(data, bytes) else data.encode()
    return media_type(data[: 1 << 16], name, io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (trade_files.VCARD, "text/vcard"),
        ("begin:vcard\nFN:x\nend:vcard\n", "text/vcard"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "text/calendar"),
        (trade_files.CODA, "text/x-coda"),
        (trade_files.CODA.replace("\r", ""), "text/x-coda"),
        (trade_files.MT940, "text/x-mt940"),
        (":20:A\n:25:B\n", "text/x-mt940"),
        ("BANK2A\n940\nBANK2A\n:20:A\n:25:B\n", "text/x-mt940"),
        (trade_files.HL7, "text/x-hl7v2"),
        ("\v" + trade_files.HL7, "text/x-hl7v2"),
        (trade_files.NMEA, "text/x-nmea"),
        (trade_files.CAMT, "application/x-iso20022+xml"),
        (trade_files.CDA, "application/x-hl7-cda+xml"),
        (trade_files.KMEHR, "application/x-kmehr+xml"),
        (trade_files.FHIR, "application/fhir+json"),
        ('{"resourceType":"Patient"}\n{"resourceType":"Patient"}\n', "application/fhir+ndjson"),
        ('<Patient xmlns="http://hl7.org/fhir"/>', "application/fhir+xml"),
        (trade_files.GPX, "application/gpx+xml"),
        ("<gpx><wpt/></gpx>", "application/gpx+xml"),
        (trade_files.KML, "application/vnd.google-earth.kml+xml"),
        ("<!-- a <b> --><!DOCTYPE kml><kml/>", "application/vnd.google-earth.kml+xml"),
        ('{"log": {"version": "1.2", "entries": []}}', "application/har+json"),
        (trade_files.dicom(), "application/dicom"),
        (b"\x0e\x10\0\0\0\0\0\0.FIT", "application/vnd.ant.fit"),
        (b"OggS\0\2" + bytes(20) + b"\x01\x13OpusHead", "audio/ogg"),
        (b"OggS\0\2" + bytes(20) + b"\x01\x2a\x80theora", "video/ogg"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm", "video/webm"),
        (b"\0\0\0\x18ftyp3gp5", "video/3gpp"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"\0\0\0\1\x67\x42\0\x1e", "video/h264"),
        (b"\0\0\0\1\x40\x01\x0c\x01", "video/h265"),
        (b"DHAV\xfd\0\0\0", "video/x-dav"),
        (b"\2dss\1\0", "audio/x-dss"),
        ((b"G\x40\0\x10" + bytes(184)) * 4, "video/mp2t"),
    ],
)
def test_the_content_says_the_kind_whatever_the_name(data, expected):
    assert kind(data, "x.txt") == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            '<xs:schema xmlns:xs="x" targetNamespace="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"/>',
            "application/xml",
        ),
        ('<CodeSystem xmlns="http://hl7.org/fhir"/>', "application/xml"),
        ('{"resourceType": "StructureDefinition"}', "application/json"),
        ('{"kind": "resourceType", "x": "Patient"}', "application/json"),
        ('<document xmlns="urn:hl7-org:v3"/>', "application/xml"),
        ("<a><gpx/></a>", "application/xml"),
        ("MSH is the first segment of a message.\n", "text/plain"),
        ("0000 is no account statement\n", "text/plain"),
        (":20: uur\nkomen we aan\n", "text/plain"),
        ("$GPGGA is a sentence of NMEA.\n", "text/plain"),
        ("Bonjour\n" + trade_files.CODA, "text/plain"),
        ("GGGG " * 200, "text/plain"),
    ],
)
def test_what_only_speaks_of_a_standard_is_not_of_it(data, expected):
    assert kind(data) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.dav", "video/x-dav"),
        ("a.264", "video/h264"),
        ("a.h265", "video/h265"),
        ("a.g64x", "video/x-genetec"),
        ("a.amr", "audio/amr"),
        ("a.opus", "audio/ogg"),
        ("a.wma", "audio/x-ms-wma"),
        ("a.3gp", "video/3gpp"),
    ],
)
def test_a_container_that_bytes_do_not_tell_goes_by_its_name_and_is_not_listened_to(name, expected):
    data = b"\xfe\x01" + bytes(range(256)) * 4

    reading = open_reading(Content(name, io.BytesIO(data), len(data)), Limits())

    assert (reading.media_type, list(reading.segments)) == (expected, [Unread(Reason.MEDIA)])


def test_a_data_set_without_preamble_is_told_by_its_name():
    data = trade_files.element(0x00080005, b"CS", b"ISO_IR 100")

    assert kind(data, "a.dcm") == "application/dicom"
    assert kind(data, "a.bin") != "application/dicom"


def test_sound_alone_in_a_windows_container_is_told_by_its_name():
    head = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + bytes(30)

    assert (kind(head, "a.wma"), kind(head, "a.wmv")) == ("audio/x-ms-wma", "video/x-ms-asf")


def test_a_zipped_map_is_a_container_of_its_map():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("doc.kml", trade_files.KML)

    reading = open_reading(Content("a.kmz", kept, len(kept.getvalue())), Limits())

    assert reading.media_type == trades.KMZ
    assert [segment.name for segment in reading.segments if isinstance(segment, Member)] == ["doc.kml"]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP"])
@pytest.mark.parametrize(("size", "is_small"), [((127, 64), True), ((128, 16), False), ((16, 300), False)])
def test_a_picture_is_small_when_neither_side_is_128(form, size, is_small):
    data = trade_files.picture(form, size)

    assert open_reading(Content("a", io.BytesIO(data), len(data)), Limits()).is_small is is_small


def test_a_picture_of_unknown_size_and_what_is_no_picture_are_not_small():
    for data in (b"\x89PNG\r\n\x1a\nrest", b"\xff\xd8\xff\xe0", b"text", b"BM" + bytes(4) + bytes(8) + b"\x28"):
        assert not open_reading(Content("a", io.BytesIO(data), len(data)), Limits()).is_small
