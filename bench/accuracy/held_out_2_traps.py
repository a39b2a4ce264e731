"""Look-alikes of the second held-out set: numbers of securities, mandates, ledgers, parcels, machines and rooms.

Each value stands in its sentence under the words with which an office names it; none of them is about a person.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from accuracy import values

Maker = Callable[[random.Random], str]


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("BCDFGHJKLMNPRSTVWX") for _ in range(count))


def _isin(rng: random.Random) -> str:
    """Give the code of a Belgian security whose ten digits happen to pass as an enterprise number."""
    while True:
        number = values.enterprise(rng)
        if values.luhn(f"1114{number[:9]}") == number[9]:
            return f"BE{number}"


def _lei(rng: random.Random) -> str:
    """Give a legal entity identifier, whose check digits are those of an IBAN."""
    body = "549300" + _letters(rng, 4) + values.digits(rng, 8)
    number = "".join(str(int(c, 36)) for c in f"{body}00")
    return f"{body}{98 - int(number) % 97:02d}"


def _creditor(rng: random.Random) -> str:
    """Give the SEPA identifier of a creditor: as long as a chassis number, and it begins like an IBAN."""
    return f"BE{rng.randint(10, 97)}ZZZ{values.enterprise(rng)}"


def _parcel(rng: random.Random) -> str:
    number = "3232" + values.digits(rng, 20)
    return " ".join(number[i : i + 4] for i in range(0, 24, 4))


def _tracking(rng: random.Random) -> str:
    return f"{rng.choice(['RR', 'CD', 'LE'])}{values.digits(rng, 9)}BE"


def _epoch(rng: random.Random) -> str:
    return str(rng.randint(1_600_000_000, 1_760_000_000))


def _wide_name(rng: random.Random) -> str:
    """Give the name of a storage port: two bytes more than a network card has."""
    return "50:06:" + ":".join(f"{rng.randrange(256):02x}" for _ in range(6))


def _box(rng: random.Random) -> str:
    """Give the barcode of an archive box that happens to pass as a national number."""
    day = date(1952, 1, 1) + timedelta(days=rng.randrange(17000))
    return values.national_number(rng, day, rng.choice("MF"))


def _term(rng: random.Random) -> str:
    day = date(2020, 1, 1) + timedelta(days=rng.randrange(4000))
    return rng.choice(["{:%d/%m/%Y}", "{:%d-%m-%Y}", "{:%d.%m.%Y}"]).format(day)


def _message(rng: random.Random) -> str:
    return f"{rng.choice(['pacs.008', 'camt.053', 'pain.008'])}.001.{rng.randint(2, 10):02d}"


def _terms(rng: random.Random) -> str:
    return f"{rng.randint(1000, 4999):04d}-{values.digits(rng, 7)}F-{rng.randint(1, 12):02d}20{rng.randint(15, 24)}"


def _hotline(rng: random.Random) -> str:
    """Give a number at the caller's flat or no cost, which is nobody's."""
    if rng.random() < 0.5:
        return f"0800 {rng.randint(10, 99)} {rng.randint(100, 999)}"
    return f"{rng.choice(['078', '070'])} {rng.randint(150, 399)} {rng.randint(100, 999)}"


TRAPS: dict[str, tuple[Maker, str]] = {
    "isin": (_isin, "BE_ENTERPRISE_NUMBER VAT_NUMBER IBAN_CODE"),
    "lei": (_lei, "IBAN_CODE CREDIT_CARD ICCID VEHICLE_IDENTIFICATION_NUMBER"),
    "creditor": (_creditor, "IBAN_CODE VEHICLE_IDENTIFICATION_NUMBER"),
    "parcel": (_parcel, "CREDIT_CARD ICCID PHONE_NUMBER"),
    "tracking": (_tracking, "BE_PASSPORT_NUMBER VAT_NUMBER TRAVEL_DOCUMENT_NUMBER NL_BSN"),
    "epoch": (_epoch, "PHONE_NUMBER BE_DRIVING_LICENCE_NUMBER BE_ENTERPRISE_NUMBER"),
    "wwn": (_wide_name, "MAC_ADDRESS IP_ADDRESS"),
    "archive": (_box, "BE_NATIONAL_REGISTER_NUMBER PHONE_NUMBER"),
    "term": (_term, "DATE_OF_BIRTH"),
    "message": (_message, "IP_ADDRESS PHONE_NUMBER"),
    "terms": (_terms, "PHONE_NUMBER POLICY_NUMBER"),
    "fsma": (lambda r: f"{values.digits(r, 6, '123')} A", "NOMENCLATURE_CODE BE_LICENCE_PLATE"),
    "cve": (lambda r: f"CVE-20{r.randint(19, 25)}-{r.randint(10000, 49999)}", "PHONE_NUMBER FILE_NUMBER"),
    "po": (lambda r: values.enterprise(r, "45"), "BE_ESTABLISHMENT_UNIT_NUMBER PHONE_NUMBER BE_DRIVING_LICENCE_NUMBER"),
    "ledger": (lambda r: values.digits(r, 6, "46"), "NOMENCLATURE_CODE BE_LEGACY_ACCOUNT_NUMBER"),
    "nace": (lambda r: f"{r.randint(64, 66)}.{r.randint(100, 309)}", "NOMENCLATURE_CODE PHONE_NUMBER"),
    "printer": (lambda r: f"VN{_letters(r, 2)}{values.digits(r, 6, '123')}", "BE_PASSPORT_NUMBER"),
    "kb": (lambda r: f"KB{values.digits(r, 7, '5')}", "BE_PASSPORT_NUMBER CNK_CODE"),
    "room": (lambda r: f"{r.choice('EGKMN')}{r.randint(10, 49)}.{r.randint(0, 9)}", "ICD_CODE"),
    "wing": (lambda r: f"F{r.randint(10, 69)}.{r.randint(0, 9)}", "MENTAL_ICD_CODE ICD_CODE"),
    "bay": (lambda r: f"{r.choice('EGHJ')}{r.randint(10, 89)}", "ICD_CODE"),
    "procedure": (lambda r: f"{r.choice(['PRC', 'INS', 'AML', 'GDS'])}-{r.randint(100, 899)}", "BE_LICENCE_PLATE"),
    "nine": (values.bsn, "NL_BSN PHONE_NUMBER"),
    "oid": (lambda r: f"1.3.6.1.4.1.{r.randint(300, 9999)}.{r.randint(1, 9)}.{r.randint(1, 30)}", "IP_ADDRESS"),
    "release": (lambda r: f"{r.randint(2, 12)}.{r.randint(0, 9)}.{r.randint(0, 30)}.{r.randint(1, 99)}", "IP_ADDRESS"),
    "hotline": (_hotline, "PHONE_NUMBER"),
    "pages": (lambda r: values.digits(r, 7, "123"), "CNK_CODE EMPLOYEE_NUMBER"),
    "indices": (lambda r: f"{r.uniform(49.6, 51.4):.3f} / {r.uniform(2.6, 6.3):.3f}", "GPS_COORDINATES"),
    "form": (lambda r: f"RF-{r.randint(2019, 2025)}-{r.randint(1, 480):03d}", "CREDITOR_REFERENCE FILE_NUMBER"),
    "inventory": (values.imei, "IMEI IMSI CREDIT_CARD"),
    "voucher": (values.communication, "BE_EID_CARD_NUMBER BE_LEGACY_ACCOUNT_NUMBER BE_STRUCTURED_COMMUNICATION"),
    "coda": (
        lambda r: f"CODA_20{r.randint(19, 25)}{r.randint(10, 12)}{r.randint(10, 28)}_{r.randint(1, 90):04d}.cod",
        "PHONE_NUMBER FILE_NUMBER",
    ),
    "build": (lambda r: f"{r.getrandbits(48):012x}", "MAC_ADDRESS ONLINE_IDENTIFIER"),
    "trace": (values.uuid4, "ONLINE_IDENTIFIER"),
}
