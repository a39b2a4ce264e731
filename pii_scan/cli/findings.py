"""`pii-scan findings`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import cast

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import named, safe, write, write_groups
from pii_scan.core.errors import UsageError
from pii_scan.core.types import ALLOWED
from pii_scan.settings.settings import Settings

COLUMNS = (
    "source", "item", "member", "where", "entity", "text", "value", "score", "recognizer", "evidence", "categories",
    "record",
)  # fmt: skip
SHOWN = ("where", "entity", "text", "score", "categories")
SHOWN_ALLOWED = ("where", "text", "evidence")


@click.command(short_help="List what was found and where, masked.")
@click.option("--reveal", is_flag=True, help="Show values as they are; writes a line to the audit log first.")
@click.option("--min-score", type=click.FloatRange(0, 1), help="Leave out what is below (minimum_score: 0.5).")
@click.option("--entity", "entities", multiple=True, help="Only this entity; repeatable.")
@click.option("--category", "categories", multiple=True, help="Only this category of the declaration; repeatable.")
@click.option("--item", "items", multiple=True, help="Only items that match this glob pattern; repeatable.")
@click.option("--allowed", is_flag=True, help="Only what an allow list took out, with the reason; any score.")
@format_option()
@with_settings
def findings(
    settings: Settings,
    *,
    reveal: bool,
    min_score: float | None,
    entities: tuple[str, ...],
    categories: tuple[str, ...],
    items: tuple[str, ...],
    allowed: bool,
    form: str,
) -> None:
    """List what was found, with its place. Values are masked unless --reveal is given."""
    from pii_scan.app.application import Application
    from pii_scan.app.findings import Filter

    if allowed and (entities or categories or min_score):
        raise UsageError("--allowed goes with --item only")
    least = settings.minimum_score if min_score is None else min_score
    chosen = Filter(least, frozenset(entities), frozenset(categories), items)
    if allowed:
        chosen = Filter(0.0, frozenset({ALLOWED}), items=items)
    rows = Application(settings).findings(chosen, reveal=reveal)
    reasons: Counter[str] = Counter()
    if allowed:
        rows = _counted(rows, reasons)
    if form == "table":
        write_groups(rows, SHOWN_ALLOWED if allowed else SHOWN, named)
    else:
        write(rows, COLUMNS, form)
    for reason, count in reasons.most_common():
        click.echo(safe(f"{reason}: {count:,}"), err=True)


def _counted(rows: Iterable[dict[str, object]], reasons: Counter[str]) -> Iterator[dict[str, object]]:
    """Count rows by the reason that the allow list gave."""
    for row in rows:
        reasons[cast("tuple[str, ...]", row["evidence"])[0]] += 1
        yield row
