"""`pii-scan init`."""

from __future__ import annotations

import click

from pii_scan.cli.options import with_settings
from pii_scan.cli.output import safe
from pii_scan.settings.settings import Settings


@click.command(short_help="Make the key file; say where key and inventory are.")
@with_settings
def init(settings: Settings) -> None:
    """Make the key file, and say where key and inventory belong.

    A key that exists is kept. The first scan does the same.
    """
    from pii_scan.app.application import Application

    for line in Application(settings).initialize():
        click.echo(safe(line))
