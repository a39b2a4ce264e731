"""IBANs: Belgian ones in every spelling, foreign ones by the registry's structures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN, MISREAD, unscanned
from recognizers.checks import compact_iban, iban_structures, is_iban
from recognizers.labelled import after_label
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_SEPARATOR = rf"[{GAP}.{HYPHEN}]"
_START = r"(?:(?<![\p{L}\p{N}])|(?<=(?<![\p{L}\p{N}])(?i:IBAN)))"
_BE = rf"{_START}[Bb][Ee]{_SEPARATOR}{{0,2}}[0-9]{{2}}(?:{_SEPARATOR}{{0,2}}[0-9]){{12}}(?![0-9])"
_BE_BROKEN = (
    rf"{_START}[Bb][Ee]{_SEPARATOR}{{0,2}}[0-9]{{2}}(?:(?:{_SEPARATOR}{{0,2}}|[ \t]{{0,2}}\r?\n[ \t]{{0,4}}"
    rf")[0-9]{{4}}){{3}}(?![0-9])"
)


def _foreign() -> tuple[str, str]:
    """Give the expression by length of the account part, and its gate; the structure is checked afterwards."""
    by_length: dict[int, list[str]] = {}
    for country, runs in iban_structures().items():
        if country != "BE":
            by_length.setdefault(sum(length for length, _ in runs), []).append(country)
    start = rf"{_SEPARATOR}?[0-9]{{2}}"
    accounts = [
        rf"(?<=(?i:{'|'.join(countries)}){start})(?:{_SEPARATOR}?[A-Za-z0-9]){{{length}}}"
        for length, countries in by_length.items()
    ]
    every = "|".join(country for countries in by_length.values() for country in countries)
    expression = rf"{LEFT}[A-Za-z]{{2}}{start}(?:{'|'.join(accounts)}){RIGHT}"
    return expression, rf"^{LEFT}(?i:{every}){start}{_SEPARATOR}?[A-Za-z0-9]{{4}}"


_FOREIGN, _FOREIGN_GATE = _foreign()


class BeIbanRecognizer(LabelledRecognizer):
    """Finds IBANs; two independent controls make a Belgian one sure without a label."""

    ENTITY = "IBAN_CODE"
    LABEL_SCORE = 0.99
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("Belgium", _BE, 0.95),
        ("Belgium, broken line", _BE_BROKEN, 0.95),
        ("elsewhere", _FOREIGN, 0.85),
    ]
    GATES: ClassVar[Mapping[str, str]] = {"elsewhere": _FOREIGN_GATE}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_iban(compact_iban(text))


_READ = rf"[0-9{re.escape(MISREAD)}]"


class IbanScanRecognizer(LabelledRecognizer):
    """Finds labelled Belgian IBANs in which a reading program took digits for letters."""

    ENTITY = "IBAN_CODE"
    LABEL_SCORE = 0.6
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "labelled, misread",
            after_label(
                ENTITY,
                rf"BE(?=[0-9.{HYPHEN}{GAP}]{{0,18}}[{re.escape(MISREAD)}])(?:{_SEPARATOR}?{_READ}){{14}}{RIGHT}",
            ),
            0.6,
        ),
    ]

    GATES: ClassVar[Mapping[str, str]] = {"labelled, misread": rf"^BE{_SEPARATOR}?{_READ}{{2}}"}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: with the letters put right both controls hold."""
        number = text[2:]
        return any(char in MISREAD for char in number) and is_iban(compact_iban(text[:2] + unscanned(number)))
