"""Tables of people in plain text: cells under a header that announces a name, parted by tabs, `;`, `|` or spaces.

Beside the names, what needs a label is read under its header there: a policy or personnel number, a licence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from recognizers.bearers import header_of_numbers
from recognizers.canonical import check
from recognizers.headers import HeaderVerdict, header_entity
from recognizers.name_words import Kind, folded, is_family, is_of_organization, kind_of
from recognizers.person import is_no_person
from recognizers.spans import Span, SpanRecognizer
from recognizers.terms import TermMatcher
from recognizers.vocabulary import header_rows

SCORE = 0.85
_LINE, _ROWS = 400, 500
_SURE = 0.5
"""So large a share of a column must hold known names where its header alone does not tell."""
_SEPARATORS = ("\t", ";", "|")
_SPACES = re.compile(r"[ ]{2,}")
_NAME = re.compile(r"(?:['’]t |['’]s )?[^\W\d_](?:[^\W\d_]|[’'.\- ,]|[\u0300-\u036f]){0,59}")
_RULE = re.compile(r"[\s|+:=\-]+")

BESIDE_NAMES = (
    "POLICY_NUMBER",
    "EMPLOYEE_NUMBER",
    "FILE_NUMBER",
    "ONLINE_IDENTIFIER",
    "STUDENT_NUMBER",
    "BE_DRIVING_LICENCE_NUMBER",
    "BE_SOCIAL_SECURITY_CARD_NUMBER",
    "TRAVEL_DOCUMENT_NUMBER",
    "HEALTH_INSURANCE_NUMBER",
    "CNK_CODE",
    "NOMENCLATURE_CODE",
)
"""Entities that other recognizers find right behind a label only."""
BESIDE_SCORE = 0.7

Cell = tuple[int, int]


class _Line(NamedTuple):
    start: int
    end: int


class NameTableRecognizer(SpanRecognizer):
    """Finds names, and numbers that need a label, in the cells of tables that stand in text, by their headers."""

    ENTITIES = ("PERSON", *BESIDE_NAMES)
    label_score = 0.9

    def spans(self, text: str) -> Iterator[Span]:
        """See `SpanRecognizer.spans`."""
        for entity, start, end in _values(text):
            yield entity, start, end, SCORE if entity == "PERSON" else BESIDE_SCORE


@lru_cache(maxsize=1)
def _headers() -> TermMatcher[None]:
    terms = (term for entity, role, terms in header_rows() if entity == "PERSON" and role for term in terms)
    return TermMatcher(dict.fromkeys((*terms, "family", "given"), None))


def _values(text: str) -> Iterator[tuple[str, int, int]]:
    done = 0
    for start, _, _ in _headers().find(text):
        if start < done:
            continue
        header = _line_at(text, start)
        done = header.end
        separator = _separator(text, header)
        if not separator:
            continue
        cells = _cells(text, header, separator)
        columns = _columns(text, cells)
        if columns:
            rows = list(_rows(text, header.end, separator, len(cells)))
            done = rows[-1][-1][1] if rows else done
            yield from (("PERSON", start, end) for start, end in _in_columns(text, columns, rows))
            yield from _beside(text, cells, rows)


def _beside(text: str, headers: list[Cell], rows: list[list[Cell]]) -> Iterator[tuple[str, int, int]]:
    """Give the cells of the other columns that are what their header announces."""
    for at, header in enumerate(headers):
        verdict = _verdict(text[slice(*header)])
        if verdict is not None and verdict.entity in BESIDE_NAMES:
            for row in rows:
                if check(verdict.entity, text[slice(*row[at])]):
                    yield verdict.entity, *row[at]


def _line_at(text: str, at: int) -> _Line:
    end = text.find("\n", at)
    return _Line(text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end)


def _separator(text: str, line: _Line) -> str:
    if line.end - line.start > _LINE:
        return ""
    for separator in _SEPARATORS:
        if text.find(separator, line.start, line.end) >= 0:
            return separator
    return "  " if text.find("  ", line.start, line.end) >= 0 else ""


def _cells(text: str, line: _Line, separator: str) -> list[Cell]:
    """Give the cells of a line without the blanks around them; empty ones only where marks part them."""
    start, end = line
    parts: list[Cell] = []
    at = start
    borders = (
        _SPACES.finditer(text, start, end) if separator == "  " else re.finditer(re.escape(separator), text[start:end])
    )
    shift = 0 if separator == "  " else start
    for border in borders:
        parts.append((at, border.start() + shift))
        at = border.end() + shift
    parts.append((at, end))
    cells = [_stripped(text, part) for part in parts]
    if separator == "  ":
        return [cell for cell in cells if cell[0] < cell[1]]
    return cells[1:-1] if separator == "|" and cells[0][0] == cells[0][1] and cells[-1][0] == cells[-1][1] else cells


def _stripped(text: str, cell: Cell) -> Cell:
    start, end = cell
    while start < end and text[start] in " \t\r\"'*":
        start += 1
    while end > start and text[end - 1] in " \t\r\"'*":
        end -= 1
    return start, end


def _columns(text: str, cells: list[Cell]) -> dict[int, bool]:
    """Give the columns of names by their number, and whether the headers alone make them sure."""
    if len(cells) < 2 or any(any(char.isdigit() for char in text[a:b]) and b - a > 20 for a, b in cells):
        return {}
    verdicts = [_verdict(text[start:end]) for start, end in cells]
    names = {at: verdict.role for at, verdict in enumerate(verdicts) if verdict and verdict.entity == "PERSON"}
    if not names or not any(start < end for start, end in cells):
        return {}
    pair = {"given"} <= set(names.values()) and len(names) > 1
    beside = any(verdict and verdict.entity != "PERSON" for verdict in verdicts)
    return {at: pair or (beside and text[slice(*cells[at])].casefold() not in {"contact", "name"}) for at in names}


@lru_cache(maxsize=1024)
def _verdict(header: str) -> HeaderVerdict | None:
    plain = folded(header).strip(" .:")
    if plain in ("family", "given"):
        return HeaderVerdict("PERSON", plain)
    verdict = header_entity(header.strip(" .:"))
    numbers = None if verdict else header_of_numbers(header)
    return HeaderVerdict(numbers) if numbers else verdict


def _rows(text: str, begin: int, separator: str, count: int) -> Iterator[list[Cell]]:
    at = begin + 1
    for _ in range(_ROWS):
        if at >= len(text):
            return
        line = _line_at(text, at)
        at = line.end + 1
        if _RULE.fullmatch(text, line.start, line.end):
            if not text[line.start : line.end].strip(" \t\r"):
                return
            continue
        cells = _cells(text, line, separator) if line.end - line.start <= _LINE else []
        if len(cells) != count:
            return
        yield cells


def _in_columns(text: str, columns: dict[int, bool], rows: list[list[Cell]]) -> Iterator[Cell]:
    for at, sure in columns.items():
        cells = [row[at] for row in rows if row[at][0] < row[at][1]]
        named = [cell for cell in cells if _is_name(text[slice(*cell)])]
        if len(named) * 2 <= len(cells):
            continue
        if sure or sum(_is_known(text[slice(*cell)]) for cell in named) >= _SURE * len(cells):
            yield from named


def _is_name(value: str) -> bool:
    if not _NAME.fullmatch(value) or (value.islower() and len(value) < 3):
        return False
    words = value.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or any(kind_of(word) is Kind.STOP for word in words):
        return False
    return any(word[0].isupper() for word in words) and header_entity(value) is None and not is_no_person(value)


def _is_known(value: str) -> bool:
    words = [word for word in value.replace(",", " ").split() if not is_of_organization(word)]
    return any(kind_of(word) in (Kind.GIVEN, Kind.DOUBTFUL) or is_family(word) for word in words)
