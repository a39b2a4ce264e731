"""`pii-scan coverage`."""

from __future__ import annotations

from typing import cast

import click

from pii_scan.cli.options import format_option, language_option, with_settings
from pii_scan.cli.output import named, size, write, write_groups
from pii_scan.core.outcome import Outcome
from pii_scan.settings.settings import Settings

COLUMNS = ("source", "item", "member", "outcome", "reason", "media_type", "bytes", "unread", "access", "advice")
SHOWN = ("outcome", "reason", "size", "item")
SHOWN_UNREAD = (*SHOWN, "unread", "advice")


@click.command(short_help="List every item seen, and why it was not fully read.")
@click.option(
    "--outcome", "outcomes", type=click.Choice([outcome.value for outcome in Outcome]), multiple=True,
    help="Only this outcome; repeatable.",
)  # fmt: skip
@click.option("--unread", is_flag=True, help="Only what was not, or not fully, read.")
@language_option
@format_option()
@with_settings
def coverage(settings: Settings, *, outcomes: tuple[str, ...], unread: bool, language: str, form: str) -> None:
    """List every item seen, how reading it ended, why it was not fully read, and what would mend that."""
    from pii_scan.app.application import Application

    rows = Application(settings).coverage(frozenset(map(Outcome, outcomes)), language, unread=unread)
    if form == "table":
        told = ({**row, "item": named(row), "size": size(cast("int", row["bytes"]))} for row in rows)
        write_groups(told, SHOWN_UNREAD if unread else SHOWN, lambda row: str(row["source"]))
    else:
        write(rows, COLUMNS, form)
