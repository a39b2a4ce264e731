"""Made-up people, and the rows and letters in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ColumnFindings, Finding
from pii_scan.subjects.records import Placed, assign_records

STRONG = frozenset({"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "CUSTOMER_NUMBER"})
NUMBER, BIRTH, CUSTOMER = "BE_NATIONAL_REGISTER_NUMBER", "DATE_OF_BIRTH", "CUSTOMER_NUMBER"
PERSON, EMAIL, PHONE, IBAN = "PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE"


@dataclass(frozen=True)
class Human:
    """One made-up person; an empty field is not known."""

    given: str
    family: str
    birth: str
    number: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    customer: str = ""

    @property
    def name(self) -> str:
        """The name as in a letter."""
        return f"{self.given} {self.family}"


def number(birth: str, counter: int, raised: int = 0) -> str:
    """Give the national register number (or BIS number, month `raised` by 20 or 40) of a birth date."""
    year, month, day = birth.split("-")
    first = f"{year[2:]}{int(month) + raised:02}{day}{counter:03}"
    check = 97 - int(("2" if year >= "2000" else "") + first) % 97
    return f"{first}{check:02}"


def human(given: str, family: str, birth: str, counter: int = 1, **known: str) -> Human:
    """Make a person with a number, an address and a phone that nobody else has."""
    at = f"{given}.{family}{counter}".lower().replace(" ", "")
    own = {
        "number": number(birth, counter),
        "email": f"{at}@post.example",
        "phone": f"+32470{int(birth.replace('-', '')) % 1000:03}{counter:03}",
        "iban": f"BE{counter:02}{birth.replace('-', '')}{counter:04}",
    }
    return Human(given, family, birth, **{**own, **known})


def finding(entity: str, value: str, *, record: str = "", part: str = "", functional: bool = False) -> Finding:
    """Make a finding whose text is its value."""
    where: dict[str, object] = {"part": part} if part else {}
    return Finding(entity, value, value, 0.9, "Test", (), where, (), record, functional)


def evidence(category: str) -> Finding:
    """Make a term that tells a category."""
    return Finding(CATEGORY_EVIDENCE, "term", None, 0.9, "Lexicon", (), {"line": 7}, (category,))


def letter(*findings: Finding | tuple[str, str]) -> Block:
    """Put findings, in reading order, on lines of one paragraph, and let their records be assigned."""
    made = [found if isinstance(found, Finding) else finding(*found) for found in findings]
    records = assign_records([Placed(f, 0, at * 20, 0, at) for at, f in enumerate(made)], STRONG)
    return Block(findings=[replace(f, record=record) for f, record in zip(made, records, strict=True)])


def about(who: Human, *more: Finding | tuple[str, str]) -> Block:
    """Write a letter about somebody with all that is known, and more."""
    known = [(PERSON, who.name), (CUSTOMER, who.customer), (BIRTH, who.birth), (NUMBER, who.number)]
    known += [(IBAN, who.iban), (PHONE, who.phone), (EMAIL, who.email)]
    return letter(*[pair for pair in known if pair[1]], *more)


def table(people: Sequence[Human], table_name: str = "clients") -> Block:
    """Write a table with one row a person; unknown cells are empty."""
    fields = {
        "nom": (PERSON, "family"),
        "prenom": (PERSON, "given"),
        "ne_le": (BIRTH, "birth"),
        "niss": (NUMBER, "number"),
    }
    fields |= {"gsm": (PHONE, "phone"), "mail": (EMAIL, "email"), "iban": (IBAN, "iban"), "ref": (CUSTOMER, "customer")}
    columns = []
    for header, (entity, name) in fields.items():
        cells = [(row, getattr(who, name)) for row, who in enumerate(people) if getattr(who, name)]
        if cells:
            rows, values = [row for row, _ in cells], [value for _, value in cells]
            columns.append(ColumnFindings(header, entity, "Test", 0.9, (), rows, values))
    return Block(where={"table": table_name}, first_row=1, columns=columns)
