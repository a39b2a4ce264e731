"""`pii-scan recognizers`: list, test, explain."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import cast

import click

from pii_scan.cli.options import format_option, with_settings
from pii_scan.cli.output import Row, cell, json_line, safe, write
from pii_scan.core.errors import UsageError
from pii_scan.settings.settings import Settings

COLUMNS = ("entity", "recognizer", "origin", "patterns", "labels", "checksum", "note")
TRIED = (
    "verdict", "entity", "start", "end", "text", "value", "score", "recognizer", "pattern", "evidence", "reason",
)  # fmt: skip
SHOWN = ("verdict", "entity", "start", "text", "value", "score", "recognizer", "pattern", "evidence", "reason")
LANGUAGES = {"fr": "French", "nl": "Dutch", "de": "German", "en": "English", "all": "any language", "key": "keys",
             "own": "configured"}  # fmt: skip


@click.group(invoke_without_command=True, short_help="List, test and explain what can be recognized.")
def recognizers(**options: object) -> None:
    """List what can be recognized, try recognizers on a text, or explain one entity.

    Without a command, the list, with the options of the list.
    """
    context = click.get_current_context()
    if context.invoked_subcommand is None:
        context.invoke(list_, **options)
    elif any(context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE for name in options):
        raise UsageError(f"options stand behind {context.invoked_subcommand}")


def _worded(rows: list[dict[str, object]]) -> Iterator[Row]:
    for row in rows:
        yield {**row, "checksum": "yes" if row["checksum"] else "no"}


@recognizers.command("list", short_help="List what can be recognized, and by what.")
@format_option()
@with_settings
def list_(settings: Settings, *, form: str) -> None:
    """List what can be recognized, by which recognizer, from where, and by what means."""
    from pii_scan.app.application import Application

    rows = Application(settings).recognizers()
    write(_worded(rows) if form == "table" else rows, COLUMNS, form)


recognizers.params.extend(list_.params)


@recognizers.command("test", short_help="Show what recognizers say of a text, and why.")
@click.argument("text", required=False)
@click.option("--from-file", type=click.Path(dir_okay=False, allow_dash=True), help="Read the text; - is stdin.")
@click.option("--label", default="", help="What stands before the text without being in it: a field or column name.")
@format_option()
@with_settings
def test(settings: Settings, *, text: str | None, from_file: str | None, label: str, form: str) -> None:
    """Show every match in TEXT, and what becomes of it.

    A match is `found`, `low` (below the cut-off), `lost` (another wins the overlap), `refused` (by a check, as of check
    digits), `allowed` (by an allow list), or its recognizer `failed`. Values are shown: do not send the output around.

    For example: pii-scan recognizers test --from-file - < letter.txt
    """
    from pii_scan.app.application import Application

    if (text is None) == (from_file is None):
        raise UsageError("give either a text or --from-file")
    if text is not None:
        click.echo("note: shell history and process lists keep what stands on a command line", err=True)
    given = text if from_file is None else _read(from_file)
    rows = Application(settings).tried(given or "", label)
    write(rows, SHOWN if form == "table" else TRIED, form)


def _read(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.read()
        with click.open_file(name, encoding="utf-8-sig") as text:
            return str(text.read())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: cannot be read ({type(error).__name__})") from None


@recognizers.command("explain", short_help="Explain how one entity is recognized.")
@click.argument("entity")
@format_option("table", "json", "jsonl")
@with_settings
def explain(settings: Settings, *, entity: str, form: str) -> None:
    """Explain ENTITY: its patterns and their scores, its labels, its checks, and the form in which it is kept."""
    from pii_scan.app.application import Application

    told = Application(settings).explained(entity)
    if form != "table":
        click.echo(json_line(told))
        return
    for line in _lines(told):
        click.echo(safe(line).rstrip())


def _lines(told: Mapping[str, object]) -> Iterator[str]:
    for key, name in _NAMES.items():
        if told[key]:
            yield f"{name:<14}{cell(told[key])}"
    labels = cast("Mapping[str, list[str]]", told["labels"])
    for number, (language, terms) in enumerate(labels.items()):
        yield f"{'' if number else 'Labels':<14}{LANGUAGES.get(language, language)}: {', '.join(terms)}"
    for one in cast("list[Mapping[str, object]]", told["recognizers"]):
        yield from _recognizer(one)


def _recognizer(one: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield f"{one['recognizer']} ({one['origin']}; {one['module']})"
    yield from (f"  {start}{one[key]}" for key, start in (("rule", ""), ("check", "Check: ")) if one[key])
    for pattern in cast("list[Mapping[str, object]]", one["patterns"]):
        yield f"  {cast('float', pattern['score']):<6g}{pattern['name']}"
    if one["labelled_score"] is not None:
        yield f"  {cast('float', one['labelled_score']):<6g}beside a label"
    yield from (f"  Source: {source}" for source in cast("list[str]", one["source"]))


_NAMES = {
    "entity": "Entity",
    "categories": "Categories",
    "normal_form": "Kept as",
    "precedence": "Overlaps",
    "examples": "Example",
    "counter_examples": "Not",
}
