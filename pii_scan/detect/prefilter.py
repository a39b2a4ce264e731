"""One pass over a text for the patterns of all recognizers: which of them can match in it at all.

The gate stands before Presidio's own work: a recognizer whose patterns cannot match in a chunk is not asked.
It may only over-report. Hyperscan where there is a wheel, else RE2's set matcher; a pattern that neither takes,
even over-approximated, is always asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import regex

from pii_scan.detect.overapproximation import over_approximate

try:
    import hyperscan
except ImportError:  # no wheel for this machine: RE2 does the same, more slowly
    hyperscan = None


_Expression = tuple[bytes, int]
"""An over-approximated pattern and its Hyperscan flags."""


class Gate(Protocol):
    """Tells which patterns can match."""

    def __call__(self, text: bytes) -> set[int]:
        """Give the numbers of the patterns that can match in this UTF-8 text."""


def build_gate(patterns: Sequence[tuple[str, int]], *, engine: str = "auto") -> Gate:
    """Compile (pattern, regex flags) pairs into one gate; `engine` is `auto`, `hyperscan` or `re2`."""
    if engine == "hyperscan" or (engine == "auto" and hyperscan is not None):
        return _HyperscanGate(patterns)
    return _Re2Gate(patterns)


def engine_name() -> str:
    """Name the engine that `build_gate` takes by default, with its version."""
    return f"hyperscan {hyperscan.__version__}" if hyperscan is not None else "re2"


class _HyperscanGate:
    """A Hyperscan database in block mode: one scan a text, at most one event a pattern."""

    def __init__(self, patterns: Sequence[tuple[str, int]]) -> None:
        taken: dict[int, _Expression] = {}
        for number, (pattern, regex_flags) in enumerate(patterns):
            translated = over_approximate(pattern)
            if translated is not None:
                taken[number] = translated.encode(), _hyperscan_flags(regex_flags)
        self._database = _compiled(taken)
        if self._database is None:  # one of them is too much for the engine: leave out those that are
            taken = {number: one for number, one in taken.items() if _compiled({number: one})}
            self._database = _compiled(taken)
        self._always = set(range(len(patterns))).difference(taken)

    def __call__(self, text: bytes) -> set[int]:
        fired = set(self._always)
        if self._database is not None:
            self._database.scan(text, match_event_handler=_note, context=fired)
        return fired


def _note(number: int, _start: int, _end: int, _flags: int, fired: set[int]) -> None:
    fired.add(number)


def _hyperscan_flags(regex_flags: int) -> int:
    flags = (
        hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_ALLOWEMPTY
    )
    return int(flags | hyperscan.HS_FLAG_CASELESS if regex_flags & regex.IGNORECASE else flags)


def _compiled(expressions: dict[int, _Expression]) -> Any:  # noqa: ANN401  a Hyperscan database, or None
    database = hyperscan.Database()
    try:
        database.compile(
            expressions=[expression for expression, _ in expressions.values()],
            ids=list(expressions),
            elements=len(expressions),
            flags=[flags for _, flags in expressions.values()],
        )
    except hyperscan.error:
        return None
    return database


class _Re2Gate:
    """RE2's set matcher: slower than Hyperscan, linear as well, and there is a wheel for every machine."""

    def __init__(self, patterns: Sequence[tuple[str, int]]) -> None:
        import re2  # noqa: PLC0415  only where it is used: it costs 50 ms

        self._always: set[int] = set()
        self._numbers: list[int] = []
        options = re2.Options()
        options.log_errors = False
        options.max_mem = 256 << 20
        self._set = re2.Set(re2._Anchor.UNANCHORED, options)  # noqa: SLF001  the only way to name an unanchored set
        for number, (pattern, regex_flags) in enumerate(patterns):
            translated = over_approximate(pattern)
            if translated is not None and regex_flags & regex.IGNORECASE:
                translated = f"(?i){translated}"
            try:
                if translated is None:
                    raise re2.error("not translatable")
                self._set.Add(translated)
                self._numbers.append(number)
            except re2.error:
                self._always.add(number)
        self._set.Compile()

    def __call__(self, text: bytes) -> set[int]:
        return self._always.union(self._numbers[index] for index in self._set.Match(text) or ())
