"""`pii-scan doctor`."""

from __future__ import annotations

import click

from pii_scan.cli.exits import Exit
from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import write
from pii_scan.settings.settings import Settings

COLUMNS = ("check", "state", "detail")


@click.command(short_help="Check that everything that is needed is here.")
@format_option()
@with_settings
def doctor(settings: Settings, *, form: str) -> None:
    """Check what pii-scan needs here: libraries, configuration, key, inventory, isolation.

    Exits 1 when something that is needed is missing.
    """
    from pii_scan.app.application import Application

    checks = Application(settings).doctor()
    write(checks, COLUMNS, form)
    if any(check["state"] == "missing" for check in checks):
        raise SystemExit(Exit.FAILED)
