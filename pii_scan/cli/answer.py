"""Prints an answer of `locate` for people: who, where, how sure and why, and what was not searched."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator

import click

from pii_scan.app.report import Place, Told
from pii_scan.cli.output import safe

WIDEST = 120
_TIER = 14
_LABEL = 14


def print_answer(answer: Told) -> None:
    """Print one answer: question, subject, places with the surest first, completeness."""
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    for line in _lines(answer, width):
        click.echo(line)


def _lines(answer: Told, width: int) -> Iterator[str]:
    say = answer.say
    yield from _block(say("asked"), [", ".join(f"{key} {value}" for key, value in answer.query)], width)
    if answer.subject:
        yield from _block(say("subject"), [" · ".join(answer.subject)], width)
    yield from _block(say("found"), _found(answer), width)
    for number, candidate in enumerate(answer.ambiguous, 1):
        yield from _block(f"{number:>6}.", [candidate], width)
    if answer.advice:
        yield from _block(say("what_to_do"), [answer.advice], width)
    several = len({place.source for place in answer.places}) > 1
    for place in answer.places:
        yield ""
        yield from _place(place, say, width, several=several)
    if answer.places:
        yield ""
    yield from _block(say("covered"), answer.completeness, width)


def _found(answer: Told) -> Iterator[str]:
    if answer.ambiguous:
        yield answer.say("ambiguous")
    elif not answer.places:
        yield answer.say("no_places")
    else:
        yield answer.say("places_found").format(count=len(answer.places))
        yield from (f"{count} {tier}: {meaning}" for tier, _, count, meaning in answer.tiers)


def _place(place: Place, say: Callable[[str], str], width: int, *, several: bool) -> Iterator[str]:
    """Print one place: its tier beside its path, and below it what stands there."""
    yield f"{place.confidence.upper():<{_TIER}}{safe(place.item)}"
    rows: list[tuple[str, tuple[str, ...]]] = [(say("source"), (place.source,))] if several else []
    rows += [
        (say("where"), place.where),
        (say("data"), (", ".join(place.entities),)),
        (say("category"), (", ".join(place.categories),)),
        (say("why"), place.why),
    ]
    for label, texts in rows:
        for line in _block(label, texts, width - _TIER):
            yield " " * _TIER + line


def _block(label: str, texts: Iterable[str], width: int) -> Iterator[str]:
    """Print a label and its texts, one below the other."""
    for number, text in enumerate(texts):
        yield from _hanging("" if number else label, text, _LABEL, width)


def _hanging(label: str, text: str, indent: int, width: int) -> Iterator[str]:
    """Wrap a text beside its label; a long path or word is left whole, so that it can be copied."""
    start = f"{label:<{indent - 1}} "
    wrapped = textwrap.wrap(
        safe(text),
        max(width, indent + 30),
        initial_indent=start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from wrapped or [start.rstrip()]
