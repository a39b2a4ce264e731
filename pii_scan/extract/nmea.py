"""NMEA 0183, the log of a satellite receiver: each position in degrees, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pii_scan.core.types import Content, Segment
from pii_scan.extract.encoding import detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_POSITION = re.compile(r",(\d{2})(\d{2}\.\d+),([NS]),(\d{3})(\d{2}\.\d+),([EW])(?=,|\*|\s|$)")
_SENTENCE = re.compile(r"[$!][A-Z]{2}[A-Z0-9]{3},")


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the positions, and lines that are no sentences of the standard; places are lines."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    leaves = Leaves()
    for number, line in enumerate(text_lines(content.stream, encoding), 1):
        found = _POSITION.search(line)
        if found is not None:
            leaves.add(
                f"GPS: {_degrees(found[1], found[2], found[3])}, {_degrees(*found.group(4, 5, 6))}\n", number, ""
            )
        elif not _SENTENCE.match(line):
            leaves.add(line, number, "")
        if leaves.is_full:
            yield from leaves.rest()
    yield from leaves.rest()


def _degrees(whole: str, minutes: str, side: str) -> str:
    """Give `5050.802 N` as `50.846700`."""
    degrees = int(whole) + float(minutes) / 60
    return f"{-degrees if side in 'SW' else degrees:.6f}"
