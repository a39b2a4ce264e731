"""`pii-scan categories`: the declaration's categories, and why they are told of an item or a text."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import click

from pii_scan.cli.options import format_option, language_option, with_settings
from pii_scan.cli.output import named, write, write_groups
from pii_scan.core.errors import UsageError
from pii_scan.settings.settings import Settings

COLUMNS = ("category", "name", "special", "declared", "entities")
EXPLAINED = (
    "source", "item", "member", "category", "name", "special", "declared", "basis", "why", "entity", "text", "where",
    "findings",
)  # fmt: skip
SHOWN = ("category", "why", "text", "where", "findings")
TRIED = ("counts", "category", "name", "special", "declared", "basis", "reason", "why", "entity", "text", "where")
SHOWN_TRIED = ("category", "why", "text", "where")
MOST_BYTES = 8 << 20


@click.group(invoke_without_command=True, short_help="List the categories of the declaration; explain why one is told.")
@click.pass_context
@language_option
@format_option()
@with_settings
def categories(settings: Settings, ctx: click.Context, /, *, language: str, form: str) -> None:
    """List the categories of the privacy declaration, and the undeclared ones that are told apart.

    `explain` tells why an item of the inventory has its categories, `test` what is made of a text.
    """
    if ctx.invoked_subcommand is None:
        _list(settings, language, form)
        return
    given = {
        name: value
        for name, value in ctx.params.items()
        if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
    }
    ctx.default_map = dict.fromkeys(("list", "explain", "test"), given)


@categories.command("list", short_help="List the categories of the privacy declaration.")
@language_option
@format_option()
@with_settings
def list_(settings: Settings, *, language: str, form: str) -> None:
    """List the categories of the privacy declaration, and the undeclared ones that are told apart."""
    _list(settings, language, form)


@categories.command(short_help="Tell why an item of the inventory has its categories.")
@click.argument("item")
@language_option
@format_option()
@with_settings
def explain(settings: Settings, *, item: str, language: str, form: str) -> None:
    """Tell why ITEM has its categories: each ground with its place, values masked.

    ITEM is named as `findings` names it (its path below the target, `archive.zip!member` for what is inside another),
    or by a glob pattern.
    """
    from pii_scan.app.application import Application

    rows = Application(settings).explained_item(item, language)
    if form == "table":
        write_groups(rows, SHOWN, named)
    else:
        write(rows, EXPLAINED, form)


@categories.command(short_help="Tell which categories a text holds, and which words did not count.")
@click.option("--file", "file", type=click.Path(dir_okay=False, allow_dash=True), help="File of plain text to read.")
@language_option
@format_option()
@with_settings
def test(settings: Settings, *, file: str | None, language: str, form: str) -> None:
    """Read a text from standard input, or from --file, and tell which categories it holds and on what ground.

    Words of the lexicons that did not count are told with the reason. Nothing is recorded.
    """
    from pii_scan.app.application import Application

    if file is None and sys.stdin.isatty():
        click.echo("Write or paste a text; end with Ctrl-D on a line of its own.", err=True)
    rows = Application(settings).explained_text(_content(file or "-"), language)
    if form == "table":
        _write_tried(rows)
    else:
        write(rows, TRIED, form)


def _list(settings: Settings, language: str, form: str) -> None:
    from pii_scan.app.application import Application

    write(Application(settings).categories(language), COLUMNS, form)


def _write_tried(rows: Iterable[Mapping[str, object]]) -> None:
    """Print what counts, then what does not."""
    write_groups(rows, SHOWN_TRIED, lambda row: "counts" if row["counts"] else "does not count")


def _content(file: str) -> bytes:
    try:
        with click.open_file(file, "rb") as stream:
            data: bytes = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read ({type(error).__name__})") from None
    if len(data) > MOST_BYTES:
        raise UsageError("the text is larger than 8 MiB: scan it instead")
    return data
