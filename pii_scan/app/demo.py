"""Writes a small made-up office share of many formats, and keeps the truth of what was put where.

Twelve made-up people recur in letters, lists, mail, databases and dumps, in French, Dutch and German. The truth is
what the end-to-end test compares a scan with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pii_scan.app import demo_formats as formats
from pii_scan.app.demo_people import PEOPLE, Person
from pii_scan.core.errors import UsageError
from pii_scan.core.outcome import Outcome, Reason

Where = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Planted:
    """One value in the share: an entity's normal form, and the place that a finding must name at least."""

    path: str
    member: str | None
    where: Where
    entity: str
    value: str = field(repr=False)


@dataclass(slots=True)
class DemoShare:
    """What was written: the folder, every planted value, and how reading each file must end."""

    folder: Path
    planted: list[Planted] = field(default_factory=list, repr=False)
    outcomes: dict[str, tuple[Outcome, Reason | None]] = field(default_factory=dict)

    def write(self, path: str, data: bytes, outcome: Outcome = Outcome.SCANNED, reason: Reason | None = None) -> None:
        """Write one file and note how reading it must end."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.outcomes[path] = (outcome, reason)

    def plant(self, path: str, where: Where, text: str, member: str | None = None) -> None:
        """Note every value of the made-up people that stands in `text`."""
        found = {(entity, value) for entity, written, value in VALUES if written in text}
        self.planted.extend(Planted(path, member, where, entity, value) for entity, value in sorted(found))

    def plant_lines(self, path: str, text: str, member: str | None = None) -> None:
        """Note the values of a text with their line numbers."""
        for number, line in enumerate(text.split("\n"), 1):
            self.plant(path, {"line": number}, line, member)

    def plant_rows(
        self, path: str, rows: formats.Table, first_row: int, shared: Where, member: str | None = None
    ) -> None:
        """Note the values of a table; `rows[0]` is its header, `first_row` the number of the next row."""
        for number, row in enumerate(rows[1:], first_row):
            for column, cell in zip(rows[0], row, strict=True):
                self.plant(path, {**shared, "row": number, "column": column}, cell, member)


def _values(person: Person) -> list[tuple[str, str, str]]:
    births = {f"{person.birth:%d/%m/%Y}", f"{person.birth:%d.%m.%Y}", f"{person.birth:%Y-%m-%d}"}
    return [
        ("BE_NATIONAL_REGISTER_NUMBER", person.dotted_number, person.national_number),
        ("BE_NATIONAL_REGISTER_NUMBER", person.national_number, person.national_number),
        ("IBAN_CODE", person.spaced_iban, person.iban),
        ("IBAN_CODE", person.iban, person.iban),
        ("PHONE_NUMBER", person.local_phone, person.phone),
        ("PHONE_NUMBER", person.phone, person.phone),
        ("EMAIL_ADDRESS", person.email, person.email),
        ("BE_STRUCTURED_COMMUNICATION", person.marked_communication, person.communication),
        *(("DATE_OF_BIRTH", written, person.birth.isoformat()) for written in sorted(births)),
    ]


VALUES = tuple(entry for person in PEOPLE for entry in _values(person))
"""Every value of the people as (entity, as written, normal form)."""


@dataclass(frozen=True, slots=True)
class DemoPlace:
    """Where the parts of the demo lie."""

    share: Path
    inventory: Path
    key_file: Path
    data_map: Path
    files: int


def write_demo(folder: Path) -> DemoPlace:
    """Write the share into an empty or new `folder`, and say where its inventory, key and map belong.

    Raises:
        UsageError: there is something in the folder, or it cannot be written.
    """
    _require_empty(folder)
    share = write_share(folder / "share")
    return DemoPlace(
        share.folder,
        folder / "inventory" / "inventory.db",
        folder / "key" / "key",
        folder / "map.html",
        len(share.outcomes),
    )


def write_share(folder: Path) -> DemoShare:
    """Write the share into an empty or new `folder`, and give the truth of it.

    Raises:
        UsageError: there is something in the folder, or it cannot be written.
    """
    _require_empty(folder)
    share = DemoShare(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part in (_letters, _lists, _documents, _mail, _archives, _databases, _unreadable):
            part(share)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written ({error.strerror})") from None
    return share


def _require_empty(folder: Path) -> None:
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder}: not empty; the demo only writes into a new or empty folder")
    except OSError as error:
        raise UsageError(f"{folder}: cannot be used ({error.strerror})") from None


def _letter_fr(p: Person) -> str:
    return f"""Namur, le 15 janvier 2024

Objet : rappel de paiement

Madame {p.family},

Votre dossier porte le numéro national {p.dotted_number}.
Vous êtes née le {p.birth:%d/%m/%Y} et habitez {p.street}, {p.town}.
Merci de payer 245,90 EUR avec la communication {p.marked_communication}
depuis votre compte IBAN {p.spaced_iban}.
Vous nous avez laissé le GSM {p.local_phone} et l'e-mail {p.email}.

Le service clientèle
"""


def _letter_nl(p: Person) -> str:
    return f"""Gent, 15 januari 2024

Betreft: uw aanvraag

Geachte mevrouw {p.family},

Uw rijksregisternummer is {p.dotted_number}, geboren op {p.birth:%d/%m/%Y}.
Wij bereiken u op gsm-nummer {p.local_phone} of per e-mail op {p.email}.
Het bedrag wordt gestort op rekening {p.spaced_iban}.
"""


def _letter_de(p: Person) -> str:
    return f"""Eupen, den 15. Januar 2024

Betreff: Ihr Antrag

Sehr geehrter Herr {p.family},

Ihre Nationalregisternummer lautet {p.dotted_number}, geboren am {p.birth:%d.%m.%Y}.
Telefon: {p.local_phone}
Konto: {p.spaced_iban}
E-Mail: {p.email}
"""


def _letters(share: DemoShare) -> None:
    letters: tuple[tuple[str, Callable[[Person], str], int, str], ...] = (
        ("Courrier/FR/rappel.txt", _letter_fr, 1, "utf-8"),
        ("Courrier/NL/aanvraag.txt", _letter_nl, 5, "utf-16"),
        ("Courrier/DE/Antrag.txt", _letter_de, 4, "cp1252"),
        ("Courrier/FR/rappel-2.md", _letter_fr, 3, "utf-8"),
    )
    for path, letter, number, encoding in letters:
        text = letter(PEOPLE[number - 1])
        share.write(path, text.encode(encoding))
        share.plant_lines(path, text)
    share.write("Courrier/brochure.txt", "Nos bureaux sont ouverts de 9 h à 17 h. Bienvenue à tous.\n".encode())


_CLIENT_COLUMNS = ("Nom", "Prénom", "Date de naissance", "NISS", "GSM", "E-mail", "IBAN")


def _client(p: Person) -> tuple[str, ...]:
    return (p.family, p.given, f"{p.birth:%d/%m/%Y}", p.dotted_number, p.local_phone, p.email, p.spaced_iban)


def _lists(share: DemoShare) -> None:
    rows = [_CLIENT_COLUMNS, *(_client(p) for p in PEOPLE)]
    share.write("Clients/clients.csv", "".join(";".join(row) + "\r\n" for row in rows).encode("cp1252"))
    share.plant_rows("Clients/clients.csv", rows, 2, {})

    staff = [("Naam", "Voornaam", "Rijksregisternummer", "Geboortedatum", "Functie", "Rekeningnummer")]
    staff += [
        (p.family, p.given, p.dotted_number, f"{p.birth:%d/%m/%Y}", job, p.spaced_iban)
        for p, job in zip(PEOPLE[4:8:1], ("boekhouder", "verpleegkundige", "chauffeur", "directeur"), strict=True)
    ]
    lines = [("Nom", "Téléphone", "E-mail"), *((p.name, p.local_phone, p.email) for p in PEOPLE[8:11])]
    share.write("RH/personnel.xlsx", formats.xlsx({"Personeel": staff, "Contacts": lines}))
    share.plant_rows("RH/personnel.xlsx", staff, 2, {"sheet": "Personeel"})
    share.plant_rows("RH/personnel.xlsx", lines, 2, {"sheet": "Contacts"})

    entries = "".join(
        f'  {{\n    "name": "{p.name}",\n    "birthDate": "{p.birth}",\n    "nationalNumber": "{p.national_number}",\n'
        f'    "phone": "{p.phone}",\n    "email": "{p.email}"\n  }}{"," if p is not PEOPLE[5] else ""}\n'
        for p in PEOPLE[2:6]
    )
    text = f"[\n{entries}]\n"
    share.write("Export/crm.json", text.encode())
    share.plant_lines("Export/crm.json", text)


def _contract(p: Person, q: Person) -> bytes:
    return formats.docx(
        [
            "Contrat de location",
            f"Entre l'Office et Monsieur {p.name}, né le {p.birth:%d/%m/%Y}, numéro national {p.dotted_number}.",
            "Le locataire verse un loyer mensuel de 720 EUR et une garantie locative de deux mois.",
        ],
        header=f"Dossier suivi par téléphone au {p.local_phone}",
        footnote=f"Le garant peut être joint à l'adresse e-mail {q.email}.",
        table=[("Garant", "NISS", "IBAN"), (q.name, q.dotted_number, q.spaced_iban)],
    )


def _documents(share: DemoShare) -> None:
    p, q = PEOPLE[1], PEOPLE[0]
    path = "Contrats/bail.docx"
    share.write(path, _contract(p, q))
    share.plant(path, {}, f"{p.birth:%d/%m/%Y} {p.dotted_number}")
    share.plant(path, {"part": "header"}, p.local_phone)
    share.plant(path, {"part": "footnote"}, q.email)
    share.plant(path, {"part": "table"}, f"{q.dotted_number} {q.spaced_iban}")

    p = PEOPLE[11]
    pages = [
        ["Certificat médical", "", f"Patient : {p.name}", f"Numéro national : {p.dotted_number}",
         f"Date de naissance : {p.birth:%d/%m/%Y}"],
        ["Diagnostic : diabète de type 2, traitement par insuline.", f"Téléphone du patient : {p.local_phone}"],
    ]  # fmt: skip
    share.write("Santé/certificat.pdf", formats.pdf(pages))
    for number, lines in enumerate(pages, 1):
        share.plant("Santé/certificat.pdf", {"page": number}, "\n".join(lines))

    p = PEOPLE[8]
    card = {"Nom": p.name, "Date de naissance": f"{p.birth:%d/%m/%Y}", "GSM": p.local_phone, "E-mail": p.email}
    page = formats.html("Fiche de contact", card, f"Compte pour les remboursements : IBAN {p.spaced_iban}")
    share.write("Intranet/fiche.html", page)
    share.plant_lines("Intranet/fiche.html", page.decode())

    p = PEOPLE[7]
    paragraphs = [
        "Verslag van het huisbezoek",
        f"De heer {p.name} (rijksregisternummer {p.dotted_number}) woont alleen, gescheiden, twee kinderen.",
        f"Telefoon: {p.local_phone}, rekening {p.spaced_iban}.",
    ]
    share.write("Notes/verslag.rtf", formats.rtf(paragraphs))
    share.plant("Notes/verslag.rtf", {}, "\n".join(paragraphs))


def _mail(share: DemoShare) -> None:
    p = PEOPLE[0]
    text = f"Bonjour,\n\nVoici mon nouveau compte : {p.spaced_iban}.\nMon GSM reste le {p.local_phone}.\n\n{p.name}\n"
    note = formats.docx(["Demande de remboursement", f"Numéro national : {p.dotted_number}"])
    path = "Courriels/demande.eml"
    share.write(path, formats.eml("Changement de compte", p.email, "accueil@example.com", text, {"demande.docx": note}))
    share.plant(path, {}, f"{p.email}\n{text}")
    share.plant(path, {}, p.dotted_number, "demande.docx")


def _archives(share: DemoShare) -> None:
    p, q = PEOPLE[9], PEOPLE[10]
    letter = _letter_nl(p)
    rows = [_CLIENT_COLUMNS, *(_client(x) for x in PEOPLE[5:8])]
    listing = "".join(";".join(row) + "\n" for row in rows)
    inner = formats.zipped({"lijst.csv": listing.encode()})
    share.write("Archives/2019.zip", formats.zipped({"oud/brief.txt": letter.encode(), "binnen.zip": inner}))
    share.plant_lines("Archives/2019.zip", letter, "oud/brief.txt")
    share.plant_rows("Archives/2019.zip", rows, 2, {}, "binnen.zip!lijst.csv")

    log = f"2024-01-15 09:00:01 INFO login user={q.email}\n2024-01-15 09:00:07 INFO sms to {q.phone}\n"
    share.write(
        "Archives/journal.tar.gz", formats.tarred({"log/app.log": log.encode(), "log/readme.txt": b"rotated\n"})
    )
    share.plant_lines("Archives/journal.tar.gz", log, "log/app.log")


def _databases(share: DemoShare) -> None:
    def planted(path: str, rows: Sequence[tuple[str, ...]], shared: Where) -> None:
        for number, row in enumerate(rows[1:], 1):
            keyed = {**shared, "key": {rows[0][0]: row[0]}}
            share.plant_rows(path, [rows[0], row], number, keyed)

    visits = [("id", "patient", "niss", "gsm", "motif")]
    visits += [
        (str(100 + p.number), p.name, p.national_number, p.local_phone, "consultation") for p in (PEOPLE[0], PEOPLE[11])
    ]
    path = "Applications/rendezvous.sqlite"
    (share.folder / path).parent.mkdir(parents=True, exist_ok=True)
    formats.sqlite_file(share.folder / path, "visites", visits)
    share.outcomes[path] = (Outcome.SCANNED, None)
    planted(path, visits, {"table": "visites"})

    clients = [("id", "naam", "voornaam", "rijksregisternummer", "geboortedatum", "iban")]
    clients += [(str(p.number), p.family, p.given, p.national_number, p.birth.isoformat(), p.iban) for p in PEOPLE[2:9]]
    share.write("Sauvegardes/crm.sql", formats.pg_dump("public", "klanten", clients))
    planted("Sauvegardes/crm.sql", clients, {"schema": "public", "table": "klanten"})

    orders = [("id", "kunde", "telefon", "email")]
    orders += [(str(500 + p.number), p.name, p.phone, p.email) for p in (PEOPLE[3], PEOPLE[6], PEOPLE[10])]
    share.write("Sauvegardes/shop.sql", formats.mysqldump("bestellungen", orders))
    planted("Sauvegardes/shop.sql", orders, {"table": "bestellungen"})


def _unreadable(share: DemoShare) -> None:
    noise = bytes((at * 197 + 31) % 251 for at in range(4000))
    secret = formats.locked_pdf([["Nur mit Kennwort"]], "made-up")
    share.write("Divers/vide.docx", b"", Outcome.SKIPPED, Reason.EMPTY)
    share.write("Divers/abime.pdf", noise, Outcome.FAILED, Reason.CORRUPT)
    share.write("Divers/coffre.pdf", secret, Outcome.FAILED, Reason.ENCRYPTED)
    share.write("Divers/message.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00" + noise, Outcome.SKIPPED, Reason.MEDIA)
    share.write("Divers/donnees.bin", b"\x00\x01\x02\x03" + noise, Outcome.SKIPPED, Reason.UNSUPPORTED)
