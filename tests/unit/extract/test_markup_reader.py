"""Laws of the HTML reader: blocks apart, inline joined, each value on its line of the source."""

from __future__ import annotations

import io
import time

import pytest

from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Text
from pii_scan.extract import markup
from pii_scan.settings.settings import Limits


def texts(source: str | bytes) -> list[Text]:
    data = source.encode() if isinstance(source, str) else source
    return [
        text for text in markup.read(Content("a.html", io.BytesIO(data), len(data)), Limits()) if isinstance(text, Text)
    ]


def shown(source: str | bytes) -> str:
    return "".join(text.text for text in texts(source))


def place(source: str, value: str) -> dict[str, object]:
    for text in texts(source):
        if value in text.text:
            return place_at(text.places, text.text.index(value))
    raise AssertionError(value)


def test_inline_markup_does_not_divide_a_number() -> None:
    assert "42.01.22-999.06" in shown("<p>42.01.<b>22</b>-<span class=x>999</span>.<!-- x -->06</p>")


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>42.01.22</td><td>999.06</td></tr></table>",
        "<table><tr><td>42.01.22<td>999.06</table>",
        "<div>42.01.22</div><div>999.06</div>",
        "<li>42.01.22<li>999.06",
        "42.01.22<br>999.06",
        "<x-unknown>42.01.22</x-unknown><x-unknown>999.06</x-unknown>",
    ],
)
def test_blocks_and_cells_never_glue(source: str) -> None:
    assert "42.01.22999.06" not in shown(source)


def test_a_link_is_parted_from_the_link_before_and_from_nothing_else() -> None:
    assert shown("<a><i></i>Jan Peeters</a><a><i></i>An Maes</a>") == "Jan Peeters An Maes"
    assert shown("<a>Jan</a>s <a>42.01.22-</a><b>999.06</b>") == "Jans 42.01.22-999.06"


def test_a_row_of_a_table_is_one_line() -> None:
    source = (
        "<table>\n<tr>\n<th><p>Naam</p></th>\n<td><p>An <i>Example</i></p></td>\n</tr>\n<tr><td>x</td></tr></table>"
    )

    assert shown(source) == "Naam\tAn Example\nx"


def test_lines_are_those_of_the_source_beyond_what_parsers_count() -> None:
    source = (
        "<html>\n" * 70_000 + "<p>text\nover lines <b>\nvalue</b> </p>\r\n<a href='mailto:an@example.be'\n>mail</a>"
    )

    assert place(source, "text")["line"] == 70_001
    assert place(source, "value")["line"] == 70_003
    assert place(source, "an@example.be")["line"] == 70_005


def test_styles_are_not_read_and_scripts_stand_apart_from_the_text() -> None:
    source = (
        "<style>.x1-ABC-123{top:10.2.3.4}</style>before \n<script>var a =\n'<p>said</p>';</script>"
        '<script type="application/ld+json">{"email": "an@example.be"}</script>behind'
    )

    assert "ABC" not in shown(source)
    assert "var" not in texts(source)[0].text
    assert place(source, "said") == {"line": 3, "part": "metadata"}
    assert place(source, "an@example.be") == place(source, "behind") == {"line": 3}


def test_what_a_page_keeps_for_its_scripts_does_not_divide_its_text() -> None:
    source = "<p>NISS\n<b data-niss='42.01.22-999.06' data-empty=''>of An</b></p>"

    assert texts(source)[0].text.split() == ["NISS", "of", "An"]
    assert place(source, "niss: 42.01.22-999.06") == {"line": 2, "part": "metadata"}


def test_what_programs_are_told_is_a_comment() -> None:
    source = "<?xml version='1.0'?><!DOCTYPE html>\n<?php $niss = '42.01.22-999.06'; ?><p>x</p>"

    assert place(source, "42.01.22-999.06") == {"line": 2, "part": "comment"}
    assert "version" not in shown(source)


def test_attributes_that_carry_data_are_read() -> None:
    source = (
        '<meta name="author" content="An Example"><meta charset="utf-8"><input name="niss" value="42.01.22-999.06">'
        '<img alt="photo of Bert"><a href="tel:+32470000000">call</a><input type="submit" value="Send">'
        '<input placeholder="00.00.00-000.00">'
    )
    text = shown(source)

    assert "author: An Example" in text
    assert "niss: 42.01.22-999.06" in text
    assert "photo of Bert" in text
    assert "call +32470000000" in text
    assert "Send" not in text
    assert "00.00.00" not in text


def test_a_link_that_shows_its_address_is_not_said_twice() -> None:
    assert shown('<a href="mailto:An@example.be">an@example.be</a>').count("@") == 1
    assert shown('<a href="tel:+32470000000">+32 470 00 00 00</a>') == "+32 470 00 00 00"


def test_comments_are_read_as_comments() -> None:
    source = "<p>x</p>\n<!-- old:\n42.01.22-999.06 -->\n<!--[if mso]><p>kept</p><![endif]-->"

    assert place(source, "42.01.22-999.06") == {"part": "comment", "line": 3}
    assert place(source, "kept") == {"part": "comment", "line": 4}


def test_preformatted_text_keeps_its_lines() -> None:
    assert shown("<pre>Naam: An\nGSM: 1</pre>") == "Naam: An\nGSM: 1"


def test_the_declared_encoding_is_used() -> None:
    data = "<meta charset=windows-1250><p>Łukasz</p>".encode("cp1250")

    assert "Łukasz" in shown(data)


@pytest.mark.parametrize(
    "piece", ['<a "', "<![ >", "<!--", "<a x=", "<a b='", "<", "</", "<div>", "&#", '<a href="mailto:x">']
)
def test_time_is_linear_in_hostile_markup(piece: str) -> None:
    start = time.process_time()
    shown(piece * 20_000 + "end")

    assert time.process_time() - start < 3


def test_broken_markup_loses_no_value() -> None:
    for source in (
        "<p title='42.01.22-999.06",
        "a < b 42.01.22-999.06",
        "<!-- 42.01.22-999.06",
        "<p <b>42.01.22-999.06",
    ):
        assert "42.01.22-999.06" in shown(source)
