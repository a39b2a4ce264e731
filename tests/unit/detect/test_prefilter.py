from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.detect.prefilter import Gated, Window, build_gate

PATTERNS = [
    r"(?<![\d+])\d{2}[. -]?\d{2}(?!\d)",
    r"(?i:rue|avenue)[ ]\p{Lu}[\p{L}'-]{1,30}",
    r"(?<=n[°o] )\d{3}",
    r"\bé\w{2,60}\b",
    r"(x)\1",
    r"[^\W\d_]{3}@",
    r"(?<=[ :])(?<=avenue )(?=\p{Lu})[\w '-]{1,20}(?!x)",
    r"\p{Lu}\w{0,9}(?=, ?\d)",
    r"(?<![\p{L}\p{N}])[0-9]{2,3}(?![\p{L}\p{N}])",
    r"(?<![0-9-])(?<!x)[é0-9]+(?![.])(?!\d)",
]
ENGINES = ["hyperscan", "re2"]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=300, deadline=None)
@given(
    text=st.text(alphabet="0123 .-°noéèxXrue RUEAvenue@_ß\n", max_size=60).map(
        lambda t: t + " " * (len(t) % 3 * 150) + t
    )
)
def test_every_match_lies_in_a_window(engine: str, text: str) -> None:
    gate = _gate(engine)

    windows = gate(text)

    for number, pattern in enumerate(PATTERNS):
        compiled = regex.compile(pattern, regex.I | regex.M | regex.S)
        for match in compiled.finditer(text):
            assert any(_holds(window, match) for window in windows.get(number, ()))


def _holds(window: Window, match: regex.Match[str]) -> bool:
    if window.is_start:
        return window.first <= match.start() <= window.last
    return window.first <= match.start() and match.end() < window.last + (window.last == len(match.string))


_GATES: dict[str, object] = {}


def _gate(engine: str) -> object:
    if engine not in _GATES:
        _GATES[engine] = build_gate([Gated(p, int(regex.I | regex.M | regex.S)) for p in PATTERNS], engine=engine)
    return _GATES[engine]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_gate_keeps_out_what_cannot_match(engine: str) -> None:
    gate = _gate(engine)

    assert set(gate("nothing of the sort")) == {4}, "only the pattern that no engine takes is always asked"
