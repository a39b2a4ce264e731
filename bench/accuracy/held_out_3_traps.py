"""Look-alikes of the third held-out set: what courts, town halls, hospitals, schools, stores and stations number.

Each value stands in its sentence under the words with which an office names it; none of them is about a person.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from accuracy import values

Maker = Callable[[random.Random], str]
STREETS = (
    *("rue Émile Vandervelde", "avenue Paul Hymans", "place Eugène Flagey", "rue Camille Lemonnier"),
    *("Hendrik Consciencestraat", "Guido Gezellelaan", "August Vermeylenlaan", "Peter Benoitstraat"),
    *("Robert-Schuman-Straße", "Clara-Viebig-Weg", "Konrad-Adenauer-Platz"),
)


def _check_97(number: str) -> str:
    return f"{int(number) % 97 or 97:02d}"


def _other(right: str, rng: random.Random) -> str:
    """Give two check digits that are not these."""
    return f"{(int(right) + rng.randint(1, 90)) % 97 + 1:02d}"


def _day(rng: random.Random, first: int = 2017) -> date:
    return date(first, 1, 1) + timedelta(days=rng.randrange(2800))


def _employer(rng: random.Random) -> str:
    """Give the number of an employer at the social security office, in its groups."""
    seven = values.digits(rng, 7, "0123456789")
    return f"{seven[:3]}-{seven[3:]}-{_other('00', rng)}"


def _ruling(rng: random.Random) -> str:
    court = rng.choice(["CASS", "CALIE", "CTBRL", "GHCC", "AHANT"])
    return f"ECLI:BE:{court}:{_day(rng):%Y}:ARR.{_day(rng):%Y%m%d}.{rng.randint(1, 9)}"


def _parcel_of_land(rng: random.Random) -> str:
    letter, power = rng.choice("ABCDEFGH"), rng.choice(["000", "002", "003"])
    return f"{rng.randint(11001, 93090)}{rng.choice('ABCDE')}{rng.randint(1, 999):04d}/00{letter}{power}"


def _short_article(rng: random.Random) -> str:
    """Give an article number of eight digits, with the check digit of shops."""
    seven = values.digits(rng, 7, "24568")
    return f"{seven}{-sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(seven)) % 10}"


def _clause(rng: random.Random) -> str:
    return f"{rng.randint(1, 14)}.{rng.randint(1, 9)}.{rng.randint(1, 12)}.{rng.randint(1, 9)}"


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("ABCDFHKLMNPRSTVWX") for _ in range(count))


def _loyalty(rng: random.Random) -> str:
    body = "9840" + values.digits(rng, 11)
    number = body + values.luhn(body)
    return " ".join(number[i : i + 4] for i in range(0, 16, 4))


def _waybill(rng: random.Random) -> str:
    seven = values.digits(rng, 7)
    return f"{rng.choice(['082', '020', '074'])}-{seven}{int(seven) % 7}"


def _journal(rng: random.Random) -> str:
    seven = values.digits(rng, 7, "012")
    check = -sum(int(d) * (8 - i) for i, d in enumerate(seven)) % 11
    return f"{seven[:4]}-{seven[4:]}{'X' if check == 10 else check}"


def _purchase_code(rng: random.Random) -> str:
    return f"{rng.choice(['30', '39', '45', '50', '71', '79', '90'])}{rng.randint(100, 999)}000-{rng.randint(0, 9)}"


def _period(rng: random.Random) -> str:
    start = _day(rng)
    shape = rng.choice(["{:%d/%m/%Y}", "{:%d.%m.%Y}"])
    return f"{shape.format(start)}-{shape.format(start + timedelta(days=rng.randint(20, 364)))}"


def _wrong_enterprise(rng: random.Random) -> str:
    number = values.enterprise(rng)
    wrong = f"{number[:8]}{_other(number[8:], rng)}"
    if wrong == number:
        return _wrong_enterprise(rng)
    return f"{wrong[:4]}.{wrong[4:7]}.{wrong[7:]}"


def _wrong_account(rng: random.Random) -> str:
    ten = values.digits(rng, 10, "0123")
    right, wrong = _check_97(ten), _other(_check_97(ten), rng)
    return _wrong_account(rng) if wrong == right else f"{ten[:3]}-{ten[3:]}-{wrong}"


def _wrong_imei(rng: random.Random) -> str:
    good = values.imei(rng)
    return f"{good[:14]}{(int(good[14]) + rng.randint(1, 9)) % 10}"


def _wrong_reference(rng: random.Random) -> str:
    good = values.creditor_reference(rng)
    return f"{good[:-1]}{(int(good[-1]) + rng.randint(1, 9)) % 10}" if good[-1].isdigit() else _wrong_reference(rng)


def _pallet(rng: random.Random) -> str:
    body = "35412" + values.digits(rng, 12)
    check = -sum(int(d) * (1 if i % 2 else 3) for i, d in enumerate(body)) % 10
    return f"(00){body}{check}"


TRAPS: dict[str, tuple[Maker, str]] = {
    "onss": (_employer, "BE_LEGACY_ACCOUNT_NUMBER PHONE_NUMBER EMPLOYEE_NUMBER"),
    "ecli": (_ruling, "IP_ADDRESS PHONE_NUMBER DATE_OF_BIRTH"),
    "gazette": (lambda r: f"20{r.randint(14, 25)}{r.randint(0, 49999):06d}", "PHONE_NUMBER BE_DRIVING_LICENCE_NUMBER"),
    "capakey": (_parcel_of_land, "VEHICLE_IDENTIFICATION_NUMBER BE_LICENCE_PLATE BE_PASSPORT_NUMBER"),
    "gtin8": (_short_article, "BE_HEALTH_PROVIDER_NUMBER PHONE_NUMBER"),
    "clause": (_clause, "IP_ADDRESS"),
    "onem": (lambda r: r.choice("C61 C62 C91 C98 C72 G60 C45".split()), "ICD_CODE"),
    "leadseal": (lambda r: f"{_letters(r, 2)}{values.digits(r, 6)}", "BE_PASSPORT_NUMBER"),
    "tyre": (
        lambda r: f"{r.choice([185, 195, 205, 225])}/{r.choice([45, 55, 65])} R{r.choice([15, 16, 17])}",
        "ICD_CODE PHONE_NUMBER",
    ),
    "suburban": (lambda r: r.choice("S41 S42 S53 S63 S64 S81".split()), "ICD_CODE"),
    "campus": (
        lambda r: f"https://www.linkedin.com/{r.choice(['school/condroz', 'jobs/view'])}/{r.randint(10**9, 4 * 10**9)}",
        "SOCIAL_PROFILE PHONE_NUMBER",
    ),
    "module": (
        lambda r: f"{r.choice(['agenda-core', 'pdf-tools', 'guichet-ui'])}@{r.randint(1, 9)}.{r.randint(0, 20)}.7",
        "EMAIL_ADDRESS IP_ADDRESS",
    ),
    "oui": (lambda r: ":".join(f"{r.randrange(256):02X}" for _ in range(3)), "MAC_ADDRESS IP_ADDRESS"),
    "loyal": (_loyalty, "CREDIT_CARD PHONE_NUMBER"),
    "mrn": (
        lambda r: f"{r.randint(20, 25)}BE{values.digits(r, 12)}{_letters(r, 1)}{r.randint(0, 9)}",
        "IBAN_CODE VEHICLE_IDENTIFICATION_NUMBER BE_ENTERPRISE_NUMBER",
    ),
    "awb": (_waybill, "BE_LEGACY_ACCOUNT_NUMBER PHONE_NUMBER"),
    "vessel": (lambda r: f"{_letters(r, 3)}U{values.digits(r, 7)}", "BE_PASSPORT_NUMBER CNK_CODE"),
    "periodical": (_journal, "PHONE_NUMBER BE_HEALTH_PROVIDER_NUMBER"),
    "doi": (
        lambda r: f"10.{r.randint(1000, 1199)}/j.dette.20{r.randint(15, 24)}.{r.randint(10, 12)}.{r.randint(10, 99)}",
        "IP_ADDRESS PHONE_NUMBER",
    ),
    "budget": (lambda r: f"{r.randint(8010, 8790)}/{r.randint(301, 485)}-{r.randint(1, 60):02d}", "PHONE_NUMBER"),
    "cpv": (_purchase_code, "PHONE_NUMBER BE_HEALTH_PROVIDER_NUMBER"),
    "period": (_period, "DATE_OF_BIRTH BE_NATIONAL_REGISTER_NUMBER"),
    "norm": (
        lambda r: f"{r.choice(['ISO', 'NBN', 'IEC'])}-{r.randint(100, 999)}",
        "BE_LICENCE_PLATE",
    ),
    "pos": (lambda r: values.digits(r, 8, "123456"), "BE_HEALTH_PROVIDER_NUMBER PHONE_NUMBER EMPLOYEE_NUMBER"),
    "approval": (lambda r: values.digits(r, 6, "013456"), "NOMENCLATURE_CODE CREDENTIAL"),
    "millis": (lambda r: str(r.randint(1_600_000_000_000, 1_760_000_000_000)), "LU_NATIONAL_ID PHONE_NUMBER IMEI"),
    "badkbo": (_wrong_enterprise, "BE_ENTERPRISE_NUMBER PHONE_NUMBER"),
    "badaccount": (_wrong_account, "BE_LEGACY_ACCOUNT_NUMBER BE_EID_CARD_NUMBER"),
    "badimei": (_wrong_imei, "IMEI"),
    "wrongrf": (_wrong_reference, "CREDITOR_REFERENCE"),
    "street": (lambda r: r.choice(STREETS), "PERSON"),
    "weights": (lambda r: f"{r.uniform(49.6, 51.4):.3f} kg / {r.uniform(2.6, 6.3):.3f} kg", "GPS_COORDINATES"),
    "queue": (lambda r: f"{r.choice('ABDEG')}{r.randint(10, 99)}", "ICD_CODE"),
    "pallet": (_pallet, "ICCID CREDIT_CARD PHONE_NUMBER"),
}
