"""`pii-scan map`."""

from __future__ import annotations

from pathlib import Path

import click

from pii_scan.cli.options import format_option, language_option, with_settings
from pii_scan.cli.output import write_document
from pii_scan.settings.settings import Settings


@click.command("map")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else stdout.")
@language_option
@format_option("html", "json", "csv", "xlsx")
@with_settings
def data_map(settings: Settings, *, output: Path | None, language: str, form: str) -> None:
    """Draw the map of personal data: which categories stand in which source, and what was not read."""
    from pii_scan.app.application import Application

    write_document(Application(settings).data_map(form, language), output)
