"""Made-up people: one seed gives one person, with all values that a file may hold about somebody."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from accuracy import values

HERE = Path(__file__).parent
ORIGINS = ("templates", "held_out", "held_out_2", "held_out_3")  # the sets, at the number that selects each
TOWN_NAME = {"fr": 1, "nl": 2, "de": 3, "en": 1}
OLDEST, YOUNGEST = date(1936, 1, 1), date(2007, 12, 31)
WEIGHTS = {"fr": (70, 12, 3, 3, 12), "nl": (12, 70, 3, 3, 12), "de": (10, 6, 74, 2, 8), "en": (24, 24, 8, 32, 12)}


@dataclass(frozen=True, slots=True)
class Stock:
    """What people are put together from."""

    names: dict[str, Any]
    towns: tuple[tuple[str, ...], ...]


@cache
def stock(name: str) -> Stock:
    """Read the stock of one of the `ORIGINS`."""
    rows = (HERE / f"{name}_towns.tsv").read_text("utf-8").splitlines()[1:]
    names = yaml.safe_load((HERE / f"{name}_people.yaml").read_text("utf-8"))
    return Stock(names, tuple(tuple(row.split("\t")) for row in rows))


@dataclass(slots=True)
class Person:
    """A person that nobody is. `kept` holds the values that were drawn so far, by entity."""

    ident: str
    rng: random.Random
    given: str
    family: str
    sex: str
    born: date
    language: str
    street: str
    number: str
    box: str
    postcode: str
    towns: tuple[str, ...]
    home: str  # the language in which the street is named
    names: dict[str, Any]  # the stock that the person's words are from
    kept: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    def town(self, language: str) -> str:
        """Give the town's name as a text in this language writes it."""
        return self.towns[TOWN_NAME[language]]

    def value(self, entity: str) -> str:
        """Give this person's own value of an entity, in normal form: the same one each time."""
        if entity not in self.kept:
            self.kept[entity] = MAKERS[entity](self)
        return self.kept[entity]


def ascii_letters(text: str) -> str:
    """Give the plain Latin letters of a name."""
    text = text.replace("\u0131", "i").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ß", "ss")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and not unicodedata.combining(c))


class People:
    """Draws people one after the other; no name comes twice."""

    def __init__(self, seed: int, language: str, seen: set[str] | None = None, origin: str = "templates") -> None:
        self._stock = stock(origin)
        self._rng = random.Random(f"people/{seed}/{language}")
        self._language = language
        self._seen: set[str] = set() if seen is None else seen
        self._count = 0

    def draw(self, family: str | None = None) -> Person:
        """Give a new person, of a family where one is named."""
        rng, names, all_towns = self._rng, self._stock.names, self._stock.towns
        while True:
            group = rng.choices(("fr", "nl", "de", "en", "mix"), WEIGHTS[self._language])[0]
            sex = rng.choice("MF")
            given = rng.choice(names["men" if sex == "M" else "women"][group].split())
            last = family or rng.choice(names["families"][group].split()).replace("_", " ")
            if ascii_letters(f"{given} {last}").casefold() not in self._seen:
                break
        self._seen.add(ascii_letters(f"{given} {last}").casefold())
        self._count += 1
        towns = [t for t in all_towns if t[4] == self._language] or all_towns
        town = rng.choice(towns if rng.random() < 0.8 else all_towns)
        return Person(
            ident=f"{self._language.upper()}{self._count:04d}",
            rng=random.Random(rng.getrandbits(64)),
            given=given,
            family=last,
            sex=sex,
            born=OLDEST + timedelta(days=rng.randrange((YOUNGEST - OLDEST).days)),
            language=self._language,
            street=rng.choice(names["streets"][town[4]]),
            number=str(rng.randint(1, 299)) + rng.choice(["", "", "", "", "A", "b"]),
            box=rng.choice(["", "", str(rng.randint(1, 40)), "B", f"{rng.randint(1, 9)}/{rng.randint(1, 12)}"]),
            postcode=town[0],
            towns=town,
            home=town[4],
            names=names,
        )


def _email(person: Person) -> str:
    given, family = (ascii_letters(x).lower().replace(" ", "") for x in (person.given, person.family))
    given, family = given.replace("'", ""), "".join(c for c in family if c.isalpha() or c == "-")
    rng = person.rng
    forms = ("{0}.{1}", "{0[0]}.{1}", "{1}.{0}", "{0}_{1}", "{0}{1}")
    local = rng.choice(forms).format(given, family)
    return f"{local}{rng.choice(['', rng.randint(2, 99)])}@{rng.choice(person.names['domains'].split())}"


def _work_email(person: Person) -> str:
    given, family = (ascii_letters(x).lower() for x in (person.given, person.family))
    family = "".join(c for c in family if c.isalpha())
    return f"{given}.{family}@{person.rng.choice(person.names['work_domains'].split())}"


def _handle(person: Person) -> str:
    slug = "-".join(ascii_letters(x).lower().replace(" ", "-") for x in (person.given, person.family))
    slug = "".join(c for c in slug if c.isalnum() or c == "-") + f"-{person.rng.randint(100, 9999)}"
    dotted, rng = slug.replace("-", "."), person.rng
    return rng.choice(
        [
            f"https://www.linkedin.com/in/{slug}",
            f"linkedin.com/in/{slug}",
            f"https://www.facebook.com/{dotted}",
            f"https://www.instagram.com/{dotted}/",
            f"https://x.com/{slug.replace('-', '_')[:15]}",
            f"https://www.tiktok.com/@{dotted}",
        ]
    )


def _online(person: Person) -> str:
    rng = person.rng
    stamp = rng.randint(1_600_000_000, 1_760_000_000)
    if rng.random() < 0.5:
        return f"GA1.2.{values.digits(rng, 9, '123456789')}.{stamp}"
    return f"fb.1.{stamp}{values.digits(rng, 3)}.{values.digits(rng, 10, '123456789')}"


def _secret(person: Person) -> str:
    rng = person.rng
    word = rng.choice(person.names["secrets"].split())
    return f"{word}{rng.randint(11, 99)}{rng.choice('!?#*$')}{rng.choice(['', 'x', 'Qz'])}"


def _gps(person: Person) -> str:
    rng = person.rng
    lat, lon = rng.randrange(4_960_000, 5_140_000), rng.randrange(260_000, 630_000)
    return f"{(lat // 10 * 10 + 1 + lat % 9) / 1e5:.5f},{(lon // 10 * 10 + 1 + lon % 9) / 1e5:.5f}"


def _mutuality(person: Person) -> str:
    fund = person.rng.choice(["109", "131", "206", "319", "403", "509"])
    return f"{fund}-{values.digits(person.rng, 13, '123')}"


def _file_number(person: Person) -> str:
    rng = person.rng
    return (
        rng.choice(["D", "RQ", "24/", "BR-"]) + values.digits(rng, 5, "123456789") + rng.choice(["", "/B", "-K", "-S"])
    )


MAKERS = {
    "BE_NATIONAL_REGISTER_NUMBER": lambda p: values.national_number(p.rng, p.born, p.sex),
    "BE_BIS_NUMBER": lambda p: values.national_number(p.rng, p.born, p.sex, p.rng.choice([20, 40])),
    "IBAN_CODE": lambda p: values.iban("BE", values.belgian_account(p.rng)),
    "FOREIGN_IBAN": lambda p: values.foreign_iban(p.rng),
    "PHONE_NUMBER": lambda p: values.mobile(p.rng),
    "LANDLINE": lambda p: values.landline(p.rng),
    "EMAIL_ADDRESS": _email,
    "WORK_EMAIL": _work_email,
    "CREDIT_CARD": lambda p: values.card(p.rng),
    "BE_ENTERPRISE_NUMBER": lambda p: values.enterprise(p.rng),
    "BE_ESTABLISHMENT_UNIT_NUMBER": lambda p: values.enterprise(p.rng, "2345678"),
    "VAT_NUMBER": lambda p: values.foreign_vat(p.rng),
    "BE_STRUCTURED_COMMUNICATION": lambda p: values.communication(p.rng),
    "CREDITOR_REFERENCE": lambda p: values.creditor_reference(p.rng),
    "BE_EID_CARD_NUMBER": lambda p: values.eid_card(p.rng),
    "BE_PASSPORT_NUMBER": lambda p: p.rng.choice("EGJ") + p.rng.choice("ABHKMN") + values.digits(p.rng, 6),
    "BE_DRIVING_LICENCE_NUMBER": lambda p: values.digits(p.rng, 10, "123"),
    "BE_RESIDENCE_CARD_NUMBER": lambda p: "B" + values.digits(p.rng, 9, "0123"),
    "TRAVEL_DOCUMENT_NUMBER": lambda p: p.rng.choice("CFGHLNT") + values.digits(p.rng, 8, "123456789"),
    "BE_SOCIAL_SECURITY_CARD_NUMBER": lambda p: values.digits(p.rng, 10, "456789"),
    "BE_LEGACY_ACCOUNT_NUMBER": lambda p: values.belgian_account(p.rng),
    "BE_HEALTH_PROVIDER_NUMBER": lambda p: values.provider(p.rng),
    "BE_LICENCE_PLATE": lambda p: values.plate(p.rng),
    "OLD_PLATE": lambda p: values.old_plate(p.rng),
    "VEHICLE_IDENTIFICATION_NUMBER": lambda p: values.vin(p.rng),
    "IP_ADDRESS": lambda p: values.ipv4(p.rng) if p.rng.random() < 0.7 else values.ipv6(p.rng),
    "MAC_ADDRESS": lambda p: values.mac(p.rng),
    "IMEI": lambda p: values.imei(p.rng),
    "IMSI": lambda p: p.rng.choice(["20601", "20605", "20610", "20620"]) + values.digits(p.rng, 10),
    "ICCID": lambda p: values.iccid(p.rng),
    "ONLINE_IDENTIFIER": _online,
    "ADVERTISING_ID": lambda p: values.uuid4(p.rng),
    "CREDENTIAL": _secret,
    "SOCIAL_PROFILE": _handle,
    "GPS_COORDINATES": _gps,
    "CNK_CODE": lambda p: values.digits(p.rng, 7, "0123"),
    "NOMENCLATURE_CODE": lambda p: values.digits(p.rng, 6, "1345"),
    "HEALTH_INSURANCE_NUMBER": _mutuality,
    "EMPLOYEE_NUMBER": lambda p: p.rng.choice(["", "P-", "M", "W-"]) + values.digits(p.rng, 5, "123456789"),
    "STUDENT_NUMBER": lambda p: p.rng.choice(["s0", "20", "r0"]) + values.digits(p.rng, 6, "123456789"),
    "POLICY_NUMBER": lambda p: p.rng.choice(["", "AU-", "P/", "HAB."]) + values.digits(p.rng, 7, "3456789"),
    "FILE_NUMBER": _file_number,
    "FR_NIR": lambda p: values.nir(p.rng, p.born, p.sex),
    "NL_BSN": lambda p: values.bsn(p.rng),
    "DE_TAX_ID": lambda p: values.german_tax_id(p.rng),
    "LU_NATIONAL_ID": lambda p: values.luxembourg_id(p.rng, p.born),
    "CUSTOMER_NUMBER": lambda p: f"K{values.digits(p.rng, 2)}-{values.digits(p.rng, 5)}",
}
