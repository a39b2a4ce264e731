"""The data map as a page for people."""

from __future__ import annotations

from dataclasses import dataclass

from pii_scan.core.outcome import Outcome, Reason, is_complete
from pii_scan.reports.cleaning import source_name
from pii_scan.reports.datamap import Amount, CategoryInfo, DataMap
from pii_scan.reports.messages import Messages
from pii_scan.reports.page import render
from pii_scan.reports.picture import CELL_HEIGHT, CELL_WIDTH, category_name, heat_map, legend

_BAR_WIDTH = 300


@dataclass(frozen=True, slots=True)
class _Bar:
    category: CategoryInfo
    name: str
    condition: str
    amount: Amount
    width: float


def map_html(data_map: DataMap, language: str) -> bytes:
    """Give the whole page in one of the four languages."""
    say = Messages(language)
    present = [category for category in data_map.categories if category.id in data_map.totals]
    return render(
        "map.html.j2",
        say,
        map=data_map,
        present=present,
        special=[category for category in present if category.special == "always"],
        undeclared=[category for category in present if not category.declared],
        picture=heat_map(data_map, say),
        cell_width=CELL_WIDTH,
        cell_height=CELL_HEIGHT,
        bars=_bars(data_map, say),
        reasons=data_map.reading.reasons.most_common(),
        size=size_text,
        tone=_tone,
        source_name=source_name,
        legend=legend(say),
        last_scan=max((scan.finished for scan in data_map.scans if scan.finished), default=""),
        unlisted=any(scan.finished is None or not scan.complete for scan in data_map.scans),
    )


def size_text(size_bytes: int) -> str:
    """Write a number of bytes for people."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f}\u202f{unit}" if unit == "B" or size >= 10 else f"{size:.1f}\u202f{unit}"
        size /= 1000
    return f"{size:.1f}\u202fTB"


def _bars(data_map: DataMap, say: Messages) -> list[_Bar]:
    most = max((amount.findings for amount in data_map.totals.values()), default=0)
    bars = []
    for category in data_map.found():
        amount = data_map.totals.get(category.id, Amount())
        width = max(2.0, _BAR_WIDTH * amount.findings / most) if amount.findings else 0.0
        condition = say.name(category.condition, "")
        bars.append(_Bar(category, category_name(category, say), condition, amount, round(width, 1)))
    return bars


def _tone(outcome: Outcome, reason: Reason) -> str:
    if is_complete(outcome, reason):
        return "green"
    return "amber" if outcome in (Outcome.PARTIAL, Outcome.SKIPPED) else "red"
