"""Texts that drawn shapes carry besides their text boxes: names, descriptions, WordArt, links.

Source: MS-ODRAW 2.3 (properties of shapes).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from urllib.parse import unquote

_TABLES = (b"\x0b\xf0", b"\x21\xf1", b"\x22\xf1")
_COMPLEX = 0x8000
_WORD_ART, _DESCRIPTION, _LINK = 0x00C0, 0x0381, 0x0382
_MOST_BYTES = 1 << 16


def texts_of(data: bytes) -> Iterator[str]:
    """Yield each text once, wherever in the data a table of properties stands."""
    told = set[str]()
    for mark in _TABLES:
        at = data.find(mark)
        while at >= 0:
            for text in _properties(data, at - 2):
                if text not in told:
                    told.add(text)
                    yield text
            at = data.find(mark, at + 1)


def _properties(data: bytes, at: int) -> Iterator[str]:
    if at < 0 or at + 8 > len(data):
        return
    head, _, size = struct.unpack_from("<HHI", data, at)
    count = head >> 4
    if head & 0xF != 3 or not count or count * 6 > size or size > _MOST_BYTES:
        return
    end = min(at + 8 + size, len(data))
    value_at = at + 8 + count * 6
    for number in range(count):
        if at + 14 + number * 6 > end:
            return
        kind, length = struct.unpack_from("<HI", data, at + 8 + number * 6)
        if kind & _COMPLEX:
            text = _text(kind & 0x3FFF, data[value_at : min(value_at + length, end)])
            if text:
                yield text
            value_at += length


def _text(kind: int, value: bytes) -> str:
    if kind in (_WORD_ART, _DESCRIPTION):
        return " ".join(value.decode("utf-16-le", "replace").split("\0")[0].split())
    if kind == _LINK:
        link = value.decode("utf-16-le", "ignore")
        at = link.find("mailto:")
        return unquote(link[at + 7 :].split("\0")[0].partition("?")[0]) if at >= 0 else ""
    return ""
