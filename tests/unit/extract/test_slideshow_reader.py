"""Laws of the reader of binary presentations: every text once, at the page of its slide; old savings too."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from fakes.compounds import compound, native, properties
from fakes.slidefiles import (
    chars,
    comment,
    container,
    drawing,
    embedded,
    narrow,
    notes,
    record,
    shape_text,
    slide,
    slide_file,
    string,
)

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import slideshow
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits


def read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(slideshow.read(Content("a.ppt", io.BytesIO(data), len(data)), limits or Limits()))


def shown(data: bytes) -> str:
    return "".join(s.text for s in read(data) if isinstance(s, Text))


def places(data: bytes, value: str) -> list[dict[str, object]]:
    return [
        place_at(s.places, at)
        for s in read(data)
        if isinstance(s, Text)
        for at in range(len(s.text))
        if s.text.startswith(value, at)
    ]


TWO = slide_file(
    [slide(drawing(chars("Première\rpage"))), slide(drawing(narrow("Deuxième")), container(4057, string("foot", 2)))],
    outlines=[[chars("Première\rpage")], [narrow("An outline")]],
    others=[notes(257, drawing(chars("a note"))), notes(0, drawing(chars("a master of notes")))],
    beside=[container(4057, string("head", 1), instance=4)],
    streams={"\x05SummaryInformation": properties({4: "An Author"})},
)


def test_slides_are_pages_in_the_order_of_their_list() -> None:
    assert places(TWO, "Première\npage") == [{"page": 1}]
    assert places(TWO, "Deuxième") == [{"page": 2}]
    assert places(TWO, "An outline") == [{"page": 2}]


def test_notes_go_with_their_slide() -> None:
    assert places(TWO, "a note") == [{"page": 2, "part": "notes"}]
    assert places(TWO, "a master of notes") == [{"part": "notes"}]


def test_headers_footers_and_properties_are_read() -> None:
    assert places(TWO, "foot") == [{"page": 2, "part": "footer"}]
    assert places(TWO, "head") == [{"part": "header"}]
    assert places(TWO, "creator: An Author") == [{"part": "metadata"}]


def test_comments_are_read_with_their_authors() -> None:
    made = slide_file([slide(comment("An Critic", "wrong number"))])

    assert places(made, "wrong number") == [{"page": 1, "part": "comment"}]
    assert places(made, "Author: An Critic") == [{"part": "metadata"}]


def test_masters_are_read_without_a_page() -> None:
    made = slide_file([slide()], others=[container(1016, drawing(chars("of a master")), string("An Office", 3))])

    assert places(made, "of a master") == [{}]
    assert places(made, "An Office") == [{"part": "metadata"}]


@pytest.mark.parametrize("kind", [0x00C0, 0x0381])
def test_descriptions_and_drawn_words_are_read(kind: int) -> None:
    made = slide_file([slide(container(1036, container(0xF004, shape_text(kind, "a photo of An"))))])

    assert places(made, "a photo of An") == [{"page": 1, "part": "textbox"}]


def test_only_links_to_somebody_are_told() -> None:
    links = [container(4055, string("mailto:an@example.be?subject=x", 1)), container(4055, string("http://x.be", 1))]
    text = shown(slide_file([slide()], beside=[container(1033, *links)]))

    assert text == "an@example.be\n"


def test_what_an_older_saving_left_is_read_once_and_at_last() -> None:
    stale = slide(drawing(chars("same"), chars("a dismissed name")))
    made = slide_file([slide(drawing(chars("same")))], stale=stale)

    assert places(made, "a dismissed name") == [{}]
    assert shown(made) == "same\na dismissed name\n"


def test_a_presentation_without_its_directory_is_read_all_the_same() -> None:
    data = slide_file([slide(drawing(chars("kept")))])
    user = compound({"PowerPoint Document": container(1000) + slide(drawing(chars("kept")))})

    assert "kept" in shown(data)
    assert shown(user) == "kept\n"


@pytest.mark.parametrize("packed", [True, False])
def test_embedded_files_are_members(packed: bool) -> None:
    book = compound({"Workbook": b"book" * 3000})
    wrapped = compound({"\x01Ole10Native": native("An Example.txt", b"words")})
    macros = compound({"VBA": {"dir": b"x"}})
    made = slide_file([slide()], others=[embedded(data, packed=packed) for data in (book, wrapped, macros)])
    members = {s.name: s.open().read() for s in read(made) if isinstance(s, Member)}

    assert members == {"object1": book, "An Example.txt": b"words"}


def test_a_damaged_object_costs_itself() -> None:
    made = slide_file([slide(drawing(chars("kept")))], others=[record(4113, b"\0\0\0\0\0damaged", instance=1)])

    assert read(made)[-1] == Unread(Reason.CORRUPT, "object1")


def test_an_object_that_expands_beyond_the_limits_is_told() -> None:
    made = slide_file([slide()], others=[embedded(bytes(5 << 20), packed=True)])

    assert read(made, replace(Limits(), expanded_bytes=1 << 20))[-1] == Unread(Reason.TOO_LARGE, "object1")


def test_containers_nested_too_deep_are_told() -> None:
    deep = chars("deep")
    for _ in range(3000):
        deep = container(0xF003, deep)

    found = read(slide_file([slide(drawing(chars("shallow")), deep)]))

    assert isinstance(found[0], Text)
    assert found[0].text == "shallow\n"
    assert found[1:] == [Unread(Reason.TOO_DEEP)]


def test_more_text_than_may_be_read_is_told() -> None:
    with pytest.raises(TooLargeError):
        read(slide_file([slide(drawing(chars("x" * 5000)))]), replace(Limits(), expanded_bytes=1000))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyContentError),
        (b"random bytes" * 100, CorruptContentError),
        (compound({"Current User": b"x"}), CorruptContentError),
        (slide_file([slide()], encrypted=True), EncryptedError),
        (slide_file([slide()], streams={"EncryptedSummary": b"x"}), EncryptedError),
    ],
)
def test_what_cannot_be_read_is_told_as_what_it_is(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_cut_stream_is_told_and_what_is_left_is_read() -> None:
    whole = slide(drawing(chars("kept"))) + slide(drawing(chars("lost")))
    found = read(compound({"PowerPoint Document": container(1000) + whole[:-4]}))

    assert "kept" in "".join(s.text for s in found if isinstance(s, Text))
    assert Unread(Reason.CORRUPT) in found


def test_it_is_known_by_its_bytes() -> None:
    assert (
        open_reading(Content("a.bin", io.BytesIO(TWO), len(TWO)), Limits()).media_type
        == "application/vnd.ms-powerpoint"
    )
