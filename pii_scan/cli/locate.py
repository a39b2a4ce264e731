"""`pii-scan locate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pii_scan.cli.options import document_options, language_option, pairs, with_settings
from pii_scan.cli.output import json_line, write_document
from pii_scan.core.errors import UsageError
from pii_scan.settings.settings import Settings

KEYS = ("national_number", "name", "birth_date", "email", "phone", "iban", "customer_number")
QUESTIONS = {
    "national_number": "National register number",
    "customer_number": "Customer number",
    "name": "Name",
    "birth_date": "Date of birth (YYYY-MM-DD or DD/MM/YYYY)",
    "email": "E-mail address",
    "phone": "Telephone",
    "iban": "IBAN",
}
Query = dict[str, object]


@click.command(short_help="Find every place where one person's data stand.")
@click.option("--national-number", help="National register or BIS number.")
@click.option("--name", help="Full name, in any order.")
@click.option("--birth-date", help="Date of birth (YYYY-MM-DD or DD/MM/YYYY), beside a name.")
@click.option("--email", help="E-mail address.")
@click.option("--phone", help="Telephone number.")
@click.option("--iban", help="Bank account.")
@click.option("--customer-number", help="Customer number, where one is configured.")
@click.option(
    "--identifier",
    "identifiers",
    multiple=True,
    callback=pairs,
    metavar="ENTITY=VALUE",
    help="Any other identifier; repeatable.",
)
@click.option(
    "--from-file", type=click.Path(dir_okay=False, allow_dash=True), help="Queries as JSON lines; - is stdin."
)
@language_option
@document_options("table", "json", "jsonl", "html", "xlsx")
@with_settings
def locate(
    settings: Settings,
    /,
    *,
    from_file: str | None,
    output: Path | None,
    identifiers: tuple[tuple[str, str], ...],
    form: str,
    language: str,
    **known: str | None,
) -> None:
    """Find every place where one person's data stand, how sure that is, and why.

    Give what you know of the person. Without any option you are asked, so that nothing stays in the shell's history;
    many people are asked for with --from-file, one JSON object a line.

    For example: pii-scan locate --name 'Jan Peeters' --birth-date 1985-07-30 -o answer.html
    """
    from pii_scan.app.application import Application
    from pii_scan.cli.answer import print_answer

    query = _query(known, identifiers)
    if query and from_file:
        raise UsageError("either identifiers or --from-file, not both")
    if query:
        click.echo("note: shell history and process lists keep what stands on a command line", err=True)
    queries = list(_from_file(from_file)) if from_file else [query or _asked()]
    application = Application(settings)
    answers = application.locate(queries)
    if form in ("html", "xlsx"):
        write_document(application.locate_report(list(answers), form, language), output)
    elif form == "table":
        for answer in answers:
            print_answer(application.told(answer, language))
    elif form == "jsonl":
        write_document(b"".join(json_line(answer) + b"\n" for answer in answers), output)
    else:
        lines = [json_line(answer) for answer in answers]
        write_document(lines[0] + b"\n" if query or not from_file else b"[\n" + b",\n".join(lines) + b"\n]\n", output)


def _query(known: dict[str, str | None], identifiers: tuple[tuple[str, str], ...]) -> Query:
    query: Query = {key: known[key] for key in KEYS if known.get(key)}
    if identifiers:
        query["identifiers"] = dict(identifiers)
    return _checked(query, "")


def _checked(query: Query, at: str) -> Query:
    """Refuse what names nobody: many are born on one day."""
    if set(query) == {"birth_date"}:
        raise UsageError(f"{at}a date of birth alone names nobody; give a name beside it")
    return query


def _asked() -> Query:
    """Ask at the terminal; an empty answer means not known."""
    if not sys.stdin.isatty():
        raise UsageError("nothing to look for: give an identifier or --from-file")
    click.echo("What is known of the person? Leave empty what is not.", err=True)
    answers = {key: click.prompt(text, default="", show_default=False, err=True) for key, text in QUESTIONS.items()}
    query: Query = {key: answer.strip() for key, answer in answers.items() if answer.strip()}
    if not query:
        raise UsageError("nothing to look for")
    return _checked(query, "")


def _from_file(name: str) -> Iterator[Query]:
    try:
        with click.open_file(name, encoding="utf-8-sig") as lines:
            yield from _parsed(lines, "standard input" if name == "-" else name)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: cannot be read ({type(error).__name__})") from None


def _parsed(lines: Iterable[str], name: str) -> Iterator[Query]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            query = json.loads(line)
        except ValueError:
            raise UsageError(f"{name}, line {number}: not JSON") from None
        if not isinstance(query, dict) or not query:
            raise UsageError(f"{name}, line {number}: expected an object with some of {', '.join(KEYS)}")
        unknown = set(query) - {*KEYS, "identifiers"}
        if unknown:
            raise UsageError(f"{name}, line {number}: unknown key; expected some of {', '.join(KEYS)}")
        yield _checked(query, f"{name}, line {number}: ")
