"""Laws of the DICOM reader: what it tells in words is read, pixels are not, and that is said."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from fakes.trade_files import NISS, dicom, element

from pii_scan.core.errors import CorruptContentError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import dicom as reader
from pii_scan.settings.settings import Limits

WORDS = (
    "Doctor: Dr. An Maes\nDoctor: Zoé Dupont\nName: Hélène Peeters\n"
    f"Patient id: {NISS}\nDate of birth: 19850730\nAddress: Rue Haute 12, 1000 Bruxelles\n"
)


def segments(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(reader.read(Content("a", io.BytesIO(data), len(data)), limits or Limits()))


@pytest.mark.parametrize("explicit", [True, False])
def test_words_are_read_and_pixels_are_told_as_unread(explicit):
    text, unread = segments(dicom(explicit=explicit))

    assert isinstance(text, Text)
    assert text.text == WORDS
    assert unread == Unread(Reason.OCR_MISSING)


def test_a_value_is_placed_by_its_tag():
    text = segments(dicom())[0]

    assert isinstance(text, Text)
    assert place_at(text.places, text.text.index(NISS)) == {"part": "metadata", "path": "(0010,0020)"}


def test_without_pixels_all_is_read():
    assert [type(one) for one in segments(dicom(pixels=False))] == [Text]


def test_a_data_set_without_preamble_is_read():
    (text,) = segments(element(0x00100010, b"PN", b"Peeters^Jan"))

    assert isinstance(text, Text)
    assert text.text == "Name: Jan Peeters\n"


def test_words_under_tags_of_no_label_are_read_too():
    more = (
        element(0x00404001, b"LO", b"free words")
        + element(0x00404002, b"PN", b"Claes^Piet")
        + element(0x00404003, b"DA", b"20240101")
    )
    text = segments(dicom(pixels=False, more=more))[0]

    assert isinstance(text, Text)
    assert text.text == WORDS + "free words\nName: Piet Claes\n"


@pytest.mark.parametrize("explicit", [True, False])
def test_words_behind_the_pixels_are_read(explicit):
    data = dicom(explicit=explicit) + element(0x7FE10010, b"LO", b"behind", explicit=True)

    assert "".join(one.text for one in segments(data) if isinstance(one, Text)) == WORDS + "behind\n"


def test_the_items_behind_a_small_picture_in_a_sequence_are_read():
    item, open_end = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF), b"\xff\xff\xff\xff"
    pixels = struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0" + open_end + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    end = struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    sequence = struct.pack("<HH", 0x0088, 0x0200) + b"SQ\0\0" + open_end + item + pixels + end
    data = sequence + item + element(0x00404002, b"PN", b"Claes^Piet") + end + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)

    assert segments(data)[1:] == [Unread(Reason.OCR_MISSING)]
    assert isinstance(text := segments(data)[0], Text)
    assert text.text == "Name: Piet Claes\n"


def test_a_document_inside_is_a_member():
    more = element(0x00420012, b"LO", b"application/pdf") + element(0x00420011, b"OB", b"%PDF-1")
    (member,) = (one for one in segments(dicom(more=more)) if isinstance(one, Member))

    assert (member.name, member.open().read()) == ("document.pdf", b"%PDF-1")


def test_a_document_beyond_the_limit_is_not_taken():
    more = element(0x00420011, b"OB", b"%PDF-1")
    (member,) = (one for one in segments(dicom(more=more), Limits(content_bytes=3)) if isinstance(one, Member))

    with pytest.raises(TooLargeError):
        member.open()


def test_deflated_elements_are_inflated_within_the_limit():
    packer = zlib.compressobj(wbits=-15)
    body = packer.compress(element(0x00100010, b"PN", b"Peeters^Jan") * 5000) + packer.flush()
    data = bytes(128) + b"DICM" + element(0x00020010, b"UI", b"1.2.840.10008.1.2.1.99") + body

    text = segments(data)[0]

    assert isinstance(text, Text)
    assert text.text == "Name: Jan Peeters\n" * 5000
    with pytest.raises(TooLargeError):
        segments(data, Limits(content_bytes=1000))


def test_big_endian_is_read():
    body = struct.pack(">HH", 0x0010, 0x0010) + b"PN" + struct.pack(">H", 12) + b"Peeters^Jan "
    text = segments(bytes(128) + b"DICM" + element(0x00020010, b"UI", b"1.2.840.10008.1.2.2\0") + body)[0]

    assert isinstance(text, Text)
    assert text.text == "Name: Jan Peeters\n"


def test_what_breaks_off_is_truncated_and_what_came_before_is_read():
    text, unread = segments(dicom(pixels=False)[:-10])

    assert isinstance(text, Text)
    assert text.text == WORDS[: WORDS.index("Address")]
    assert unread == Unread(Reason.TRUNCATED)


def test_a_value_beyond_measure_is_told_as_unread():
    more = element(0x00404001, b"UT", b"x" * (5 << 20))

    assert Unread(Reason.TOO_LARGE) in segments(dicom(more=more))


def test_no_element_at_all_is_corrupt():
    with pytest.raises(CorruptContentError):
        segments(bytes(128) + b"DICM")
