"""The map of personal data: which categories stand in which system, how much, and what was not read.

A system is one top-level folder (or database) of a source, so that a share is told by its parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from pii_scan.core.outcome import Outcome, Reason, is_complete
from pii_scan.core.place import item_path
from pii_scan.core.types import ALLOWED, Coverage, ItemRef
from pii_scan.reports.cleaning import clean, source_name

UNREAD_SHOWN = 500

Tally = tuple[ItemRef, str, str, int]
"""Item, entity, category (empty for none) and count."""


@dataclass(frozen=True, slots=True)
class CategoryInfo:
    """A category as a report tells it; `special` is `never`, `conditional` or `always` (article 9, or `article`)."""

    id: str
    names: Mapping[str, str]
    declared: bool = True
    special: str = "never"
    article: int = 9
    condition: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScanInfo:
    """One scan: when it began and ended (ISO 8601; None: interrupted), and whether all was listed."""

    source: str = field(repr=False)
    started: str
    finished: str | None
    complete: bool


@dataclass(slots=True)
class Amount:
    """How much was found: single findings, and the items (files, members, tables) that hold them."""

    findings: int = 0
    items: int = 0

    def add(self, findings: int) -> None:
        """Count one more item with so many findings."""
        self.findings += findings
        self.items += 1

    def merge(self, other: Amount) -> None:
        """Add another amount of other items."""
        self.findings += other.findings
        self.items += other.items


@dataclass(slots=True)
class System:
    """One row of the map."""

    source: str = field(repr=False)
    folder: str = field(repr=False)
    total: Amount = field(default_factory=Amount)
    by_category: dict[str, Amount] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The source and its folder, as people write it."""
        return f"{self.source.rstrip('/')}/{self.folder}" if self.folder else self.source

    def absorb(self, other: System) -> None:
        """Add the amounts of another system."""
        self.total.merge(other.total)
        for category, amount in other.by_category.items():
            self.by_category.setdefault(category, Amount()).merge(amount)


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that was not, or not fully, read."""

    name: str = field(repr=False)
    outcome: Outcome
    reason: Reason | None
    size_bytes: int


@dataclass(slots=True)
class Reading:
    """What was read and what was not; `unread` names the first of what matters, `reasons` counts all."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[tuple[Outcome, Reason]] = field(default_factory=Counter)
    size_bytes: int = 0
    unread: list[Unread] = field(default_factory=list)
    incomplete: int = 0

    @property
    def items(self) -> int:
        """Count what is there now: all but what is gone."""
        return self.outcomes.total() - self.outcomes[Outcome.GONE]

    @property
    def read(self) -> int:
        """Count what was read to its end."""
        return self.outcomes[Outcome.SCANNED] + self.outcomes[Outcome.UNCHANGED]

    @property
    def complete(self) -> bool:
        """Tell whether nothing that could hold data was left unread."""
        return self.incomplete == 0

    def add(self, entry: Coverage) -> None:
        """Count one row of the coverage ledger."""
        self.outcomes[entry.outcome] += 1
        if entry.outcome is not Outcome.GONE and entry.ref.member is None:
            self.size_bytes += entry.size_bytes
        if entry.reason is not None and entry.outcome is not Outcome.GONE:
            self.reasons[entry.outcome, entry.reason] += 1
        if is_complete(entry.outcome, entry.reason):
            return
        self.incomplete += 1
        if len(self.unread) < UNREAD_SHOWN:
            name = clean(f"{source_name(entry.ref.source).rstrip('/')}/{item_path(entry.ref.item, entry.ref.member)}")
            self.unread.append(Unread(name, entry.outcome, entry.reason, entry.size_bytes))


@dataclass(frozen=True, slots=True)
class DataMap:
    """The whole map; categories in the declaration's order, the undeclared ones last."""

    organization: str
    made_at: str
    categories: tuple[CategoryInfo, ...]
    systems: tuple[System, ...]
    totals: Mapping[str, Amount]
    entities: Mapping[str, int]
    overall: Amount
    reading: Reading
    scans: tuple[ScanInfo, ...]

    @property
    def complete(self) -> bool:
        """Tell whether every scan came to its end and nothing was left unread."""
        return self.reading.complete and all(scan.complete and scan.finished is not None for scan in self.scans)

    def found(self) -> tuple[CategoryInfo, ...]:
        """Give the declared categories, and those undeclared ones that were found."""
        return tuple(category for category in self.categories if category.declared or category.id in self.totals)


def build_map(
    tallies: Iterable[Tally],
    coverage: Iterable[Coverage],
    categories: Sequence[CategoryInfo],
    scans: Sequence[ScanInfo],
    *,
    organization: str,
    made_at: str,
) -> DataMap:
    """Count everything in one pass; tallies come with those of one item together."""
    systems: dict[tuple[str, str], System] = {}
    totals: dict[str, Amount] = {}
    entities: Counter[str] = Counter()
    overall = Amount()
    personal = (tally for tally in tallies if tally[1] != ALLOWED)
    for ref, group in groupby(personal, key=itemgetter(0)):
        key = (ref.source, _folder(ref.item))
        system = systems.setdefault(key, System(source_name(key[0]), clean(key[1])))
        by_category: Counter[str] = Counter()
        by_entity: Counter[str] = Counter()
        for _, entity, category, count in group:
            by_category[category] += count
            by_entity[clean(entity)] += count
        entities.update(by_entity)
        for amount in (system.total, overall):
            amount.add(by_entity.total())
        for category in filter(None, by_category):
            for amounts in (system.by_category, totals):
                amounts.setdefault(category, Amount()).add(by_category[category])
    reading = Reading()
    for entry in coverage:
        reading.add(entry)
        if entry.outcome is not Outcome.GONE:
            key = (entry.ref.source, _folder(entry.ref.item))
            systems.setdefault(key, System(source_name(key[0]), clean(key[1])))
    known = {category.id for category in categories}
    extra = tuple(CategoryInfo(name, {"en": clean(name)}, declared=False) for name in sorted(set(totals) - known))
    return DataMap(
        organization=organization,
        made_at=made_at,
        categories=(*categories, *extra),
        systems=tuple(system for _, system in sorted(systems.items())),
        totals=totals,
        entities=dict(entities.most_common()),
        overall=overall,
        reading=reading,
        scans=tuple(scans),
    )


def _folder(item: str) -> str:
    head, slash, _ = item.partition("/")
    return head if slash else ""
