"""`pii-scan map`."""

from __future__ import annotations

from pathlib import Path

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import safe
from pii_scan.settings.settings import Settings


@click.command("map")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else stdout.")
@click.option("--language", type=click.Choice(["fr", "nl", "de", "en"]), default="en", show_default=True)
@format_option("html", "json", "csv", "xlsx")
@with_settings
def data_map(settings: Settings, *, output: Path | None, language: str, form: str) -> None:
    """Draw the map of personal data: which categories stand in which source, and what was not read."""
    from pii_scan.app.application import Application

    written = Application(settings).data_map(form, language)
    if output is None:
        click.get_binary_stream("stdout").write(written)
        return
    output.write_bytes(written)
    click.echo(safe(f"written: {output}"), err=True)
