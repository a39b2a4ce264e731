from __future__ import annotations

from math import inf

import pytest
import regex

from pii_scan.detect.overapproximation import Approximation, over_approximate

FOREIGN = r"[\x80-\xff]{2,4}"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"(?<!\d)ab(?!\d)", "ab", id="negative lookarounds are dropped"),
        pytest.param(
            r"(?<![0-9])a(?![\p{L}])", "(?:^|[^0-9])a(?:[^A-Za-z]|$)", id="borders of one character are written out"
        ),
        pytest.param(r"a(?![b])c", "ac", id="a border inside is dropped"),
        pytest.param(r"(?<![^0-9])a", "a", id="a border of exceptions is dropped"),
        pytest.param(r"a(?<=b)c", "ac", id="a lookbehind further on is dropped"),
        pytest.param(r"\bx\b", "x", id="word borders are dropped"),
        pytest.param(r"^x$", "x", id="anchors are dropped"),
        pytest.param(r"x++y*+z{2}+", "x+y*z{2}", id="possessive marks are dropped"),
        pytest.param(r"x{1,255}", "x{1,}", id="a long repeat has no end"),
        pytest.param(r"[0-9]{3,4}", "[0-9]{3,4}", id="what is ASCII keeps its bounds"),
        pytest.param(r"[a-c]", "[a-c]", id="a class of ASCII stays"),
        pytest.param(r"\d", f"(?:[0-9]|{FOREIGN})", id="a digit may be beyond ASCII"),
        pytest.param(r"\p{Lu}", f"(?:[A-Z]|{FOREIGN})", id="a capital may be beyond ASCII"),
        pytest.param(r"\w+", r"[A-Za-z0-9_\x80-\xff]+", id="repeated, any bytes beyond ASCII"),
        pytest.param(r"[^ab]{1,3}", "[^ab]{1,}", id="a class of exceptions keeps them"),
        pytest.param(r"\u00e9|\x41", f"(?:{FOREIGN})|\\x41", id="characters by code"),
        pytest.param(r"(?P<a>x)|(?>y)|(?i:z)", "(?:x)|(?:y)|(?i:z)", id="groups lose their names"),
        pytest.param(r"(?:(?:a|b)c){2}", "(?:(?:a|b)c){2}", id="groups may be repeated"),
        pytest.param(r"(x)\1", None, id="a back reference cannot be approximated"),
        pytest.param(r"(?:(?<=a)b)*c", None, id="a repeated lookbehind cannot be written out"),
        pytest.param(r"x{e<=1}", None, id="fuzzy matching cannot be approximated"),
    ],
)
def test_over_approximate(pattern: str, expected: str | None) -> None:
    regex.compile(pattern)

    approximation = over_approximate(pattern)

    assert (approximation and approximation.pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "core"),
    [
        pytest.param(r"(?<=IBAN )x+", "(?:IBAN )", id="what stands before"),
        pytest.param(r"(?<=[ :])(?<=label )x", "(?:label )", id="the longest of what stands before"),
        pytest.param(r"(?<=label )(?=A)\w+", "(?:label )(?:A)", id="what stands before, and what it begins with"),
        pytest.param(r"\w{3}(?=, born)", "(?:, born)", id="what stands after"),
    ],
)
def test_a_side_condition_stands_for_the_whole(pattern: str, core: str) -> None:
    approximation = over_approximate(pattern)

    assert approximation is not None
    assert approximation.pattern == core
    assert approximation.is_head == core.startswith(("(?:IBAN", "(?:label"))


@pytest.mark.parametrize(
    ("pattern", "before"),
    [
        pytest.param(r"(?<!\d)\d{2}[. ]?x", 5, id="a negative lookbehind reads one more"),
        pytest.param(r"a{2,9}(?:bc|d){3}", 15, id="the longest branch, most often"),
        pytest.param(r"a+", inf, id="no bound"),
        pytest.param(r"(?<![0-9])a(?![0-9])", 3, id="borders count"),
        pytest.param(r"(?:\b)*x", 1, id="nothing repeated is nothing"),
        pytest.param(r"ab?(?=, c)", 5, id="what stands after it counts"),
        pytest.param(r"(?<=IBAN )(?=A)ab?", 1, id="a head is as long as what it begins with"),
    ],
)
def test_a_match_reaches_as_far_as_it_may(pattern: str, before: float) -> None:
    approximation = over_approximate(pattern)

    assert approximation is not None
    assert approximation.before == before


def test_a_gate_stands_for_its_pattern() -> None:
    approximation = over_approximate(r"\p{Lu}\w{2,40}straat [1-9]", gate="straat [1-9]")

    assert approximation is not None
    assert approximation.pattern == "straat [1-9]"
    assert (approximation.before, approximation.after) == (49, 49)


def test_a_gate_at_the_start_tells_where_a_match_begins() -> None:
    assert over_approximate(r"rue [\w ]{1,90}[1-9]", gate="^rue ") == Approximation("rue ", 4, is_head=True)
