"""Exports and dumps with their truth, cell by cell."""
# ruff: noqa: E501 - tables of expressions read best one to a line

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import sqlite3
from pathlib import Path
from typing import Any

import xlsxwriter
from office_people import Person, write_address, write_iban, write_number, write_phone

from pii_scan.app.demo_formats import mysqldump, pg_dump

HEADERS = {
    "family": ["Nom", "Familienaam", "NOM DE FAMILLE", "family_name", "Nachname", "Last name"],
    "given": ["Prénom", "Voornaam", "PRENOM", "given_name", "Vorname", "First name"],
    "full": [
        "Nom",
        "Naam",
        "Client",
        "Klant",
        "name",
        "Nom et prénom",
        "Naam klant",
        "Kunde",
        "full_name",
        "Titulaire",
    ],
    "number": ["NISS", "INSZ", "Rijksregisternummer", "N° national", "nat_nr", "NN", "ssin", "Nationalregisternummer"],
    "birth": [
        "Date de naissance",
        "Geboortedatum",
        "DN",
        "Né(e) le",
        "birth_date",
        "dob",
        "Geburtsdatum",
        "DATE_NAISS",
    ],
    "phone": ["Tél.", "GSM", "Telefoon", "mobile", "phone_number", "Tel. privé", "Handy"],
    "email": ["E-mail", "Mail", "email", "E-mailadres", "Courriel", "EMAIL_PRIVE"],
    "iban": ["IBAN", "Compte", "Rekeningnummer", "iban", "N° compte", "Bankrekening"],
    "address": ["Adresse", "Adres", "address", "Domicile", "Anschrift"],
    "customer": ["N° client", "Klantnummer", "customer_no", "Réf. client"],
}
CLEAN = {
    "family": "family_name",
    "given": "given_name",
    "full": "full_name",
    "number": "national_number",
    "birth": "birth_date",
    "phone": "phone",
    "email": "email",
    "iban": "iban",
    "address": "address",
    "customer": "customer_number",
}
CAMEL = {
    "family": "familyName",
    "given": "givenName",
    "number": "nationalNumber",
    "birth": "birthDate",
    "phone": "phoneNumber",
    "email": "emailAddress",
    "iban": "iban",
    "address": "homeAddress",
    "customer": "customerNumber",
}
ENTITY = {
    "family": "PERSON",
    "given": "PERSON",
    "full": "PERSON",
    "number": "BE_NATIONAL_REGISTER_NUMBER",
    "birth": "DATE_OF_BIRTH",
    "phone": "PHONE_NUMBER",
    "email": "EMAIL_ADDRESS",
    "iban": "IBAN_CODE",
    "address": "ADDRESS",
    "customer": "CUSTOMER_NUMBER",
}
CATEGORY = {
    "family": "identification",
    "given": "identification",
    "full": "identification",
    "number": "national_number",
    "birth": "personal_characteristics",
    "phone": "identification",
    "email": "electronic_identification",
    "iban": "financial",
    "address": "identification",
    "customer": "identification",
}
MEMO = {"order": ["Commande", "bestelnr", "order_id"]}


class Table:
    """A table of people: which fields, which headers, each cell as written."""

    def __init__(
        self, rng: random.Random, people: list[Person], *, headers: dict[str, str] | None = None, style: str = "varied"
    ) -> None:
        self.rng, self.people, self.style = rng, people, style
        names = ["full"] if rng.random() < 0.4 and headers is None else ["family", "given"]
        self.fields = [
            *names,
            *[f for f in ("number", "birth", "phone", "email", "iban", "address", "customer") if rng.random() < 0.85],
        ]
        self.headers = [headers[f] if headers else rng.choice(HEADERS[f]) for f in self.fields]
        self.formats = rng.randrange(6)
        self.cells = [[self.cell(field, p) for field in self.fields] for p in people]

    def cell(self, field: str, p: Person) -> str:
        rng, y, m, d = random.Random(self.formats), *p.birth
        if self.style == "varied" and field in ("phone", "iban", "number"):
            rng = self.rng
        match field:
            case "family":
                return p.family.upper() if self.formats % 2 else p.family
            case "given":
                return p.given
            case "full":
                return f"{p.family.upper()} {p.given}" if self.formats % 2 else f"{p.given} {p.family}"
            case "number":
                return write_number(rng, p.number)
            case "birth":
                return [
                    f"{d:02}/{m:02}/{y}",
                    f"{y}-{m:02}-{d:02}",
                    f"{d:02}.{m:02}.{y}",
                    f"{d}/{m}/{y}",
                    f"{y}{m:02}{d:02}",
                    f"{d:02}-{m:02}-{y}",
                ][self.formats]
            case "phone":
                return write_phone(rng, p.phones[0])
            case "email":
                return p.email
            case "iban":
                return write_iban(rng, p.iban)
            case "address":
                return write_address(rng, p)
            case _:
                return p.customer

    def truth(self, where: Any) -> list[dict[str, Any]]:
        """Give the mentions; `where(row, header)` names the place of a cell, rows counted from 1."""
        out = []
        for number, (p, cells) in enumerate(zip(self.people, self.cells, strict=True), 1):
            for field, header, text in zip(self.fields, self.headers, cells, strict=True):
                entity = "BE_BIS_NUMBER" if field == "number" and p.is_bis else ENTITY[field]
                value = {
                    "number": p.number,
                    "birth": p.iso_birth,
                    "phone": p.phones[0],
                    "email": p.email,
                    "iban": p.iban,
                }.get(field, text)
                out.append(
                    {"where": where(number, header), "entity": entity, "text": text, "value": value, "subject": p.id}
                )
        return out

    def categories(self) -> set[str]:
        return {CATEGORY[field] for field in self.fields}


def to_csv(table: Table, delimiter: str, *, title: bool, header: bool, encoding: str) -> tuple[bytes, Any]:
    """Give the file and the function that names places."""
    out = io.StringIO()
    writer = csv.writer(
        out, delimiter=delimiter, quoting=csv.QUOTE_ALL if table.formats % 3 == 0 else csv.QUOTE_MINIMAL
    )
    if title:
        out.write("Export clients L'Office\r\n\r\n")
    if header:
        writer.writerow(table.headers)
    writer.writerows(table.cells)
    first = (2 if title else 0) + (1 if header else 0)
    where = (lambda row, name: {"row": row + first, "column": name}) if header else (lambda row, _name: {"row": row})
    return out.getvalue().encode(encoding, "replace"), where


def to_xlsx(tables: list[tuple[str, Table, bool]], *, numbers: bool) -> tuple[bytes, list[dict[str, Any]]]:
    """Give a workbook of several sheets, some with title rows, some hidden; dates as dates, numbers as numbers."""
    out, truth = io.BytesIO(), []
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, table, hidden in tables:
            sheet = book.add_worksheet(name)
            if hidden:
                sheet.hide()
            first = 3 if table.formats % 2 else 1
            if first > 1:
                sheet.write_string(0, 0, "Overzicht / Aperçu 2024")
            sheet.write_row(first - 1, 0, table.headers)
            for r, (p, cells) in enumerate(zip(table.people, table.cells, strict=True)):
                for c, (field, cell) in enumerate(zip(table.fields, cells, strict=True)):
                    if field == "birth" and numbers:
                        sheet.write_datetime(first + r, c, dt.datetime(*p.birth), date)  # noqa: DTZ001
                    elif field == "number" and numbers:
                        sheet.write_number(first + r, c, int(p.number))
                        cells[c] = str(int(p.number))
                    else:
                        sheet.write_string(first + r, c, cell)
            rows = table.truth(
                lambda row, header, first=first, name=name: {"sheet": name, "row": row + first, "column": header}
            )
            truth += [
                {**row, "text": row["value"]} if numbers and row["entity"] == "DATE_OF_BIRTH" else row for row in rows
            ]
    return out.getvalue(), truth


def to_json(table: Table, *, lines: bool) -> bytes:
    """Give nested JSON, or JSON lines."""
    rows = []
    for cells in table.cells:
        row: dict[str, Any] = dict(zip(table.headers, cells, strict=True))
        if not lines:
            contact = {k: row.pop(k) for k in ("phoneNumber", "emailAddress") if k in row}
            row["contact"] = contact
        rows.append(row)
    if lines:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    return json.dumps({"export": {"customers": rows}}, ensure_ascii=False, indent=2).encode()


def to_sql(table: Table, kind: str, name: str) -> bytes:
    """Give a dump."""
    rows = [["id", *table.headers], *[[str(n), *cells] for n, cells in enumerate(table.cells, 1)]]
    if kind == "mysqldump":
        return mysqldump(name, rows)
    if kind == "pg_insert":
        columns = ", ".join(f'"{c}"' for c in rows[0])
        values = "".join(
            f'INSERT INTO "crm"."{name}" ({columns}) VALUES ({row[0]}, '
            + ", ".join("'" + cell.replace("'", "''") + "'" for cell in row[1:])
            + ");\n"
            for row in rows[1:]
        )
        definition = ", ".join(f'"{c}" text' for c in rows[0])
        return f'-- PostgreSQL database dump\n\nSET client_encoding = \'UTF8\';\nCREATE TABLE "crm"."{name}" ({definition});\n\n{values}\n'.encode()
    return pg_dump("crm", name, rows)


def to_sqlite(table: Table, name: str, path: Path) -> None:
    """Write a SQLite file."""
    connection = sqlite3.connect(path)
    columns = ", ".join(f'"{c}" TEXT' for c in table.headers)
    connection.execute(f'CREATE TABLE "{name}" (id INTEGER PRIMARY KEY, {columns})')
    connection.executemany(
        f'INSERT INTO "{name}" VALUES ({", ".join("?" * (len(table.headers) + 1))})',
        [[n, *cells] for n, cells in enumerate(table.cells, 1)],
    )
    connection.commit()
    connection.close()
