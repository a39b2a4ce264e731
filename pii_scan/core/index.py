"""The terms under which a block can be found again; inventory keys them, nothing else sees them.

A term is a string over entity and normal form. Names also stand under the joined name of their row, so that a
family-name cell and a given-name cell are found by the full name.
"""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.core.names import name_key
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ColumnFindings

PERSON = "PERSON"
_SAME = {"BE_BIS_NUMBER": "BE_NATIONAL_REGISTER_NUMBER"}


def term(entity: str, value: str) -> str:
    """Give the one term of a value. A BIS number and a national register number share theirs."""
    if entity == PERSON:
        return f"{PERSON}\x1f{name_key(value)}"
    return f"{_SAME.get(entity, entity)}\x1f{value.casefold()}"


def block_terms(block: Block) -> set[str]:
    """Give every term of a block, once each."""
    terms = {term(f.entity, f.value) for f in block.findings if f.value is not None}
    for column in block.columns:
        if column.entity == CATEGORY_EVIDENCE:
            continue
        if column.entity == PERSON:
            terms.update(term(PERSON, value) for value in set(column.values))
        else:
            prefix = f"{_SAME.get(column.entity, column.entity)}\x1f"
            terms.update([prefix + value.casefold() for value in column.values])
    terms.update(term(PERSON, name) for _, name in joined_names(block))
    return terms


def joined_names(block: Block) -> Iterator[tuple[int, str]]:
    """Give (row offset, full name) for the rows whose name stands in several cells, columns in table order."""
    columns = [c for c in block.columns if c.entity == PERSON]
    if len(columns) < 2:
        return
    parts: dict[int, list[str]] = {}
    for column in columns:
        _collect(column, parts)
    for offset, words in parts.items():
        if len(words) > 1:
            yield offset, " ".join(words)


def _collect(column: ColumnFindings, parts: dict[int, list[str]]) -> None:
    for offset, value in zip(column.rows, column.values, strict=True):
        parts.setdefault(offset, []).append(value)
