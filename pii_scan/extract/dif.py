"""Data interchange files, an old text form of sheets (`.dif`): cells as rows."""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.core.types import Content, Segment
from pii_scan.extract.encoding import detect
from pii_scan.extract.lines import text_lines
from pii_scan.extract.sheets import tables_of
from pii_scan.extract.sheetxml import NumberedRow
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_SPECIAL, _NUMBER, _TEXT = "-1", "0", "1"
_SHOWN = {"V": None, "TRUE": "TRUE", "FALSE": "FALSE"}


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the cells as rows."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    lines = (line.rstrip("\r\n") for line in text_lines(content.stream, encoding))
    yield from tables_of(_rows(lines), {}, {})


def _rows(lines: Iterator[str]) -> Iterator[NumberedRow]:
    """Give the tuples that have cells."""
    number, row = 0, list[str | None]()
    for kind, figure, text in _values(lines):
        if kind == _SPECIAL:
            if any(row):
                yield max(1, number), row
            number, row = number + 1, []
        elif kind == _NUMBER:
            row.append(_SHOWN.get(text.strip(), text.strip()) or figure or None)
        elif kind == _TEXT:
            row.append(text.removeprefix('"').removesuffix('"').replace('""', '"') or None)
    if any(row):
        yield max(1, number), row


def _values(lines: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """Give the values behind the header: of each kind and figure, which are on one line, and text."""
    for line in lines:
        if line.strip() == "DATA":
            break
    next(lines, None)
    next(lines, None)
    for head in lines:
        kind, _, figure = head.strip().partition(",")
        text = next(lines, "")
        while kind == _TEXT and text.startswith('"') and (len(text) == 1 or not text.endswith('"')):
            more = next(lines, None)
            if more is None:
                break
            text += f"\n{more}"
        yield kind, figure.strip(), text
