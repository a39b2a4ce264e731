"""`pii-scan scan` and `pii-scan refresh`."""

from __future__ import annotations

import click

from pii_scan.cli.options import ask_password, scan_options, with_settings
from pii_scan.cli.output import safe
from pii_scan.cli.progress import ProgressBar
from pii_scan.settings.passwords import others_may_read
from pii_scan.settings.settings import Settings


@click.command(short_help="Read folders, files or shares and record what they hold.")
@click.argument("targets", nargs=-1, required=True, metavar="TARGET...")
@scan_options
@with_settings
def scan(settings: Settings, targets: tuple[str, ...], *, progress: bool | None) -> None:
    """Read TARGETs (folders, files, or shares as smb://[user@]host/share) and record what they hold in the inventory.

    What did not change since the last scan is not read again. Exits 3 when some items were not, or not fully, read:
    the summary counts them, `pii-scan coverage` lists them.
    """
    from pii_scan.app.application import Application
    from pii_scan.cli.summary import exit_code, print_summary

    application = Application(settings)
    _warn_of_passwords(settings)
    with ProgressBar(wanted=progress) as bar:
        summary = application.scan(targets, bar, ask_password)
    print_summary(summary, application.unread_examples(summary))
    raise SystemExit(exit_code(summary))


@click.command(short_help="Scan again; tell what is new, changed or gone.")
@click.argument("targets", nargs=-1, metavar="[TARGET]...")
@scan_options
@with_settings
def refresh(settings: Settings, targets: tuple[str, ...], *, progress: bool | None) -> None:
    """Scan again what was scanned before, and tell what is new, changed or gone.

    Without TARGET, every target that the inventory knows. Exits as `scan` does.
    """
    from pii_scan.app.application import Application
    from pii_scan.cli.summary import exit_code, print_summary

    application = Application(settings)
    _warn_of_passwords(settings)
    with ProgressBar(wanted=progress) as bar:
        summary = application.refresh(targets, bar, ask_password)
    print_summary(summary, application.unread_examples(summary))
    raise SystemExit(exit_code(summary))


def _warn_of_passwords(settings: Settings) -> None:
    path = settings.passwords_file
    if path is not None and others_may_read(path):
        click.echo(safe(f"warning: {path} can be read by others; run `chmod 600` on it"), err=True)
