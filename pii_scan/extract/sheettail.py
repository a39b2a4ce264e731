"""What stands in an xlsx sheet behind its cells: links, lists to choose from, headers and footers; and in formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

_SHEET_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+|&)')
_MARGIN = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(Header|Footer)[^>]*>(.*?)</", re.DOTALL)
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\b([^>]*)>")
_CHOICE = re.compile(
    rb"<(?:\w+:)?dataValidation\s([^>]*)>(?:(?!</(?:\w+:)?dataValidation>).)*?<(?:\w+:)?formula1>(.*?)</(?:\w+:)?formula1>",
    re.DOTALL,
)
_HINT = re.compile(rb"<(?:\w+:)?dataValidation\s([^>]*)>")
_RULE = re.compile(
    rb'<(?:\w+:)?conditionalFormatting\b[^>]*sqref="([^"]*)"[^>]*>(.*?)</(?:\w+:)?conditionalFormatting>', re.DOTALL
)
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"[^>]*><f[^>]*>([^<]*(?:"|&quot;)[^<]*)</f>')
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LITERAL = re.compile(r'"((?:[^"]|"")+)"')
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_LEAST_CHARS = 3
_MOST_LITERALS = 100_000

Beside = tuple[str, str, str]
"""The cell where something stands (empty: none), its part, and the text."""


def beside_cells(tail: bytes, targets: Mapping[str, str]) -> Iterator[Beside]:
    """Give what stands behind the cells; `targets` are the links out of the file by their ids."""
    for kind, text in _MARGIN.findall(tail):
        yield "", kind.decode().lower(), margin_text(_plain(text))
    for found in _LINK.finditer(tail):
        said = _attributes(found[1])
        link = (targets.get(said.get("id", ""), ""), said.get("display", ""), said.get("tooltip", ""))
        yield said.get("ref", ""), "", " ".join(dict.fromkeys(filter(None, link)))
    for found in _CHOICE.finditer(tail):
        yield _attributes(found[1]).get("sqref", ""), "", "\n".join(_literals(_plain(found[2])))
    for found in _HINT.finditer(tail):
        said = _attributes(found[1])
        hints = (said.get(name, "") for name in ("promptTitle", "prompt", "errorTitle", "error"))
        yield said.get("sqref", ""), "", "\n".join(filter(None, hints))
    for found in _RULE.finditer(tail):
        yield found[1].decode("utf-8", "replace"), "", "\n".join(_literals(_plain(found[2])))


def margin_text(coded: str) -> str:
    """Give a header or footer without the codes for fonts, pages and the like."""
    return _SHEET_CODES.sub(" ", coded)


class Literals:
    """Texts that stand in formulas: each is told once a sheet, at the first cell that has it."""

    def __init__(self) -> None:
        self.found: list[Beside] = []
        self._seen: set[str] = set()

    def hear(self, data: bytes) -> None:
        """Look through a stretch of a sheet; what is in two stretches is told once."""
        for found in _FORMULA.finditer(data):
            new = [text for text in _literals(_plain(found[2])) if text not in self._seen]
            if new and len(self._seen) < _MOST_LITERALS:
                self._seen.update(new)
                self.found.append((found[1].decode(), "", "\n".join(new)))


def _literals(formula: str) -> list[str]:
    texts = (text.replace('""', '"') for text in _LITERAL.findall(formula))
    return [text for text in texts if len(text.strip()) >= _LEAST_CHARS]


def cell_of(reference: str) -> tuple[int, int] | None:
    """Give row and column, from 1, of the first cell of a reference."""
    found = _REFERENCE.match(reference)
    return (int(found[2]), column_number(found[1])) if found else None


def column_number(letters: str) -> int:
    """Give a column's number, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _attributes(raw: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(raw.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: unescape(one or two) for name, one, two in found}


def _plain(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", "replace"))
