"""`pii-scan demo`."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from pii_scan.cli.answer import print_answer
from pii_scan.cli.options import with_settings
from pii_scan.cli.output import safe, write_document
from pii_scan.cli.progress import ProgressBar
from pii_scan.settings.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@with_settings
def demo(settings: Settings, folder: Path) -> None:
    """Write a small made-up office share into DIR, scan it, look for one person, and draw the data map.

    DIR must be new or empty. Everything lands in it: the share, an inventory and its key of their own, and the map.
    """
    from pii_scan.app.application import Application
    from pii_scan.app.demo import write_demo
    from pii_scan.app.demo_people import PEOPLE
    from pii_scan.cli.summary import print_summary

    place = write_demo(folder.absolute())
    own = dataclasses.replace(settings, inventory=f"sqlite:///{place.inventory}", key_file=place.key_file)
    application = Application(own)
    click.echo(safe(f"a made-up office share of {place.files} files stands in {place.share}") + "\n")
    with ProgressBar() as bar:
        summary = application.scan([str(place.share)], bar)
    print_summary(summary, application.unread_examples(summary))
    person = PEOPLE[0]
    click.echo(f"\n$ pii-scan locate --national-number {person.dotted_number}    # a made-up person")
    for answer in application.locate([{"national_number": person.national_number}]):
        print_answer(answer)
    write_document(application.data_map("html", "en"), place.data_map)
    click.echo("\n" + safe(f"data map: {place.data_map}"))
    click.echo(safe(f"look further: pii-scan findings --inventory {place.inventory} --key-file {place.key_file}"))
