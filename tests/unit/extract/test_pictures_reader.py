"""Laws of the reader of pictures: what a picture says in words is read, what it shows is told as unread."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from fakes.trade_files import NISS, XMP, exif, picture
from PIL.PngImagePlugin import PngInfo

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract import pictures
from pii_scan.settings.settings import Limits

UNSEEN = Unread(Reason.OCR_MISSING)


def segments(data: bytes) -> list[Segment]:
    return list(pictures.read(Content("a", io.BytesIO(data), len(data)), Limits()))


def told(data: bytes, part: str) -> str:
    text, unread = segments(data)
    assert isinstance(text, Text)
    assert unread == UNSEEN
    ends = [start for start, _ in text.places[1:]] + [len(text.text)]
    return "".join(
        text.text[start:end] for (start, where), end in zip(text.places, ends, strict=True) if where == {"part": part}
    )


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_noted_is_read(form):
    noted = told(picture(form, exif=exif()), "exif")

    assert set(noted.splitlines()) == {
        "Author: Jan Peeters",
        "Author: An Maes",
        f"Description: national number {NISS}",
        "Comment: café",
        "Serial number: SN12345",
        "GPS: 50.846700, 4.352500",
    }


def test_the_tags_of_a_scan_are_read():
    assert "Author: Jan Peeters\n" in told(picture("TIFF", exif=exif()), "exif")


def test_south_and_west_are_below_zero():
    tags = exif()
    position = tags.get_ifd(0x8825)
    position[1], position[3] = "S", "W"

    assert "GPS: -50.846700, -4.352500\n" in told(picture("JPEG", exif=tags), "exif")


@pytest.mark.parametrize("latitude", [(91.0, 0.0, 0.0), (0.0, 0.0, 0.0)])
def test_a_place_that_is_none_is_not_told(latitude):
    tags = exif()
    tags.get_ifd(0x8825)[2] = latitude
    if not any(latitude):
        tags.get_ifd(0x8825)[4] = latitude

    assert "GPS" not in told(picture("JPEG", exif=tags), "exif")


@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_the_packet_of_an_editor_is_read(form):
    assert told(picture(form, xmp=XMP), "metadata") == "Author: An Maes\nGPS: 50.846700, 4.352500\n"


def test_words_in_a_png_are_read_packed_or_not():
    words = PngInfo()
    words.add_text("Author", "Jan Peeters")
    words.add_text("Comment", "packed words", zip=True)
    words.add_itxt("Title", "Élevé")
    words.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)

    assert told(picture("PNG", pnginfo=words), "metadata") == (
        "Author: Jan Peeters\nComment: packed words\nTitle: Élevé\nAuthor: An Maes\nGPS: 50.846700, 4.352500\n"
    )


def test_what_became_hexadecimal_digits_in_a_png_is_read():
    words = PngInfo()
    data = exif().tobytes()
    words.add_text("Raw profile type exif", f"\nexif\n{len(data):8}\n{data.hex()}\n", zip=True)

    assert "Serial number: SN12345\n" in told(picture("PNG", pnginfo=words), "exif")


def test_captions_of_the_press_are_read():
    caption = b"\x1c\x02\x50\0\x0bJan Peeters" + b"\x1c\x02\x78\0\x04word" + b"\x1c\x02\xc8\0\x01x"
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(caption)) + caption
    segment = b"Photoshop 3.0\0" + b"8BIM\x04\x25\x03abc" + struct.pack(">I", 1) + b"z\0" + resource
    data = picture("JPEG")
    data = data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:]

    assert told(data, "metadata") == "Author: Jan Peeters\nDescription: word\n"


def test_a_comment_is_read_and_a_blank_one_is_none():
    assert told(picture("JPEG", comment=b"photo of Jan"), "metadata") == "Comment: photo of Jan\n"
    assert segments(picture("JPEG", comment=b"   ")) == [UNSEEN]


def test_what_a_telephone_noted_in_a_container_without_reader_is_read():
    box = b"\0\0\0\x18ftypheic" + bytes(12) + b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", 4032, 3024)
    data = box + b"\0\0\0\0mdat\0\0\0\6" + b"Exif\0\0" + exif().tobytes().removeprefix(b"Exif\0\0") + XMP

    assert "GPS: 50.846700, 4.352500\n" in told(data, "exif")
    assert "Author: An Maes\n" in told(data, "metadata")
    assert pictures.size_of(io.BytesIO(data)) == (4032, 3024)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_without_words_only_says_that_it_was_not_looked_at(form):
    assert segments(picture(form)) == [UNSEEN]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"])
def test_the_size_stands_in_the_head(form):
    assert pictures.size_of(io.BytesIO(picture(form, (300, 200)))) == (300, 200)


def test_directories_that_point_in_circles_end():
    loop = struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)

    assert segments(b"II*\0\x08\0\0\0" + loop) == [UNSEEN]


def test_words_that_unpack_without_end_are_bounded():
    packed = zlib.compress(bytes(1 << 25), 9)
    chunk = b"Comment\0\0" + packed
    data = b"\x89PNG\r\n\x1a\n" + (struct.pack(">I", len(chunk)) + b"zTXt" + chunk + b"crc0") * 50

    assert sum(len(one.text) for one in segments(data) if isinstance(one, Text)) < 1 << 26


def test_a_picture_of_billions_of_pixels_is_read_by_its_head_alone():
    head = struct.pack(">II", 1 << 30, 1 << 30) + b"\x08\x06\0\0\0"
    words = b"Comment\0words"
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + b"crc0"
    data += struct.pack(">I", len(words)) + b"tEXt" + words + b"crc0"

    assert told(data, "metadata") == "Comment: words\n"
