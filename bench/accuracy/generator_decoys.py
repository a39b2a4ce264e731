"""Look-alikes: what has the shape, or even the check digits, of an identifier and is none."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

from accuracy import held_out_2_traps, held_out_3_traps, held_out_traps, values
from accuracy.generator_forms import Piece, groups

Maker = Callable[[random.Random], str]


def _order_11(rng: random.Random) -> str:
    """Eleven digits that happen to be a national number, under another label."""
    return values.national_number(rng, date(1950, 1, 1) + timedelta(days=rng.randrange(18000)), rng.choice("MF"))


def _loose_11(rng: random.Random) -> str:
    """Eleven digits with the check digits of a national number, but a day or a counter that is never given out."""
    good = _order_11(rng)
    nine = rng.choice([f"{good[:4]}{rng.randint(32, 99)}{good[6:9]}", f"{good[:6]}{rng.choice(['000', '999'])}"])
    return f"{nine}{97 - int(('2' if good[0] in '01' else '') + nine) % 97:02d}"


def _bad_97(rng: random.Random, ten: str) -> str:
    right = int(values.check_97(ten))
    return f"{ten}{rng.choice([n for n in range(1, 98) if n != right]):02d}"


def _bad_communication(rng: random.Random) -> str:
    number = _bad_97(rng, values.digits(rng, 10))
    return f"+++{number[:3]}/{number[3:7]}/{number[7:]}+++"


def _bad_iban(rng: random.Random) -> str:
    good = values.iban("BE", values.belgian_account(rng))
    wrong = f"BE{(int(good[2:4]) + rng.randint(1, 80)) % 97 + 1:02d}{good[4:]}"
    return " ".join(groups(good[:2] + "99" + good[4:] if wrong == good else wrong, 4))


def _bad_national(rng: random.Random) -> str:
    number = _order_11(rng)
    wrong = f"{number[:9]}{(int(number[9:]) + rng.randint(3, 40)) % 97 + 1:02d}"
    return wrong if wrong != number else _bad_national(rng)


def _bad_card(rng: random.Random) -> str:
    body = "4" + values.digits(rng, 14)
    return " ".join(groups(body + str((int(values.luhn(body)) + rng.randint(1, 9)) % 10), 4))


def _luhn_order(rng: random.Random) -> str:
    body = "9" + values.digits(rng, 14)
    return body + values.luhn(body)


def _ean(rng: random.Random, start: str = "54") -> str:
    body = start + values.digits(rng, 12 - len(start))
    check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10
    return f"{body}{check}"


def _isbn(rng: random.Random) -> str:
    number = _ean(rng, "978")
    return f"{number[:3]}-{number[3]}-{number[4:8]}-{number[8:12]}-{number[12]}"


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice("ABCDEFGHKLMNPRSTX") for _ in range(count))


def _free_phone(rng: random.Random) -> str:
    number = f"{rng.randint(10, 99)} {rng.randint(100, 999)}"
    pairs = f"{rng.randint(10, 39)} {rng.randint(10, 99)} {rng.randint(10, 99)}"
    return rng.choice(
        [f"0800 {number}", f"0800/{number}", f"070 {pairs}", f"078 {pairs}", f"078/{pairs}", f"0902 {number}"]
    )


def _clock(rng: random.Random) -> str:
    day = date(2019, 1, 1) + timedelta(days=rng.randrange(2200))
    return f"{day:%Y%m%d}{rng.randrange(24):02d}{rng.randrange(60):02d}{rng.randrange(60):02d}"


def _day(rng: random.Random) -> str:
    day = date(2019, 1, 1) + timedelta(days=rng.randrange(2200))
    return rng.choice(["{:%d/%m/%Y}", "{:%d.%m.%Y}", "{:%Y-%m-%d}"]).format(day)


DECOYS: dict[str, tuple[Maker, str]] = {
    "num97": (
        values.communication,
        "BE_STRUCTURED_COMMUNICATION BE_LEGACY_ACCOUNT_NUMBER BE_EID_CARD_NUMBER",
    ),
    "order11": (_order_11, "BE_NATIONAL_REGISTER_NUMBER"),
    "loose11": (_loose_11, "BE_NATIONAL_REGISTER_NUMBER"),
    "order10": (values.enterprise, "BE_ENTERPRISE_NUMBER PHONE_NUMBER"),
    "order16": (_luhn_order, "CREDIT_CARD"),
    "order15": (values.imei, "IMEI"),
    "lot7": (lambda r: values.digits(r, 7, "123"), "CNK_CODE"),
    "lot6": (lambda r: values.digits(r, 6, "345"), "NOMENCLATURE_CODE"),
    "badogm": (_bad_communication, "BE_STRUCTURED_COMMUNICATION"),
    "badiban": (_bad_iban, "IBAN_CODE"),
    "badniss": (_bad_national, "BE_NATIONAL_REGISTER_NUMBER"),
    "badcard": (_bad_card, "CREDIT_CARD"),
    "ean": (_ean, "CREDIT_CARD PHONE_NUMBER BE_NATIONAL_REGISTER_NUMBER"),
    "isbn": (_isbn, "PHONE_NUMBER CREDIT_CARD"),
    "uuid": (values.uuid4, "ONLINE_IDENTIFIER"),
    "hash": (lambda r: f"{r.getrandbits(160):040x}", "ONLINE_IDENTIFIER"),
    "version": (lambda r: f"{r.randint(1, 19)}.{r.randint(0, 30)}.{r.randint(0, 9)}.{r.randint(1, 250)}", "IP_ADDRESS"),
    "free": (_free_phone, "PHONE_NUMBER"),
    "ticket": (lambda r: f"{r.choice(['WEB', 'OPS', 'CRM', 'DEV', 'FIN'])}-{r.randint(100, 999)}", "BE_LICENCE_PLATE"),
    "part": (lambda r: f"{r.randint(2, 8)}-{_letters(r, 2)}-{values.digits(r, 4)}", "BE_LICENCE_PLATE"),
    "article": (lambda r: f"{_letters(r, 2)}{values.digits(r, 6)}", "BE_PASSPORT_NUMBER"),
    "invoice": (lambda r: f"FA{r.randint(2019, 2025)}{r.randint(10, 99)}", "BE_PASSPORT_NUMBER"),
    "serial17": (
        lambda r: _letters(r, 3) + values.digits(r, 6) + _letters(r, 2) + values.digits(r, 6),
        "VEHICLE_IDENTIFICATION_NUMBER",
    ),
    "clock": (_clock, "BE_NATIONAL_REGISTER_NUMBER PHONE_NUMBER CREDIT_CARD"),
    "dossier": (lambda r: f"{r.randint(2019, 2025)}/{values.mobile(r)[3:].rjust(10, '0')}", "PHONE_NUMBER"),
    "day": (_day, "DATE_OF_BIRTH"),
    "flight": (lambda r: f"{r.choice(['SN', 'LH', 'KL', 'AF'])}{r.randint(1000, 9999)}", "BE_PASSPORT_NUMBER"),
    "road": (lambda r: r.choice("E40 E411 E19 E25 A12 N25 N63 R22 N80 E34".split()), "ICD_CODE"),
    "vitamin": (lambda r: r.choice("B12 B06 D03 K02".split()), "ICD_CODE"),
    "rack": (
        lambda r: f"{r.choice('CDJM')}{r.randint(10, 99)}{r.choice(['AB', 'CA', 'DX'])}{r.randint(10, 49)}",
        "ATC_CODE",
    ),
    "hexes": (lambda r: "-".join(str(r.randint(10, 59)) for _ in range(6)), "MAC_ADDRESS"),
    "measure": (lambda r: f"{r.uniform(49, 51.4):.2f} x {r.uniform(2.6, 6.3):.2f}", "GPS_COORDINATES"),
    "company": (
        lambda r: f"https://www.linkedin.com/company/{r.choice(['kempenglas', 'ostbau', 'meuse'])}-{r.randint(10, 99)}",
        "SOCIAL_PROFILE",
    ),
    "repo": (lambda r: f"git@code.ostbau.eu:outils/{r.choice(['portail', 'stock', 'paie'])}.git", "EMAIL_ADDRESS"),
    "image": (lambda r: f"{r.choice(['logo', 'banner', 'fond'])}@{r.choice('23')}x.png", "EMAIL_ADDRESS"),
    "meter": (lambda r: values.digits(r, 8, "123456789"), "BE_HEALTH_PROVIDER_NUMBER"),
    "ean18": (lambda r: "5414" + values.digits(r, 14), "CREDIT_CARD ICCID PHONE_NUMBER"),
}

TRAPS = (held_out_traps.TRAPS, held_out_2_traps.TRAPS, held_out_3_traps.TRAPS)
"""The look-alikes of each held-out set, in their order."""
ALL_DECOYS = {name: made for kinds in (DECOYS, *TRAPS) for name, made in kinds.items()}


def decoy(name: str, rng: random.Random) -> Piece:
    """Make the look-alike of this name."""
    maker, wrong = ALL_DECOYS[name]
    return Piece(maker(rng), not_entities=tuple(wrong.split()))
