"""Machine-readable zones of identity cards and passports, with all their check digits."""

from __future__ import annotations

import random
from datetime import timedelta

from accuracy.generator_forms import Piece
from accuracy.generator_people import Person, ascii_letters
from accuracy.values import icao


def _names(person: Person, width: int) -> tuple[str, str]:
    """Give the field of the names and the part of it that is written on."""
    family, given = (
        "".join(c if c.isalpha() else "<" for c in ascii_letters(x).upper().replace("'", ""))
        for x in (person.family, person.given)
    )
    text = f"{family}<<{given}"[:width].rstrip("<")
    return text.ljust(width, "<"), text


def _name_pieces(person: Person, width: int) -> list[Piece]:
    field, text = _names(person, width)
    family, given = text.split("<<")
    value = " ".join(f"{given} {family}".replace("<", " ").split())
    return [Piece(text, "PERSON", value, person), Piece(field[len(text) :])]


def _expiry(person: Person, rng: random.Random) -> str:
    return f"{person.born.replace(year=2027, day=1) + timedelta(days=rng.randrange(2000)):%y%m%d}"


def identity_card(person: Person, rng: random.Random) -> list[Piece]:
    """Write the three lines of a Belgian identity card: its number runs over into the optional field."""
    number, national = person.value("BE_EID_CARD_NUMBER"), person.value("BE_NATIONAL_REGISTER_NUMBER")
    first = f"{number[:9]}<{number[9:]}{icao(number)}".ljust(25, "<")
    born, expires = f"{person.born:%y%m%d}", _expiry(person, rng)
    dates = f"{born}{icao(born)}", f"{expires}{icao(expires)}"
    check = icao(first + dates[0] + dates[1] + national)
    return [
        Piece("IDBEL"),
        Piece(f"{number[:9]}<{number[9:]}", "BE_EID_CARD_NUMBER", number, person),
        Piece(first[13:] + "\n"),
        Piece(born, "DATE_OF_BIRTH", person.born.isoformat(), person),
        Piece(f"{dates[0][6]}{person.sex}{dates[1]}BEL"),
        Piece(national, "BE_NATIONAL_REGISTER_NUMBER", national, person),
        Piece(check + "\n"),
        *_name_pieces(person, 30),
    ]


def passport(person: Person, rng: random.Random, country: str = "BEL") -> list[Piece]:
    """Write the two lines of a passport."""
    entity = "BE_PASSPORT_NUMBER" if country == "BEL" else "TRAVEL_DOCUMENT_NUMBER"
    number = person.value(entity)
    field = number.ljust(9, "<")
    born, expires = f"{person.born:%y%m%d}", _expiry(person, rng)
    dates = f"{born}{icao(born)}", f"{expires}{icao(expires)}"
    head, tail = f"{field}{icao(field)}", "<" * 14 + "0"
    check = icao(head + dates[0] + dates[1] + tail)
    return [
        Piece("P<" + country.ljust(3, "<")),
        *_name_pieces(person, 39),
        Piece("\n"),
        Piece(number, entity, number, person),
        Piece(head[len(number) :] + country.ljust(3, "<")),
        Piece(born, "DATE_OF_BIRTH", person.born.isoformat(), person),
        Piece(f"{dates[0][6]}{person.sex}{dates[1]}{tail}{check}"),
    ]


def foreign_card(person: Person, rng: random.Random) -> list[Piece]:
    """Write the three lines of a foreign identity card."""
    country = rng.choice(["NLD", "FRA", "LUX", "ITA", "ESP"])
    number = person.value("TRAVEL_DOCUMENT_NUMBER")
    first = f"{number}{icao(number)}".ljust(25, "<")
    born, expires = f"{person.born:%y%m%d}", _expiry(person, rng)
    dates = f"{born}{icao(born)}", f"{expires}{icao(expires)}"
    check = icao(first + dates[0] + dates[1] + "<" * 11)
    return [
        Piece("ID" + country),
        Piece(number, "TRAVEL_DOCUMENT_NUMBER", number, person),
        Piece(first[9:] + "\n"),
        Piece(born, "DATE_OF_BIRTH", person.born.isoformat(), person),
        Piece(f"{dates[0][6]}{person.sex}{dates[1]}{country}{'<' * 11}{check}\n"),
        *_name_pieces(person, 30),
    ]
