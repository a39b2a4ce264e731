"""Dates as people write them in four languages, day first."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from recognizers.checks import days_in

_MONTH_NAMES = (
    "janvier januari januar january jan janv jaenner janner jänner",
    "fevrier februari februar february fev fevr feb",
    "mars maart marz maerz march mrt mar mrz",
    "avril april avr apr",
    "mai mei may",
    "juin juni june jun",
    "juillet juli july juil jul",
    "aout augustus august aug",
    "septembre september sept sep",
    "octobre oktober october oct okt",
    "novembre november nov",
    "decembre december dezember dec dez",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
MONTH_NAME = (
    r"(?i:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembr"
    r"e|januari|februari"
    r"|maart|april|mei|juni|juli|augustus|september|oktober|november|december|januar|j[äa]nner|februar|m[äa]rz|august"
    r"|dezember|january|february|march|may|june|july|october|janv|jan|f[ée]vr|f[ée]v|feb|mrt|mrz|mar|a"
    r"vr|apr|juil|jul|jun"
    r"|aug|sept?|okt|oct|nov|d[ée]c|dez)"
)
_PART = re.compile(r"[0-9]+|[^\W\d_]+")


def _folded(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def parse_date(text: str, today: date | None = None) -> tuple[int, int, int] | None:
    """Give (year, month, day) of a written date that exists, or None.

    Day first, unless four digits, or a run of eight or six digits, lead (six: in a machine-readable zone). A year of
    two digits is the last one not after `today`.
    """
    parts = _PART.findall(text)
    numbers = [part for part in parts if part.isdecimal()]
    if len(numbers) == 1 and len(numbers[0]) == 8 and len(parts) == 1:
        found = (int(text[:4]), int(text[4:6]), int(text[6:]))
    elif len(numbers) == 1 and len(numbers[0]) == 6 and len(parts) == 1:
        found = (_year(text[:2], today), int(text[2:4]), int(text[4:]))
    elif len(numbers) == 3:
        first, second, third = numbers
        if len(first) == 4:
            found = (int(first), int(second), int(third))
        else:
            found = (_year(third, today), int(second), int(first))
    elif len(numbers) == 2:
        month = next((_MONTHS[word] for word in map(_folded, parts) if word in _MONTHS), 0)
        day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
        found = (_year(year, today), month, int(day))
    else:
        return None
    year_, month_, day_ = found
    return found if 1 <= month_ <= 12 and 1 <= day_ <= days_in(year_, month_) else None


def _year(text: str, today: date | None) -> int:
    if len(text) != 2:
        return int(text)
    now = (today or date.today()).year  # noqa: DTZ011  a birth date has no time zone
    year = now // 100 * 100 + int(text)
    return year if year <= now else year - 100


def iso_date(text: str, today: date | None = None) -> str:
    """Give a written date as ISO 8601, or the text itself where it is no date."""
    found = parse_date(text, today)
    return "{:04}-{:02}-{:02}".format(*found) if found else text
