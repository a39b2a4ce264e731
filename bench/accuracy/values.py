"""Made-up values that are valid by their own rules: plain arithmetic, and belonging to nobody."""

from __future__ import annotations

import random
import string
from datetime import date

ICAO = {**{str(n): n for n in range(10)}, **{c: i + 10 for i, c in enumerate(string.ascii_uppercase)}, "<": 0}
BANKS = {  # bank code: BIC, from the public list of the National Bank
    "001": "GEBABEBB",
    "063": "GKCCBEBB",
    "097": "GKCCBEBB",
    "103": "NICABEBB",
    "143": "GEBABEBB",
    "310": "BBRUBEBB",
    "363": "BBRUBEBB",
    "377": "BBRUBEBB",
    "523": "TRIOBEBB",
    "731": "KREDBEBB",
    "734": "KREDBEBB",
    "853": "NICABEBB",
    "979": "ARSPBE22",
}
PLATE_LETTERS = "ABCDEFGHJKLNPRSTUVWXYZ"
VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
MAKERS = ("VF1", "VF3", "VF7", "WVW", "WBA", "WDD", "WAU", "TMB", "VSS", "YV1", "ZFA", "SB1", "W0L")
PROFESSIONS = "113345"
# Verhoeff's dihedral tables, written out by their rule
_D = [[(i + j) % 5 if i < 5 and j < 5 else 0 for j in range(10)] for i in range(10)]
for _i in range(10):
    for _j in range(10):
        if _i < 5:
            _D[_i][_j] = (_i + _j) % 5 if _j < 5 else 5 + (_i + _j) % 5
        else:
            _D[_i][_j] = 5 + (_i - _j) % 5 if _j < 5 else (_i - _j) % 5
_F = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def digits(rng: random.Random, count: int, first: str = "0123456789") -> str:
    """Give so many digits, the first one of `first`."""
    return rng.choice(first) + "".join(rng.choice("0123456789") for _ in range(count - 1))


def check_97(ten: str) -> str:
    """Give the check digits of Belgian accounts, ID cards and structured communications: the rest by 97, 0 as 97."""
    return f"{int(ten) % 97 or 97:02d}"


def luhn(number: str) -> str:
    """Give the digit that makes `number` and it pass Luhn."""
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(reversed(number)))
    return str(-total % 10)


def verhoeff(number: str) -> str:
    """Give Verhoeff's check digit of `number`."""
    check = 0
    for place, digit in enumerate(reversed(number), start=1):
        moved = int(digit)
        for _ in range(place % 8):
            moved = _F[moved]
        check = _D[check][moved]
    return str(next(n for n in range(10) if _D[check][n] == 0))


def icao(field: str) -> str:
    """Give the check digit of a field of a machine-readable zone."""
    return str(sum(ICAO[c] * (7, 3, 1)[i % 3] for i, c in enumerate(field)) % 10)


def national_number(rng: random.Random, born: date, sex: str, month_offset: int = 0) -> str:
    """Give a national register number, or with 20 or 40 on the month a BIS number."""
    counter = rng.randrange(1, 998, 2) if sex == "M" else rng.randrange(2, 999, 2)
    nine = f"{born.year % 100:02d}{born.month + month_offset:02d}{born.day:02d}{counter:03d}"
    return f"{nine}{97 - int(('2' if born.year >= 2000 else '') + nine) % 97:02d}"


def belgian_account(rng: random.Random) -> str:
    """Give the twelve digits of an account at a bank that exists."""
    ten = rng.choice(sorted(BANKS)) + digits(rng, 7)
    return ten + check_97(ten)


def iban(country: str, bban: str) -> str:
    """Give the IBAN of a national account."""
    number = "".join(str(int(c, 36)) for c in bban + country + "00")
    return f"{country}{98 - int(number) % 97:02d}{bban}"


def foreign_iban(rng: random.Random) -> str:
    """Give a French, Dutch, German or Luxembourg IBAN."""
    country = rng.choice(["FR", "NL", "DE", "LU"])
    if country == "FR":
        bank, branch, account = digits(rng, 5, "123"), digits(rng, 5), digits(rng, 11)
        key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(account)) % 97
        return iban("FR", f"{bank}{branch}{account}{key:02d}")
    if country == "NL":
        return iban("NL", rng.choice(["INGB", "RABO", "ABNA", "TRIO"]) + _eleven_test(rng, 10, "0"))
    if country == "DE":
        return iban("DE", digits(rng, 8, "123457") + digits(rng, 10))
    return iban("LU", rng.choice(["001", "002", "003", "111"]) + digits(rng, 13))


def _eleven_test(rng: random.Random, count: int, first: str) -> str:
    while True:
        number = digits(rng, count, first)
        if sum(int(d) * (count - i) for i, d in enumerate(number)) % 11 == 0:
            return number


def bsn(rng: random.Random) -> str:
    """Give a Dutch citizen service number."""
    while True:
        eight = digits(rng, 8, "123456789")
        last = sum(int(d) * (9 - i) for i, d in enumerate(eight)) % 11
        if last < 10:
            return f"{eight}{last}"


def nir(rng: random.Random, born: date, sex: str) -> str:
    """Give a French social security number with its key."""
    department = rng.choice(["13", "33", "54", "57", "59", "62", "67", "69", "75", "80"])
    thirteen = f"{'1' if sex == 'M' else '2'}{born.year % 100:02d}{born.month:02d}{department}{digits(rng, 6)}"
    return f"{thirteen}{97 - int(thirteen) % 97:02d}"


def german_tax_id(rng: random.Random) -> str:
    """Give a German tax identification number: one digit twice, the others at most once, and its check digit."""
    pool = rng.sample("0123456789", 9)
    ten = [*pool, rng.choice(pool)]
    while True:
        rng.shuffle(ten)
        if ten[0] != "0":
            return "".join(ten) + _mod_11_10("".join(ten))


def _mod_11_10(number: str) -> str:
    check = 10
    for digit in number:
        check = ((check + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - check) % 10)


def luxembourg_id(rng: random.Random, born: date) -> str:
    """Give a Luxembourg national identification number: birth date, counter, Luhn and Verhoeff digits."""
    eleven = f"{born:%Y%m%d}{digits(rng, 3)}"
    return eleven + luhn(eleven) + verhoeff(eleven)


def foreign_vat(rng: random.Random) -> str:
    """Give a French, Dutch, German or Luxembourg VAT number."""
    country = rng.choice(["FR", "NL", "DE", "LU"])
    if country == "FR":
        eight = digits(rng, 8, "3458")
        siren = eight + luhn(eight)
        return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
    if country == "NL":
        return f"NL{bsn(rng)}B0{rng.randint(1, 4)}"
    if country == "DE":
        eight = digits(rng, 8, "123456789")
        return f"DE{eight}{_mod_11_10(eight)}"
    six = digits(rng, 6, "12")
    return f"LU{six}{int(six) % 89:02d}"


def enterprise(rng: random.Random, first: str = "0") -> str:
    """Give an enterprise number, or with a first digit from 2 to 8 an establishment unit's."""
    eight = digits(rng, 8, first) if first != "0" else "0" + digits(rng, 7, "4567")
    return f"{eight}{97 - int(eight) % 97:02d}"


def eid_card(rng: random.Random) -> str:
    """Give the number of a Belgian identity card."""
    ten = "59" + digits(rng, 8, "123")
    return ten + check_97(ten)


def communication(rng: random.Random) -> str:
    """Give a structured communication."""
    ten = digits(rng, 10)
    return ten + check_97(ten)


def creditor_reference(rng: random.Random) -> str:
    """Give a creditor reference of ISO 11649."""
    body = digits(rng, rng.choice([8, 10, 12]), "123456789")
    return f"RF{98 - int(body + '271500') % 97:02d}{body}"


def provider(rng: random.Random) -> str:
    """Give the eleven digits of a care provider, by the older or by the newer modulus."""
    six = rng.choice(PROFESSIONS) + digits(rng, 5)
    modulus = rng.choice([97, 97, 89])
    return f"{six}{modulus - int(six) % modulus:02d}{rng.choice(['001', '003', '004', '011', '521', '580', '730'])}"


def card(rng: random.Random) -> str:
    """Give a payment card number."""
    kinds = [("4", 16), ("51", 16), ("54", 16), ("2231", 16), ("2405", 16), ("37", 15), ("6703", 17)]
    start, length = rng.choice(kinds)
    body = start + digits(rng, length - 1 - len(start))
    return body + luhn(body)


def imei(rng: random.Random) -> str:
    """Give an IMEI."""
    body = "35" + digits(rng, 12)
    return body + luhn(body)


def iccid(rng: random.Random) -> str:
    """Give the number of a Belgian SIM card."""
    body = "8932" + digits(rng, 14)
    return body + luhn(body)


def vin(rng: random.Random) -> str:
    """Give a vehicle identification number of a European maker."""
    return rng.choice(MAKERS) + "".join(rng.choice(VIN_LETTERS) for _ in range(8)) + digits(rng, 6)


def plate(rng: random.Random) -> str:
    """Give a plate of today's form, `1-ABC-123`."""
    return f"{rng.choice('12')}-{''.join(rng.choice(PLATE_LETTERS) for _ in range(3))}-{digits(rng, 3)}"


def old_plate(rng: random.Random) -> str:
    """Give a plate of before 2010."""
    letters, number = "".join(rng.choice(PLATE_LETTERS) for _ in range(3)), digits(rng, 3)
    return f"{letters}-{number}" if rng.random() < 0.5 else f"{number}-{letters}"


def mobile(rng: random.Random) -> str:
    """Give a Belgian mobile number in E.164."""
    return "+32" + rng.choice("468 470 472 474 475 476 477 479 484 486 491 495 498".split()) + digits(rng, 6)


def landline(rng: random.Random) -> str:
    """Give a Belgian fixed number in E.164."""
    zone = rng.choice("2 3 9 10 11 13 14 15 16 50 56 61 64 65 67 71 81 82 85 87".split())
    return f"+32{zone}" + (digits(rng, 7, "234") if len(zone) == 1 else digits(rng, 6, "23456"))


def mac(rng: random.Random) -> str:
    """Give the address of a network card, at least one of its digits a letter."""
    return ":".join(["a4", *(f"{rng.randrange(256):02x}" for _ in range(5))])


def ipv4(rng: random.Random) -> str:
    """Give an address of a Belgian provider's kind of range."""
    first = rng.choice([78, 81, 84, 91, 109, 178, 188, 213])
    return f"{first}.{rng.randint(16, 250)}.{rng.randint(1, 250)}.{rng.randint(2, 250)}"


def ipv6(rng: random.Random) -> str:
    """Give an IPv6 address, all groups written."""
    return "2a02:" + ":".join(f"{rng.randrange(0x1000, 0x10000):x}" for _ in range(7))


def uuid4(rng: random.Random) -> str:
    """Give a random UUID of version 4."""
    text = f"{rng.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-{rng.choice('89ab')}{text[17:20]}-{text[20:]}"
