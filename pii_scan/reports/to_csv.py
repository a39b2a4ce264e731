"""The data map as CSV: one line for each system and category."""

from __future__ import annotations

import csv
import io

from pii_scan.reports.cleaning import defused
from pii_scan.reports.datamap import DataMap
from pii_scan.reports.messages import Messages
from pii_scan.reports.picture import category_name

COLUMNS = ("source", "folder", "category", "name", "declared", "special", "findings", "items")


def map_csv(data_map: DataMap, language: str) -> bytes:
    """Give the lines where something was found, with a byte order mark, since spreadsheets need one."""
    say = Messages(language)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for system in data_map.systems:
        for category in data_map.found():
            amount = system.by_category.get(category.id)
            if amount is not None:
                named = (system.source, system.folder, category.id, category_name(category, say))
                flags = ("yes" if category.declared else "no", category.special)
                writer.writerow([*map(defused, named), *flags, amount.findings, amount.items])
    return text.getvalue().encode("utf-8-sig", "replace")
