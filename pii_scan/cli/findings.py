"""`pii-scan findings`."""

from __future__ import annotations

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import named, write, write_groups
from pii_scan.settings.settings import Settings

COLUMNS = (
    "source", "item", "member", "where", "entity", "text", "value", "score", "recognizer", "evidence", "categories",
    "record",
)  # fmt: skip
SHOWN = ("where", "entity", "text", "score", "categories")


@click.command(short_help="List what was found and where, masked.")
@click.option("--reveal", is_flag=True, help="Show values as they are; writes a line to the audit log first.")
@click.option("--min-score", type=click.FloatRange(0, 1), help="Leave out what is below (minimum_score: 0.5).")
@click.option("--entity", "entities", multiple=True, help="Only this entity; repeatable.")
@click.option("--category", "categories", multiple=True, help="Only this category of the declaration; repeatable.")
@click.option("--item", "items", multiple=True, help="Only items that match this glob pattern; repeatable.")
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
    form: str,
) -> None:
    """List what was found, with its place. Values are masked unless --reveal is given."""
    from pii_scan.app.application import Application
    from pii_scan.app.findings import Filter

    least = settings.minimum_score if min_score is None else min_score
    chosen = Filter(least, frozenset(entities), frozenset(categories), items)
    rows = Application(settings).findings(chosen, reveal=reveal)
    if form == "table":
        write_groups(rows, SHOWN, named)
    else:
        write(rows, COLUMNS, form)
