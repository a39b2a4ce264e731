"""Makes another share from one with ground truth: the same files with other people in them.

Usage: python bench/vary_share.py SHARE_DIR NEW_DIR [--seed N]
SHARE_DIR holds share/ and truth/. Values, names and places of every subject are replaced, in the files and in the
truth; the formats of the values stay (separators, letter case, date style). Needs openpyxl; PDFs are written anew as
plain text pages.
"""

from __future__ import annotations

import argparse
import base64
import email
import email.policy
import io
import json
import random
import re
import shutil
import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from html import escape, unescape
from pathlib import Path
from typing import Any

FAMILY = (
    "Verhaegen Descamps Bogaert Lemmens Carlier Marchal Hendrickx Baert Coppens "
    "Moreau Wéry Küpper Özdemir Nguyen El-Amrani Noël d'Hooghe Vanderlinden Van-Acker Saint-Remy"
).split()
GIVEN = (
    "Wim An Els Guy Rik Fabienne Benoît Maëlle Jörg Ute Fatima Youssef "
    "Lieve Griet Stijn Axelle Zoé Loïc Marie-Paule Karl-Heinz"
).split()
STREETS = {"fr": "Avenue des Tilleuls", "nl": "Molenstraat", "de": "Bahnhofstraße"}
TOWNS = [
    "4020 Liège",
    "5000 Namur",
    "7000 Mons",
    "1348 Louvain-la-Neuve",
    "8000 Brugge",
    "2018 Antwerpen",
    "4700 Eupen",
    "3500 Hasselt",
]


def national_number(old: str, year: int, counter: int) -> str:
    """Give a valid number with another year and counter, month and day (also of a BIS number) as they were."""
    body = f"{year % 100:02}{old[2:6]}{counter:03}"
    return f"{body}{97 - int(('2' if year >= 2000 else '') + body) % 97:02}"


def iban(rng: random.Random, old: str) -> str:
    """Give a valid Belgian IBAN at the same bank."""
    account = old[4:7] + f"{rng.randint(0, 9_999_999):07}"
    account += f"{int(account) % 97 or 97:02}"
    return f"BE{98 - int(account + '111400') % 97:02}{account}"


class Change:
    """What one subject becomes."""

    def __init__(self, rng: random.Random, subject: dict[str, Any], number: int) -> None:
        self.old = subject
        year = int(subject["birth_date"][:4])
        self.year = rng.choice([y for y in range(1936, 2006, 4) if y != year]) + year % 4
        self.year = min(self.year, 2005) if year % 4 else self.year
        self.family, self.given = rng.choice(FAMILY), rng.choice(GIVEN)
        self.national_number = national_number(subject["national_number"], self.year, rng.randint(1, 997))
        self.birth_date = f"{self.year}{subject['birth_date'][4:]}"
        self.emails = {
            e: f"{re.sub('[^a-z]', '', self.given.lower())}{number}@mail{rng.randint(2, 9)}.be"
            for e in subject["emails"]
        }
        self.phones = {p: p[:-6] + f"{rng.randint(0, 999_999):06}" for p in subject["phones"]}
        self.ibans = {i: iban(rng, i) for i in subject["ibans"]}
        self.customer = f"OFF-{600_000 + number * 13:06}"
        self.street, self.house = STREETS.get(subject["language"], STREETS["fr"]), str(rng.randint(1, 300))
        self.town = rng.choice(TOWNS)

    def value(self, entity: str, value: str) -> str:
        """Give the new normal form of a mention."""
        return {
            "BE_NATIONAL_REGISTER_NUMBER": lambda: self.national_number,
            "BE_BIS_NUMBER": lambda: self.national_number,
            "IBAN_CODE": lambda: self.ibans.get(value, value),
            "PHONE_NUMBER": lambda: self.phones.get(value, value),
            "EMAIL_ADDRESS": lambda: self.emails.get(value, value),
            "DATE_OF_BIRTH": lambda: self.birth_date,
            "CUSTOMER_NUMBER": lambda: self.customer,
        }.get(entity, lambda: value)()

    def text(self, entity: str, text: str, value: str) -> str:
        """Give the new text of a mention, in the style of the old."""
        new = self.value(entity, value)
        if entity in {"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "IBAN_CODE", "CUSTOMER_NUMBER"}:
            return _digits_in(text, re.sub(r"\D", "", new))
        if entity == "PHONE_NUMBER":
            return _last_digits_in(text, new[-6:])
        if entity == "DATE_OF_BIRTH":
            return text.replace(self.old["birth_date"][:4], str(self.year))
        if entity == "PERSON":
            return self._name(text)
        if entity == "ADDRESS":
            return self._address(text)
        return new

    def _name(self, text: str) -> str:
        for old, new in ((self.old["family_name"], self.family), (self.old["given_name"], self.given)):
            for style in (str, str.upper):
                text = re.sub(rf"(?<!\w){re.escape(style(old))}(?!\w)", style(new), text)
        return text

    def _address(self, text: str) -> str:
        a = self.old["address"]
        text = text.replace(a["street"], self.street).replace(
            f"{self.street} {a['number']}", f"{self.street} {self.house}"
        )
        return text.replace(f"{a['postcode']} {a['town']}", self.town)


def _digits_in(text: str, digits: str) -> str:
    rest = iter(digits)
    return re.sub(r"\d", lambda _: next(rest), text)


def _last_digits_in(text: str, digits: str) -> str:
    return _digits_in(text[::-1], digits[::-1] + "".join(re.findall(r"\d", text))[:-6][::-1])[::-1]


Swap = Callable[[str, str | None], str]
"""(text, member) to new text."""


def rewrite(data: bytes, name: str, member: str | None, swap: Swap) -> bytes:
    """Write a file anew with other people in it."""
    kind = name.rsplit(".", 1)[-1].lower()
    join = lambda inner: f"{member}!{inner}" if member else inner  # noqa: E731
    if kind in {"docx", "xlsx"}:
        part = _xml if kind == "docx" else _sheet_xml
        return _zip(data, lambda n, d: part(d, swap, member) if n.endswith(".xml") else d)
    if kind == "zip":
        return _zip(data, lambda n, d: rewrite(d, n, join(n), swap))
    if kind == "gz":
        return _tar(data, lambda n, d: rewrite(d, n, join(n), swap))
    if kind == "eml":
        return _eml(data, member, swap)
    if kind == "pdf":
        return _pdf(data, lambda text: swap(text, member))
    if kind == "db":
        return _sqlite(data, lambda text: swap(text, member))
    if kind == "rtf":
        return _rtf(data.decode("ascii"), lambda text: swap(text, member))
    for encoding in (
        "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig" if data[:3] == b"\xef\xbb\xbf" else "utf-8",
        "cp1252",
    ):
        try:
            return swap(data.decode(encoding), member).encode(encoding)
        except UnicodeError:
            continue
    return data


def _xml(data: bytes, swap: Swap, member: str | None) -> bytes:
    def one(match: re.Match[str]) -> str:
        return match[1] + escape(swap(unescape(match[2]), member), quote=False) + match[3]

    text = re.sub(r"(<(?:w:t|t)(?: [^>]*)?>)([^<]*)(</(?:w:t|t)>)", one, data.decode("utf-8"))
    return text.encode("utf-8")


def _sheet_xml(data: bytes, swap: Swap, member: str | None) -> bytes:
    """Swap a row at a time: a name is known by the number beside it."""

    def one(match: re.Match[str]) -> str:
        cells = re.findall(r"<t(?: [^>]*)?>([^<]*)</t>", match[0])
        new = iter(swap("\x1f".join(map(unescape, cells)), member).split("\x1f"))
        return re.sub(r"(<t(?: [^>]*)?>)[^<]*(</t>)", lambda m: m[1] + escape(next(new), quote=False) + m[2], match[0])

    return re.sub(r"<row .*?</row>", one, data.decode("utf-8"), flags=re.DOTALL).encode("utf-8")


def _zip(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))
    return out.getvalue()


def _tar(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        for info in old:
            content = change(info.name, old.extractfile(info).read()) if info.isfile() else b""
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _eml(data: bytes, member: str | None, swap: Swap) -> bytes:
    mail = email.message_from_bytes(data, policy=email.policy.default)
    for name in ("To", "Cc", "From"):
        if mail[name]:
            value = swap(str(mail[name]), member)
            del mail[name]
            mail[name] = value
    for part in mail.walk():
        if part.is_multipart():
            continue
        if part.get_filename():
            inner = f"{member}!{part.get_filename()}" if member else part.get_filename()
            content = rewrite(part.get_payload(decode=True), part.get_filename(), inner, swap)
            part.set_payload(base64.encodebytes(content).decode())
        elif part.get_content_maintype() == "text":
            subtype = part.get_content_subtype()
            part.set_content(swap(part.get_content(), member), subtype=subtype)
    return mail.as_bytes()


def _pdf(data: bytes, change: Callable[[str], str]) -> bytes:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return data
    from pii_scan.app.demo_formats import pdf

    return pdf([change(page.get_textpage().get_text_range().replace("\r\n", "\n")).split("\n") for page in document])


def _sqlite(data: bytes, change: Callable[[str], str]) -> bytes:
    db = sqlite3.connect(":memory:")
    db.deserialize(data)
    for (table,) in db.execute(
        "select name from sqlite_master where type='table' and name not like 'sqlite%'"
    ).fetchall():
        names = [row[1] for row in db.execute(f'pragma table_info("{table}")')]
        for row in db.execute(f'select rowid, * from "{table}"').fetchall():
            joined = change("\x1f".join(str(cell) for cell in row[1:])).split("\x1f")
            for name, old, new in zip(names, row[1:], joined, strict=True):
                if isinstance(old, str) and old != new:
                    db.execute(f'update "{table}" set "{name}"=? where rowid=?', (new, row[0]))
    db.commit()
    return db.serialize()


def _rtf(text: str, change: Callable[[str], str]) -> bytes:
    plain = re.sub(r"\\u(-?\d+)\?", lambda m: chr(int(m[1]) % 65536), text)
    return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in change(plain)).encode("ascii")


def main() -> None:
    """Write the new share and its truth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = random.Random(options.seed)

    def read(name: str) -> list[Any]:
        return [json.loads(line) for line in (options.old / "truth" / f"{name}.jsonl").read_text("utf-8").splitlines()]

    changes = {s["id"]: Change(rng, s, n) for n, s in enumerate(read("subjects"))}
    mentions = read("mentions")
    pairs: dict[tuple[str, str | None], dict[str, str]] = {}
    rows: dict[tuple[str, str | None], list[dict[str, str]]] = {}
    for mention in mentions:
        change = changes.get(mention["subject"])
        if not change:
            continue
        new = change.text(mention["entity"], mention["text"], mention["value"])
        key = mention["path"], mention.get("member")
        if mention["entity"] == "PERSON" and "row" in mention["where"]:
            rows.setdefault(key, []).append({"old": mention["text"], "new": new, "near": change.old["national_number"]})
        else:
            pairs.setdefault(key, {})[mention["text"]] = new
        mention["text"] = new
        if mention["entity"] in {"PERSON", "ADDRESS"}:
            mention["value"] = new
        else:
            mention["value"] = change.value(mention["entity"], mention["value"])
    _write_files(options.old / "share", options.new / "share", pairs, rows)
    _write_truth(options.old, options.new, read, mentions, changes)


def _write_files(old: Path, new: Path, pairs: dict, rows: dict) -> None:
    for path in sorted(p for p in old.rglob("*") if p.is_file()):
        name = path.relative_to(old).as_posix()

        def swap(text: str, member: str | None, name: str = name) -> str:
            known = pairs.get((name, member), {})
            lines = []
            for line in re.split(r"(?<=\n)", text):
                for row in rows.get((name, member), ()):
                    if row["near"] in re.sub(r"\D", "", line) or row["near"] in line:
                        line = re.sub(rf"(?<!\w){re.escape(row['old'])}(?!\w)", row["new"], line, count=1)  # noqa: PLW2901
                lines.append(line)
            text = "".join(lines)
            if known:
                longest = sorted(known, key=len, reverse=True)
                text = re.sub("|".join(map(re.escape, longest)), lambda m: known[m[0]], text)
            return text

        target = new / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.write_bytes(rewrite(path.read_bytes(), name, None, swap))
        except (zipfile.BadZipFile, tarfile.TarError, EOFError):
            shutil.copyfile(path, target)


def _write_truth(old: Path, new: Path, read: Callable, mentions: list, changes: dict) -> None:
    truth = new / "truth"
    truth.mkdir(parents=True, exist_ok=True)
    queries = []
    for query in read("queries"):
        change = changes[query["subject"]]
        asked = query["query"]
        swapped = {
            "national_number": change.national_number,
            "name": f"{change.given} {change.family}",
            "birth_date": change.birth_date,
            "email": change.emails.get(asked.get("email", "")),
            "phone": change.phones.get(asked.get("phone", "")),
            "iban": change.ibans.get(asked.get("iban", "")),
            "customer_number": change.customer,
        }
        queries.append({**query, "query": {key: swapped[key] for key in asked}})
    for name, entries in (
        ("mentions", mentions),
        ("queries", queries),
        ("files", read("files")),
        ("decoys", read("decoys")),
    ):
        (truth / f"{name}.jsonl").write_text(
            "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), "utf-8"
        )
    if (old / "pii-scan.toml").exists():
        shutil.copyfile(old / "pii-scan.toml", new / "pii-scan.toml")


if __name__ == "__main__":
    main()
