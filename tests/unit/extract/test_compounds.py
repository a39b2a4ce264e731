"""Laws of compound files: what is written is read back, damage is told, properties and wrapped files come out."""

from __future__ import annotations

import io
import struct

import olefile
import pytest
from fakes.compounds import compound, native, properties

from pii_scan.core.errors import CorruptContentError, EmptyContentError, ExtractError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import compound as directory
from pii_scan.extract import oleobjects, oleprops, sheets
from pii_scan.extract.ole import open_compound
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits


def read(data: bytes, name: str = "object.bin") -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).segments)


@pytest.mark.parametrize("sizes", [(), (1,), (4095, 4096), (0, 64, 65, 10_000), (5 << 20,)])
def test_what_is_written_is_read_back(sizes: tuple[int, ...]) -> None:
    streams = {f"s{n}": bytes([n + 1]) * size for n, size in enumerate(sizes)}
    made = compound({**streams, "below": {f"t{n}": b"x" * n for n in range(100)}})
    root = open_compound(io.BytesIO(made))
    below = root.storage("BELOW")

    assert {name: root.read(name) for name in root.streams} == streams
    assert below is not None
    assert {name: len(below.read(name)) for name in below.streams} == {f"t{n}": n for n in range(100)}
    assert [storage.name for storage in root.storages] == ["below"]
    assert directory.stream_names(io.BytesIO(made)) >= {*streams, "below"}
    assert olefile.isOleFile(data=made)


def test_an_embedded_document_does_not_tell_the_kind_of_its_host() -> None:
    book = compound({"Workbook": b"book", "MBD1": {"WordDocument": b"x"}})

    assert directory.stream_names(io.BytesIO(book)) == {"Workbook", "MBD1"}
    assert open_reading(_content(book), Limits()).media_type == "application/vnd.ms-excel"


def test_what_is_embedded_in_an_unknown_file_is_a_member_all_the_same() -> None:
    segments = iter(open_reading(_content(compound({"x": b"y", "MBD1": {"WordDocument": b"z"}})), Limits()).segments)
    member = next(segments)

    assert isinstance(member, Member)
    assert directory.stream_names(member.open()) == {"WordDocument"}
    with pytest.raises(UnsupportedFormatError):
        next(segments)


def test_a_stream_larger_than_its_file_is_refused() -> None:
    made = bytearray(compound({"s": b"x" * 5000}))
    at = made.index("s".encode("utf-16-le") + bytes(62))
    struct.pack_into("<Q", made, at + 120, 1 << 40)

    with pytest.raises(CorruptContentError):
        open_compound(io.BytesIO(bytes(made))).read("s")


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", EmptyContentError), (b"x" * 2000, CorruptContentError), (compound({"s": b"x"})[:600], CorruptContentError)],
)
def test_what_is_no_compound_file_is_told(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        open_compound(io.BytesIO(data))


@pytest.mark.parametrize(("at", "layout", "number"), [(0x2C, "<I", 0xFFFFFFF0), (0x1E, "<H", 62)])
def test_tables_and_sectors_larger_than_the_file_are_refused(at: int, layout: str, number: int) -> None:
    made = bytearray(compound({"s": b"x"}))
    struct.pack_into(layout, made, at, number)

    with pytest.raises(CorruptContentError):
        open_compound(io.BytesIO(bytes(made)))


def test_properties_are_read_with_their_names() -> None:
    made = compound(
        {
            "\x05SummaryInformation": properties({2: "A  Title", 4: "Hélène", 8: "An Editor", 18: "The Program"}),
            "\x05DocumentSummaryInformation": properties({2: "42.01.22-999.06", 3: " "}, {2: "Numéro", 3: "blank"}),
        }
    )

    assert list(oleprops.properties(open_compound(io.BytesIO(made)))) == [
        ("title", "A Title"),
        ("creator", "Hélène"),
        ("lastModifiedBy", "An Editor"),
        ("Numéro", "42.01.22-999.06"),
    ]
    assert list(oleprops.texts_of(io.BytesIO(made))) == list(oleprops.property_texts(open_compound(io.BytesIO(made))))


def test_properties_of_wide_characters_numbers_and_lists_are_read() -> None:
    wide = struct.pack("<II", 31, 3) + "An\0".encode("utf-16-le") + b"\0\0"
    listed = struct.pack("<III", 0x101E, 2, 3) + b"An\0" + struct.pack("<I", 5) + b"Bert\0" + b"\0" * 4
    number = struct.pack("<Ii", 3, 4711)
    values = [(4, wide), (3, listed), (2, number)]
    index, body = b"", b""
    for key, data in values:
        index += struct.pack("<II", key, 8 + 8 * len(values) + len(body))
        body += data
    section = struct.pack("<II", 8 + len(index) + len(body), len(values)) + index + body
    stream = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 2, bytes(16), 1, bytes(16), 48) + section
    made = compound({"\x05SummaryInformation": stream})

    assert list(oleprops.properties(open_compound(io.BytesIO(made)))) == [
        ("title", "4711"),
        ("subject", "An"),
        ("subject", "Bert"),
        ("creator", "An"),
    ]


def test_damage_to_properties_is_told_and_never_raised() -> None:
    whole = properties({2: "A Title", 4: "An Author"})
    for cut in range(len(whole)):
        list(oleprops.texts_of(io.BytesIO(compound({"\x05SummaryInformation": whole[:cut]}))))

    assert list(oleprops.texts_of(io.BytesIO(b"x"))) == [Unread(Reason.CORRUPT)]


@pytest.mark.parametrize("stream", ["Package", "CONTENTS", "EmbeddedOdf"])
def test_a_compound_file_gives_the_file_it_wraps(stream: str) -> None:
    members = [s for s in read(compound({stream: b"%PDF-1.4"})) if isinstance(s, Member)]

    assert [(m.name, m.open().read()) for m in members] == [("object.bin", b"%PDF-1.4")]


def test_a_file_dropped_into_a_document_keeps_its_name_and_tells_where_it_was() -> None:
    wide = ("C:\\ü\\Żółć.txt", "Żółć.txt", "C:\\ü\\Żółć.txt")
    tail = b"".join(struct.pack("<I", len(s)) + s.encode("utf-16-le") for s in wide)
    plain = oleobjects.native_file(native("An Example.txt", b"words"))
    better = oleobjects.native_file(native("?.txt", b"words") + tail)

    assert (plain.name, plain.origin, plain.data) == ("An Example.txt", "C:\\Users\\an\\An Example.txt", b"words")
    assert (better.name, better.origin) == ("Żółć.txt", "C:\\ü\\Żółć.txt")


def test_what_holds_only_a_picture_of_a_formula_is_read_whole() -> None:
    assert read(compound({"Equation Native": b"x", "\x01CompObj": b"y"})) == []


def test_an_unknown_program_is_told_after_its_properties() -> None:
    segments = iter(
        open_reading(
            _content(compound({"x": b"y", "\x05SummaryInformation": properties({4: "An"})})), Limits()
        ).segments
    )

    assert isinstance(next(segments), Text)
    with pytest.raises(UnsupportedFormatError):
        next(segments)


def _content(data: bytes) -> Content:
    return Content("a.bin", io.BytesIO(data), len(data))


def quill(text: str, links: bytes = b"") -> bytes:
    raw = text.encode("utf-16-le")
    start = 0x20 + 2 * 24
    entries = b""
    for kind, at, size in ((b"TEXT", start, len(raw)), (b"PL  ", start + len(raw), len(links))):
        entries += struct.pack("<H4sHHH4sII", 24, kind, 0, 0, 0, kind, at, size)
    return compound(
        {"Quill": {"QuillSub": {"CONTENTS": (b"CHNKINK " + bytes(24)) + entries + raw + links}}, "Contents": b"x"}
    )


def test_a_publication_is_read() -> None:
    link = "mailto:an@example.be".encode("utf-16-le") + b"\0\0"
    texts = [s.text for s in read(quill("Naam\rAn Exämple\x0b42", link)) if isinstance(s, Text)]

    assert texts == ["Naam\nAn Exämple\n42\nan@example.be\n"]


def test_a_publication_without_stories_is_corrupt() -> None:
    with pytest.raises(CorruptContentError):
        read(compound({"Quill": {"QuillSub": {"CONTENTS": b"x"}}}))


def test_a_workbook_tells_its_author_and_gives_what_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    summary = properties({4: "An Author"})
    data = compound({"Workbook": b"x", "\x05SummaryInformation": summary, "MBD1": {"WordDocument": b"z"}})
    monkeypatch.setattr(sheets, "_all_grids", lambda content, limits, heads: iter(()))
    segments = read(data)

    assert [s.text for s in segments if isinstance(s, Text)] == ["creator: An Author\n"]
    assert [s.name for s in segments if isinstance(s, Member)] == ["MBD1"]
