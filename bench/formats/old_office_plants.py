"""The binary files of Word, Excel and PowerPoint, and Excel's binary package, through what the tests build."""
# ruff: noqa: E501 - sources of formats read best one to a line

from __future__ import annotations

import struct

from fakes.compounds import compound, native, properties
from fakes.slidefiles import chars, comment, container, drawing, embedded, notes, shape_text, slide, slide_file, string
from fakes.table_files import biff, package, xlsb_record, xlsb_text
from fakes.wordfiles import Run, counted, strings, word_file
from packages import OFFICE, PACKAGE
from planting import Spot


def doc(at: Spot) -> bytes:
    body = [
        f"{at('body')}\r",
        Run(f"{at('cell of a table', part='table')}\x07", "cell"),
        Run("\x07", "row"),
        Run(f"{at('deleted')}\r", "deleted"),
        Run(f"{at('inserted')}\r", "inserted"),
        Run(f"{at('wide characters')}\r", wide=True),
        f"\x13 QUOTE {at('field code')} \x14{at('field result')}\x15\r",
    ]
    others = {
        1: f"\x02{at('footnote', part='footnote')}\r\r",
        4: f"\x05{at('comment', part='comment')}\r\r",
        5: f"\x02{at('endnote', part='endnote')}\r\r",
        6: f"{at('text box', part='textbox')}\r\r",
    }
    tables = {
        36: counted(at("author of a comment", part="metadata")),
        60: strings("niss", extra=4) + counted(at("variable", part="metadata")) + b"\0\0",
        71: strings(at("saved by", part="metadata"), "C:\\a.doc"),
    }
    streams = {
        "\x05SummaryInformation": properties({4: at("creator", part="metadata")}),
        "\x05DocumentSummaryInformation": properties({2: at("own property", part="metadata")}, {2: "Klant"}),
        "ObjectPool": {"_1": {"\x01Ole10Native": native("list.txt", at.line("list.txt", "embedded file"))}},
    }
    return word_file(body, others, tables=tables, streams=streams)


def ppt(at: Spot) -> bytes:
    first = slide(
        drawing(chars(at("slide", page=1))),
        container(1036, container(0xF004, shape_text(0x0381, at("alternative text", page=1, part="textbox")))),
        comment(at("author of a comment", part="metadata"), at("comment", page=1, part="comment")),
        container(4057, string(at("footer", page=1, part="footer"), 2)),
    )
    held = compound({"\x01Ole10Native": native("list.txt", at.line("list.txt", "embedded file"))})
    return slide_file(
        [first, slide(drawing(chars(at("second slide", page=2))))],
        outlines=[[chars(at("outline", page=1))]],
        others=[
            notes(256, drawing(chars(at("notes", page=1, part="notes")))),
            container(1016, drawing(chars(at("master")))),
            embedded(held, packed=True),
        ],
        stale=slide(drawing(chars(at("left by an older saving")))),
        streams={"\x05SummaryInformation": properties({4: at("creator", part="metadata")})},
    )


def xls(at: Spot) -> bytes:
    """Two sheets, the second one hidden; labels in the cells, a shared text, what stands beside."""

    def counted_text(text: str) -> bytes:
        return struct.pack("<HB", len(text), 0) + text.encode("latin-1")

    def label(row: int, column: int, text: str) -> tuple[int, bytes]:
        return 0x204, struct.pack("<HHH", row, column, 0) + counted_text(text)

    def note(row: int, number: int, text: str, author: str) -> list[tuple[int, bytes]]:
        return [
            (0x5D, b"\x15\0\x12\0" + struct.pack("<HH", 0x19, number) + bytes(14)),
            (0x1B6, bytes(10) + struct.pack("<HH", len(text), 16) + bytes(4)),
            (0x3C, b"\0" + text.encode()),
            (0x3C, bytes(16)),
            (0x1C, struct.pack("<HHHH", row, 0, 0, number) + counted_text(author)),
        ]

    start, end = (0x809, b"\0\6\x10\0" + bytes(12)), (0x0A, b"")
    dossier = at("defined name", part="metadata")
    formula = b"\x17" + bytes([len(dossier), 0]) + dossier.encode()
    name = bytes(3) + b"\7" + struct.pack("<H", len(formula)) + bytes(8) + b"\0dossier" + formula
    shared = struct.pack("<II", 1, 1) + counted_text(at("shared text", sheet="Klanten", row=3, column="NISS"))
    here = {"sheet": "Klanten", "row": 3, "column": "Naam", "part": "comment"}
    head = [label(0, 0, "Naam"), label(0, 1, "NISS"), label(1, 0, "An")]
    sheets = [
        [
            (0x14, counted_text(f"&L{at('header', sheet='Klanten', part='header')}")),
            *head,
            label(1, 1, at("cell", sheet="Klanten", row=2, column="NISS")),
            label(2, 0, "Bert"),
            (0xFD, struct.pack("<HHHI", 2, 1, 0, 0)),
            *note(2, 1, at("comment", **here), at("author of a comment", **here)),
        ],
        [*head, label(1, 1, at("hidden sheet", sheet="Diep", row=2, column="NISS"))],
    ]
    bodies = [biff(start, *records, end) for records in sheets]

    def book(places: list[int]) -> bytes:
        listed = [
            (0x85, struct.pack("<IBBBB", place, 2 * number, 0, len(title), 0) + title)
            for number, (place, title) in enumerate(zip(places, (b"Klanten", b"Diep"), strict=True))
        ]
        return biff((0x809, b"\0\6\5\0" + bytes(12)), *listed, (0x18, name), (0xFC, shared), end)

    first = len(book([0, 0]))
    return compound(
        {
            "Workbook": book([first, first + len(bodies[0])]) + b"".join(bodies),
            "\x05SummaryInformation": properties({4: at("creator", part="metadata")}),
        }
    )


def xlsb(at: Spot) -> bytes:
    def cell(column: int, text: str) -> bytes:
        return xlsb_record(6, struct.pack("<II", column, 0) + xlsb_text(text))

    def row(number: int, *texts: str) -> bytes:
        cells = b"".join(cell(column, text) for column, text in enumerate(texts))
        return xlsb_record(0, struct.pack("<I", number) + bytes(21)) + cells

    header = xlsb_text(f"&L{at('header', sheet='Diep', part='header')}")
    sheet = [
        xlsb_record(129, b""),
        xlsb_record(145, b""),
        row(0, "Naam", "NISS"),
        row(1, "An", at("hidden sheet", sheet="Diep", row=2, column="NISS")),
        xlsb_record(146, b""),
        xlsb_record(479, bytes(2) + header + struct.pack("<I", 0xFFFFFFFF) * 5),
        xlsb_record(130, b""),
    ]
    where = {"sheet": "Diep", "row": 2, "column": "Naam", "part": "comment"}
    note = [
        xlsb_record(632, xlsb_text(at("author of a comment", **where))),
        xlsb_record(635, struct.pack("<IIIII", 0, 1, 1, 0, 0) + bytes(16)),
        xlsb_record(637, b"\0" + xlsb_text(at("comment", **where))),
    ]
    book = xlsb_record(156, struct.pack("<II", 2, 1) + xlsb_text("rId1") + xlsb_text("Diep"))
    rels = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/{{}}" Target="{{}}"/></Relationships>'
    return package(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": xlsb_record(143, b"") + book + xlsb_record(144, b""),
            "xl/_rels/workbook.bin.rels": rels.format("worksheet", "worksheets/sheet1.bin").encode(),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
            "xl/worksheets/_rels/sheet1.bin.rels": rels.format("comments", "../comments1.bin").encode(),
            "xl/comments1.bin": b"".join(note),
        }
    )


FILES = {"word.doc": doc, "show.ppt": ppt, "excel.xls": xls, "excel.xlsb": xlsb}
