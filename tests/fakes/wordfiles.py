"""Binary Word documents, made here: text in pieces, formats that mark changes and table rows, tables of strings."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fakes.compounds import Streams, compound

_TEXT_AT, _PAGE = 0x600, 512
_SPRMS = {"deleted": b"\x00\x08\x01", "inserted": b"\x01\x08\x01"}
_ROW, _IN_TABLE, _INNER_CELL, _INNER_ROW = b"\x17\x24\x01", b"\x16\x24\x01", b"\x4b\x24\x01", b"\x4c\x24\x01"
PARAGRAPHS = {
    "row": _IN_TABLE + _ROW,
    "cell": _IN_TABLE,
    "inner cell": _IN_TABLE + _INNER_CELL,
    "inner row": _IN_TABLE + _INNER_ROW,
}


@dataclass(frozen=True)
class Run:
    """Text with what its format says: `deleted`, `inserted`, or what kind of paragraph it is the end of."""

    text: str
    says: str = ""
    wide: bool = False


@dataclass
class _Made:
    main: bytearray = field(default_factory=bytearray)
    text_end: int = 0
    characters: list[tuple[int, int, bytes]] = field(default_factory=list)
    paragraphs: list[tuple[int, int, bytes]] = field(default_factory=list)


def word_file(
    body: Sequence[Run | str],
    others: Mapping[int, str] | None = None,
    *,
    header_starts: Sequence[int] = (),
    tables: Mapping[int, bytes] | None = None,
    flags: int = 0,
    streams: Streams | None = None,
    automatic: bytes = b"",
) -> bytes:
    """`others` holds the texts of the other parts by number; `tables` more tables by number; `automatic` is automatic text."""
    runs = [run if isinstance(run, Run) else Run(run) for run in body]
    parts = [others.get(number, "") if others else "" for number in range(1, 8)]
    counts = [sum(len(run.text) for run in runs), *map(len, parts)]
    runs += [Run(part, wide=True) for part in parts if part]
    made = _Made(bytearray(_TEXT_AT))
    pieces = _lay_out(made, runs)
    all_tables = {33: _clx(runs, pieces), **(tables or {})}
    for number, found, in_words in ((12, made.characters, False), (13, made.paragraphs, True)):
        if found:
            all_tables[number] = struct.pack("<III", found[0][0], found[-1][1], len(made.main) // _PAGE)
            made.main += _format_page(found, in_words=in_words)
    if header_starts:
        all_tables[11] = struct.pack(f"<{len(header_starts)}I", *header_starts)
    following = len(made.main) // _PAGE if automatic else 0
    if automatic:
        made.main += _second_document(automatic, len(made.main))
    table = bytearray()
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x080C, following, flags | 0x0200)
    made.main[: len(head)] = head
    struct.pack_into("<II", made.main, 0x18, _TEXT_AT, made.text_end)
    struct.pack_into("<8i", made.main, 0x4C, *counts)
    for number, data in all_tables.items():
        struct.pack_into("<II", made.main, 0x9A + number * 8, len(table), len(data))
        table += data
    return compound({"WordDocument": bytes(made.main), "1Table": bytes(table), **(streams or {})})


def _second_document(text: bytes, at: int) -> bytes:
    head = bytearray(_TEXT_AT)
    struct.pack_into("<HH", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<II", head, 0x18, at + _TEXT_AT, at + _TEXT_AT + len(text))
    struct.pack_into("<i", head, 0x4C, len(text))
    return bytes(head) + text


def _lay_out(made: _Made, runs: Sequence[Run]) -> list[int]:
    """Write the runs last first, as a document saved fast may have them, and give where each stands."""
    places = [0] * len(runs)
    for number in reversed(range(len(runs))):
        run = runs[number]
        places[number] = len(made.main)
        made.main += run.text.encode("utf-16-le" if run.wide else "cp1252")
        said = (places[number], len(made.main))
        if run.says in _SPRMS:
            made.characters.append((*said, _SPRMS[run.says]))
        elif run.says:
            made.paragraphs.append((*said, PARAGRAPHS[run.says]))
        made.main += bytes(len(made.main) % 2)
    made.text_end = len(made.main)
    made.main += bytes(-len(made.main) % _PAGE)
    return places


def _clx(runs: Sequence[Run], places: Sequence[int]) -> bytes:
    starts = [0]
    for run in runs:
        starts.append(starts[-1] + len(run.text))
    plc = struct.pack(f"<{len(starts)}I", *starts)
    for run, place in zip(runs, places, strict=True):
        plc += struct.pack("<HIH", 0, place if run.wide else place * 2 | 0x40000000, 0)
    return b"\x01\x02\0ab\x02" + struct.pack("<I", len(plc)) + plc


def _format_page(runs: Sequence[tuple[int, int, bytes]], *, in_words: bool) -> bytes:
    """One page of formats; between the runs there is none."""
    edges = sorted({edge for start, end, _ in runs for edge in (start, end)})
    page = bytearray(_PAGE)
    struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
    step, at = (13, _PAGE - 2) if in_words else (1, _PAGE - 2)
    for start, _, sprms in runs:
        data = (
            (bytes([(len(sprms) + 4) // 2]) + b"\0\0" + sprms + bytes(1 - len(sprms) % 2))
            if in_words
            else bytes([len(sprms)]) + sprms
        )
        at -= len(data) + len(data) % 2
        page[at : at + len(data)] = data
        page[len(edges) * 4 + edges.index(start) * step] = at // 2
    page[-1] = len(edges) - 1
    return bytes(page)


def strings(*values: str, extra: int = 0) -> bytes:
    """A table of strings of wide characters."""
    return struct.pack("<HHH", 0xFFFF, len(values), extra) + b"".join(counted(value) + bytes(extra) for value in values)


def counted(value: str) -> bytes:
    return struct.pack("<H", len(value)) + value.encode("utf-16-le")


def old_word_file(text: bytes, *, language: int = 0x0409, fonts: bytes = b"") -> bytes:
    """A document as Word 6 wrote it."""
    main = bytearray(0x300)
    struct.pack_into("<HHHHHH", main, 0, 0xA5DC, 0x65, 0, language, 0, 0)
    struct.pack_into("<II", main, 0x18, 0x300, 0x300 + len(text))
    struct.pack_into("<i", main, 0x34, len(text))
    struct.pack_into("<II", main, 0x58 + 15 * 8, 0x300 + len(text), len(fonts))
    return compound({"WordDocument": bytes(main) + text + fonts})
