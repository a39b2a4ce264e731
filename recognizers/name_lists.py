"""Lists of people without a header: lines with the same number of cells, told by what stands in their columns.

A column of which enough cells are known names is one of names, and so are its other cells that are written like one.
A column of codes beside it is of numbers, of the kind that the line above speaks of (`Badges - commande`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from recognizers.bearers import header_of_numbers, told_by_heading
from recognizers.headers import header_entity
from recognizers.name_words import Kind, is_family, is_of_organization, is_role, kind_of
from recognizers.person import is_no_person
from recognizers.spans import Span, SpanRecognizer

SCORE, NUMBER_SCORE = 0.7, 0.5
_MOST_CELLS, _LONGEST = 12, 300
_BORDERS = ("\t", ";", "|", " / ", " - ", " – ", ",", "  ")
"""What parts cells: of these the first that gives enough of them."""
_LEAST = 3
_WIDE = re.compile(r"[ ]{2,}")
_NUMBERS = re.compile(r"[0-9@]")
"""What most rows hold somewhere: a list of nothing but words may be one of anything."""
_NAME = re.compile(r"(?:[^\W\d_]|[’'.\- ,]|[\u0300-\u036f]){2,50}")
_TELLING = re.compile(
    r"[^\s@]{1,64}@[^\s@]+\.[a-z]{2,}|(?:\+[0-9]|0[0-9])(?:[ ./()-]?[0-9]){7,12}|[0-9]{2,4}[./-][0-9]{2}[./-][0-9]{2,4}"
)
"""A mail address, a telephone number, a date: a row that has one may well be about somebody."""
_CODE = re.compile(r"(?=[^\s]*[0-9]{2})[A-Z0-9]{1,4}(?:[./-]?[A-Z0-9]{1,10}){1,4}")

Cell = tuple[int, int]


class NameListRecognizer(SpanRecognizer):
    """Finds names, and the numbers beside them, in rows of cells under no header."""

    NUMBERS = ("POLICY_NUMBER", "EMPLOYEE_NUMBER", "STUDENT_NUMBER", "FILE_NUMBER")
    ENTITIES = ("PERSON", *NUMBERS)
    label_score = 0.85

    def spans(self, text: str) -> Iterator[Span]:
        """See `SpanRecognizer.spans`."""
        for above, rows in _blocks(text):
            for entity, start, end in _values(text, above, rows):
                yield entity, start, end, SCORE if entity == "PERSON" else NUMBER_SCORE


def _blocks(text: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    """Give runs of two and more lines with the same number of cells, each with the line above it."""
    borders = [border for border in _BORDERS if border in text]
    above, run, shape = "", [], ("", 0)
    for start, end in _lines(text):
        own = _shape(text, start, end, borders)
        if own == shape and own[1]:
            run.append((start, end))
            continue
        yield from _rows(text, above, run, shape[0])
        above = text[slice(*run[-1])] if len(run) == 1 else above
        run, shape = ([(start, end)] if own[1] else []), own
        if not own[1] and start < end:
            above = text[start:end]
    yield from _rows(text, above, run, shape[0])


def _rows(text: str, above: str, run: list[Cell], border: str) -> Iterator[tuple[str, list[list[Cell]]]]:
    if len(run) > 1:
        rows = [_cells(text, start, end, border) for start, end in run]
        if len(rows[0]) <= _MOST_CELLS and all(len(row) == len(rows[0]) for row in rows):
            yield above, rows


def _lines(text: str) -> Iterator[Cell]:
    """Give the lines, one that breaks inside a number joined with the next."""
    begin = 0
    joined = 0
    for line in text.split("\n"):
        end = begin + joined + len(line)
        if line.endswith(("-", "- ")) and line.rstrip("- ")[-1:].isdigit() and text[end + 1 : end + 2].isdigit():
            joined = end + 1 - begin
            continue
        yield begin, end
        begin, joined = end + 1, 0
    if joined:
        yield begin, len(text)


def _shape(text: str, start: int, end: int, borders: list[str]) -> tuple[str, int]:
    """Give the mark that parts a line into some cells, and how many there are."""
    if 5 < end - start <= _LONGEST:
        for border in borders:
            count = text.count(border, start, end)
            if count >= _LEAST - 1:
                if border == "  ":
                    count = len(_WIDE.split(text[start:end].strip())) - 1
                if count >= _LEAST - 1:
                    return border, count
    return "", 0


def _cells(text: str, start: int, end: int, border: str) -> list[Cell]:
    cells = []
    while (at := text.find(border, start, end)) >= 0:
        cells.append(_stripped(text, (start, at)))
        start = at + len(border)
        while border == "  " and text[start : start + 1] == " ":
            start += 1
    return [*cells, _stripped(text, (start, end))]


def _stripped(text: str, cell: Cell) -> Cell:
    start, end = cell
    while start < end and text[start] in " \t\r\"'*":
        start += 1
    while end > start and text[end - 1] in " \t\r\"'*":
        end -= 1
    return start, end


def _values(text: str, above: str, rows: list[list[Cell]]) -> Iterator[tuple[str, int, int]]:
    """Give what the columns of a run of rows hold."""
    head = (
        rows[0] if _is_header([text[slice(*cell)] for cell in rows[0]], text[rows[1][0][0] : rows[1][-1][1]]) else None
    )
    rows = rows[1:] if head else rows
    if sum(_NUMBERS.search(text, row[0][0], row[-1][1]) is not None for row in rows) * 2 < len(rows):
        return
    columns = [[text[slice(*row[at])] for row in rows] for at in range(len(rows[0]))]
    telling = any(sum(map(bool, map(_TELLING.search, cells))) * 2 > len(rows) for cells in columns)
    codes = [
        at for at, cells in enumerate(columns) if all(map(_CODE.fullmatch, cells)) and len(set(cells)) == len(cells)
    ]
    names = list(_names(columns, sure=telling or bool(codes)))
    for at in names:
        yield from (("PERSON", *row[at]) for row in rows if _is_name(text[slice(*row[at])]))
    if names and codes:
        entity = _of_header(text[slice(*head[codes[0]])]) if head else told_by_heading(above)
        yield from ((entity, *row[codes[0]]) for row in rows if entity in NameListRecognizer.NUMBERS)


def _of_header(header: str) -> str | None:
    verdict = header_entity(header)
    if verdict and verdict.entity != "PERSON":
        return verdict.entity
    return header_of_numbers(header) or told_by_heading(header)


def _is_header(cells: list[str], below: str) -> bool:
    """Tell whether cells are headers: none has a digit, some announce something, and digits stand below."""
    if any(char.isdigit() for cell in cells for char in cell) or not any(map(str.isdigit, below)):
        return False
    return any(header_entity(cell) is not None or is_role(cell) for cell in cells)


def _names(columns: list[list[str]], *, sure: bool) -> Iterator[int]:
    """Give the columns of names: whole ones, or given names and, beside them, family names."""
    for at, cells in enumerate(columns):
        written = [cell for cell in cells if _is_name(cell)]
        if len(written) * 3 < len(cells) * 2:
            continue
        whole = sum(" " in cell for cell in written) * 2 > len(written)
        known = sum(_is_known(cell) for cell in written)
        if known * (3 if sure else 2) < len(cells) or known < (1 if sure else 2):
            continue
        if whole:
            yield at
            continue
        beside = next((n for n in (at + 1, at - 1) if 0 <= n < len(columns) and _are_families(columns[n])), None)
        if beside is not None and all(kind_of(cell) is not Kind.OTHER for cell in written[:1]):
            yield at
            yield beside


def _are_families(cells: list[str]) -> bool:
    """Tell whether a column may be of family names: names each, different ones, and some known or none a word."""
    return all(map(_is_name, cells)) and len(set(cells)) * 2 > len(cells) and not any(map(is_role, cells))


def _is_name(value: str) -> bool:
    if not _NAME.fullmatch(value) or not value[:1].isalpha():
        return False
    words = value.replace(",", " ").split()
    if not 1 <= len(words) <= 6 or any(kind_of(word) is Kind.STOP for word in words):
        return False
    if any(is_of_organization(word) and kind_of(word) is Kind.OTHER and not is_family(word) for word in words):
        return False
    cores = [word for word in words if kind_of(word) is not Kind.PARTICLE]
    if not cores or not all(word[0].isupper() for word in cores):
        return False
    return header_entity(value) is None and not is_no_person(value)


def _is_known(value: str) -> bool:
    words = value.replace(",", " ").split()
    return any(kind_of(word) is Kind.GIVEN for word in words) or (
        len(words) > 1 and any(map(is_family, words)) and any(kind_of(word) is Kind.DOUBTFUL for word in words)
    )
