"""Makes an office share with its truth: `office_share.py NEW_DIR [--seed N] [--held-out] [--size N]`."""
# ruff: noqa: E501 - tables of expressions read best one to a line

from __future__ import annotations

import argparse
import io
import json
import random
from email.message import EmailMessage
from html import escape
from pathlib import Path
from typing import Any

import docx
import office_letters as letters
from office_drafts import Draft
from office_people import Person, make_people
from office_tables import CAMEL, CLEAN, Table, to_csv, to_json, to_sql, to_sqlite, to_xlsx
from office_traps import trap

from pii_scan.app.demo_formats import pdf, rtf, tarred, zipped

SETTINGS = """[[identifier]]
entity = "CUSTOMER_NUMBER"
pattern = 'OFF-[0-9]{6}'
category = "identification"
strong = true
labels = ["réf. client", "n° client", "klantnummer", "Kundennummer", "customer number"]
examples = ["OFF-000123"]
counter_examples = ["OFF-12", "COFF-000123", "OFF-0001234"]
"""


def as_docx(text: str, kind: int) -> bytes:
    document = docx.Document()
    lines = text.split("\n")
    if kind == 1 and any("\t" in line or " : " in line for line in lines):
        table = document.add_table(rows=0, cols=2)
        for line in lines:
            left, _, right = line.partition("\t" if "\t" in line else " : ")
            cells = table.add_row().cells
            cells[0].text, cells[1].text = left, right
    else:
        for line in lines:
            document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "L'Office"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_html(text: str, kind: int) -> bytes:
    lines = text.split("\n")
    if kind == 1:
        body = (
            "<table>"
            + "".join(
                "<tr>"
                + "".join(f"<td>{escape(cell)}</td>" for cell in line.replace(" : ", "\t", 1).split("\t"))
                + "</tr>\n"
                for line in lines
            )
            + "</table>"
        )
    else:
        body = (
            "".join(f"<p>{escape(line)}</p>\n" for line in lines)
            if kind == 0
            else "<div>" + "<br>\n".join(escape(line) for line in lines) + "</div>"
        )
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'.encode()
    )


def as_eml(text: str, kind: int, attachments: dict[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Dossier", "info@loffice.example", "dossiers@loffice.example"
    if kind == 1:
        mail.set_content(as_html(text, 2).decode(), subtype="html", cte="quoted-printable")
    else:
        mail.set_content(text, cte="quoted-printable")
    for name, data in attachments.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


class Share:
    """Writes files and truth."""

    def __init__(self, root: Path, rng: random.Random, count: int) -> None:
        self.root, self.rng = root, rng
        self.people = make_people(rng, count)
        self.clerk = make_people(rng, 1)[0]
        self.clerk.id, self.clerk.role, self.clerk.customer = "E0001", "employee", "OFF-900001"
        self.truth: dict[str, list[dict[str, Any]]] = {"mentions": [], "decoys": [], "files": []}

    def save(self, path: str, data: bytes) -> None:
        target = self.root / "share" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def record(
        self,
        path: str,
        draft: Draft,
        kind: str,
        language: str,
        *,
        member: str | None = None,
        lines: bool = False,
        listed: bool = True,
    ) -> None:
        base = {"path": path, **({"member": member} if member else {})}
        for m in draft.mentions:
            where = {"line": m.line} if lines else {}
            self.truth["mentions"].append(
                {**base, "where": where, "entity": m.entity, "text": m.text, "value": m.value, "subject": m.subject}
            )
            self.meet(m.subject, f"{path}!{member}" if member else path)
        self.truth["decoys"] += [{**base, "where": {}, "text": text, "not": entity} for text, entity in draft.decoys]
        if listed:
            self.file(path, kind, language, draft.categories)

    def file(self, path: str, kind: str, language: str, categories: set[str]) -> None:
        self.truth["files"].append(
            {
                "path": path,
                "kind": kind,
                "expect": "scanned",
                "reason": None,
                "language": language,
                "categories": sorted(categories),
            }
        )

    def meet(self, subject: str | None, place: str) -> None:
        for p in (*self.people, self.clerk):
            if p.id == subject:
                p.places.add(place)

    def text_of(self, draft: Draft, p: Person, shape: str) -> tuple[str, str]:
        rng = self.rng
        language = p.language if rng.random() < 0.85 else rng.choice(["fr", "nl", "de", "en"])
        others = [x for x in self.people if x is not p]
        match shape:
            case "letter":
                text = letters.letter(draft, p, self.clerk, language)
            case "form":
                text = letters.form(draft, p, language)
            case "contract":
                text = letters.contract(draft, p, rng.choice(others), language)
            case "notes":
                text = letters.notes(draft, rng.sample(self.people, 4), language)
            case "chat":
                text = letters.chat(draft, p, rng.choice(others), language)
            case _:
                text = letters.mail_thread(draft, p, self.clerk, language)
        return text, language

    def document(self, number: int, p: Person) -> None:
        rng = self.rng
        shape = rng.choices(["letter", "form", "contract", "notes", "chat", "thread"], [5, 5, 2, 2, 1, 2])[0]
        kind = rng.choice(["txt", "docx", "pdf", "html", "rtf", "eml", "txt", "docx", "zip", "tar.gz", "eml+"])
        draft = Draft(rng)
        marked, language = self.text_of(draft, p, shape)
        text = draft.finish(marked)
        if kind in ("pdf", "rtf") and text.encode("cp1252", "replace").decode("cp1252") != text:
            kind = "docx"
        name, form = f"{shape}-{number:03}", rng.randrange(3)
        folder = f"{rng.choice(['dossiers', 'klanten', 'secretariat'])}/{p.id}"
        if kind in ("zip", "tar.gz"):
            inner, data = f"{shape}.txt", text.encode()
            if kind == "zip" and form == 1:
                data, inner = zipped({inner: data}), f"oud.zip!{inner}"
                blob = zipped({"oud.zip": data})
            else:
                blob = (zipped if kind == "zip" else tarred)({inner: data})
            path = f"archives/{name}.{kind}"
            self.save(path, blob)
            self.record(path, draft, kind, language, member=inner, lines=True)
        elif kind == "eml+":
            path, inner = f"mail/{name}.eml", rng.choice(["fiche.docx", "fiche.html"])
            data = as_docx(text, form) if inner.endswith("docx") else as_html(text, form)
            if form == 2:
                data, inner = zipped({inner: data}), f"bijlagen.zip!{inner}"
            cover = {"fr": "Voir annexe.", "nl": "Zie bijlage.", "de": "Siehe Anlage.", "en": "See attachment."}[
                language
            ]
            self.save(path, as_eml(cover, 0, {inner.partition("!")[0]: data}))
            self.record(path, draft, "eml", language, member=inner)
            self.headers(path)
            self.truth["files"][-1]["categories"] = sorted({*draft.categories, "electronic_identification"})
        else:
            path = f"{folder}/{name}.{kind}"
            encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
            if encoding == "cp1252" and text.encode("cp1252", "replace").decode("cp1252") != text:
                encoding = "utf-8"
            data = {
                "txt": lambda: text.encode(encoding), "docx": lambda: as_docx(text, form), "html": lambda: as_html(text, form), "rtf": lambda: rtf(text.split("\n")),
                "pdf": lambda: pdf([text.split("\n")]), "eml": lambda: as_eml(text, form, {}),
            }[kind]()  # fmt: skip
            self.save(path, data)
            if kind == "eml":
                draft.categories.add("electronic_identification")
                self.headers(path)
            self.record(path, draft, kind, language, lines=kind == "txt")

    def headers(self, path: str) -> None:
        for text in ("info@loffice.example", "dossiers@loffice.example"):
            self.truth["mentions"].append(
                {
                    "path": path,
                    "where": {"part": "header"},
                    "entity": "EMAIL_ADDRESS",
                    "text": text,
                    "value": text,
                    "subject": None,
                }
            )

    def table_file(
        self, path: str, kind: str, language: str, truth: list[dict[str, Any]], categories: set[str]
    ) -> None:
        for row in truth:
            self.truth["mentions"].append({"path": path, **row})
            self.meet(row["subject"], path)
        self.file(path, kind, language, categories)

    def tables(self, round_: int) -> None:
        rng = self.rng
        some = lambda: rng.sample(self.people, min(len(self.people), rng.randint(8, 20)))  # noqa: E731
        for n, (delimiter, title, header, encoding) in enumerate(
            [
                (";", False, True, "cp1252"),
                (",", True, True, "utf-8-sig"),
                ("\t", False, True, "utf-8"),
                (";", False, False, "utf-8"),
                ("|", False, True, "utf-8"),
            ]
        ):
            table = Table(
                rng,
                [
                    p
                    for p in some()
                    if encoding != "cp1252"
                    or (p.family + p.given).encode("cp1252", "replace").decode("cp1252") == p.family + p.given
                ],
            )
            data, where = to_csv(table, delimiter, title=title, header=header, encoding=encoding)
            path = f"exports/lijst-{round_}-{n}.csv"
            self.save(path, data)
            self.table_file(path, "csv", "fr", table.truth(where), table.categories())
        sheets = [
            ("Clients", Table(rng, some()), False),
            ("Personeel", Table(rng, some()), False),
            ("Oud", Table(rng, some()), True),
        ]
        data, truth = to_xlsx(sheets, numbers=round_ % 2 == 0)
        self.save(f"exports/werkmap-{round_}.xlsx", data)
        self.table_file(
            f"exports/werkmap-{round_}.xlsx", "xlsx", "nl", truth, set().union(*(t.categories() for _, t, _ in sheets))
        )
        for lines in (False, True):
            table = Table(rng, some(), headers=CAMEL)
            path = f"exports/api-{round_}.{'jsonl' if lines else 'json'}"
            self.save(path, to_json(table, lines=lines))
            self.table_file(path, "json", "en", table.truth(lambda _row, _header: {}), table.categories())
        for kind in ("pg_dump", "pg_insert", "mysqldump"):
            table = Table(rng, some(), headers=CLEAN, style="plain")
            path, name = f"dumps/{kind}-{round_}.sql", rng.choice(["customers", "relaties", "personnes"])
            self.save(path, to_sql(table, kind, name))
            self.table_file(
                path,
                kind,
                "en",
                table.truth(lambda row, header, name=name: {"table": name, "row": row, "column": header}),
                table.categories(),
            )
        table = Table(rng, some(), headers=CLEAN)
        path = f"dumps/agence-{round_}.db"
        (self.root / "share/dumps").mkdir(parents=True, exist_ok=True)
        to_sqlite(table, "contacts", self.root / "share" / path)
        self.table_file(
            path,
            "sqlite",
            "fr",
            table.truth(lambda row, header: {"table": "contacts", "row": row, "column": header}),
            table.categories(),
        )

    def negatives(self, number: int) -> None:
        for language in ("fr", "nl", "de", "en"):
            for shape, make in (("brochure", letters.brochure), ("formulaire", letters.empty_form)):
                draft = Draft(self.rng)
                text = draft.finish(make(draft, language))
                path = f"modeles/{shape}-{language}-{number}.{'docx' if number % 2 else 'txt'}"
                self.save(path, as_docx(text, 0) if number % 2 else text.encode())
                self.record(path, draft, "txt", language)
        draft = Draft(self.rng)
        log = "\n".join(f"2024-03-0{n} 10:00:0{n} INFO app {trap(draft, 'en')}" for n in range(1, 8))
        self.save(f"technique/app-{number}.log", log.encode())
        self.record(f"technique/app-{number}.log", draft, "log", "en")
        draft.categories.clear()

    def write(self) -> None:
        rng = self.rng
        truth = self.root / "truth"
        truth.mkdir(parents=True, exist_ok=True)
        (self.root / "pii-scan.toml").write_text(SETTINGS, encoding="utf-8")
        queries = []
        for p in self.people:
            if not p.places:
                continue
            keys: list[dict[str, str]] = [
                {"national_number": p.number},
                {"name": f"{p.given} {p.family}", "birth_date": p.iso_birth},
                {"email": p.email},
                {"customer_number": p.customer},
            ]
            if p.household is None:
                keys += [{"phone": p.phones[0]}, {"iban": p.iban}]
            queries.append({"query": rng.choice(keys), "subject": p.id, "paths": sorted(p.places)})
        rows = {**self.truth, "subjects": [p.row() for p in (*self.people, self.clerk)], "queries": queries}
        for name, found in rows.items():
            (truth / f"{name}.jsonl").write_text(
                "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found), encoding="utf-8"
            )


def make_share(root: Path, seed: int, size: int, *, held_out: bool = False) -> None:
    """Write a share: `size` documents, tables and dumps, templates without persons, and the truth."""
    rng = random.Random(seed)
    letters.HELD_OUT = held_out
    share = Share(root, rng, max(12, size // 3))
    for number in range(size):
        share.document(number, rng.choice(share.people))
    for round_ in range(max(1, size // 60)):
        share.tables(round_)
        share.negatives(round_)
    share.write()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=180)
    parser.add_argument("--held-out", action="store_true")
    options = parser.parse_args()
    make_share(options.root, options.seed, options.size, held_out=options.held_out)


if __name__ == "__main__":
    main()
