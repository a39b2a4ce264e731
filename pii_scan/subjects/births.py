"""What a Belgian national register or BIS number tells by itself: whether it can be right, and a date of birth."""

from __future__ import annotations

from datetime import date

BIS_MONTHS = (20, 40)


def is_valid(number: str) -> bool:
    """Tell whether the last two digits check the first nine, in either century."""
    return _century(number) is not None


def is_bis(number: str) -> bool:
    """Tell a BIS number, whose month is raised by 20 or 40."""
    return len(number) == 11 and number[2:4].isdigit() and int(number[2:4]) > BIS_MONTHS[0]


def birth_date(number: str) -> str | None:
    """Give the date of birth in a number as ISO 8601; None where it is not known or not told."""
    century = _century(number)
    if century is None:
        return None
    month = int(number[2:4])
    month -= max((raised for raised in BIS_MONTHS if month >= raised), default=0)
    try:
        return date(century + int(number[:2]), month, int(number[4:6])).isoformat()
    except ValueError:
        return None


def _century(number: str) -> int | None:
    if len(number) != 11 or not (number.isascii() and number.isdigit()):
        return None
    check = int(number[9:])
    for century, prefix in ((1900, ""), (2000, "2")):
        if 97 - int(prefix + number[:9]) % 97 == check:
            return century
    return None
