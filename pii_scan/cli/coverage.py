"""`pii-scan coverage`."""

from __future__ import annotations

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import write
from pii_scan.core.outcome import Outcome
from pii_scan.settings.settings import Settings

COLUMNS = ("source", "item", "member", "outcome", "reason", "media_type", "bytes")


@click.command()
@click.option("--outcome", "outcomes", type=click.Choice([*Outcome]), multiple=True, help="Only this outcome.")
@format_option()
@with_settings
def coverage(settings: Settings, *, outcomes: tuple[Outcome, ...], form: str) -> None:
    """List every item seen, how reading it ended, and why it was not fully read."""
    from pii_scan.app.application import Application

    write(Application(settings).coverage(frozenset(outcomes)), COLUMNS, form)
