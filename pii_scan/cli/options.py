"""Options that many commands share, and the settings that come of them."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, cast

import click

from pii_scan.cli.output import FORMATS, safe
from pii_scan.settings.settings import Settings

P = ParamSpec("P")
_SETTINGS = ("config_file", "inventory", "key_file", "workers", "exclude", "passwords_file")


def with_settings(command: Callable[Concatenate[Settings, P], None]) -> Callable[..., None]:
    """Add `--config`, `--inventory` and `--key-file`, and hand the settings in force to the command."""

    @click.option("--config", "config_file", type=click.Path(), help="Settings file (PII_SCAN_CONFIG).")
    @click.option("--inventory", help="Inventory: a file or sqlite:///PATH (PII_SCAN_INVENTORY).")
    @click.option("--key-file", type=click.Path(), help="File of the inventory's key (PII_SCAN_KEY_FILE).")
    @functools.wraps(command)
    def wrapped(*args: P.args, **options: P.kwargs) -> None:
        from pii_scan.settings.load import load

        overrides = {key: options.pop(key, None) or None for key in _SETTINGS}
        limits = cast("tuple[tuple[str, str], ...]", options.pop("limits", ()))
        overrides |= {f"limits.{name}": value for name, value in limits}
        overrides["ocr.mode"] = options.pop("ocr", None)
        command(load(overrides), *args, **options)

    return wrapped


def format_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add `--format`; the first form is the default."""
    chosen = forms or FORMATS
    return click.option(
        "--format", "form", type=click.Choice(chosen), default=chosen[0], show_default=True, help="How to print."
    )


def document_options(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add `--output` and `--format`; without `--format`, the ending of the output chooses, else the first form."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
        @click.option(
            "--format",
            "form",
            type=click.Choice(forms),
            help=f"How to print; else as the ending of --output says, else {forms[0]}.",
        )
        @functools.wraps(command)
        def wrapped(*args: object, form: str | None, output: Path | None, **options: object) -> None:
            command(*args, form=form or _form_of(output, forms), output=output, **options)

        return wrapped

    return decorate


def _form_of(output: Path | None, forms: tuple[str, ...]) -> str:
    if output is None:
        return forms[0]
    ending = output.suffix.removeprefix(".").lower()
    if ending not in forms or ending == "table":
        known = ", ".join(f".{form}" for form in forms if form != "table")
        raise click.UsageError(f"what --output is to hold cannot be told from its ending: use {known}, or --format")
    return ending


language_option = click.option(
    "--language", type=click.Choice(["fr", "nl", "de", "en"]), default="en", show_default=True, help="Of the output."
)


def scan_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of commands that read targets."""
    for option in (
        click.option("--progress/--no-progress", default=None, help="Show progress; by default on a terminal only."),
        click.option(
            "--limit", "limits", multiple=True, callback=pairs, metavar="NAME=VALUE", help="Set a limit: pages=500."
        ),
        click.option(
            "--passwords",
            "passwords_file",
            type=click.Path(),
            help="File of passwords to try, one a line (PII_SCAN_PASSWORDS_FILE).",
        ),
        click.option("--ocr", type=click.Choice(("off", "auto", "on")), help="Text recognition (PII_SCAN_OCR_MODE)."),
        click.option("--exclude", multiple=True, help="Leave out paths that match this glob pattern; repeatable."),
        click.option("--workers", type=click.IntRange(1), help="Worker processes (PII_SCAN_WORKERS)."),
    ):
        command = option(command)
    return command


def ask_password(whose: str) -> str | None:
    """Ask for a password at the terminal; None where there is none."""
    if not sys.stdin.isatty():
        return None
    return str(click.prompt(f"Password of {safe(whose)}", hide_input=True, err=True))


def pairs(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Read `NAME=VALUE` texts as pairs; a wrong one is not repeated in the message, since it may be a person's."""
    parts = [text.partition("=") for text in given]
    if not all(name and value for name, _, value in parts):
        raise click.BadParameter("expected NAME=VALUE", ctx, param)
    return tuple((name, value) for name, _, value in parts)
