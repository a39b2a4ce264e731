from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.detect.prefilter import build_gate

PATTERNS = [
    r"(?<![\d+])\d{2}[. -]?\d{2}(?!\d)",
    r"(?i:rue|avenue)[ ]\p{Lu}[\p{L}'-]{1,30}",
    r"(?<=n[°o] )\d{3}",
    r"\bé\w{2,60}\b",
    r"(x)\1",
    r"[^\W\d_]{3}@",
]
ENGINES = ["hyperscan", "re2"]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="0123 .-°noéèxXrue RUEAvenue@_ß\n", max_size=60))
def test_the_gate_never_misses_what_a_pattern_finds(engine: str, text: str) -> None:
    gate = _gate(engine)

    matching = {n for n, pattern in enumerate(PATTERNS) if regex.search(pattern, text, regex.I | regex.M | regex.S)}

    assert matching <= gate(text.encode())


_GATES: dict[str, object] = {}


def _gate(engine: str) -> object:
    if engine not in _GATES:
        _GATES[engine] = build_gate([(p, int(regex.I | regex.M | regex.S)) for p in PATTERNS], engine=engine)
    return _GATES[engine]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_gate_keeps_out_what_cannot_match(engine: str) -> None:
    gate = _gate(engine)

    assert gate(b"nothing of the sort") == {4}, "only the pattern that no engine takes is always asked"
