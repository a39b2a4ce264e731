"""`pii-scan demo`."""

from __future__ import annotations

import dataclasses
import shlex
import shutil
import sys
from pathlib import Path

import click

from pii_scan.cli.options import with_settings
from pii_scan.cli.output import safe, save
from pii_scan.cli.progress import ProgressBar
from pii_scan.settings.settings import Settings


@click.command(short_help="Show it all on a small made-up office share.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@with_settings
def demo(settings: Settings, folder: Path) -> None:
    """Write a small made-up office share into DIR, scan it, look for one person, and draw the data map.

    DIR must be new or empty. Everything lands in it: the share, an inventory and its key of their own, and the map.
    """
    from pii_scan.app.application import Application
    from pii_scan.app.demo import write_demo
    from pii_scan.app.demo_people import PEOPLE
    from pii_scan.cli.answer import print_answer
    from pii_scan.cli.summary import print_summary

    place = write_demo(folder.absolute())
    own = dataclasses.replace(settings, inventory=f"sqlite:///{place.inventory}", key_file=place.key_file)
    application = Application(own)
    program = shlex.quote("pii-scan" if shutil.which("pii-scan") else sys.argv[0])
    click.echo(safe(f"wrote a made-up office share of {place.files} files: {place.share}") + "\n")
    click.echo(safe(f"$ {program} scan {shlex.quote(str(place.share))}"))
    with ProgressBar() as bar:
        summary = application.scan([str(place.share)], bar)
    print_summary(summary, application.unread_examples(summary))
    person = PEOPLE[0]
    click.echo(f"\n$ {program} locate --national-number {person.dotted_number}    # a made-up person")
    for answer in application.locate([{"national_number": person.national_number}]):
        print_answer(application.told(answer, "en"))
    save(application.data_map("html", "en"), place.data_map)
    click.echo("\n" + safe(f"map of personal data, to open in a browser: {place.data_map}"))
    click.echo("\nto look further:")
    click.echo(safe(f"  export PII_SCAN_INVENTORY={shlex.quote(str(place.inventory))}"))
    click.echo(safe(f"  export PII_SCAN_KEY_FILE={shlex.quote(str(place.key_file))}"))
    click.echo(safe(f"  {program} findings"))
    click.echo(safe(f"  {program} locate --name {shlex.quote(PEOPLE[1].name)}"))
