"""Laws of the pptx reader: every hiding place is read, at the number of its slide, once."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from fakes.people import human

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import slides
from pii_scan.extract.kinds import PPTX
from pii_scan.extract.registry import open_reading
from pii_scan.extract.sniff import media_type
from pii_scan.settings.settings import Limits

ANNA, BERT = human("Anna", "Example", "1985-07-30"), human("Bert", "Sample", "1990-01-02")
NS = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)


def relations(*entries: tuple[str, str, str]) -> str:
    made = "".join(
        f'<Relationship Id="{key}" Type="http://x/relationships/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if ":" in target else "/>")
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{made}</Relationships>'


def p(*runs: str) -> str:
    return "<a:p>" + "".join(f"<a:r><a:rPr/><a:t>{run}</a:t></a:r>" for run in runs) + "</a:p>"


def shape(body: str, kind: str = "", said: str = "") -> str:
    holder = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="Shape 1" {said}/>{holder}</p:nvSpPr><p:txBody>{body}</p:txBody></p:sp>'
    )


def part(root: str, body: str) -> str:
    return f"<p:{root} {NS}><p:cSld><p:spTree>{body}</p:spTree></p:cSld></p:{root}>"


def show(first: str, rels: tuple[tuple[str, str, str], ...] = (), **parts: str | bytes) -> bytes:
    """Make a show: slide9.xml is shown first, then slide1.xml, which is hidden; slide5.xml is in no list."""
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation {NS}><p:sldIdLst><p:sldId r:id="rId7" id="256"/>'
        '<p:sldId id="257" r:id="rId8"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("rId7", "slide", "slides/slide9.xml"), ("rId8", "slide", "/ppt/slides/slide1.xml")
        ),
        "ppt/slides/slide9.xml": part("sld", first),
        "ppt/slides/_rels/slide9.xml.rels": relations(*rels),
        "ppt/slides/slide1.xml": part("sld", shape(p("second canary"))).replace("<p:sld ", '<p:sld show="0" '),
        "ppt/slides/slide5.xml": part("sld", shape(p("orphan canary"))),
        **{name.replace("__", "/"): content for name, content in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out.getvalue()


def read(data: bytes, limits: Limits | None = None) -> list[Segment]:
    return list(slides.read(Content("a.pptx", io.BytesIO(data), len(data)), limits or Limits()))


def places(data: bytes, value: str) -> list[dict[str, object]]:
    found = []
    for segment in read(data):
        at = segment.text.find(value) if isinstance(segment, Text) else -1
        while at >= 0:
            found.append(place_at(segment.places, at))
            at = segment.text.find(value, at + 1)
    return found


def test_the_page_is_the_place_in_the_show_hidden_slides_counted() -> None:
    data = show(shape(p(ANNA.name[:3], ANNA.name[3:])))

    assert places(data, f"{ANNA.name}\n") == [{"page": 1}]
    assert places(data, "second canary") == [{"page": 2}]
    assert places(data, "orphan canary") == [{}]


def test_without_a_list_slides_go_by_the_numbers_of_their_parts() -> None:
    data = show(shape(p("ninth")), **{"ppt/presentation.xml": "broken <"})

    assert places(data, "second canary") == [{"page": 1}]
    assert places(data, "orphan canary") == [{"page": 2}]
    assert places(data, "ninth") == [{"page": 3}]


@pytest.mark.parametrize(
    ("body", "value", "where"),
    [
        (
            f"<a:tbl><a:tr><a:tc><a:txBody>{p('Naam')}</a:txBody></a:tc><a:tc><a:txBody>{p(ANNA.name)}</a:txBody></a:tc></a:tr></a:tbl>",
            f"Naam\t{ANNA.name}\n",
            {"page": 1, "part": "table"},
        ),
        (shape(p(ANNA.name), "ftr"), ANNA.name, {"page": 1, "part": "footer"}),
        (shape(p("x"), said=f'descr="{ANNA.name}"'), ANNA.name, {"page": 1}),
        (shape(p("x"), said=f'title="{ANNA.name}"'), ANNA.name, {"page": 1}),
        (shape(p("x"), said=f'title="Bert &amp; {ANNA.name}"'), f"Bert & {ANNA.name}", {"page": 1}),
        (
            shape('<a:p><a:r><a:rPr><a:hlinkClick r:id="rId9"/></a:rPr><a:t>write</a:t></a:r></a:p>'),
            ANNA.email,
            {"page": 1},
        ),
        (shape('<a:p><a:fld type="x"><a:t>' + ANNA.name + "</a:t></a:fld></a:p>"), ANNA.name, {"page": 1}),
        (f"<p:grpSp><p:grpSp>{shape(p(ANNA.name))}</p:grpSp></p:grpSp>", ANNA.name, {"page": 1}),
    ],
)
def test_every_corner_of_a_slide_is_read(body: str, value: str, where: dict[str, object]) -> None:
    data = show(body, (("rId9", "hyperlink", f"mailto:{ANNA.email}"),))

    assert places(data, value) == [where]


def test_a_shape_behind_a_footer_is_no_footer() -> None:
    assert places(show(shape(p("x"), "ftr") + shape(p(ANNA.name))), ANNA.name) == [{"page": 1}]


COMMENT = f'<p:cmLst {NS}><p:cm authorId="0"><p:text>about {ANNA.name}</p:text></p:cm></p:cmLst>'
MODERN = (
    f'<p188:cmLst {NS} xmlns:p188="x"><p188:cm authorId="{{G}}"><p188:replyLst><p188:reply authorId="{{G}}">'
    f"<p188:txBody>{p('reply canary')}</p188:txBody></p188:reply></p188:replyLst>"
    f"<p188:txBody>{p('about ', ANNA.name)}</p188:txBody></p188:cm></p188:cmLst>"
)
CHART = (
    f"<c:chartSpace {NS}><c:ser><c:cat><c:strRef><c:f>Sheet1!A1</c:f><c:strCache><c:pt><c:v>about {ANNA.name} &amp; Co"
    "</c:v></c:pt></c:strCache></c:strRef></c:cat></c:ser></c:chartSpace>"
)
DIAGRAM = f'<dgm:dataModel {NS} xmlns:dgm="d"><dgm:pt><dgm:t>{p("about " + ANNA.name)}</dgm:t></dgm:pt></dgm:dataModel>'


@pytest.mark.parametrize(
    ("kind", "target", "source", "where"),
    [
        ("notesSlide", "notesSlides/notesSlide1.xml", part("notes", shape(p("about ", ANNA.name))), "notes"),
        ("comments", "comments/comment1.xml", COMMENT, "comment"),
        ("comments", "comments/modernComment_1.xml", MODERN, "comment"),
        ("chart", "charts/chart1.xml", CHART, "textbox"),
        ("chartEx", "charts/chartEx1.xml", CHART.replace("c:v>", "c:pt>"), "textbox"),
        ("diagramData", "diagrams/data1.xml", DIAGRAM, "textbox"),
    ],
)
def test_what_belongs_to_a_slide_has_its_page(kind: str, target: str, source: str, where: str) -> None:
    data = show(shape(p("x")), (("rId2", kind, f"../{target}"),), **{f"ppt/{target}": source})

    assert places(data, f"about {ANNA.name}") == [{"page": 1, "part": where}]


def test_comments_and_notes_that_no_slide_names_are_what_they_are() -> None:
    notes = part("notes", shape(p("a note")))
    data = show(shape(p("x")), **{"ppt/comments/comment9.xml": COMMENT, "ppt/notesSlides/n9.xml": notes})

    assert places(data, f"about {ANNA.name}") == [{"part": "comment"}]
    assert places(data, "a note") == [{"part": "notes"}]


@pytest.mark.parametrize(
    ("authors", "source"),
    [
        (
            "commentAuthors",
            f'<p:cmAuthorLst {NS}><p:cmAuthor id="0" name="{BERT.name}" initials="BS"/></p:cmAuthorLst>',
        ),
        (
            "authors",
            f'<p188:authorLst xmlns:p188="x"><p188:author id="0" name="{BERT.name}" userId="S::{BERT.email}::1"/></p188:authorLst>',
        ),
    ],
)
def test_a_comment_is_behind_its_author_who_is_also_told_by_himself(authors: str, source: str) -> None:
    data = show(
        shape(p("x")),
        (("rId2", "comments", "../comments/comment1.xml"),),
        **{"ppt/comments/comment1.xml": COMMENT, f"ppt/{authors}.xml": source},
    )

    assert places(data, f"Author: {BERT.name}\n") == [{"part": "metadata"}, {"page": 1, "part": "comment"}]
    assert bool(places(data, BERT.email)) == (authors == "authors")


@pytest.mark.parametrize(
    ("name", "source", "value", "part_of_it"),
    [
        ("ppt/slideMasters/slideMaster1.xml", part("sldMaster", shape(p(ANNA.name))), ANNA.name, "header"),
        ("ppt/slideLayouts/slideLayout1.xml", part("sldLayout", shape(p(ANNA.name), "ftr")), ANNA.name, "footer"),
        ("ppt/handoutMasters/handoutMaster1.xml", part("handoutMaster", shape(p(ANNA.name))), ANNA.name, "header"),
        ("docProps/core.xml", f"<coreProperties><creator>{ANNA.name}</creator></coreProperties>", f"creator: {ANNA.name}", "metadata"),
        ("docProps/custom.xml", f"<Properties><property name='Klant'><lpwstr>{ANNA.name}</lpwstr></property></Properties>", f"Klant: {ANNA.name}", "metadata"),
        ("ppt/tags/tag1.xml", f'<p:tagLst {NS}><p:tag name="OWNER" val="{ANNA.name}"/></p:tagLst>', f"OWNER: {ANNA.name}", "metadata"),
        ("ppt/activeX/activeX1.xml", f'<ax:ocx xmlns:ax="x"><ax:ocxPr ax:name="Text" ax:value="{ANNA.name}"/></ax:ocx>', f"Text: {ANNA.name}", "metadata"),
        ("ppt/changesInfos/changesInfo1.xml", f'<pc:chgInfo xmlns:pc="x"><pc:chgData name="{ANNA.name}" userId="S::{ANNA.email}::1"/></pc:chgInfo>', f"Author: {ANNA.name}", "metadata"),
        ("customXml/item1.xml", f"<data><niss>{ANNA.number}</niss></data>", f"niss: {ANNA.number}", "metadata"),
    ],
)  # fmt: skip
def test_what_all_slides_share_and_what_is_said_of_the_show_is_read(
    name: str, source: str, value: str, part_of_it: str
) -> None:
    assert places(show(shape(p("x")), **{name: source}), value) == [{"part": part_of_it}]


def test_what_masters_and_layouts_repeat_is_said_once() -> None:
    layouts = {f"ppt/slideLayouts/slideLayout{n}.xml": part("sldLayout", shape(p("Click to edit"))) for n in range(5)}

    assert len(places(show(shape(p("x")), **layouts), "Click to edit")) == 1


def test_what_is_embedded_comes_as_members_and_thumbnails_do_not() -> None:
    data = show(
        shape(p("x")),
        **{"ppt/embeddings/a.xlsx": b"PK", "ppt/media/image1.png": b"png", "docProps/thumbnail.jpeg": b"small"},
    )
    segments = slides.read(Content("a.pptx", io.BytesIO(data), len(data)), Limits())
    members = {member.name: member.open().read() for member in segments if isinstance(member, Member)}

    assert members == {"a.xlsx": b"PK", "image1.png": b"png"}


def test_a_broken_part_costs_that_part_and_is_told() -> None:
    data = show(
        shape(p("x")),
        (("rId2", "notesSlide", "../notesSlides/n.xml"),),
        **{"ppt/notesSlides/n.xml": part("notes", shape(p(ANNA.name)))[:-20]},
    )

    assert places(data, ANNA.name) == [{"page": 1, "part": "notes"}]
    assert places(data, "second canary") == [{"page": 2}]
    assert Unread(Reason.CORRUPT, where={"page": 1, "part": "notes"}) in read(data)


def test_parts_that_name_each_other_end() -> None:
    rels = relations(("rId1", "notesSlide", "../slides/slide9.xml"), ("rId2", "chart", "slide9.xml"))

    assert len(places(show(shape(p(ANNA.name)), **{"ppt/slides/_rels/slide9.xml.rels": rels}), ANNA.name)) == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyContentError),
        (b"PK\x03\x04 and no more", CorruptContentError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), EncryptedError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), CorruptContentError),
    ],
)
def test_what_is_no_package_is_told(data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        read(data)


def test_a_package_without_slides_is_corrupt() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/core.xml", "<coreProperties/>")

    with pytest.raises(CorruptContentError):
        read(out.getvalue())


def test_limits_are_met_aloud() -> None:
    data = show(shape(p("long " * 100)))

    with pytest.raises(TooLargeError):
        read(data, replace(Limits(), members=3))
    with pytest.raises(TooLargeError):
        read(data, replace(Limits(), text_chars=100))
    assert Unread(Reason.TOO_DEEP, where={"page": 1}) in read(data, replace(Limits(), xml_depth=5))


def test_the_bytes_say_that_it_is_a_show() -> None:
    data = show(shape(p(ANNA.name)))

    assert media_type(data[:65536], "x.bin", io.BytesIO(data)) == PPTX
    reading = open_reading(Content("x.bin", io.BytesIO(data), len(data)), Limits())
    assert any(isinstance(segment, Text) and ANNA.name in segment.text for segment in reading.segments)
