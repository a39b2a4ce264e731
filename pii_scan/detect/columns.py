"""Findings in rows, column by column: the header says what to expect, the values decide.

A column whose header announces an entity has its cells checked whole, at a microsecond each. What the check does not
take, and every other column, is read as text: the cells are joined and scanned as one, offsets mapped back to rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple

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
_KIN = {"BE_NATIONAL_REGISTER_NUMBER": ("BE_BIS_NUMBER",), "BE_BIS_NUMBER": ("BE_NATIONAL_REGISTER_NUMBER",)}
_CHECKED = frozenset(
    {"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "IBAN_CODE", "BE_STRUCTURED_COMMUNICATION", "CREDIT_CARD",
     "BE_ENTERPRISE_NUMBER"}
)  # fmt: skip
"""Entities with a check digit: an invalid cell among valid ones is probably a typing error."""


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
        """Find values in a block, column by column in table order.

        Raises:
            DetectError: a recognizer did not finish.
        """
        batch: Any = rows.batch
        found: list[ColumnFindings] = []
        for name, array in zip(batch.schema.names, batch.columns, strict=True):
            cells = [(row, cell) for row, cell in enumerate(array.to_pylist()) if cell]
            if cells:
                found.extend(self._in_column(name, cells))
        return found

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
                    hits[role if is_functional(entity, value) else plain].append(Hit(row, cell.strip(), value))
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
            hits[kind].append(Hit(row, text[start:end], value))
            met.add(row)
        return met


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
