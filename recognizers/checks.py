"""Control numbers and what else a number says of itself: pure arithmetic, no clock."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from importlib import resources

from stdnum import verhoeff

LONGEST_LIFE_YEARS = 120
_MONTH_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NOT_ISSUED = frozenset({0, 999})


def days_in(year: int, month: int) -> int:
    """Give the length of a month in days."""
    if month == 2 and year % 4 == 0 and (year % 100 or year % 400 == 0):
        return 29
    return _MONTH_LENGTHS[month]


def centuries(digits: str) -> list[int]:
    """Give the centuries of birth (1900, 2000) for which the last two of 11 digits control the nine before.

    Births from 2000 on put a 2 before the nine digits. At most one century can match.

    Source: Royal Decree of 3 April 1984, art. 4; for bis numbers, Royal Decree of 8 February 1991, art. 4.
    """
    body, control = divmod(int(digits), 100)
    found = []
    if control == 97 - body % 97:
        found.append(1900)
    if control == 97 - (2_000_000_000 + body) % 97:
        found.append(2000)
    return found


def national_number_kind(digits: str, today: date) -> str | None:
    """Tell whether 11 digits are a national register number (`nn`), a bis number (`bis`) or neither.

    Month or day 00 means an unknown birth date; a day beyond 31 an exhausted series. Bis numbers carry the month
    plus 20 or 40. Counters 000 and 999 are never issued.
    """
    if len(digits) != 11 or int(digits[6:9]) in _NOT_ISSUED:
        return None
    month, day = int(digits[2:4]), int(digits[4:6])
    kind = "nn" if month < 20 else "bis"
    month = month if month < 20 else month - 20 if month < 40 else month - 40
    if month > 12:
        return None
    for century in centuries(digits):
        if _is_birth(century + int(digits[:2]), month, day, today):
            return kind
    return None


def _is_birth(year: int, month: int, day: int, today: date) -> bool:
    if (year, month) == (1900, 0):  # nothing known of the date
        return True
    if not 0 <= today.year - year <= LONGEST_LIFE_YEARS:
        return False
    if month == 0 or day == 0 or day > 31:
        return True
    return day <= days_in(year, month) and (year, month, day) <= (today.year, today.month, today.day)


def national_number_birth_date(digits: str) -> str | None:
    """Give the ISO birth date inside a valid number, or None where it is unknown."""
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    for century in centuries(digits):
        year = century + int(digits[:2])
        if 1 <= month <= 12 and 1 <= day <= days_in(year, month):
            return f"{year:04}-{month:02}-{day:02}"
    return None


def account_control_matches(digits: str) -> bool:
    """Tell whether the last two of 12 digits control the ten before, not all 0: modulo 97, with 97 for 0.

    Old account numbers, structured communications and the account part of a Belgian IBAN share the rule.
    """
    body, control = divmod(int(digits), 100)
    return body > 0 and (body % 97 or 97) == control


def is_enterprise_number(digits: str) -> bool:
    """Tell whether 10 digits are an enterprise number: first 0 or 1, then 97 minus (first eight modulo 97)."""
    if len(digits) != 10 or digits[0] not in "01":
        return False
    body, control = divmod(int(digits), 100)
    return body > 0 and control == 97 - body % 97


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn_matches(digits: str) -> bool:
    """Tell whether the last digit controls the others by Luhn's rule."""
    total = sum(map(int, digits[-1::-2])) + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


def mod97_matches(digits: str) -> bool:
    """Tell whether the last two digits are the others modulo 97, with 97 for 0."""
    return len(digits) > 2 and (int(digits[:-2]) % 97 or 97) == int(digits[-2:])


_LETTER_VALUES = {chr(ord("A") + offset): str(10 + offset) for offset in range(26)}


def is_iban(compact: str) -> bool:
    """Tell whether an upper-case text without separators is an IBAN.

    Country, length, structure and ISO 7064 control; for Belgium the national control too. Bank codes are not looked
    up: old documents carry withdrawn ones.
    """
    if compact.startswith("BE"):
        digits = compact[2:]
        if len(digits) != 14 or not digits.isdigit():
            return False
        return int(f"{digits[2:]}1114{digits[:2]}") % 97 == 1 and account_control_matches(digits[2:])
    structure = _compact_structures().get(compact[:2])
    if structure is None or not structure.fullmatch(compact):
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(_LETTER_VALUES.get(char, char) for char in turned)) % 97 == 1


_NOT_COMPACT = re.compile(r"[^A-Z0-9]+")


def compact_iban(text: str) -> str:
    """Give an IBAN in upper case without separators."""
    compact = text.upper()
    if not compact.isalnum() or not compact.isascii():
        compact = _NOT_COMPACT.sub("", compact)
    return compact.removeprefix("IBAN")


@lru_cache(maxsize=1)
def iban_structures() -> dict[str, list[tuple[int, str]]]:
    """Give the account part's structure by country, as runs of (length, kind); kinds n, a and c as the registry's."""
    table = {}
    data = resources.files("recognizers").joinpath("data", "iban.tsv").read_text(encoding="utf-8")
    for line in data.splitlines()[1:]:
        country, structure = line.split("\t")
        table[country] = [(int(length), kind) for length, kind in re.findall(r"(\d+)([nac])", structure)]
    return table


_KINDS = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}


@lru_cache(maxsize=1)
def _compact_structures() -> dict[str, re.Pattern[str]]:
    return {
        country: re.compile(rf"{country}[0-9]{{2}}" + "".join(f"{_KINDS[kind]}{{{length}}}" for length, kind in runs))
        for country, runs in iban_structures().items()
    }


_CARD_RANGES: tuple[tuple[int, int, frozenset[int]], ...] = (
    (2221_00, 2720_99, frozenset({16})),  # Mastercard
    (3000_00, 3059_99, frozenset({14})),  # Diners
    (3400_00, 3499_99, frozenset({15})),  # American Express
    (3528_00, 3589_99, frozenset(range(16, 20))),  # JCB
    (3600_00, 3699_99, frozenset({14})),
    (3700_00, 3799_99, frozenset({15})),
    (3800_00, 3999_99, frozenset({14})),
    (4000_00, 4999_99, frozenset({13, 16, 19})),  # Visa
    (5000_00, 5099_99, frozenset(range(12, 20))),  # Maestro
    (5100_00, 5599_99, frozenset({16})),
    (5600_00, 5899_99, frozenset(range(12, 20))),
    (6011_00, 6011_99, frozenset(range(16, 20))),  # Discover
    (6200_00, 6299_99, frozenset(range(16, 20))),  # UnionPay
    (6304_00, 6304_99, frozenset(range(12, 20))),
    (6440_00, 6599_99, frozenset(range(16, 20))),
    (6703_00, 6703_99, frozenset(range(16, 20))),  # Bancontact
    (6759_00, 6763_99, frozenset(range(12, 20))),
)


def is_card(digits: str) -> bool:
    """Tell whether 12 to 19 digits are a payment card's: a known range with its length, and Luhn's control."""
    if not 12 <= len(digits) <= 19 or not luhn_matches(digits):
        return False
    start, length = int(digits[:6]), len(digits)
    return any(low <= start <= high and length in lengths for low, high, lengths in _CARD_RANGES)


def is_establishment_unit(digits: str) -> bool:
    """Tell whether 10 digits are an establishment unit number: first 2 to 8, control as the enterprise number's."""
    return len(digits) == 10 and digits[0] in "2345678" and int(digits[8:]) == 97 - int(digits[:8]) % 97


def is_health_provider(digits: str) -> bool:
    """Tell whether 8 or 11 digits are a care provider's RIZIV/INAMI number.

    The two digits after the first six are 97, or since 2012 for some professions 89, minus (first six modulo the same);
    three digits of qualification may follow.

    Source: note to the hospitals I 2012/26 of the INAMI.
    """
    if len(digits) not in {8, 11} or digits[0] == "0":
        return False
    body, control = int(digits[:6]), int(digits[6:8])
    return control in {97 - body % 97, 89 - body % 89}


def is_imei(digits: str) -> bool:
    """Tell whether 15 digits are the IMEI of a device: a type allocation that is not empty, Luhn's control."""
    return len(digits) == 15 and digits[:8].strip("0") != "" and luhn_matches(digits)


def is_iccid(digits: str) -> bool:
    """Tell whether 18 to 20 digits are a SIM card's number: 89, then a country, Luhn's control. Source: ITU-T E.118."""
    return digits.startswith("89") and 18 <= len(digits) <= 20 and luhn_matches(digits)


_VIN_LETTERS = frozenset("ABCDEFGHJKLMNPRSTUVWXYZ")


def is_vehicle_identification(text: str) -> bool:
    """Tell whether 17 characters can be a vehicle's identification number. Source: ISO 3779.

    Its control digit is used in North America only, so none is asked for. The last four are digits.
    """
    return (
        len(text) == 17
        and all(char.isdigit() or char in _VIN_LETTERS for char in text)
        and text[13:].isdigit()
        and sum(char in _VIN_LETTERS for char in text) > 1
    )


def is_luxembourg_number(digits: str) -> bool:
    """Tell whether 13 digits are a Luxembourg national number: a birth date, then Luhn's and Verhoeff's controls.

    Source: Grand-Ducal regulation of 28 November 2013, art. 1.
    """
    if len(digits) != 13:
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if not (1880 < year < 2100 and 1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        return False
    return luhn_matches(digits[:12]) and verhoeff.is_valid(digits[:11] + digits[12])
