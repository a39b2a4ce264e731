"""The data map as JSON, for programs."""

from __future__ import annotations

import json

from pii_scan.core.outcome import Outcome
from pii_scan.reports.cleaning import source_name
from pii_scan.reports.datamap import Amount, DataMap


def map_json(data_map: DataMap) -> bytes:
    """Give the map as one indented object; names have all languages."""
    reading = data_map.reading
    content = {
        "organization": data_map.organization,
        "made_at": data_map.made_at,
        "complete": data_map.complete,
        "items": data_map.overall.items,
        "findings": data_map.overall.findings,
        "categories": [
            {
                "id": category.id,
                "names": dict(category.names),
                "declared": category.declared,
                "special": category.special,
                "article": None if category.special == "never" else category.article,
                **_amount(data_map.totals.get(category.id, Amount())),
            }
            for category in data_map.found()
        ],
        "systems": [
            {
                "source": system.source,
                "folder": system.folder,
                **_amount(system.total),
                "categories": {name: _amount(amount) for name, amount in sorted(system.by_category.items())},
            }
            for system in data_map.systems
        ],
        "entities": dict(data_map.entities),
        "coverage": {
            "items": reading.items,
            "bytes": reading.size_bytes,
            "outcomes": {outcome.value: reading.outcomes[outcome] for outcome in Outcome},
            "reasons": [
                {"outcome": outcome.value, "reason": reason.value, "items": count}
                for (outcome, reason), count in reading.reasons.most_common()
            ],
            "not_read": [
                {"item": entry.name, "outcome": entry.outcome.value, "reason": entry.reason and entry.reason.value}
                for entry in reading.unread
            ],
            "not_read_items": reading.incomplete,
        },
        "scans": [
            {
                "source": source_name(scan.source),
                "started": scan.started,
                "finished": scan.finished,
                "complete": scan.complete,
            }
            for scan in data_map.scans
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"


def _amount(amount: Amount) -> dict[str, int]:
    return {"findings": amount.findings, "items": amount.items}
