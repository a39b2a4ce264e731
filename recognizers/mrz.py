"""Machine-readable zones of travel documents: fields with their places, only where all check digits agree.

Source: ICAO Doc 9303, parts 3 to 6.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BREAK = r"[ \t]*\r?\n[ \t]*"
_ZONES = re.compile(
    rf"(?<![A-Z0-9<])(?:"
    rf"(?P<card>[ACI][A-Z<][A-Z<]{{3}}[A-Z0-9<]{{25}}){_BREAK}(?P<card2>[0-9]{{7}}[MFX<][0-9]{{7}}[A-Z<]{{3}}[A-Z0-9<]{{11}}[0-9])"
    rf"(?:{_BREAK}(?P<card3>[A-Z<]{{30}}))?"
    rf"|(?P<book>[PV][A-Z<][A-Z<]{{3}}[A-Z<]{{39}}){_BREAK}(?P<book2>[A-Z0-9<]{{9}}[0-9][A-Z<]{{3}}[0-9]{{7}}[MFX<][0-9]{{7}}[A-Z0-9<]{{14}}[0-9<][0-9])"
    rf"|(?P<slip>[ACIPV][A-Z<][A-Z<]{{3}}[A-Z<]{{31}}){_BREAK}(?P<slip2>[A-Z0-9<]{{9}}[0-9][A-Z<]{{3}}[0-9]{{7}}[MFX<][0-9]{{7}}[A-Z0-9<]{{7}}[0-9])"
    rf")(?![A-Z0-9<])"
)
_WEIGHTS = (7, 3, 1)


class Field(NamedTuple):
    """A field of a zone: its entity, and where it stands, `[start, end)` in code points of the text."""

    entity: str
    start: int
    end: int


def check_digit(text: str) -> int:
    """Give the check digit of a field: weights 7, 3, 1; letters count from 10, `<` counts 0."""
    return sum(_worth(char) * _WEIGHTS[at % 3] for at, char in enumerate(text)) % 10


def _worth(char: str) -> int:
    return 0 if char == "<" else int(char) if char.isdigit() else ord(char) - ord("A") + 10


def fields(text: str) -> Iterator[Field]:
    """Yield the fields of every zone in `text` whose check digits all agree, in order of zone."""
    if "<<" not in text:
        return
    for zone in _ZONES.finditer(text):
        if zone["card"]:
            yield from _card(zone)
        elif zone["book"]:
            yield from _passport(zone, "book", optional=zone["book2"][28:42])
        else:
            yield from _passport(zone, "slip", optional="")


def _card(zone: re.Match[str]) -> Iterator[Field]:
    """Read three lines of 30: an identity card or a residence card.

    A Belgian card's number has twelve digits: nine, a `<`, and what overflows into the optional field with the check
    digit over all twelve.
    """
    first, second = zone["card"], zone["card2"]
    number, overflow = first[5:14], re.match(r"([0-9]{1,8})([0-9])<", first[15:])
    if first[14] == "<" and overflow:
        is_controlled = check_digit(number + overflow[1]) == int(overflow[2])
        length = 10 + len(overflow[1])
    else:
        is_controlled = first[14].isdigit() and check_digit(number) == int(first[14])
        length = len(number.rstrip("<"))
    composite = first[5:] + second[:7] + second[8:15] + second[18:29]
    if not (is_controlled and _dates_agree(second[:15]) and check_digit(composite) == int(second[29])):
        return
    at, below = zone.start("card"), zone.start("card2")
    yield Field(_card_entity(first), at + 5, at + 5 + length)
    yield Field("DATE_OF_BIRTH", below, below + 6)
    if first[2:5] == "BEL" and second[18:29].isdigit():
        yield Field("BE_NATIONAL_REGISTER_NUMBER", below + 18, below + 29)
    if zone["card3"]:
        yield _name(zone["card3"], zone.start("card3"))


def _card_entity(first: str) -> str:
    if first[2:5] != "BEL":
        return "TRAVEL_DOCUMENT_NUMBER"
    return "BE_EID_CARD_NUMBER" if first[5:14].isdigit() else "BE_RESIDENCE_CARD_NUMBER"


def _passport(zone: re.Match[str], kind: str, *, optional: str) -> Iterator[Field]:
    """Read two lines of 44 or 36: a passport, a visa or a card of that size."""
    first, second = zone[kind], zone[f"{kind}2"]
    number = second[:9]
    is_controlled = check_digit(number) == int(second[9]) and _dates_agree(second[13:28])
    if optional:
        told = second[42] if second[42] != "<" else "0"
        is_controlled = is_controlled and check_digit(optional) == int(told)
    composite = second[:10] + second[13:20] + second[21:-1]
    if not is_controlled or check_digit(composite) != int(second[-1]):
        return
    at, below = zone.start(kind), zone.start(f"{kind}2")
    entity = "BE_PASSPORT_NUMBER" if first[0] == "P" and first[2:5] == "BEL" else "TRAVEL_DOCUMENT_NUMBER"
    yield Field(entity, below, below + len(number.rstrip("<")))
    yield Field("DATE_OF_BIRTH", below + 13, below + 19)
    yield _name(first[5:], at + 5)


def _dates_agree(part: str) -> bool:
    """Tell whether birth date, sex and expiry date agree with their check digits."""
    return check_digit(part[:6]) == int(part[6]) and check_digit(part[8:14]) == int(part[14])


def _name(part: str, at: int) -> Field:
    return Field("PERSON", at, at + len(part.rstrip("<")))
