"""Whatever stands in the streams of a compound file: segments that can be encoded and placed, or an `ExtractError`."""

from __future__ import annotations

import contextlib
import io
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fakes.compounds import compound, native, properties
from fakes.mutations import mutated
from fakes.slidefiles import chars, comment, drawing, embedded, notes, shape_text, slide, slide_file
from fakes.wordfiles import Run, counted, old_word_file, strings, word_file
from fuzz.test_document_readers import check
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Segment
from pii_scan.extract import oleobjects, publisher, slideshow, worddoc
from pii_scan.extract.compoundwriter import Tree, written
from pii_scan.extract.ole import open_compound
from pii_scan.settings.settings import Limits

Read = Callable[[Content, Limits], Iterator[Segment]]
_SUMMARY = {
    "\x05SummaryInformation": properties({2: "A Title"}),
    "\x05DocumentSummaryInformation": properties({2: "x"}, {2: "y"}),
}
_QUILL = (
    b"CHNKINK "
    + bytes(24)
    + struct.pack("<H4sHHH4sII", 24, b"TEXT", 0, 0, 0, b"TEXT", 56, 6)
    + "An\r".encode("utf-16-le")
)
SEEDS: list[tuple[str, Read, bytes]] = [
    (
        "doc",
        worddoc.read,
        word_file(
            [
                'a \x13 HYPERLINK "mailto:x@y" \x14b\x15\r',
                Run("c", "deleted"),
                Run("d\x07", "cell", wide=True),
                Run("\x07", "row"),
            ],
            {1: "note\r", 2: "head\r", 4: "said\r"},
            header_starts=[0, 0, 0, 0, 0, 0, 0, 5, 5],
            tables={36: counted("An"), 51: strings("An"), 60: strings("a", extra=4) + counted("b") + b"\0\0"},
            streams={**_SUMMARY, "ObjectPool": {"_1": {"\x01Ole10Native": native("a.txt", b"x")}}},
            automatic=b"automatic\r",
        ),
    ),
    ("doc of Word 6", worddoc.read, old_word_file(b"Caf\xe9\r", fonts=b"\x0c\0\x09\x16\x90\x01\xcc\0Arial\0")),
    (
        "ppt",
        slideshow.read,
        slide_file(
            [slide(drawing(chars("a")), comment("An", "b")), slide(shape_text(0x381, "c"))],
            outlines=[[chars("d")]],
            others=[notes(256, drawing(chars("e"))), embedded(compound({"Workbook": b"x"}), packed=True)],
            streams=_SUMMARY,
        ),
    ),
    ("pub", publisher.read, compound({"Quill": {"QuillSub": {"CONTENTS": _QUILL}}, **_SUMMARY})),
    ("object", oleobjects.read, compound({"\x01Ole10Native": native("a.txt", b"x"), **_SUMMARY})),
]


@pytest.mark.parametrize(("read", "seed"), [pytest.param(read, seed, id=name) for name, read, seed in SEEDS])
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_only_extract_errors_escape(read: Read, seed: bytes, data: st.DataObject) -> None:
    tree = open_compound(io.BytesIO(seed)).tree()
    content = written(_one_changed(tree, data)) if data.draw(st.booleans()) else data.draw(mutated(seed))
    with contextlib.suppress(ExtractError):
        for segment in read(Content("a", io.BytesIO(content), len(content)), Limits()):
            with contextlib.suppress(ExtractError):  # of a member
                check(segment)


def _one_changed(tree: Tree, data: st.DataObject) -> Tree:
    """Damage a stream, where its bytes tell something: anywhere, or in one of the numbers that lead elsewhere."""
    name = data.draw(st.sampled_from([*tree.streams, *tree.storages]))
    if name in tree.storages:
        return replace(tree, storages={**tree.storages, name: _one_changed(tree.storages[name], data)})
    stream = tree.streams[name]
    if data.draw(st.booleans()) and len(stream) >= 4:
        at = data.draw(st.integers(0, len(stream) - 4))
        number = data.draw(st.sampled_from([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, len(stream), 0x40000000]))
        return replace(tree, streams={**tree.streams, name: stream[:at] + struct.pack("<I", number) + stream[at + 4 :]})
    return replace(tree, streams={**tree.streams, name: data.draw(mutated(stream))})
