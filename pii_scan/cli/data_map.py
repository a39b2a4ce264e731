"""`pii-scan map`."""

from __future__ import annotations

from pathlib import Path

import click

from pii_scan.cli.options import document_options, language_option, with_settings
from pii_scan.cli.output import write_document
from pii_scan.settings.settings import Settings


@click.command("map", short_help="Draw the map of personal data.")
@language_option
@document_options("html", "json", "csv", "xlsx")
@with_settings
def data_map(settings: Settings, *, output: Path | None, language: str, form: str) -> None:
    """Draw the map of personal data: which categories stand in which source, and what was not read.

    For example: pii-scan map --language nl -o map.html
    """
    from pii_scan.app.application import Application

    write_document(Application(settings).data_map(form, language), output)
