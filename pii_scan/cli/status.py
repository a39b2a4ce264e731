"""`pii-scan status`."""

from __future__ import annotations

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import cell, json_line, table
from pii_scan.settings.settings import Settings


@click.command()
@format_option("table", "json")
@with_settings
def status(settings: Settings, *, form: str) -> None:
    """Tell what the inventory knows: scans, items by outcome, what was found."""
    from pii_scan.app.application import Application

    known = Application(settings).status()
    if form == "json":
        click.echo(json_line(known))
        return
    click.echo(f"inventory  {cell(known['inventory'])}")
    for title in ("scans", "outcomes", "findings", "categories"):
        rows = known[title]
        if isinstance(rows, list) and rows:
            click.echo("")
            for line in table([list(rows[0]), *([cell(value) for value in row.values()] for row in rows)]):
                click.echo(line)
