"""What an inventory knows, in figures that name nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime

from pii_scan.core.types import ItemRef
from pii_scan.inventory import InventoryReader

Table = list[dict[str, object]]


def status_of(inventory: str, reader: InventoryReader) -> dict[str, object]:
    """Give the scans, the items by outcome, and what was found in which category.

    A finding of two categories counts in both.
    """
    outcomes: Counter[tuple[str, str]] = Counter()
    size_bytes: Counter[tuple[str, str]] = Counter()
    for entry in reader.coverage():
        key = (entry.outcome.value, entry.reason.value if entry.reason else "")
        outcomes[key] += 1
        size_bytes[key] += entry.size_bytes
    findings: Counter[tuple[str, str]] = Counter()
    items: dict[str, set[ItemRef]] = defaultdict(set)
    for ref, entity, category, count in reader.tallies():
        findings[category, entity] += count
        items[category].add(ref)
    return {
        "inventory": inventory,
        "scans": _scans(reader),
        "outcomes": [
            {"outcome": outcome, "reason": reason, "items": count, "bytes": size_bytes[outcome, reason]}
            for (outcome, reason), count in sorted(outcomes.items())
        ],
        "findings": [
            {"category": category, "entity": entity, "findings": count}
            for (category, entity), count in sorted(findings.items())
        ],
        "categories": [{"category": name, "items": len(where)} for name, where in sorted(items.items()) if name],
    }


def _scans(reader: InventoryReader) -> Table:
    return [
        {
            "scan": run.number,
            "source": run.source,
            "started": moment(run.started_ns),
            "finished": moment(run.finished_ns),
            "complete": run.complete,
            "recorded": run.recorded,
            "unchanged": run.unchanged,
            "gone": run.gone,
        }
        for run in reader.runs()
    ]


def moment(nanoseconds: int | None) -> str | None:
    """Give a point in time as ISO 8601, in UTC."""
    return None if nanoseconds is None else datetime.fromtimestamp(nanoseconds // 10**9, UTC).isoformat()
