"""`pii-scan recognizers`."""

from __future__ import annotations

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import write
from pii_scan.settings.settings import Settings

COLUMNS = ("entity", "recognizer", "origin")


@click.command(short_help="List what can be recognized, and by what.")
@format_option()
@with_settings
def recognizers(settings: Settings, *, form: str) -> None:
    """List what can be recognized, by which recognizer, and where each comes from."""
    from pii_scan.app.application import Application

    write(Application(settings).recognizers(), COLUMNS, form)
