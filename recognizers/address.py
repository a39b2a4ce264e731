"""Postal addresses in French, Dutch and German: street, number, box, postcode and locality as one finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.address_parts import (
    ANY_PLACE,
    ANY_STREET,
    ANY_TAIL,
    BLOCK,
    NO_YEAR,
    PLACE,
    PLACE_GATE,
    STREETS,
    TAIL,
    TO_TOWN,
    UNNAMED,
)
from recognizers.localities import is_locality
from recognizers.overlap import MEDIUM
from recognizers.pattern import LabelledRecognizer

_HIGHWAY = regex.compile(r"(?i)(?:.*[ ])?(?:bundes|europa|kreis|staats|schnell)stra(?:ß|ss)e[ ][0-9]+")
_MOST_CHARACTERS = 200


class AddressRecognizer(LabelledRecognizer):
    """Finds streets with their number, and what follows of box, postcode and place, wherever that is.

    Without a Belgian locality behind it an address is less sure; see `BelgianAddressRecognizer`.
    """

    ENTITY = "ADDRESS"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        *((street.name, rf"{street.expression}(?:{ANY_TAIL}|{NO_YEAR})", street.score) for street in STREETS),
        *((f"{street.name}, whole", street.expression + ANY_TAIL, 0.6) for street in STREETS if street.score < MEDIUM),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        name: street.gate for street in STREETS for name in (street.name, f"{street.name}, whole")
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the patterns ask all that the text itself can say."""
        return len(text) < _MOST_CHARACTERS and not _HIGHWAY.fullmatch(text)


_PLACED = (*STREETS, BLOCK)
_PLACE = rf"(?<![0-9])([1-9][0-9]{{3}}){TO_TOWN}"
_AT_END = regex.compile(rf"(?r){_PLACE}([^0-9,;\n]+)$")
_AT_START = regex.compile(rf"^(?:[^0-9]{{0,5}}){_PLACE}([^0-9,;\n]+?)(?:,| - |$)")
_PARTS = regex.compile(r"[/()]")


class BelgianAddressRecognizer(LabelledRecognizer):
    """Finds addresses whose postcode and locality belong together, and such places alone, which prove little."""

    ENTITY = "ADDRESS"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        *((street.name, street.expression + TAIL, 0.88) for street in _PLACED),
        (UNNAMED.name, UNNAMED.expression + TAIL, 0.85),
        ("place, street", rf"{ANY_PLACE}(?:,[ ]?|[ ]-[ ]){ANY_STREET}", 0.85),
        ("place", PLACE, 0.3),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        **{street.name: street.gate for street in (*_PLACED, UNNAMED)},
        **dict.fromkeys(("place, street", "place"), PLACE_GATE),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the locality is one of its postcode."""
        if len(text) >= _MOST_CHARACTERS:
            return False
        found = _AT_END.search(text) or _AT_START.search(text)
        if not found:
            return False
        return all(is_locality(found[1], part) for part in _PARTS.split(found[2]) if part.strip())
