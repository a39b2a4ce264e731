"""`pii-scan status`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import Row, cell, json_line, safe, size, table
from pii_scan.settings.settings import Settings


@click.command(short_help="Tell what the inventory knows, in figures.")
@format_option("table", "json")
@with_settings
def status(settings: Settings, *, form: str) -> None:
    """Tell what the inventory knows: the last scan of each source, items by outcome, what was found."""
    from pii_scan.app.application import Application

    known = Application(settings).status()
    if form == "json":
        click.echo(json_line(known))
        return
    for line in _lines(known):
        click.echo(line)


def _lines(known: Mapping[str, object]) -> Iterator[str]:
    scans, outcomes, findings, categories = (
        cast("list[Row]", known[part]) for part in ("scans", "outcomes", "findings", "categories")
    )
    yield f"inventory: {safe(str(known['inventory']).removeprefix('sqlite:///'))}"
    last = {row["source"]: row for row in scans}
    yield from _part(f"last scan of each source ({len(scans)} in all)", list(last.values()))
    told = ({**row, "bytes": size(cast("int", row["bytes"]))} for row in outcomes)
    yield from _part("items, archives' members and attachments included", list(told))
    yield from _part("findings by category and entity", findings)
    yield from _part("items by category", categories)


def _part(title: str, rows: list[Row]) -> Iterator[str]:
    if rows:
        yield f"\n{title}:"
        columns = list(rows[0])
        body = ([_told(row[column]) for column in columns] for row in rows)
        yield from (f"  {line}" for line in table([[column.upper() for column in columns], *body]))


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else cell(value)
