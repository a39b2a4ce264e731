"""`pii-scan categories`."""

from __future__ import annotations

import click

from pii_scan.cli.options import format_option, language_option, with_settings
from pii_scan.cli.output import write
from pii_scan.settings.settings import Settings

COLUMNS = ("category", "name", "special", "declared", "entities")


@click.command(short_help="List the categories of the privacy declaration.")
@language_option
@format_option()
@with_settings
def categories(settings: Settings, *, language: str, form: str) -> None:
    """List the categories of the privacy declaration, and the undeclared ones that are told apart."""
    from pii_scan.app.application import Application

    write(Application(settings).categories(language), COLUMNS, form)
