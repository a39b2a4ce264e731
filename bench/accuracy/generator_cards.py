"""File cards and forms put together from labels: beside, above, after, in columns, glued on."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

from accuracy.generator_forms import Piece
from accuracy.generator_people import Person
from accuracy.generator_render import field

Fields = list[tuple[str, list[Piece]]]
LANGUAGES = ("fr", "nl", "de", "en")
TITLES = {
    "fr": ("FICHE", "Fiche signalétique", "Données du dossier", "Formulaire", "Récapitulatif", ""),
    "nl": ("FICHE", "Steekkaart", "Gegevens van het dossier", "Formulier", "Overzicht", ""),
    "de": ("BLATT", "Datenblatt", "Angaben zur Akte", "Formular", "Übersicht", ""),
    "en": ("RECORD", "Data sheet", "Details on file", "Form", "Summary", ""),
}


@cache
def labels(origin: str) -> dict[str, dict[str, list[str]]]:
    """Read the labels of the fields of one of the `ORIGINS`."""
    rows = (Path(__file__).parent / f"{origin}_labels.tsv").read_text("utf-8").splitlines()[1:]
    cells = (row.split("\t") for row in rows)
    return {name: dict(zip(LANGUAGES, (x.split("|") for x in words), strict=True)) for name, *words in cells}


REST = [name for name in labels("templates") if name != "rev"]


def _beside(fields: Fields, rng: random.Random) -> list[Piece]:
    joint = rng.choice([": ", " : ", ":", "\t", " = ", ": ", " : "])
    out = []
    for label, value in fields:
        out += [Piece(f"{label}{joint}"), *value, Piece("\n")]
    return out


def _leaders(fields: Fields, rng: random.Random) -> list[Piece]:
    width = max(len(label) for label, _ in fields) + 3
    fill = rng.choice([".", " ", "_"])
    out = []
    for label, value in fields:
        out += [Piece(f"{label} ".ljust(width, fill) + " "), *value, Piece("\n")]
    return out


def _above(fields: Fields, rng: random.Random) -> list[Piece]:
    end = rng.choice(["\n", ":\n", " :\n"])
    between = rng.choice(["\n", "\n\n"])
    out = []
    for label, value in fields:
        out += [Piece(f"{label}{end}"), *value, Piece(between)]
    return out


def _after(fields: Fields, rng: random.Random) -> list[Piece]:
    opening, closing = rng.choice([(" (", ")"), (" [", "]"), ("\n(", ")")])
    out = []
    for label, value in fields:
        words = label[0].lower() + label[1:] if label[1:2].islower() else label
        out += [*value, Piece(f"{opening}{words}{closing}\n")]
    return out


def _pairs(fields: Fields, rng: random.Random) -> list[Piece]:
    gap = " " * rng.randint(4, 9)
    out = []
    for place, (label, value) in enumerate(fields):
        out += [Piece(f"{label}: "), *value, Piece(gap if place % 2 == 0 and place + 1 < len(fields) else "\n")]
    return out


def _columns(fields: Fields, rng: random.Random) -> list[Piece]:
    gap = rng.choice(["\t", "   ", " | "])
    out = [Piece(gap.join(label for label, _ in fields) + "\n")]
    for place, (_, value) in enumerate(fields):
        out += [*value, Piece(gap if place + 1 < len(fields) else "\n")]
    return out


LAYOUTS: dict[str, tuple[Callable[[Fields, random.Random], list[Piece]], int]] = {
    "beside": (_beside, 9),
    "leaders": (_leaders, 8),
    "above": (_above, 7),
    "after": (_after, 4),
    "pairs": (_pairs, 6),
    "columns": (_columns, 3),
}


def one_line(person: Person, name: str, language: str, rng: random.Random) -> list[Piece]:
    """Write a value so that it holds no line break."""
    while True:
        written = field(person, name, language, rng)
        if not any("\n" in piece.text for piece in written):
            return written


def card(person: Person, language: str, rng: random.Random, origin: str = "templates") -> tuple[str, list[Piece]]:
    """Make a card about one person: its layout, and what is on it."""
    layout = rng.choices(list(LAYOUTS), [5, 3, 3, 1.5, 2, 1])[0]
    write, most = LAYOUTS[layout]
    chosen = ["rev", *rng.sample(REST, rng.randint(2, most - 1))]
    for one, other in (("plate", "oldplate"), ("niss", "bis")):
        if one in chosen and other in chosen:
            chosen.remove(other)
    wrapped = layout in ("beside", "leaders", "above")
    fields: Fields = []
    for name in chosen:
        label = rng.choice(labels(origin)[name][language])
        if layout == "above" and name == "addr":
            name = "addr2"  # noqa: PLW2901
        fields.append((label, (field if wrapped else one_line)(person, name, language, rng)))
    title = rng.choice(labels(origin).get("title", TITLES)[language])
    return layout, [Piece(f"{title}\n" if title else ""), *write(fields, rng)]
