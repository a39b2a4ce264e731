from __future__ import annotations

import pytest
import regex

from pii_scan.detect.overapproximation import over_approximate


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param(r"(?<!\d)ab(?!\d)", "ab", id="negative lookarounds are dropped"),
        pytest.param(r"(?<=IBAN )x+", "(?:IBAN )x+", id="a lookbehind at the start is written out"),
        pytest.param(r"a(?<=b)c", "ac", id="a lookbehind further on is dropped"),
        pytest.param(r"\bx\b", "x", id="word borders are dropped"),
        pytest.param(r"^x$", "x", id="anchors are dropped"),
        pytest.param(r"x++y*+z{2}+", "x+y*z{2}", id="possessive marks are dropped"),
        pytest.param(r"x{1,255}", "x{1,}", id="a long repeat has no end"),
        pytest.param(r"\d\w", r"\p{Nd}[\p{L}\p{N}\p{M}\p{Pc}]", id="classes by property"),
        pytest.param(r"[\w.]", r"[\p{L}\p{N}\p{M}\p{Pc}.]", id="classes in classes"),
        pytest.param(r"[^\W\d]", "(?s:.)", id="a class of exceptions matches anything"),
        pytest.param(r"\u00e9", r"\x{e9}", id="code points in one notation"),
        pytest.param(r"(?P<a>x)|(?>y)|(?i:z)", "(?:x)|(?:y)|(?i:z)", id="groups lose their names"),
        pytest.param(r"(x)\1", None, id="a back reference cannot be approximated"),
        pytest.param(r"(?:(?<=a)b)*c", None, id="a repeated lookbehind cannot be written out"),
        pytest.param(r"x{e<=1}", None, id="fuzzy matching cannot be approximated"),
    ],
)
def test_over_approximate(pattern: str, expected: str | None) -> None:
    regex.compile(pattern)

    assert over_approximate(pattern) == expected
