"""Findings in rows, column by column: the header says what to expect, the values decide.

A column whose header announces an entity has its cells checked whole, at a microsecond each. What the check does not
take, and every other column, is read as text: the cells are joined and scanned as one, offsets mapped back to rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

from pii_scan.core.names import fold
from pii_scan.core.types import ColumnFindings, Rows
from pii_scan.detect.passes import TextPass
from pii_scan.detect.plugins import HeaderVerdict, Toolkit

HEADER_SCORE = 0.95
SHARE_SCORE = 0.9
TYPING_ERROR_SCORE = 0.4
_SHARE = 0.8
_SHARE_CELLS = 5
_SEPARATOR = "\n\x1e\n"
"""Between two cells: no label, number or address may reach over it."""
_KIN = {
    "BE_NATIONAL_REGISTER_NUMBER": ("BE_BIS_NUMBER",),
    "BE_BIS_NUMBER": ("BE_NATIONAL_REGISTER_NUMBER",),
    "IBAN_CODE": ("BE_LEGACY_ACCOUNT_NUMBER",),
    "BE_LEGACY_ACCOUNT_NUMBER": ("IBAN_CODE",),
    "CREDIT_CARD": ("BE_EID_CARD_NUMBER",),
    "BE_EID_CARD_NUMBER": ("BE_RESIDENCE_CARD_NUMBER",),
    "BE_RESIDENCE_CARD_NUMBER": ("BE_EID_CARD_NUMBER",),
    "BE_PASSPORT_NUMBER": ("TRAVEL_DOCUMENT_NUMBER",),
    "BE_ENTERPRISE_NUMBER": ("VAT_NUMBER",),
    "VAT_NUMBER": ("BE_ENTERPRISE_NUMBER",),
    "ICD_CODE": ("MENTAL_ICD_CODE",),
    "ATC_CODE": ("MENTAL_ATC_CODE",),
}
"""What else may stand in a column whose header announces an entity."""
_CHECKED = frozenset(
    {"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "IBAN_CODE", "BE_STRUCTURED_COMMUNICATION", "CREDIT_CARD",
     "BE_ENTERPRISE_NUMBER", "BE_EID_CARD_NUMBER", "BE_LEGACY_ACCOUNT_NUMBER", "BE_HEALTH_PROVIDER_NUMBER", "IMEI"}
)  # fmt: skip
"""Entities with a check digit: an invalid cell among valid ones is probably a typing error."""


Cells = list[tuple[int, str]]
"""(row, text) of each cell of a column that is not empty."""

_NUMBERS = ("BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER")
_OF_PEOPLE = frozenset({"PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE"})
_GENERATION = 25
_LONG_AGO = 1985
_AGREEING = 0.6
_AGREEING_CELLS = 3


class Hit(NamedTuple):
    """A value in a cell."""

    row: int
    text: str
    value: str


class Kind(NamedTuple):
    """What hits share that go into one `ColumnFindings`."""

    entity: str
    recognizer: str
    score: float
    evidence: tuple[str, ...]
    functional: bool


class ColumnsPass:
    """Finds values in a block of rows."""

    def __init__(self, toolkit: Toolkit, text_pass: TextPass) -> None:
        self._toolkit = toolkit
        self._text_pass = text_pass
        self._verdict = lru_cache(maxsize=10_000)(toolkit.header_entity)

    def in_rows(self, rows: Rows) -> list[ColumnFindings]:
        """Find values in a block, column by column in table order."""
        batch: Any = rows.batch
        found: list[ColumnFindings] = []
        unknown: list[tuple[str, Cells]] = []
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            cells = [(row, cell) for row, cell in enumerate(array.to_pylist()) if cell]
            if cells:
                columns = self._in_column(name, cells)
                found.extend(columns)
                if self._verdict(name) is None:
                    unknown.append((name, cells))
        told = self._told_by_row(unknown, found) + self._in_two_columns(batch)
        known = {(column.column, column.entity) for column in told}
        return [column for column in found if (column.column, column.entity) not in known] + told

    def _told_by_row(self, unknown: list[tuple[str, Cells]], found: list[ColumnFindings]) -> list[ColumnFindings]:
        """Take columns without a telling header whose cells agree with the numbers or addresses beside them.

        A date that is the one in the row's national number is a birth date, and so are dates without any header that
        lie as far apart as people's births; a word that the row's e-mail address bears is a name.
        """
        births = _by_row(found, _NUMBERS, _birth_in_number)
        people = {row for column in found if column.entity in _OF_PEOPLE for row in column.rows}
        words = _by_row(found, ("EMAIL_ADDRESS",), _letters_of_mailbox)
        told = []
        for name, cells in unknown:
            if _agree(cells, births, self._is_birth):
                told.append(self._all_cells("DATE_OF_BIRTH", name, cells))
            elif _agree(cells, words, _is_borne):
                told.append(self._all_cells("PERSON", name, cells))
            elif name.isdigit() and self._are_lifetimes([cell for row, cell in cells if row in people]):
                told.append(self._all_cells("DATE_OF_BIRTH", name, cells))
        return told

    def _in_two_columns(self, batch: Any) -> list[ColumnFindings]:  # noqa: ANN401  an Arrow batch
        """Join latitude and longitude that stand in two columns; the place is that of the latitude."""
        verdicts = [(name, self._verdict(name)) for name in batch.schema.names]
        at = {verdict.role: index for index, (_, verdict) in reversed(list(enumerate(verdicts))) if verdict}
        if "latitude" not in at or "longitude" not in at:
            return []
        pairs = zip(*(batch.column(at[role]).to_pylist() for role in ("latitude", "longitude")), strict=True)
        texts = [(row, f"{one.strip()}, {two.strip()}") for row, (one, two) in enumerate(pairs) if one and two]
        hits = [
            Hit(row, text, self._toolkit.canonical("GPS_COORDINATES", text))
            for row, text in texts
            if self._toolkit.check("GPS_COORDINATES", text)
        ]
        kind = Kind("GPS_COORDINATES", "ColumnHeader", HEADER_SCORE, ("header",), functional=False)
        return [_column(batch.schema.names[at["latitude"]], kind, hits)] if hits else []

    def _is_birth(self, cell: str, birth: str) -> bool:
        return self._toolkit.canonical("DATE_OF_BIRTH", cell)[2:] == birth

    def _are_lifetimes(self, cells: list[str]) -> bool:
        """Tell whether dates without any header, beside people, are spread as their births are."""
        if len(cells) < _SHARE_CELLS or not self._toolkit.check("DATE_OF_BIRTH", cells[0].strip()):
            return False
        dates = [cell.strip() for cell in cells if self._toolkit.check("DATE_OF_BIRTH", cell.strip())]
        years = sorted(int(self._toolkit.canonical("DATE_OF_BIRTH", cell)[:4]) for cell in dates)
        return len(dates) >= _AGREEING * len(cells) and years[-1] - years[0] > _GENERATION and years[0] < _LONG_AGO

    def _all_cells(self, entity: str, name: str, cells: Cells) -> ColumnFindings:
        kind = Kind(entity, "ColumnHeader", SHARE_SCORE, ("column",), functional=False)
        texts = [(row, cell.strip()) for row, cell in cells if self._toolkit.check(entity, cell.strip())]
        return _column(name, kind, [Hit(row, text, self._toolkit.canonical(entity, text)) for row, text in texts])

    def header(self, name: str) -> HeaderVerdict | None:
        """Give the verdict on a column's header."""
        return self._verdict(name)

    def _in_column(self, name: str, cells: list[tuple[int, str]]) -> list[ColumnFindings]:
        hits: dict[Kind, list[Hit]] = defaultdict(list)
        verdict = self._verdict(name)
        rest = cells
        if verdict is not None:
            rest = self._checked(verdict, cells, hits)
        typed = len(cells) - len(rest)
        if rest:
            met = self._read(name, rest, hits)
            if verdict is not None and verdict.entity in _CHECKED and typed > 9 * len(rest):
                _add_typing_errors(verdict.entity, [cell for cell in rest if cell[0] not in met], hits)
        if verdict is None:
            hits = _raised_by_share(hits, cells)
        return [_column(name, kind, same) for kind, same in hits.items()]

    def _checked(
        self, verdict: HeaderVerdict, cells: list[tuple[int, str]], hits: dict[Kind, list[Hit]]
    ) -> list[tuple[int, str]]:
        """Take the cells that are whole values of what the header announces; give back the others."""
        rest = cells
        check, canonical, normalize = self._toolkit.check, self._toolkit.canonical, self._toolkit.normalize
        is_functional = self._toolkit.is_functional
        for entity in (verdict.entity, *_KIN.get(verdict.entity, ())):
            left = []
            evidence = ("header", *((verdict.role,) if verdict.role else ()))
            plain = Kind(entity, "ColumnHeader", HEADER_SCORE, evidence, functional=False)
            role = plain._replace(functional=True)
            for row, cell in rest:
                text = normalize(cell).strip()
                if check(entity, text):
                    value = canonical(entity, text)
                    written = self._text_pass.written(entity, cell.strip())
                    hits[role if is_functional(entity, value) else plain].append(Hit(row, written, value))
                else:
                    left.append((row, cell))
            rest = left
        return rest

    def _read(self, name: str, cells: list[tuple[int, str]], hits: dict[Kind, list[Hit]]) -> set[int]:
        """Read cells as text; give the rows in which something was found."""
        starts = list(accumulate((len(cell) + len(_SEPARATOR) for _, cell in cells), initial=0))
        text = _SEPARATOR.join(cell for _, cell in cells)
        normal = self._toolkit.normalize(text)
        met: set[int] = set()
        for (entity, start, end, score, recognizer), why in self._text_pass.spans(normal, name):
            index = bisect_right(starts, start) - 1
            row, cell = cells[index]
            if end > starts[index] + len(cell):
                continue
            value = self._toolkit.canonical(entity, normal[start:end])
            kind = Kind(entity, recognizer, score, why, self._toolkit.is_functional(entity, value))
            hits[kind].append(Hit(row, self._text_pass.written(entity, text[start:end]), value))
            met.add(row)
        return met


def _by_row(found: list[ColumnFindings], entities: tuple[str, ...], told: Callable[[str], str]) -> dict[int, str]:
    """Give what the values of these entities tell, by row."""
    columns = [column for column in found if column.entity in entities and not column.functional]
    return {row: told(value) for column in columns for row, value in zip(column.rows, column.values, strict=True)}


def _birth_in_number(number: str) -> str:
    """Give the `YY-MM-DD` of a national register or bis number."""
    return f"{number[:2]}-{int(number[2:4]) % 20:02}-{number[4:6]}"


def _letters_of_mailbox(address: str) -> str:
    return fold(address.partition("@")[0]).replace(" ", "")


def _is_borne(cell: str, mailbox: str) -> bool:
    """Tell whether a word of a cell, written as a name is, stands in a mailbox."""
    if not cell[:1].isalpha() or not any(c.isupper() for c in cell) or any(c in "@_0123456789" for c in cell):
        return False
    words = fold(cell.replace("'", "").replace("-", "")).split()
    return len(words) < 7 and any(len(word) > 2 and word in mailbox for word in words)


def _agree(cells: Cells, told: dict[int, str], agrees: Callable[[str, str], bool]) -> bool:
    """Tell whether most of the cells that can agree with what is told of their row do."""
    both = [(cell, told[row]) for row, cell in cells if row in told]
    if len(both) < _AGREEING_CELLS or not any(agrees(*pair) for pair in both[:10]):
        return False
    return sum(agrees(*pair) for pair in both) >= _AGREEING * len(both)


def _add_typing_errors(entity: str, cells: Sequence[tuple[int, str]], hits: dict[Kind, list[Hit]]) -> None:
    """A cell with digits among valid numbers, itself invalid: kept below the cut-off, never silent."""
    kind = Kind(entity, "ColumnHeader", TYPING_ERROR_SCORE, ("header", "invalid"), functional=False)
    for row, cell in cells:
        if sum(c.isdigit() for c in cell) >= 6:
            hits[kind].append(Hit(row, cell, cell))


def _raised_by_share(hits: dict[Kind, list[Hit]], cells: list[tuple[int, str]]) -> dict[Kind, list[Hit]]:
    """Raise an entity that fills most cells of a column whole: the column is of that kind, whatever its name."""
    if len(cells) < _SHARE_CELLS or not hits:
        return hits
    cell_of = dict(cells)
    whole: dict[str, int] = defaultdict(int)
    for kind, same in hits.items():
        whole[kind.entity] += sum(hit.text == cell_of[hit.row].strip() for hit in same)
    out: dict[Kind, list[Hit]] = defaultdict(list)
    for kind, same in hits.items():
        if whole[kind.entity] >= _SHARE * len(cells) and kind.score < SHARE_SCORE:
            out[kind._replace(score=SHARE_SCORE, evidence=(*kind.evidence, "column"))].extend(same)
        else:
            out[kind].extend(same)
    return out


def _column(name: str, kind: Kind, hits: list[Hit]) -> ColumnFindings:
    hits.sort(key=lambda hit: hit.row)
    values = [hit.value for hit in hits]
    texts = [hit.text for hit in hits]
    return ColumnFindings(
        name,
        kind.entity,
        kind.recognizer,
        kind.score,
        kind.evidence,
        [hit.row for hit in hits],
        values,
        None if texts == values else texts,
        functional=kind.functional,
    )
