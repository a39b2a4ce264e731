"""The terms under which a block can be found again; inventory keys them, nothing else sees them.

A term is a string over entity and normal form. Names also stand under the joined name of their row, so that a
family-name cell and a given-name cell are found by the full name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pii_scan.core.names import fold, initial_keys, key_words, name_key
from pii_scan.core.types import CATEGORY_EVIDENCE, Block

Cells = Mapping[int, str]
"""The names in a column by row offset."""

PERSON = "PERSON"
_SAME = {"BE_BIS_NUMBER": "BE_NATIONAL_REGISTER_NUMBER"}
GIVEN_NAME_HEADERS = "prenom prenoms voornaam voornamen vorname vornamen given first firstname givenname fname"
_GIVEN = frozenset(GIVEN_NAME_HEADERS.split())


def kind_of(entity: str) -> str:
    """Give the entity under which a value is compared: a BIS number and a national register number share theirs."""
    return _SAME.get(entity, entity)


def term(entity: str, value: str) -> str:
    """Give the one term of a value."""
    if entity == PERSON:
        return f"{PERSON}\x1f{name_key(value)}"
    return f"{_SAME.get(entity, entity)}\x1f{value.casefold()}"


def name_terms(name: str) -> set[str]:
    """Give the terms under which a full name may stand, the one with an initial among them."""
    return {f"{PERSON}\x1f{key}" for key in (name_key(name), *initial_keys(name))}


def block_terms(block: Block) -> set[str]:
    """Give every term of a block, once each."""
    terms = {term(f.entity, f.value) for f in block.findings if f.value is not None}
    for column in block.columns:
        if column.entity == CATEGORY_EVIDENCE:
            continue
        if column.entity == PERSON:
            terms.update([term(PERSON, value) for value in set(column.values)])
        else:
            prefix = f"{_SAME.get(column.entity, column.entity)}\x1f"
            terms.update([prefix + value.casefold() for value in column.values])
    joined = {(first[row], second[row]) for first, second in name_pairs(block) for row in first.keys() & second.keys()}
    terms.update([f"{PERSON}\x1f{' '.join(sorted(key_words(a) + key_words(b)))}" for a, b in joined])
    return terms


def joined_names(block: Block) -> Iterator[tuple[int, str]]:
    """Give (row offset, full name) for the rows whose name stands in two cells, columns in table order."""
    for first, second in name_pairs(block):
        for row in first.keys() & second.keys():
            yield row, f"{first[row]} {second[row]}"


def name_pairs(block: Block) -> list[tuple[Cells, Cells]]:
    """Give the cells, by row offset, of each two columns that hold the two parts of one person's name.

    A given-name column goes with the column before it, or after it where that one is taken; where no header says
    so, neighbors pair when their cells mostly hold single words.
    """
    columns: dict[str, dict[int, str]] = {}
    for found in block.columns:
        if found.entity == PERSON:
            columns.setdefault(found.column, {}).update(zip(found.rows, found.values, strict=True))
    names, cells = list(columns), list(columns.values())
    given = [_is_given(name) for name in names]
    pairs: list[tuple[Cells, Cells]] = []
    free = set(range(len(names)))
    for at in range(len(names)):
        if at not in free or not (
            given[at] or (not any(given) and at % 2 and _single(cells[at - 1]) + _single(cells[at]) > 0.5)
        ):
            continue
        partner = next((near for near in (at - 1, at + 1) if near in free and not given[near]), None)
        if partner is not None:
            free -= {at, partner}
            pairs.append((cells[min(at, partner)], cells[max(at, partner)]))
    return pairs


def _is_given(header: str) -> bool:
    words = fold(header).split()
    return not _GIVEN.isdisjoint(words) or "".join(words) in _GIVEN


def _single(cells: Cells) -> float:
    """Give the share of cells that hold one word."""
    return sum(" " not in value for value in cells.values()) / max(1, len(cells))
