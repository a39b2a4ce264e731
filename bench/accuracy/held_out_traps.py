"""Look-alikes of the held-out set: numbers of games, catalogs, machines, cattle and laws.

Each value has the shape of an identifier, often its check digits as well, and stands in its sentence under words that
say what it is instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from accuracy import values

Maker = Callable[[random.Random], str]


def _pick(*words: str) -> Maker:
    return lambda rng: rng.choice(words)


def _draw(rng: random.Random) -> str:
    """Five balls in the order in which they fell: read as one number they could be a mobile's."""
    return " ".join(["04", str(rng.randint(70, 79)), *(f"{rng.randint(1, 49):02d}" for _ in range(3))])


def _isbn_10(rng: random.Random) -> str:
    """Ten digits that begin like a mobile number, under ISBN."""
    nine = "04" + values.digits(rng, 1, "79") + values.digits(rng, 6)
    check = sum(int(d) * (i + 1) for i, d in enumerate(nine)) % 11
    return _isbn_10(rng) if check == 10 else f"{nine}{check}"


def _colors(rng: random.Random) -> str:
    return f"#{rng.choice('ABCDEF')}{rng.randint(10, 99)}{rng.choice('ABCDEF')}{rng.randint(10, 99)}"


def _fingerprint(rng: random.Random) -> str:
    """Give the sixteen bytes of a server's key: a network card has six."""
    return ":".join(f"{rng.randrange(256):02x}" for _ in range(16))


def _turnover(rng: random.Random) -> str:
    number = values.enterprise(rng, "2345678")
    return f"{number[0]}.{number[1:4]}.{number[4:7]}.{number[7:]}"


def _ear_tag(rng: random.Random) -> str:
    return f"BE {rng.randint(1, 9)} {values.digits(rng, 4)} {values.digits(rng, 4)}"


def _container(rng: random.Random) -> str:
    """Give an eleven-digit number that passes the check of a German tax identification."""
    return values.german_tax_id(rng)


def _bad_reference(rng: random.Random) -> str:
    good = values.creditor_reference(rng)
    wrong = (int(good[2:4]) - 2 + rng.randint(1, 90)) % 97 + 2
    return f"{good[:2]}{wrong:02d}{good[4:]}"


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("BDFGKLPRTVX") for _ in range(count))


TRAPS: dict[str, tuple[Maker, str]] = {
    "lotto": (_draw, "PHONE_NUMBER"),
    "isbn10": (_isbn_10, "PHONE_NUMBER BE_ENTERPRISE_NUMBER BE_DRIVING_LICENCE_NUMBER"),
    "issn": (lambda r: f"04{r.randint(50, 99)}-{values.digits(r, 3)}X", "PHONE_NUMBER"),
    "color": (_colors, "ICD_CODE BE_PASSPORT_NUMBER"),
    "sshkey": (_fingerprint, "MAC_ADDRESS IP_ADDRESS"),
    "turnover": (_turnover, "BE_ESTABLISHMENT_UNIT_NUMBER PHONE_NUMBER"),
    "eartag": (_ear_tag, "BE_ENTERPRISE_NUMBER VAT_NUMBER IBAN_CODE"),
    "container": (_container, "DE_TAX_ID BE_NATIONAL_REGISTER_NUMBER PHONE_NUMBER"),
    "badrf": (_bad_reference, "CREDITOR_REFERENCE"),
    "section": (lambda r: ".".join(str(r.randint(1, 18)) for _ in range(4)), "IP_ADDRESS"),
    "star": (lambda r: f"{r.choice(['HD', 'HR', 'SA'])}{r.randint(100000, 299999)}", "BE_PASSPORT_NUMBER"),
    "plant": (lambda r: f"{r.choice(['PL', 'FV', 'GR'])} {values.digits(r, 6)}", "BE_PASSPORT_NUMBER"),
    "numac": (lambda r: f"20{r.randint(10, 24)}{values.digits(r, 6)}", "PHONE_NUMBER BE_DRIVING_LICENCE_NUMBER"),
    "software": (lambda r: values.digits(r, 10, "123456789"), "BE_DRIVING_LICENCE_NUMBER PHONE_NUMBER"),
    "patent": (lambda r: f"BE10{values.digits(r, 5)}B1", "BE_ENTERPRISE_NUMBER IBAN_CODE VAT_NUMBER"),
    "gate": (lambda r: f"{r.choice('ABCG')}{r.randint(10, 79)}", "ICD_CODE"),
    "lamp": (_pick("E27", "E14", "G53", "R63", "B22", "G13"), "ICD_CODE"),
    "field": (lambda r: f"F{r.randint(10, 99)}", "MENTAL_ICD_CODE ICD_CODE"),
    "drawer": (lambda r: f"N0{r.choice('56')}{_pick('AB', 'AX', 'BA')(r)}{r.randint(10, 30)}", "MENTAL_ATC_CODE"),
    "shelf": (lambda r: f"{r.choice('BCHM')}{r.randint(10, 99)}{_letters(r, 2)}{r.randint(10, 49)}", "ATC_CODE"),
    "customs": (lambda r: f"{r.randint(84, 87)}{values.digits(r, 4)}", "NOMENCLATURE_CODE"),
    "copies": (lambda r: values.digits(r, 7, "123"), "CNK_CODE"),
    "model": (lambda r: f"{_letters(r, 3)}-{r.randint(100, 999)}", "BE_LICENCE_PLATE"),
    "engine": (
        lambda r: _letters(r, 2) + values.digits(r, 5) + _letters(r, 4) + values.digits(r, 6),
        "VEHICLE_IDENTIFICATION_NUMBER",
    ),
    "seal": (values.provider, "BE_HEALTH_PROVIDER_NUMBER BE_NATIONAL_REGISTER_NUMBER"),
    "cylinder": (values.bsn, "NL_BSN PHONE_NUMBER BE_ENTERPRISE_NUMBER"),
    "waybill": (values.iccid, "ICCID CREDIT_CARD"),
    "counter15": (values.imei, "IMEI IMSI CREDIT_CARD"),
    "key97": (values.belgian_account, "BE_LEGACY_ACCOUNT_NUMBER BE_EID_CARD_NUMBER BE_STRUCTURED_COMMUNICATION"),
    "crate": (lambda r: f"B{values.digits(r, 9)}", "BE_RESIDENCE_CARD_NUMBER"),
    "guid": (values.uuid4, "ONLINE_IDENTIFIER"),
    "package": (
        lambda r: f"{r.choice(['lodash', 'react', 'angular'])}@{r.randint(2, 18)}.{r.randint(0, 9)}.{r.randint(0, 9)}",
        "EMAIL_ADDRESS",
    ),
    "vacancy": (lambda r: f"https://www.linkedin.com/jobs/view/{values.digits(r, 10, '34')}", "SOCIAL_PROFILE"),
    "post": (lambda r: f"https://www.youtube.com/watch?v={_letters(r, 4)}{values.digits(r, 3)}kQz", "SOCIAL_PROFILE"),
    "laps": (lambda r: f"{r.uniform(49.6, 51.4):.3f}, {r.uniform(2.6, 6.3):.3f}", "GPS_COORDINATES"),
    "grid": (lambda r: f"{r.randint(100, 999)}, {r.randint(1000, 9999)}", "GPS_COORDINATES PHONE_NUMBER"),
    "years": (lambda r: f"{r.randint(1950, 1979)}-{r.randint(1980, 2015)}", "PHONE_NUMBER BE_LICENCE_PLATE"),
    "train": (lambda r: f"{r.choice(['IC', 'IR', 'TGV', 'ICE'])} {r.randint(500, 9900)}", "BE_PASSPORT_NUMBER"),
    "founded": (
        lambda r: f"{r.randint(1, 28):02d}/{r.randint(1, 12):02d}/{r.randint(1950, 2015)}",
        "DATE_OF_BIRTH",
    ),
    "bill": (lambda r: f"DOC 5{r.randint(3, 6)} {r.randint(1000, 3999)}/{r.randint(1, 30):03d}", "FILE_NUMBER"),
    "callno": (lambda r: f"{r.randint(100, 999)}.{r.randint(10, 99)} {_letters(r, 4)}", "BE_LICENCE_PLATE ATC_CODE"),
    "temps": (lambda r: f"{r.uniform(49, 51.4):.1f} / {r.uniform(2.6, 6.3):.1f}", "GPS_COORDINATES"),
}
