"""Laws of the readers of books and printed pages: EPUB, FictionBook, XPS."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from fakes.people import human

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import ebook, fictionbook, xps
from pii_scan.extract.kinds import EPUB, XPS
from pii_scan.extract.registry import open_reading
from pii_scan.extract.sniff import media_type
from pii_scan.extract.trades import FICTION_BOOK
from pii_scan.settings.settings import Limits

NAME = human("Anna", "Example", "1985-07-30").name
EMAIL = human("Anna", "Example", "1985-07-30").email
Read = Callable[[Content, Limits], Iterator[Segment]]


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def segments(read: Read, data: bytes) -> list[Segment]:
    return list(read(Content("a", io.BytesIO(data), len(data)), Limits()))


def members(read: Read, data: bytes) -> dict[str, bytes]:
    found = read(Content("a", io.BytesIO(data), len(data)), Limits())
    return {segment.name: segment.open().read() for segment in found if isinstance(segment, Member)}


def places(read: Read, data: bytes, value: str) -> list[dict[str, object]]:
    return [
        place_at(segment.places, segment.text.index(value))
        for segment in segments(read, data)
        if isinstance(segment, Text) and value in segment.text
    ]


def text(read: Read, data: bytes) -> str:
    return "".join(segment.text for segment in segments(read, data) if isinstance(segment, Text))


CONTAINER = '<container xmlns="c"><rootfiles><rootfile full-path="O/book.opf"/></rootfiles></container>'
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f'<dc:creator>{NAME}</dc:creator><meta name="owner" content="{EMAIL}"/></metadata><manifest>'
    '<item id="one" href="text/a%20one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="two" href="text/two.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
    '<spine><itemref idref="two"/><itemref idref="one"/></spine></package>'
)
CHAPTER = "<html><head><title>t</title></head>\n<body><p>{}</p></body></html>"
NCX = '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "x.dtd"><ncx><docAuthor><text>the author</text></docAuthor></ncx>'


def book(**parts: str | bytes) -> bytes:
    made: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "O/book.opf": OPF,
        "O/toc.ncx": NCX,
        "O/text/a one.xhtml": CHAPTER.format(f"x\n<b>{NAME[:2]}</b>{NAME[2:]} second"),
        "O/text/two.xhtml": CHAPTER.format("first"),
        "O/images/a.jpg": b"jpeg",
        "O/style.css": "p {}",
        **parts,
    }
    return packed(made)


def test_chapters_come_in_their_order_with_path_and_line() -> None:
    whole = text(ebook.read, book())

    assert whole.index("first") < whole.index("second")
    assert places(ebook.read, book(), f"{NAME} second") == [{"path": "O/text/a one.xhtml", "line": 3}]


def test_what_is_said_of_a_book_is_metadata() -> None:
    for value in (f"creator: {NAME}", f"owner: {EMAIL}", "the author"):
        assert places(ebook.read, book(), value) == [{"part": "metadata"}]


def test_media_of_a_book_are_members_and_styles_are_not() -> None:
    assert members(ebook.read, book()) == {"a.jpg": b"jpeg"}


def lock(name: str, algorithm: str) -> str:
    return (
        f'<encryption xmlns:e="e"><e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData>'
        f'<e:CipherReference URI="{name}"/></e:CipherData></e:EncryptedData></encryption>'
    )


def test_a_locked_chapter_is_told_and_a_scrambled_font_is_no_lock() -> None:
    locked = book(**{"META-INF/encryption.xml": lock("O/text/two.xhtml", "aes")})
    font = book(**{"META-INF/encryption.xml": lock("O/a.otf", "http://www.idpf.org/2008/embedding")})

    assert places(ebook.read, locked, NAME + " second")
    assert Unread(Reason.ENCRYPTED, where={"path": "O/text/two.xhtml"}) in segments(ebook.read, locked)
    assert not [segment for segment in segments(ebook.read, font) if isinstance(segment, Unread)]


def test_a_book_whose_every_chapter_is_locked_is_encrypted() -> None:
    both = lock("O/text/two.xhtml", "aes").replace("</encryption>", "") + lock("O/text/a%20one.xhtml", "aes").replace(
        '<encryption xmlns:e="e">', ""
    )
    with pytest.raises(EncryptedError):
        segments(ebook.read, book(**{"META-INF/encryption.xml": both}))


def test_a_book_without_its_list_is_read_by_its_names() -> None:
    assert places(ebook.read, book(**{"O/book.opf": "broken"}), f"{NAME} second")


FB2 = f"""<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns:l="x"><stylesheet>.p {{}}</stylesheet><description><title-info><author>
<first-name>Anna</first-name><last-name>Example</last-name></author></title-info></description>
<body><section><p>Written by <strong>An</strong>na Example,
<a l:href="mailto:{EMAIL}">write</a></p><table><tr><td>a</td><td>b</td></tr></table></section></body>
<body name="notes"><section><p>a note</p></section></body><!-- a comment -->
<binary id="c.jpg">{base64.b64encode(b"jpeg").decode()}</binary></FictionBook>""".encode()


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("Anna Example", {"line": 3, "part": "metadata"}),
        ("Written by Anna Example,", {"line": 4}),
        ("a\tb", {"line": 5}),
        ("a note", {"line": 6, "part": "footnote"}),
        ("a comment", {"line": 6, "part": "comment"}),
        (EMAIL, {"line": 5}),
    ],
)
def test_a_fiction_book_is_read_by_paragraphs(value: str, where: dict[str, object]) -> None:
    assert places(fictionbook.read, FB2, value) == [where]
    assert ".p {" not in text(fictionbook.read, FB2)


def test_what_a_fiction_book_embeds_is_a_member() -> None:
    assert members(fictionbook.read, FB2) == {"c.jpg": b"jpeg"}


def glyphs(said: str, x: float, y: float, indices: str = "") -> str:
    return f'<Glyphs FontRenderingEmSize="10" OriginX="{x}" OriginY="{y}" UnicodeString="{said}" Indices="{indices}"/>'


def pages(first: str) -> bytes:
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "FixedDocSeq.fdseq": "<x/>",
            "Documents/1/FixedDoc.fdoc": '<FixedDocument xmlns="x"><PageContent Source="Pages/7.fpage"/><PageContent Source="/Documents/1/Pages/2.fpage"/></FixedDocument>',
            "Documents/1/Pages/7.fpage": f"<FixedPage>{first}</FixedPage>".encode("utf-16"),
            "Documents/1/Pages/2.fpage": f"<FixedPage>{glyphs('second', 0, 0)}</FixedPage>",
            "docProps/core.xml": f"<coreProperties><creator>{NAME}</creator></coreProperties>",
            "Resources/a.jpg": b"jpeg",
            "docProps/thumbnail.jpeg": b"small",
        }
    )


def test_pages_are_read_in_their_order_and_runs_join_to_words_and_lines() -> None:
    runs = glyphs("{}An", 0, 10, ",50;,50") + glyphs("na", 10, 10) + glyphs("Example", 25, 10) + glyphs("Next", 0, 25)
    data = pages(runs)

    assert places(xps.read, data, "Anna Example\nNext\n") == [{"page": 1}]
    assert "second\n" in text(xps.read, data)
    assert places(xps.read, data, "second") == [{"page": 2}]
    assert places(xps.read, data, f"creator: {NAME}")
    assert members(xps.read, data) == {"a.jpg": b"jpeg"}


def test_a_run_drawn_twice_is_read_once_and_a_link_is_told() -> None:
    bold = (
        glyphs("write", 0, 10) * 2
        + f'<Path FixedPage.NavigateUri="mailto:{EMAIL}" AutomationProperties.Name="{NAME}"/>'
    )

    assert text(xps.read, pages(bold)).count("write") == 1
    assert places(xps.read, pages(bold), EMAIL) == [{"page": 1}]
    assert f"{NAME}\n" in text(xps.read, pages(bold))


@pytest.mark.parametrize("read", [ebook.read, xps.read])
@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", EmptyContentError), (b"PK\x03\x04", CorruptContentError), (packed({"a": b""}), CorruptContentError)],
)
def test_what_is_no_package_is_told(read: Read, data: bytes, error: type[ExtractError]) -> None:
    with pytest.raises(error):
        segments(read, data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [(book(), EPUB), (book(mimetype="x"), EPUB), (pages(""), XPS), (FB2, FICTION_BOOK)],
)
def test_the_bytes_say_the_kind(data: bytes, kind: str) -> None:
    assert media_type(data[:65536], "x.bin", io.BytesIO(data)) == kind
    reading = open_reading(Content("x.bin", io.BytesIO(data), len(data)), Limits())
    assert any(isinstance(segment, Text) for segment in reading.segments)
