"""Laws of the reader of binary Word documents: every part in order at its place, old and new apart."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from fakes.compounds import compound, native, properties
from fakes.wordfiles import Run, counted, old_word_file, strings, word_file

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

NUMBER = "42.01.22-999.06"


def read(data: bytes, limits: Limits | None = None, name: str = "a.doc") -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), limits or Limits()).segments)


def shown(data: bytes) -> str:
    return "".join(s.text for s in read(data) if isinstance(s, Text))


def places(data: bytes, value: str) -> list[dict[str, object]]:
    return [place_at(s.places, s.text.index(value)) for s in read(data) if isinstance(s, Text) and value in s.text]


def test_pieces_make_one_text_whatever_their_order_and_width() -> None:
    made = word_file(["Numéro 42.01.", Run("22-999", wide=True), Run(".06\rŻółć\r", wide=True), "“€”\r"])

    assert shown(made) == f"Numéro {NUMBER}\nŻółć\n“€”\n"
    assert places(made, NUMBER) == [{}]


def test_every_part_is_read_at_its_place() -> None:
    parts = {
        1: "a footnote\r",
        2: "left\rright\r",
        4: "a comment\r",
        5: "an endnote\r",
        6: "a box\r",
        7: "a head box\r",
    }
    made = word_file(["body\r"], parts, header_starts=[0, 0, 0, 0, 0, 0, 0, 0, 5, 11, 11])

    assert places(made, "body") == [{}]
    assert places(made, "a footnote") == [{"part": "footnote"}]
    assert places(made, "left") == [{"part": "header"}]
    assert places(made, "right") == [{"part": "footer"}]
    assert places(made, "a comment") == [{"part": "comment"}]
    assert places(made, "an endnote") == [{"part": "endnote"}]
    assert places(made, "a box") == [{"part": "textbox"}]
    assert places(made, "a head box") == [{"part": "textbox"}]


def test_headers_whose_starts_are_damaged_are_read_all_the_same() -> None:
    made = word_file(["body\r"], {2: "left\rright\r"}, header_starts=[9, 3, 1])

    assert places(made, "left\nright") == [{"part": "header"}]


def test_rows_stand_on_a_line_each() -> None:
    made = word_file(
        [
            "before\r",
            *(Run("Naam\x07", "cell"), Run("An\r", "cell"), Run("Example\x07", "cell"), Run("\x07", "row")),
            *(Run("Numéro\x07", "cell"), Run("\x07", "cell"), Run("\x07", "row"), "after\r"),
        ]
    )

    assert shown(made) == "before\nNaam\tAn\nExample\nNuméro\t\nafter\n"
    assert places(made, "Naam") == [{"part": "table"}]
    assert places(made, "after") == [{}]


def test_tables_in_cells_keep_their_rows() -> None:
    made = word_file(
        [
            *(Run("Naam\r", "inner cell"), Run("An\r", "inner cell"), Run("\r", "inner row")),
            *(Run("\x07", "cell"), Run("\x07", "row")),
        ]
    )

    assert "Naam\tAn\n" in shown(made)


def test_rows_are_told_without_formats_too() -> None:
    assert shown(word_file(["Naam\x07(\x07\x07Numéro\x0742\x07\x07after\r"])) == "Naam\t(\nNuméro\t42\nafter\n"


def test_old_and_new_of_a_tracked_change_never_run_into_each_other() -> None:
    made = word_file(
        [
            "Number: 42.01.2",
            Run("1", "deleted"),
            Run("2", "inserted"),
            "-999.06 and",
            Run(" Bert Gone", "deleted"),
            "\r",
        ]
    )
    text = shown(made)

    assert "Number: 42.01.22-999.06 and\n" in text
    assert "Number: 42.01.21-999.06\n" in text
    assert "Bert Gone\n" in text


def test_fields_show_their_result_and_tell_what_they_hide() -> None:
    link = '\x13 HYPERLINK "mailto:an@example.be?subject=x" \x14write\x15'
    made = word_file(
        [
            f"a {link} b\r",
            '\x13 QUOTE "kept" \x15\r',
            "\x13 PAGE \x147\x15\r",
            "\x13 IF \x13 PAGE \x142\x15 = 2 \x14yes\x15\r",
        ]
    )
    text = shown(made)

    assert "a write b\nan@example.be?subject=x\n" in text
    assert 'QUOTE "kept"' in text
    assert "7\n" in text
    assert "yes\n" in text
    assert "PAGE" not in text.replace("IF", "")


def test_a_field_over_several_paragraphs_and_one_never_closed_lose_nothing() -> None:
    assert shown(word_file(["\x13 TOC \x14one\rtwo\x15\rthree \x13 QUOTE\x14 four\r\x15\x15five\r"])) == (
        "one\ntwo\nthree  four\nfive\n"
    ).replace("four\n", "four\nQUOTE\n")


@pytest.mark.parametrize("wide", [True, False])
def test_what_was_taken_out_of_a_document_saved_fast_is_read(wide: bool) -> None:
    runs = ["kept\r", Run("Bert Gone", wide=wide), " too\r"]
    clx = b"\x02" + struct.pack("<I", 28) + struct.pack("<III", 0, 5, 10)
    saved = word_file(runs, tables={33: clx + _piece(runs, 0) + _piece(runs, 2)}, flags=0x0004)

    assert shown(saved) == "kept\n too\nBert Gone\n"


def _piece(runs: list[Run | str], number: int) -> bytes:
    """A run's place in the stream, where runs are written last first from 600h on, each from an even place."""
    later = [run if isinstance(run, Run) else Run(run) for run in runs[number + 1 :]]
    at = 0x600 + sum(len(run.text) * (1 + run.wide) + len(run.text) * (1 + run.wide) % 2 for run in later)
    return struct.pack("<HIH", 0, at * 2 | 0x40000000, 0)


def test_special_characters_become_what_they_show() -> None:
    assert shown(word_file(["a\x0bb\x1ec\x1fd\x01\x05\xa0e\tf\x0cg\r"])) == "a\nb-cd\xa0e\tf\ng\n"


def test_people_files_and_variables_are_read_beside_the_text() -> None:
    tables = {
        32: strings("", "", "A Title", "", "", "", "Cas Typist"),
        36: counted("An Critic") + counted("Bert Critic"),
        51: strings("Unknown", "Dora Changer"),
        60: strings("niss", extra=4) + counted(NUMBER) + b"\0\0",
        71: strings("Emma Saver", "C:\\Users\\emma\\a.doc"),
    }
    streams = {
        "\x05SummaryInformation": properties({4: "An Author"}),
        "\x05DocumentSummaryInformation": properties({2: NUMBER}, {2: "Numéro"}),
    }
    text = shown(word_file(["x\r"], tables=tables, streams=streams))

    for line in (
        "creator: An Author",
        f"Numéro: {NUMBER}",
        "title: A Title",
        "creator: Cas Typist",
        "Author: An Critic",
        "Author: Bert Critic",
        "Author: Dora Changer",
        "lastModifiedBy: Emma Saver",
        "C:\\Users\\emma\\a.doc",
    ):
        assert f"{line}\n" in text
    assert "Unknown" not in text


def test_variables_are_named() -> None:
    made = word_file(["x\r"], tables={60: strings("niss", extra=4) + counted(NUMBER) + b"\0\0"})

    assert places(made, f"niss: {NUMBER}") == [{"part": "metadata"}]


@pytest.mark.parametrize("in_pictures", [True, False])
def test_descriptions_of_pictures_are_read(in_pictures: bool) -> None:
    value = "a photo of An\0".encode("utf-16-le")
    described = struct.pack("<HHIHI", 0x13, 0xF00B, 6 + len(value), 0xC381, len(value)) + value
    made = word_file(
        ["x\r"], tables={} if in_pictures else {50: described}, streams={"Data": described} if in_pictures else {}
    )

    assert places(made, "a photo of An") == [{"part": "textbox"}]


def test_automatic_texts_are_read() -> None:
    assert shown(word_file(["x\r"], automatic=b"a greeting\r")) == "x\na greeting\n"


def test_embedded_files_are_members() -> None:
    book = {"\x01CompObj": b"x", "Workbook": b"book" * 2000}
    pool = {
        "_1": {"\x01Ole10Native": native("An Example.txt", b"words")},
        "_2": book,
        "_3": {"Package": b"PK\x03\x04"},
        "_4": {"Equation Native": b"x", "\x01Ole": b"y"},
    }
    segments = read(word_file(["x\r"], streams={"ObjectPool": pool}))
    members = {s.name: s.open().read() for s in segments if isinstance(s, Member)}

    assert list(members) == ["An Example.txt", "_2", "_3"]
    assert members["An Example.txt"] == b"words"
    assert members["_3"] == b"PK\x03\x04"
    assert members["_2"] == compound(book)
    assert any("C:\\Users\\an\\An Example.txt" in s.text for s in segments if isinstance(s, Text))


def test_data_bound_to_the_document_is_a_member_and_macros_are_none() -> None:
    store = {"MsoDataStore": {"ÀÇ": {"Item": b"<a>42</a>", "Properties": b"x"}}, "Macros": {"VBA": {"dir": b"x"}}}
    members = [s for s in read(word_file(["x\r"], streams=store)) if isinstance(s, Member)]

    assert [(m.name, m.open().read()) for m in members] == [("item1.xml", b"<a>42</a>")]


def test_a_damaged_embedded_file_costs_itself() -> None:
    made = word_file(["x\r"], streams={"ObjectPool": {"_1": {"\x01Ole10Native": native("a.txt", b"words")[:40]}}})

    assert read(made)[-1] == Unread(Reason.CORRUPT, "_1")


def test_word_6_is_read_in_its_language() -> None:
    assert shown(old_word_file("Numéro 42\rNaam\x07An\x07\x07".encode("cp1252"))) == "Numéro 42\nNaam\tAn\n"
    assert shown(old_word_file("Анна\r".encode("cp1251"), language=0x0419)) == "Анна\n"


def test_word_6_is_read_in_the_code_page_of_its_fonts() -> None:
    fonts = b"\x0c\0" + b"\x09\x16\x90\x01\xcc\0Arial\0"

    assert shown(old_word_file("Анна Карпова\r".encode("cp1251"), fonts=fonts)) == "Анна Карпова\n"
    assert shown(old_word_file("Hélène à café\r".encode("cp1252"), fonts=fonts)) == "Hélène à café\n"


def test_word_2_is_read() -> None:
    head = bytearray(0x180)
    struct.pack_into("<HH", head, 0, 0xA5DB, 0x2D)
    struct.pack_into("<II", head, 0x18, 0x180, 0x180 + 8)
    struct.pack_into("<i", head, 0x34, 8)

    assert shown(bytes(head) + b"An 42.01\r"[:8]) == "An 42.01\n"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyContentError),
        (word_file(["x\r"], flags=0x0100), EncryptedError),
        (compound({"WordDocument": b"\xec\xa5"}), CorruptContentError),
        (compound({"WordDocument": bytes(2000)}), CorruptContentError),
        (word_file(["x\r"])[:3000], CorruptContentError),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_document_under_rights_management_is_not_read_whole() -> None:
    assert read(word_file(["notice\r"], streams={"\tDRMContent": b"x"}))[-1] == Unread(Reason.ENCRYPTED)


def test_text_that_is_cut_is_told() -> None:
    clx = (
        b"\x02"
        + struct.pack("<I", 28)
        + struct.pack("<III", 0, 5, 900)
        + struct.pack("<HIHHIH", 0, 0x600 * 2 | 0x40000000, 0, 0, 0x10000, 0)
    )
    found = read(word_file(["body\r"], tables={33: clx}))

    assert "body" in "".join(s.text for s in found if isinstance(s, Text))
    assert found[-1] == Unread(Reason.CORRUPT)


def test_pieces_that_repeat_each_other_meet_the_limit() -> None:
    count = 2000
    starts = struct.pack(f"<{count + 1}I", *range(0, 1000 * (count + 1), 1000))
    plc = starts + struct.pack("<HIH", 0, 0x600 * 2 | 0x40000000, 0) * count
    made = word_file(["x" * 1000], tables={33: b"\x02" + struct.pack("<I", len(plc)) + plc})

    with pytest.raises(TooLargeError):
        read(made, replace(Limits(), expanded_bytes=1 << 20))
