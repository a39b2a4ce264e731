"""Values that the operator says are no personal data here: their own accounts, their switchboard, test data.

A finding that an allow list names becomes an `ALLOWED` one: with its place and the reason, but of no category, no
person's, and with a score of 0. So it is never silently lost, and never taken for somebody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import regex

from pii_scan.core.names import fold
from pii_scan.core.types import ALLOWED, ColumnFindings, Finding
from pii_scan.settings.settings import Allowed

PATTERN_SECONDS = 1.0
_LOOSE = frozenset({"ADDRESS", "PERSON"})
"""Entities whose spelling varies: compared without case, accents, spaces and punctuation."""

Canonical = Callable[[str, str], str]


class AllowLists:
    """All `[[allow]]` tables, in their order: the first that names a value gives the reason."""

    def __init__(self, lists: Sequence[Allowed], canonical: Canonical) -> None:
        self._lists = [_AllowList(one, canonical) for one in lists]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._lists)

    def reason(self, entity: str, value: str | None) -> str | None:
        """Give the reason why a value, in its normal form, is allowed; None where it is not."""
        if value is None:
            return None
        return next((one.reason for one in self._lists if one.names(entity, value)), None)

    def judged(self, finding: Finding) -> Finding:
        """Give a finding as it is, or as an allowed one."""
        reason = self.reason(finding.entity, finding.value)
        if reason is None:
            return finding
        return replace(finding, entity=ALLOWED, score=0.0, evidence=_told(finding.entity, reason), functional=True)

    def parted(self, column: ColumnFindings) -> Iterator[ColumnFindings]:
        """Give a column as it is, or without its allowed values and those by themselves."""
        reasons = {value: self.reason(column.entity, value) for value in set(column.values)}
        for reason in dict.fromkeys(reasons[value] for value in column.values):
            rows = [at for at, value in enumerate(column.values) if reasons[value] == reason]
            part = replace(
                column,
                rows=[column.rows[at] for at in rows],
                values=[column.values[at] for at in rows],
                texts=None if column.texts is None else [column.texts[at] for at in rows],
            )
            yield (
                part
                if reason is None
                else replace(part, entity=ALLOWED, score=0.0, evidence=_told(column.entity, reason), functional=True)
            )


def _told(entity: str, reason: str) -> tuple[str, str]:
    return f"allowed: {reason}", entity


class _AllowList:
    """One table; the keys of its values are made once an entity."""

    def __init__(self, settings: Allowed, canonical: Canonical) -> None:
        self.reason = settings.reason.strip()
        self._entities = frozenset(settings.entity)
        self._values = settings.values
        self._pattern = regex.compile(settings.pattern) if settings.pattern else None
        self._canonical = canonical
        self._keys: dict[str, frozenset[str]] = {}

    def names(self, entity: str, value: str) -> bool:
        if self._entities and entity not in self._entities:
            return False
        if entity not in self._keys:
            self._keys[entity] = frozenset(_key(entity, self._canonical(entity, one)) for one in self._values)
        return _key(entity, value) in self._keys[entity] or self._matches(value)

    def _matches(self, value: str) -> bool:
        if self._pattern is None:
            return False
        try:
            return self._pattern.fullmatch(value, timeout=PATTERN_SECONDS) is not None
        except TimeoutError:
            return False  # reported rather than allowed


def _key(entity: str, value: str) -> str:
    loose = fold(value).replace(" ", "") if entity in _LOOSE else ""
    return loose or value.casefold()
