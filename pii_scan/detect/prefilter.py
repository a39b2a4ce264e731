"""One pass over a text for the patterns of all recognizers: which of them can match, and where.

The gate stands before Presidio's own work: a pattern is run only in windows around places where its
over-approximation ends a match. It may only over-report. Hyperscan where there is a wheel, else RE2's set matcher
(which tells no places, so a window is then the whole text); a pattern that neither takes is run everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import regex

from pii_scan.detect import compiled
from pii_scan.detect.compiled import Expression
from pii_scan.detect.overapproximation import Approximation, over_approximate

try:
    import hyperscan
except ImportError:  # no wheel for this machine: RE2 does the same, more slowly
    hyperscan = None


LARGE = 5000
"""From this length on an expression is compiled by itself."""

LOOKS_AHEAD = 128
"""Code points after a match that its lookaheads may read; a pattern that reads more is run on the whole text."""


class Window(NamedTuple):
    """Where a pattern can match, in code points.

    Its matches and what their lookarounds read lie in `[first, last)`; with `is_start` they begin in `[first, last]`,
    and where they end is not said.
    """

    first: int
    last: int
    is_start: bool = False


class Gate(Protocol):
    """Tells which patterns can match, and where."""

    def __call__(self, text: str) -> dict[int, list[Window]]:
        """Give, by number of pattern, the disjoint windows of the text that hold every match, in order."""


class Gated(NamedTuple):
    """A pattern of a recognizer, the flags it is compiled with, and a simpler one that it brings, if any."""

    pattern: str
    flags: int
    gate: str | None = None


def build_gate(patterns: Sequence[Gated], *, engine: str = "auto") -> Gate:
    """Compile patterns into one gate; `engine` is `auto`, `hyperscan` or `re2`."""
    if engine == "hyperscan" or (engine == "auto" and hyperscan is not None):
        return _HyperscanGate(patterns)
    return _Re2Gate(patterns)


class _HyperscanGate:
    """Hyperscan in block mode: few scans a text; approximations that are alike are looked for once."""

    def __init__(self, patterns: Sequence[Gated]) -> None:
        reaches: dict[Expression, list[tuple[int, Approximation]]] = {}
        for number, (pattern, regex_flags, gate) in enumerate(patterns):
            approximation = over_approximate(pattern, gate)
            if approximation is not None:
                expression = approximation.pattern.encode(), _hyperscan_flags(regex_flags)
                reaches.setdefault(expression, []).append((number, approximation))
        self._reaches = list(reaches.values())
        self._databases, taken = _databases(list(reaches))
        known = {number for expression in taken for number, _ in self._reaches[expression]}
        self._always = sorted(set(range(len(patterns))).difference(known))

    def __call__(self, text: str) -> dict[int, list[Window]]:
        data = _encoded(text)
        ends: dict[int, list[int]] = {}
        for database in self._databases:
            database.scan(data, match_event_handler=_note, context=ends)
        windows = {number: [Window(0, len(text))] for number in self._always}
        if ends:
            char = None if len(data) == len(text) else _char_offsets(data, ends)
            for expression, found in ends.items():
                for number, reach in self._reaches[expression]:
                    windows[number] = _windows(found, char, reach, len(text))
        return windows


def _encoded(text: str) -> bytes:
    """Encode; a lone surrogate becomes one "?", and the two letters that fold into ASCII are folded."""
    if not text.isascii():
        for letter, plain in _FOLDS_INTO_ASCII.items():
            if letter in text:
                text = text.replace(letter, plain)
    return text.encode("utf-8", "replace")


_FOLDS_INTO_ASCII = {"\u017f": "s", "\u212a": "K", "\u0130": "I", "\u0131": "i"}
"""Letters beyond ASCII that match an ASCII letter where case is ignored: long s, kelvin, Turkish i."""


def _note(expression: int, _start: int, end: int, _flags: int, ends: dict[int, list[int]]) -> None:
    if expression in ends:
        ends[expression].append(end)
    else:
        ends[expression] = [end]


def _char_offsets(data: bytes, ends: dict[int, list[int]]) -> dict[int, int]:
    """Map byte offsets to code points."""
    chars: dict[int, int] = {}
    byte = char = 0
    for end in sorted(set().union(*ends.values())):
        border = end
        while border < len(data) and data[border] & 0xC0 == 0x80:  # an approximation may end inside a character
            border += 1
        char += len(data[byte:border].decode())
        byte = border
        chars[end] = char
    return chars


def _windows(ends: list[int], char: dict[int, int] | None, reach: Approximation, size: int) -> list[Window]:
    """Merge the reaches around the `ends` (ascending) of an approximation's matches."""
    looks_ahead = 0 if reach.is_head else LOOKS_AHEAD
    if reach.before + reach.after + looks_ahead >= size:
        return [Window(0, size, reach.is_head)]
    before, after = int(reach.before), int(reach.after) + looks_ahead
    windows: list[Window] = []
    first = last = -1
    for byte in ends:
        end = byte if char is None else char[byte]
        if end - before > last or last < 0:
            if last >= 0:
                windows.append(Window(first, last, reach.is_head))
            first = max(0, end - before)
        last = end + after
    windows.append(Window(first, min(last, size), reach.is_head))
    return windows


def _hyperscan_flags(regex_flags: int) -> int:
    flags = hyperscan.HS_FLAG_PREFILTER | hyperscan.HS_FLAG_ALLOWEMPTY
    return int(flags | hyperscan.HS_FLAG_CASELESS if regex_flags & regex.IGNORECASE else flags)


def _databases(expressions: Sequence[Expression]) -> tuple[list[Any], list[int]]:
    """Compile expressions; give the databases, and the numbers of the expressions that the engine took.

    A large expression gets a database of its own: together they compile and scan more slowly than apart. Where the
    engine refuses a group, each of the group is tried alone.
    """
    small = [number for number, (text, _) in enumerate(expressions) if len(text) < LARGE]
    groups = [small, *([number] for number, (text, _) in enumerate(expressions) if len(text) >= LARGE)]
    databases: list[Any] = []
    taken: list[int] = []
    while groups:
        group = groups.pop()
        database = compiled.database(group, expressions)
        if database is not None:
            databases.append(database)
            taken.extend(group)
        elif len(group) > 1:
            groups.extend([number] for number in group)
    return databases, taken


class _Re2Gate:
    """RE2's set matcher: slower than Hyperscan, linear as well, and there is a wheel for every machine."""

    def __init__(self, patterns: Sequence[Gated]) -> None:
        import re2  # noqa: PLC0415  only where it is used: it costs 50 ms

        self._always: set[int] = set()
        self._numbers: list[int] = []
        options = re2.Options()
        options.log_errors = False
        options.max_mem = 256 << 20
        options.encoding = re2.Options.Encoding.LATIN1
        self._set = re2.Set(re2._Anchor.UNANCHORED, options)  # noqa: SLF001  the only way to name an unanchored set
        for number, (pattern, regex_flags, gate) in enumerate(patterns):
            approximation = over_approximate(pattern, gate)
            if approximation is None:
                self._always.add(number)
                continue
            try:
                ignoring_case = "(?i)" if regex_flags & regex.IGNORECASE else ""
                self._set.Add(ignoring_case + approximation.pattern)
                self._numbers.append(number)
            except re2.error:
                self._always.add(number)
        self._set.Compile()

    def __call__(self, text: str) -> dict[int, list[Window]]:
        met = self._set.Match(_encoded(text)) or ()
        whole = [Window(0, len(text))]
        return dict.fromkeys([*self._always, *(self._numbers[index] for index in met)], whole)
