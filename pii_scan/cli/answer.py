"""Prints an answer of `locate` for people: who, where, how sure and why, and what was not searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from pii_scan.cli.output import cell, safe, table
from pii_scan.core.place import item_path

_PLACES_SHOWN = 2
Answer = Mapping[str, object]


def print_answer(answer: Answer) -> None:
    """Print one answer: subject, places as a table, completeness."""
    for line in _lines(answer):
        click.echo(line)


def _lines(answer: Answer) -> Iterator[str]:
    subject, ambiguous = answer.get("subject"), _list(answer.get("ambiguous"))
    if subject is not None:
        yield f"subject: {_facts(subject)}"
    if ambiguous:
        yield "several persons fit; say more, so that none is taken for another:"
        yield from (f"  {_facts(candidate)}" for candidate in ambiguous)
    locations = _list(answer.get("locations"))
    if locations:
        yield ""
        yield from table([["CONFIDENCE", "ITEM", "WHERE", "DATA", "WHY"], *map(_row, locations)])
        yield ""
    elif not ambiguous:
        yield "no data of this person were found"
    yield f"{len(locations)} place(s); completeness: {_facts(answer.get('completeness'))}"


def _row(location: object) -> list[str]:
    found = location if isinstance(location, Mapping) else {}
    places = _list(found.get("where"))
    more = f" (+{len(places) - _PLACES_SHOWN})" if len(places) > _PLACES_SHOWN else ""
    return [
        cell(found.get("confidence")),
        safe(item_path(str(found.get("item")), None if found.get("member") is None else str(found["member"]))),
        "; ".join(cell(place) for place in places[:_PLACES_SHOWN]) + more,
        cell(found.get("entities")),
        cell(_list(found.get("why"))[:2]),
    ]


def _facts(value: object) -> str:
    """Spell out what is known, key by key; what is empty is left out."""
    if not isinstance(value, Mapping):
        return cell(value)
    if value.keys() == {"entity", "value"}:
        return f"{cell(value['value'])} ({cell(value['entity'])})"
    parts = (
        (key, ", ".join(map(_facts, inner)) if isinstance(inner, list) else _facts(inner))
        for key, inner in value.items()
        if inner
    )
    return "; ".join(f"{str(key).replace('_', ' ')} {text}" for key, text in parts)


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()
