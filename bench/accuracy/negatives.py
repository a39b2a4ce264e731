"""What a scan reports of texts that hold no identifiers of persons: manuals, law, logs, nomenclatures, treebanks."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accuracy.product import Row, Scanned, scan

COUNTED = frozenset(
    """
    BE_NATIONAL_REGISTER_NUMBER BE_BIS_NUMBER BE_EID_CARD_NUMBER BE_PASSPORT_NUMBER BE_RESIDENCE_CARD_NUMBER
    TRAVEL_DOCUMENT_NUMBER BE_LEGACY_ACCOUNT_NUMBER IBAN_CODE CREDITOR_REFERENCE BE_STRUCTURED_COMMUNICATION CREDIT_CARD
    BE_ENTERPRISE_NUMBER BE_ESTABLISHMENT_UNIT_NUMBER VAT_NUMBER BE_HEALTH_PROVIDER_NUMBER VEHICLE_IDENTIFICATION_NUMBER
    IMEI ICCID FR_NIR NL_BSN DE_TAX_ID LU_NATIONAL_ID PHONE_NUMBER BE_LICENCE_PLATE
    """.split()
)
"""Entities with check digits, telephones, plates, cards. Other findings may be true there: authors have addresses."""
AROUND = 30
_KEPT = 3
EXPLAINED = Path(__file__).parent / "explained.tsv"


@dataclass(frozen=True, slots=True)
class Left:
    """A finding in a text that should hold none, its characters beyond the first three hidden."""

    item: str
    where: str
    entity: str
    score: float
    masked: str
    context: str
    verdict: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Negatives:
    """How much was read, by kind, and what was found in it."""

    files: int
    bytes_read: dict[str, int]
    counts: dict[tuple[str, str], int]
    left: list[Left]

    @property
    def per_100_kb(self) -> float:
        """Give the findings that are not explained as true, per 100 KB of files."""
        return 100_000 * sum(one.verdict != "true" for one in self.left) / max(1, sum(self.bytes_read.values()))


def negatives(folder: Path) -> Negatives:
    """Scan the folder and look at what is left."""
    told = scan(folder)
    kinds = _kinds(told)
    sizes: Counter[str] = Counter()
    for row in told.coverage:
        if row["member"] is None and row["outcome"] in ("scanned", "partial", "unchanged"):
            sizes[kinds[row["item"]]] += row["bytes"]
    found = [row for row in told.findings if row["entity"] in COUNTED]
    counts = Counter((kinds[row["item"]], row["entity"]) for row in found)
    files = sum(row["member"] is None for row in told.coverage)
    return Negatives(files, dict(sizes), dict(counts), list(_left(folder, found)))


def _kinds(told: Scanned) -> dict[str, str]:
    """Name the kind of each file: its folder, which is its source, and its media type."""
    return {
        row["item"]: f"{row['item'].split('/')[0]}, {row['media_type'].rsplit('/')[-1]}"
        for row in told.coverage
        if row["member"] is None
    }


def _left(folder: Path, found: list[Row]) -> Iterator[Left]:
    verdicts = explained(EXPLAINED)
    for row in sorted(found, key=lambda row: (row["item"], str(row["member"]), row["entity"], str(row["where"]))):
        place = "!".join(filter(None, (row["item"], row["member"])))
        where = ", ".join(f"{key} {value}" for key, value in row["where"].items())
        masked = hidden(row["text"])
        verdict, why = verdicts.get((place, row["entity"], masked), ("", ""))
        context = "" if row["member"] else around(folder / row["item"], row["text"], row["where"].get("line"))
        yield Left(place, where, row["entity"], row["score"], masked, context, verdict, why)


def hidden(text: str) -> str:
    """Give a value with its letters and digits beyond the first three replaced."""
    seen = 0
    shown = []
    for character in " ".join(text.split()):
        seen += character.isalnum()
        shown.append("•" if character.isalnum() and seen > _KEPT else character)
    return "".join(shown)


def around(path: Path, value: str, line: int | None) -> str:
    """Give what stands around a value on its line; itself, long numbers and mail addresses hidden."""
    lines = path.read_bytes().decode("utf-8", "replace").splitlines()
    chosen = lines[line - 1 : line] if line else [one for one in lines if value in one][:1]
    text = chosen[0] if chosen else ""
    at = text.find(value)
    if at < 0:
        return ""
    sides = text[max(0, at - AROUND) : at], text[at + len(value) : at + len(value) + AROUND]
    before, after = (re.sub(r"\d{6,}|\S+@\S+", lambda match: hidden(match.group()), side) for side in sides)
    return f"{before}{hidden(value)}{after}".strip()


def explained(path: Path) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Read what people said of findings: place, entity, masked text, verdict (`true` or `false`), why."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(place, entity, masked): (verdict, why) for place, entity, masked, verdict, why in rows[1:]}
