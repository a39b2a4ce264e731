"""Rows of one content: findings by column get categories, headers and memo cells give evidence, a block leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pii_scan.classify.forms import answers
from pii_scan.classify.rules import Classifier
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ColumnFindings, Rows
from pii_scan.detect.detector import RecognizerDetector

HEADER_SCORE = 0.9
TERM_SCORE = 0.8
_MEMO_CHARS = 16
"""From this mean length on, cells are read as prose, too."""


def table_block(detector: RecognizerDetector, classifier: Classifier, rows: Rows) -> Block:
    """Find all there is in a block of rows."""
    columns = [replace(c, categories=classifier.categories_of(c.entity)) for c in detector.in_rows(rows)]
    people = {row for column in columns if _names_people(classifier, column) for row in column.rows}
    columns = [part for column in columns for part in _weighed(classifier, column, people)]
    if people:
        columns.extend(_evidence(detector, classifier, rows, people))
    batch: Any = rows.batch
    keys = {name: batch.column(name).to_pylist() for name in rows.keys if columns and name in batch.schema.names}
    return Block(where=dict(rows.where), first_row=rows.first_row, columns=columns, keys=keys)


def _weighed(classifier: Classifier, column: ColumnFindings, people: set[int]) -> list[ColumnFindings]:
    """Give a column of what proves its categories only beside a person in two: rows with one, and rows without."""
    if not classifier.is_supporting(column.entity):
        return [column]
    beside = [at for at, row in enumerate(column.rows) if row in people]
    alone = [at for at, row in enumerate(column.rows) if row not in people]
    return [_rows_of(column, at, told) for at, told in ((beside, column.categories), (alone, ())) if at]


def _rows_of(column: ColumnFindings, places: Sequence[int], categories: tuple[str, ...]) -> ColumnFindings:
    texts = None if column.texts is None else [column.texts[at] for at in places]
    rows, values = [column.rows[at] for at in places], [column.values[at] for at in places]
    return replace(column, rows=rows, values=values, texts=texts, categories=categories)


def _names_people(classifier: Classifier, column: ColumnFindings) -> bool:
    return classifier.identifies_in_table(column.entity) and not column.functional


def _evidence(
    detector: RecognizerDetector, classifier: Classifier, rows: Rows, people: set[int]
) -> list[ColumnFindings]:
    found: list[ColumnFindings] = []
    batch: Any = rows.batch
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        if detector.announced(name):
            continue
        told = tuple(dict.fromkeys(evidence.category for evidence in classifier.evidence_in_header(name)))
        cells = [(row, cell) for row, cell in enumerate(array.to_pylist()) if cell and row in people]
        if told and (valued := [row for row, cell in cells if answers(cell)]):
            found.append(_told_by_header(name, told, valued))
        if cells and sum(len(cell) for _, cell in cells) >= _MEMO_CHARS * len(cells):
            found.extend(_told_in_cells(classifier, name, cells))
    return found


def _told_by_header(name: str, categories: tuple[str, ...], rows: list[int]) -> ColumnFindings:
    texts = [name] * len(rows)
    return ColumnFindings(
        name, CATEGORY_EVIDENCE, "Lexicon", HEADER_SCORE, ("header",), rows, texts, categories=categories
    )


def _told_in_cells(classifier: Classifier, name: str, cells: Sequence[tuple[int, str]]) -> list[ColumnFindings]:
    by_category: dict[str, list[tuple[int, str]]] = {}
    for row, cell in cells:
        for evidence in classifier.evidence_in_text(cell, [], person_beside=True):
            by_category.setdefault(evidence.category, []).append((row, cell[evidence.start : evidence.end]))
    return [
        ColumnFindings(
            name,
            CATEGORY_EVIDENCE,
            "Lexicon",
            TERM_SCORE,
            ("term",),
            [row for row, _ in met],
            [text for _, text in met],
            categories=(category,),
        )
        for category, met in by_category.items()
    ]
