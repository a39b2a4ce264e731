"""Laws of the RTF reader: every part of the document, each under its name."""

from __future__ import annotations

import io

import pytest

from pii_scan.core.errors import CorruptContentError, EmptyContentError
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Text
from pii_scan.extract import rtf
from pii_scan.settings.settings import Limits

DOCUMENT = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fswiss\fcharset238 Other;}}
{\colortbl;\red1;}{\stylesheet{\s1 Style name;}}{\info{\author An Author}{\title A title}{\*\company A company}}
{\header In the h\'e9ader\par}{\footer{\f0 In the footer}\par}
Body \u199?elik \b 42.01.22-\b0 999.06\par
\trowd\cellx100\cellx200 Naam\cell An Example\cell\row
\pard A note{\footnote\pard In the footnote}, {\field{\*\fldinst{HYPERLINK "mailto:link%40x@example.be"}}{\fldrslt{a link}}}
{\v hidden text}{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In the box\par}}{\f1 \'b9}
{\*\atnauthor A Critic}{\*\annotation In the comment}\u-10179?\u-8704?
{\object{\*\objdata 010203}{\result In the object}}{\pict\bin4 }}}}after the picture}\par}"""


def texts(data: bytes) -> list[Text]:
    return [
        text for text in rtf.read(Content("a.rtf", io.BytesIO(data), len(data)), Limits()) if isinstance(text, Text)
    ]


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("Body Çelik 42.01.22-999.06", {}),
        ("Naam\tAn Example", {}),
        ("hidden text", {}),
        ("ą", {}),
        ("😀", {}),
        ("In the object", {}),
        ("link@x@example.be", {}),
        ("In the héader", {"part": "header"}),
        ("In the footer", {"part": "footer"}),
        ("In the footnote", {"part": "footnote"}),
        ("In the box", {"part": "textbox"}),
        ("In the comment", {"part": "comment"}),
        ("author: An Author", {"part": "metadata"}),
        ("author: A Critic", {"part": "metadata"}),
        ("company: A company", {"part": "metadata"}),
    ],
)
def test_each_part_is_read_at_its_place(value: str, where: dict[str, object]) -> None:
    (text,) = texts(DOCUMENT)

    assert text.text.count(value) == 1
    assert place_at(text.places, text.text.index(value)) == where


def test_what_is_no_text_is_not_read() -> None:
    (text,) = texts(DOCUMENT)

    assert not any(word in text.text for word in ("Arial", "Style name", "010203", "HYPERLINK"))


def test_a_footnote_does_not_divide_the_sentence_it_stands_in() -> None:
    (text,) = texts(DOCUMENT)

    assert "A note, a link" in text.text


@pytest.mark.parametrize(
    "source",
    [
        rb"{\rtf1 canary}}}}} more",
        rb"{\rtf1 {{{{{ canary",
        rb"{\rtf1\uc canary \u99999999999? \uc1",
        rb"{\rtf1\ansicpg99999 canary \'e9",
        rb"{\rtf1{\fonttbl{\f0\fcharset78 X;}}\f0 \'e9 canary}",
        rb"{\rtf1 canary\bin99999999",
        b"{\\rtf1 " + b"{" * 20_000 + b"canary" + b"}" * 20_000,
    ],
)
def test_broken_documents_are_read_as_far_as_they_go(source: bytes) -> None:
    assert "canary" in "".join(text.text for text in texts(source))


def test_bytes_that_are_no_rtf_are_corrupt() -> None:
    with pytest.raises(CorruptContentError):
        texts(b"plain text")
    with pytest.raises(EmptyContentError):
        texts(b"")


@pytest.mark.parametrize("word", ["\\ltrch", "\\rtlch", "\\result", "\\object"])
def test_a_word_that_is_left_out_does_not_join_its_neighbors(word: str) -> None:
    source = rf"{{\rtf1\ansi{{\f0\b{word} Hallo Jan}}{{\f0\par}}}}".encode()

    assert texts(source)[0].text.strip() == "Hallo Jan"
