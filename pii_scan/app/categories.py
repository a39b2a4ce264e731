"""Tells why an item has its categories: the grounds that the inventory holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pii_scan.app.findings import Filter, Row, finding_rows
from pii_scan.app.grounds import ground
from pii_scan.classify.declaration import Category, Declaration
from pii_scan.core.errors import UsageError
from pii_scan.core.place import item_path
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, Finding, ItemRef
from pii_scan.inventory import InventoryReader

_NAMES = frozenset({"header", "label", "box", "kind"})
"""Grounds whose text is the name of a field or of a kind of file, and no value: it is shown as it is."""


def explained_item(reader: InventoryReader, declaration: Declaration, item: str, language: str) -> Iterator[Row]:
    """Give one row for each ground on which a category was recorded of an item or its members, values masked.

    Alike grounds are one row, with their count and the first place. `item` is a path, `path!member` or a pattern.

    Raises:
        UsageError: the inventory knows no such item.
    """
    wanted = Filter(0.0, items=(item,))
    if not any(_is_wanted(entry.ref, item, wanted) for entry in reader.coverage()):
        raise UsageError(f"the inventory knows no item {item}")
    grounds: dict[tuple[object, ...], Ground] = {}
    for ref, block in reader.findings():
        if _is_wanted(ref, item, wanted):
            gather(grounds, ref, block.expand())
    return ground_rows(grounds.values(), declaration, language)


@dataclass(slots=True)
class Ground:
    """Findings that prove one category of one item in the same way: the first, and how many."""

    ref: ItemRef
    category: str
    finding: Finding = field(repr=False)
    count: int = 0

    @property
    def basis(self) -> str:
        """Give the ground: of evidence its own, else `identifier`."""
        return self.finding.evidence[0] if self.finding.entity == CATEGORY_EVIDENCE else "identifier"

    def row(self, category: Category | None, language: str) -> Row:
        """Give it as a row of output."""
        (shown,) = finding_rows([(self.ref, Block([self.finding]))], Filter(0.0), reveal=False)
        text = self.finding.text if self.basis in _NAMES else shown["text"]
        what = self.finding.entity if self.basis == "identifier" else self.finding.text
        return {
            "source": self.ref.source,
            "item": self.ref.item,
            "member": self.ref.member,
            **category_cells(self.category, category, language),
            "basis": self.basis,
            "reason": None,
            "why": ground(self.basis, what, self.finding.evidence, language),
            "entity": self.finding.entity,
            "text": text,
            "where": shown["where"],
            "findings": self.count,
        }


def gather(grounds: dict[tuple[object, ...], Ground], ref: ItemRef, findings: Iterable[Finding]) -> None:
    """Add the findings of an item to its grounds, each to those that are alike."""
    for finding in findings:
        place = tuple(str(finding.where.get(name, "")) for name in ("schema", "table", "sheet", "column"))
        word = finding.text.casefold() if finding.entity == CATEGORY_EVIDENCE else ""
        for category in finding.categories:
            key = (ref, category, finding.entity, finding.evidence, place, word)
            grounds.setdefault(key, Ground(ref, category, finding)).count += 1


def ground_rows(grounds: Iterable[Ground], declaration: Declaration, language: str) -> Iterator[Row]:
    """Give rows in order of item and of the declaration."""
    names = {category.id: category for category in declaration.all_categories}
    order = {name: number for number, name in enumerate(names)}

    def rank(one: Ground) -> tuple[str, str, str, int]:
        return one.ref.source, one.ref.item, one.ref.member or "", order.get(one.category, len(order))

    return (one.row(names.get(one.category), language) for one in sorted(grounds, key=rank))


def category_cells(name: str, category: Category | None, language: str) -> Row:
    """Give what a row tells of its category."""
    if category is None:  # the declaration has changed since
        return {"category": name, "name": name, "special": "", "declared": False}
    special = f"{category.special}, Art. {category.article}" if category.special != "never" else ""
    return {"category": name, "name": category.names[language], "special": special, "declared": category.declared}


def _is_wanted(ref: ItemRef, item: str, wanted: Filter) -> bool:
    return item in (ref.item, item_path(ref.item, ref.member)) or wanted.wants_item(ref)
