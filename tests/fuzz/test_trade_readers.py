"""Whatever the bytes: the readers of cards, banks, health care and pictures yield what can be encoded and placed."""

from __future__ import annotations

import contextlib
import io
import itertools
from collections.abc import Callable, Iterator

import pytest
from fakes import trade_files
from fakes.mutations import mutated
from fakes.scans import recognizing, told, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract import cards, coda, dicom, hl7, interchange, mt940, nmea, pictures
from pii_scan.settings.settings import Limits

Read = Callable[[Content, Limits], Iterator[Segment]]

_RECOGNITION = recognizing(told(word("seen", (0, 0, 9, 9))))


def _seen(content: Content, limits: Limits) -> Iterator[Segment]:
    return pictures.read(content, limits, _RECOGNITION)


SEEDS: list[tuple[str, Read, bytes]] = [
    ("cards", cards.read, trade_files.VCARD.encode()),
    ("coda", coda.read, trade_files.CODA.encode()),
    ("mt940", mt940.read, trade_files.MT940.encode()),
    ("hl7", hl7.read, trade_files.HL7.encode()),
    ("nmea", nmea.read, trade_files.NMEA.encode()),
    ("gpx", interchange.read, trade_files.GPX.encode()),
    ("kml", interchange.read, trade_files.KML.encode()),
    ("fhir", interchange.read, trade_files.FHIR.encode()),
    ("dicom", dicom.read, trade_files.dicom()),
    ("dicom-implicit", dicom.read, trade_files.dicom(explicit=False)),
    *(
        (form, pictures.read, trade_files.picture(form, (8, 8), exif=trade_files.exif()))
        for form in ("JPEG", "PNG", "WEBP", "TIFF")
    ),
    *(
        (f"{form}-seen", _seen, trade_files.picture(form, (200, 140), exif=trade_files.exif()))
        for form in ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")
    ),
    ("heic", pictures.read, b"\0\0\0\x18ftypheic" + trade_files.exif().tobytes() + trade_files.XMP),
]


@pytest.mark.parametrize(("read", "seed"), [pytest.param(read, seed, id=name) for name, read, seed in SEEDS])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_extract_errors_escape(read: Read, seed: bytes, data: st.DataObject) -> None:
    content = data.draw(st.one_of(mutated(seed), st.binary(max_size=200)))
    with contextlib.suppress(ExtractError):
        for segment in read(Content("a", io.BytesIO(content), len(content)), Limits()):
            check(segment)
    pictures.size_of(io.BytesIO(content))


def check(segment: Segment) -> None:
    if isinstance(segment, Text):
        segment.text.encode()
        starts = [start for start, _ in segment.places]
        assert all(one < two for one, two in itertools.pairwise(starts))
        assert all(0 <= start <= len(segment.text) for start in starts)
    if isinstance(segment, Member):
        segment.name.encode()
        segment.open().read()
