"""The group of all commands, in the order in which a newcomer needs them."""

from __future__ import annotations

import click

from pii_scan import __version__
from pii_scan.cli.categories import categories
from pii_scan.cli.coverage import coverage
from pii_scan.cli.data_map import data_map
from pii_scan.cli.demo import demo
from pii_scan.cli.doctor import doctor
from pii_scan.cli.findings import findings
from pii_scan.cli.init import init
from pii_scan.cli.locate import locate
from pii_scan.cli.recognizers import recognizers
from pii_scan.cli.scan import refresh, scan
from pii_scan.cli.status import status

COMMANDS = (init, demo, scan, refresh, status, coverage, findings, data_map, locate, categories, recognizers, doctor)


class _InOrder(click.Group):
    """Lists commands in the order given, not by the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """See `click.Group.list_commands`."""
        del ctx
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="pii-scan")
def pii_scan() -> None:
    """Find personal data in shares, mail and database dumps, and tell where one person's data lives.

    Nothing that is scanned is changed, and nothing is sent over the network.
    """


for _command in COMMANDS:
    pii_scan.add_command(_command)
