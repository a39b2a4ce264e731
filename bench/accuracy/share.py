"""Write an office share with its truth, in the layout that a scorer of whole scans reads.

    python bench/accuracy/share.py DIR --seed 7 --size 60 [--held-out [1|2|3]]

DIR/share holds the files, DIR/truth what stands in them, DIR/pii-scan.toml the office's own customer number. The people
recur over letters, tables and a dump, so that one can be looked for. The same seed and size give the same files.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from accuracy.generator import Writer
from accuracy.generator_cards import labels, one_line
from accuracy.generator_files import Files
from accuracy.generator_forms import Piece
from accuracy.generator_people import ORIGINS, Person
from accuracy.generator_render import CATEGORY, sample
from accuracy.samples import Mention, Sample

LANGUAGES = ("fr", "nl", "de", "en")
SETTINGS = """[[identifier]]
entity = "CUSTOMER_NUMBER"
pattern = 'K[0-9]{2}-[0-9]{5}'
category = "identification"
strong = true                    # names one person
labels = ["n° client", "réf. client", "klantnummer", "Kundennummer", "customer number"]
examples = ["K04-12345"]
counter_examples = ["K4-12345", "AK04-12345", "K04-123456"]
"""
REFERENCE = {"fr": "N° client : ", "nl": "Klantnummer: ", "de": "Kundennummer: ", "en": "Customer number: "}
LINKING = ("BE_NATIONAL_REGISTER_NUMBER", "CUSTOMER_NUMBER", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE")
SUFFIXES = ("txt", "eml", "html", "docx", "json", "txt", "docx")
COLUMNS = {  # field: the header in each language
    "last": ("Nom", "Familienaam", "Nachname", "Last name"),
    "first": ("Prénom", "Voornaam", "Vorname", "First name"),
    "dob": ("Date de naissance", "Geboortedatum", "Geburtsdatum", "Date of birth"),
    "niss": ("Numéro national", "Rijksregisternummer", "Nationalregisternummer", "National number"),
    "gsm": ("GSM", "Gsm", "Handy", "Mobile"),
    "mail!": ("E-mail", "E-mailadres", "E-Mail", "Email"),
    "iban": ("IBAN", "Rekeningnummer", "Konto", "Account"),
    "addr": ("Adresse", "Adres", "Anschrift", "Address"),
    "cust": ("N° client", "Klantnummer", "Kundennummer", "Customer no"),
}
FLEET = {
    "name": ("Conducteur", "Bestuurder", "Fahrer", "Driver"),
    "cust": COLUMNS["cust"],
    "plate": ("Plaque", "Nummerplaat", "Kennzeichen", "Licence plate"),
    "vin": ("N° de châssis", "Chassisnummer", "Fahrgestellnummer", "VIN"),
    "lic": ("Permis de conduire", "Rijbewijsnummer", "Führerscheinnummer", "Driving licence"),
}
DUMP = {
    "cust": "customer_number",
    "last": "family_name",
    "first": "given_name",
    "niss!": "national_number",
    "mail!": "email",
    "gsm": "mobile",
    "iban!": "iban",
    "ip!": "last_login_ip",
}
HELD_OUT_DUMP = {  # field: the column of a database that abbreviates
    "cust": "clt_no",
    "last": "nachnaam",
    "first": "voornm",
    "niss!": "insz_nr",
    "mail!": "mail_addr",
    "gsm": "tel_mob",
    "iban!": "rek_iban",
    "ip!": "src_ip",
}
HELD_OUT_2_DUMP = {  # field: the column of a database with English words and a prefix
    "cust": "cli_ref",
    "last": "cli_surname",
    "first": "cli_firstname",
    "niss!": "cli_nrn",
    "mail!": "cli_mail1",
    "gsm": "cli_mobile1",
    "iban!": "cli_account_no",
    "ip!": "cli_login_ip",
}
HELD_OUT_3_DUMP = {  # field: the column of a social service's own database
    "cust": "dossierklant",
    "last": "usr_nom",
    "first": "usr_prenom",
    "niss!": "usr_rn",
    "mail!": "usr_courriel",
    "gsm": "usr_gsm",
    "iban!": "usr_cpte",
    "ip!": "conn_ip",
}
DUMPS = (DUMP, HELD_OUT_DUMP, HELD_OUT_2_DUMP, HELD_OUT_3_DUMP)
QUESTIONS = ("national_number", "email", "phone", "iban", "customer_number", "name")


class Share:
    """Collects the files and the truth of one share."""

    def __init__(self, root: Path, seed: int, size: int, *, held_out: int = 0) -> None:
        self.root, self.size = root, size
        self.held_out = held_out
        self.rng = random.Random(f"share/{seed}")
        seen: set[str] = set()
        self.writers = {language: Writer(seed, language, seen, held_out=held_out) for language in LANGUAGES}
        self.files = Files(root / "share", self.rng)
        self.truth: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.roster: list[Person] = []

    def write(self) -> None:
        """Make everything."""
        for number in range(self.size):
            self.roster.append(self.writers[LANGUAGES[number % 4]].people.draw())
        for number, person in enumerate(self.roster):
            self._letters(number, person)
        for number in range(max(4, self.size // 5)):
            language = LANGUAGES[number % 4]
            suffix = ("txt", "html", "docx")[number % 3]
            self._file(f"documentation/{language}-{number:03d}.{suffix}", self.writers[language].about_nobody())
        for language in LANGUAGES:
            self._table(language, f"exports/clients_{language}.csv", COLUMNS)
            self._table(language, f"exports/fleet_{language}.xlsx", FLEET)
        self._dump()
        self._archive()
        self._queries()
        self._save()

    def _letters(self, number: int, person: Person) -> None:
        writer = self.writers[person.language]
        for turn in range(1 + number % 2):
            suffix = SUFFIXES[(number + 3 * turn) % len(SUFFIXES)]
            self._file(f"clients/{number // 20:02d}/{number:04d}-{turn}.{suffix}", self._about(writer, person), person)

    def _about(self, writer: Writer, person: Person) -> Sample:
        """Write a document about a person; one without a number that links carries the customer's."""
        made = writer.any(person)
        known = {person.value(entity) for entity in LINKING}  # what the tables hold of this person too
        if any(m.value in known for m in made.mentions):
            return made
        pieces = [Piece(REFERENCE[made.language]), *one_line(person, "cust", made.language, self.rng), Piece("\n\n")]
        return joined(sample(pieces, made.language, "", made.source, {"identification"}), made)

    def _file(self, path: str, made: Sample, person: Person | None = None) -> None:
        if path.endswith(".eml") and person:
            made = joined(self.files.mail_header(person, made.language), made)
        self.files.write(path, made)
        self._mentions(path, made, lines=path.endswith(".txt"))
        self._told(path, made.language, made.categories)

    def _mentions(self, path: str, made: Sample, member: str | None = None, *, lines: bool = False) -> None:
        inside = {"member": member} if member else {}
        for m in made.mentions:
            where = {"line": made.text.count("\n", 0, m.start) + 1} if lines else {}
            self._mention(path, m, where, inside)
        for d in made.decoys:
            self.truth["decoys"].append({"path": path, "where": {}, "text": d.text, "not": d.not_entity, **inside})

    def _mention(self, path: str, m: Mention, where: dict[str, Any], inside: dict[str, str]) -> None:
        known = {person.ident for person in self.roster}
        value = m.value or "none"  # a credential's value is never told, and reads None
        row = {"path": path, "where": where, "entity": m.entity, "text": m.text, "value": value}
        self.truth["mentions"].append({**row, "subject": m.subject if m.subject in known else None, **inside})

    def _told(self, path: str, language: str, found: frozenset[str]) -> None:
        declared = sorted(c for c in found if not c.startswith("undeclared"))
        row = {"path": path, "kind": path.rsplit(".", 1)[1], "expect": "scanned", "reason": None}
        self.truth["files"].append({**row, "language": language, "categories": declared})

    def _table(self, language: str, path: str, columns: dict[str, tuple[str, ...]]) -> None:
        headers = [titles[LANGUAGES.index(language)] for titles in columns.values()]
        if self.held_out:
            headers = [labels(ORIGINS[self.held_out])[name.rstrip("!")][language][0] for name in columns]
        people = [person for person in self.roster if person.language == language]
        rows = self._rows(people, list(columns), language)
        self.files.table(path, headers, [["".join(p.text for p in cell) for cell in row] for row in rows])
        sheet = {"sheet": "Data"} if path.endswith(".xlsx") else {}
        places = [
            [{**sheet, "row": number, "column": header} for header in headers] for number in range(2, len(rows) + 2)
        ]
        self._cells(path, language, rows, places)

    def _rows(self, people: list[Person], fields: list[str], language: str) -> list[list[list[Piece]]]:
        return [[one_line(person, name, language, self.rng) for name in fields] for person in people]

    def _cells(
        self, path: str, language: str, rows: list[list[list[Piece]]], places: list[list[dict[str, Any]]]
    ) -> None:
        found = set()
        for row, spots in zip(rows, places, strict=True):
            for cell, where in zip(row, spots, strict=True):
                for m in sample(cell, language, "", "", ()).mentions:
                    self._mention(path, m, where, {})
                    found.add(CATEGORY[m.entity])
        self._told(path, language, frozenset(found))

    def _dump(self) -> None:
        columns = DUMPS[self.held_out]
        rows = self._rows(self.roster, list(columns), "fr")
        texts = [["".join(p.text for p in cell) for cell in row] for row in rows]
        self.files.dump("dumps/crm.sql", "customers", list(columns.values()), texts)
        places = [
            [{"table": "customers", "row": number, "column": column} for column in columns.values()]
            for number in range(1, len(rows) + 1)
        ]
        self._cells("dumps/crm.sql", "fr", rows, places)

    def _archive(self) -> None:
        path, members, found = "archives/reprise.zip", {}, set()
        for number, person in enumerate(self.roster[::7]):
            made = self._about(self.writers[person.language], person)
            name = f"lot/{number:02d}.{('txt', 'docx', 'html')[number % 3]}"
            members[name] = made
            self._mentions(path, made, name)
            found |= made.categories
        self.files.archive(path, members)
        self._told(path, "fr", frozenset(found))

    def _queries(self) -> None:
        places: dict[str, set[str]] = defaultdict(set)
        for row in self.truth["mentions"]:
            if row["subject"]:
                places[row["subject"]].add(f"{row['path']}!{row['member']}" if "member" in row else row["path"])
        for number, person in enumerate(self.roster):
            asked = _question(person, QUESTIONS[number % len(QUESTIONS)])
            self.truth["queries"].append(
                {"query": asked, "subject": person.ident, "paths": sorted(places[person.ident])}
            )
            self.truth["subjects"].append(_subject(person))

    def _save(self) -> None:
        (self.root / "truth").mkdir(parents=True, exist_ok=True)
        for name in ("mentions", "subjects", "queries", "decoys", "files"):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.truth[name])
            (self.root / "truth" / f"{name}.jsonl").write_text(text, "utf-8")
        (self.root / "pii-scan.toml").write_text(SETTINGS, "utf-8")


def joined(first: Sample, second: Sample) -> Sample:
    """Put one sample before another."""
    shift = len(first.text)
    moved = [
        type(x)(**{**{n: getattr(x, n) for n in x.__slots__}, "start": x.start + shift, "end": x.end + shift})
        for x in (*second.mentions, *second.decoys)
    ]
    mentions = (*first.mentions, *(x for x in moved if isinstance(x, Mention)))
    decoys = (*first.decoys, *(x for x in moved if not isinstance(x, Mention)))
    found = first.categories | second.categories
    return Sample(first.text + second.text, second.language, mentions, decoys, found, second.kind, second.source)


def _question(person: Person, kind: str) -> dict[str, str]:
    entity = {
        "national_number": "BE_NATIONAL_REGISTER_NUMBER",
        "email": "EMAIL_ADDRESS",
        "phone": "PHONE_NUMBER",
        "iban": "IBAN_CODE",
        "customer_number": "CUSTOMER_NUMBER",
    }
    if kind == "name":
        return {"name": person.name, "birth_date": person.born.isoformat()}
    return {kind: person.value(entity[kind])}


def _subject(person: Person) -> dict[str, Any]:
    return {
        "id": person.ident,
        "given_name": person.given,
        "family_name": person.family,
        "national_number": person.value("BE_NATIONAL_REGISTER_NUMBER"),
        "bis": False,
        "birth_date": person.born.isoformat(),
        "sex": person.sex,
        "emails": [person.value("EMAIL_ADDRESS")],
        "phones": [person.value("PHONE_NUMBER")],
        "ibans": [person.value("IBAN_CODE")],
        "customer_number": person.value("CUSTOMER_NUMBER"),
        "address": {
            "street": person.street,
            "number": person.number,
            "box": person.box,
            "postcode": person.postcode,
            "town": person.town(person.language),
        },
        "language": person.language,
        "role": "client",
        "household": None,
    }


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=60, help="how many people live in it")
    text = "of a set of texts that no rule was written against: the first (also without a number), second or third"
    parser.add_argument("--held-out", type=int, nargs="?", const=1, default=0, choices=(1, 2, 3), help=text)
    options = parser.parse_args()
    Share(options.root, options.seed, options.size, held_out=options.held_out).write()


if __name__ == "__main__":
    main()
