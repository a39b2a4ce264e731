"""Office documents of people who do not exist, in four languages, each with its whole truth.

Written by other hands than the rules that are measured on it, from the published formats alone: no lexicon, pattern or
fixture of the program was read for it, and no template is changed because the program misses something in it.
`held_out` selects a set of texts: 0 is the one that the program was improved against, no rule was written against 1
to 3.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accuracy.generator_cards import card
from accuracy.generator_forms import Piece
from accuracy.generator_people import ORIGINS, People, Person
from accuracy.generator_render import categories, pieces, sample
from accuracy.samples import Sample

HERE = Path(__file__).parent
SLOTS = "pqrso"
CLOSING = {
    "fr": ("Bien à vous,", "Salutations distinguées,", "Cordialement,"),
    "nl": ("Met vriendelijke groeten", "Hoogachtend", "Groeten"),
    "de": ("Mit freundlichen Grüßen", "Hochachtungsvoll", "Beste Grüße"),
    "en": ("Yours sincerely,", "Kind regards,", "Best regards,"),
}
OPENING = {
    "fr": ("Madame, Monsieur,", "Bonjour,", "Chers collègues,", "Note au dossier"),
    "nl": ("Geachte mevrouw, geachte heer", "Dag collega", "Beste", "Nota voor het dossier"),
    "de": ("Sehr geehrte Damen und Herren,", "Guten Tag,", "Liebe Kolleginnen und Kollegen,", "Aktenvermerk"),
    "en": ("Dear Sir or Madam,", "Hello,", "Dear colleagues,", "Note to file"),
}
COLUMNAR = {  # no remark fits below these
    *("crm export", "log extract", "two columns", "xml message", "json message"),
    *("xml feed", "key and value", "shift table", "device list", "headerless list"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A document or a sentence with slots, and the categories that its own words are evidence of."""

    text: str
    kind: str
    name: str
    categories: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()  # the slots of people who bear the first one's family name


@cache
def documents(language: str, *, held_out: int = 0) -> tuple[Template, ...]:
    """Give the documents about persons."""
    if held_out:
        rows = _held_out(language, held_out)["documents"]
    else:
        rows = [row for part in (1, 2, 3) for row in _read(f"templates_{language}_{part}.yaml")]
    return tuple(_template(row, f"{language}/{number}") for number, row in enumerate(rows))


@cache
def neutral(language: str, *, held_out: int = 0) -> tuple[Template, ...]:
    """Give the documents that are about nobody."""
    rows = _held_out(language, held_out)["neutral"] if held_out else _read(f"templates_{language}_neutral.yaml")
    return tuple(_template(row, f"{language}/neutral-{number}") for number, row in enumerate(rows))


@cache
def remarks(language: str, *, held_out: int = 0) -> tuple[str, ...]:
    """Give the sentences that hold a look-alike."""
    return tuple(
        _held_out(language, held_out)["decoys"].splitlines() if held_out else _lines(f"templates_decoys_{language}.tsv")
    )


@cache
def sentences(language: str, *, held_out: int = 0) -> tuple[Template, ...]:
    """Give the sentences about a person."""
    rows = (
        _held_out(language, held_out)["sentences"].splitlines()
        if held_out
        else _lines(f"templates_sentences_{language}.tsv")
    )
    cells = [row.split("\t") for row in rows]
    return tuple(Template(text, "sentence", "", frozenset(found.split())) for found, text in cells)


@cache
def _held_out(language: str, held_out: int) -> dict[str, Any]:
    """Read a set that no rule was written against: its documents, sentences and look-alikes, and how notes begin."""
    book: dict[str, Any] = yaml.safe_load((HERE / f"{ORIGINS[held_out]}_{language}.yaml").read_text("utf-8"))
    return book


def _lines(name: str) -> list[str]:
    return (HERE / name).read_text("utf-8").splitlines()


def _read(name: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return rows


def _template(row: dict[str, str], name: str) -> Template:
    found = f"{row.get('cats', '')} {row.get('also', '')}".split()
    return Template(row["text"].rstrip("\n"), row["kind"], name, frozenset(found), frozenset(row.get("kin", "")))


class Writer:
    """Writes documents in one language; each of its people is drawn once."""

    def __init__(self, seed: int, language: str, seen: set[str] | None = None, *, held_out: int = 0) -> None:
        self.language = language
        self.held_out = held_out
        self.origin = ORIGINS[held_out]
        self.people = People(seed, language, seen, self.origin)
        self.rng = random.Random(f"documents/{seed}/{language}")
        self._decks: dict[str, list[Template]] = {}

    def deal(self, name: str, cards: tuple[Template, ...]) -> Template:
        """Take the next of a shuffled deck, so that every template has its turn before one comes again."""
        if not self._decks.get(name):
            self._decks[name] = self.rng.sample(cards, len(cards))
        return self._decks[name].pop()

    def document(self, template: Template, main: Person | None = None) -> Sample:
        """Fill one template, about this person where one is given."""
        used = {slot for slot in SLOTS if f"{{{slot}." in template.text or f"{{{slot}}}" in template.text}
        people = {slot: self.people.draw() for slot in sorted(used | {"p"} if template.kin else used) if slot != "p"}
        if "p" in used:
            people["p"] = main or self.people.draw()
        for slot in sorted(template.kin):
            people[slot] = self.people.draw(people["p"].family)
        written = pieces(template.text, people, self.language, self.rng)
        found = template.categories | categories(written, people)
        if template.kind not in COLUMNAR:
            written += self.look_alikes(self.rng.choice([0, 0, 1, 1, 2, 3]))
        nobody = [people["o"]] if "o" in people else []
        return sample(written, self.language, template.kind, f"{self.source}/{template.name}", found, nobody)

    @property
    def source(self) -> str:
        """The set that a sample is of."""
        return self.origin.replace("_", "-") if self.held_out else "generator"

    def look_alikes(self, count: int) -> list[Piece]:
        """Write so many remarks below a document."""
        chosen = self.rng.sample(remarks(self.language, held_out=self.held_out), count)
        return [x for text in chosen for x in (Piece("\n"), *pieces(text, {}, self.language, self.rng))]

    def note(self, main: Person | None = None) -> Sample:
        """Put a note together from sentences."""
        rng, language = self.rng, self.language
        person = main or self.people.draw()
        people = {"p": person, "q": self.people.draw()}
        bank = sentences(language, held_out=self.held_out)
        greeting = (
            _held_out(language, self.held_out)
            if self.held_out
            else {"openings": OPENING[language], "closings": CLOSING[language]}
        )
        chosen = [bank[0], *rng.sample(bank[1:], rng.randint(2, 6))]
        written: list[Piece] = [Piece(rng.choice(greeting["openings"]) + "\n\n")]
        for sentence in chosen:
            written += pieces(sentence.text, people, language, rng)
            written.append(Piece(rng.choice([" ", " ", "\n"])))
        found = frozenset().union(*(sentence.categories for sentence in chosen)) | categories(written, people)
        written += self.look_alikes(rng.choice([0, 1, 2]))
        written.append(Piece("\n\n" + rng.choice(greeting["closings"])))
        return sample(written, language, "note", f"{self.source}/{language}/note", found)

    def card(self, main: Person | None = None) -> Sample:
        """Make a file card."""
        person = main or self.people.draw()
        layout, written = card(person, self.language, self.rng, self.origin)
        found = categories(written, {"p": person})
        return sample(written, self.language, "card", f"{self.source}/{self.language}/card-{layout}", found)

    def any(self, main: Person | None = None) -> Sample:
        """Write a document of any kind about a person."""
        kind = self.rng.choices(["document", "card", "note"], [9, 5, 4])[0]
        if kind == "card":
            return self.card(main)
        if kind == "note":
            return self.note(main)
        return self.document(self.deal("documents", documents(self.language, held_out=self.held_out)), main)

    def about_nobody(self) -> Sample:
        """Write a document that holds no personal data."""
        return self.document(self.deal("neutral", neutral(self.language, held_out=self.held_out)))


def samples(seed: int, language: str, count: int, *, held_out: int = 0) -> Iterator[Sample]:
    """Give so many documents, the same ones for a seed."""
    writer = Writer(seed, language, held_out=held_out)
    for number in range(count):
        yield writer.about_nobody() if number % 6 == 5 else writer.any()
