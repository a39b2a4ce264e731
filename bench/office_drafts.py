"""Text with its mentions marked, so that the truth is written where the text is."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from office_people import Person, write_address, write_date, write_iban, write_name, write_number, write_phone

_MARK = re.compile("\ue000([0-9]+)\ue001(.*?)\ue002", re.DOTALL)


@dataclass
class Mention:
    """What stands somewhere and must be found."""

    entity: str
    text: str
    value: str
    subject: str | None
    line: int | None = None


@dataclass
class Draft:
    """A document being written: `put` marks a value, `finish` gives the plain text and places of the mentions."""

    rng: random.Random
    mentions: list[Mention] = field(default_factory=list)
    decoys: list[tuple[str, str]] = field(default_factory=list)
    categories: set[str] = field(default_factory=set)

    def put(self, entity: str, text: str, value: str, subject: str | None) -> str:
        """Mark a value in the text."""
        self.mentions.append(Mention(entity, text, value, subject))
        return f"\ue000{len(self.mentions) - 1}\ue001{text}\ue002"

    def decoy(self, text: str, entity: str) -> str:
        """Note a look-alike."""
        self.decoys.append((text, entity))
        return text

    def finish(self, text: str) -> str:
        """Take the marks away; lines are counted from 1."""
        out, at, line = [], 0, 1
        for match in _MARK.finditer(text):
            before = text[at : match.start()]
            line += before.count("\n")
            out += [before, match[2]]
            self.mentions[int(match[1])].line = line
            line += match[2].count("\n")
            at = match.end()
        out.append(text[at:])
        return "".join(out)

    def name(self, p: Person, text: str | None = None) -> str:
        text = text or write_name(self.rng, p)
        self.categories.add("identification")
        return self.put("PERSON", text, text, p.id)

    def number(self, p: Person) -> str:
        self.categories.add("national_number")
        entity = "BE_BIS_NUMBER" if p.is_bis else "BE_NATIONAL_REGISTER_NUMBER"
        return self.put(entity, write_number(self.rng, p.number), p.number, p.id)

    def birth(self, p: Person, language: str, *, labelled: bool = True) -> str:
        self.categories.add("personal_characteristics")
        return self.put("DATE_OF_BIRTH", write_date(self.rng, p.birth, language, labelled=labelled), p.iso_birth, p.id)

    def phone(self, p: Person, at: int = 0, *, bare: bool = False) -> str:
        self.categories.add("identification")
        value = p.phones[at % len(p.phones)]
        return self.put("PHONE_NUMBER", write_phone(self.rng, value, bare=bare), value, p.id)

    def email(self, p: Person) -> str:
        self.categories.add("electronic_identification")
        text = self.rng.choice([p.email, p.email, p.email.title() if self.rng.random() < 0.3 else p.email])
        return self.put("EMAIL_ADDRESS", text, p.email, p.id)

    def iban(self, p: Person) -> str:
        self.categories.add("financial")
        return self.put("IBAN_CODE", write_iban(self.rng, p.iban), p.iban, p.id)

    def address(self, p: Person) -> str:
        self.categories.add("identification")
        text = write_address(self.rng, p)
        return self.put("ADDRESS", text, text, p.id)

    def address_block(self, p: Person) -> str:
        """Two lines."""
        self.categories.add("identification")
        box = {"fr": " bte ", "nl": " bus ", "de": " Bfk. ", "en": " box "}[p.language] + p.box if p.box else ""
        text = f"{p.street} {p.house}{box}\n{p.postcode} {p.town}"
        return self.put("ADDRESS", text, text.replace("\n", " "), p.id)

    def customer(self, p: Person) -> str:
        self.categories.add("identification")
        return self.put("CUSTOMER_NUMBER", p.customer, p.customer, p.id)
