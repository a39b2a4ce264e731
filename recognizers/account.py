"""What a transfer names besides the IBAN: old account numbers, BICs, creditor references."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from stdnum import bic, iso11649, numdb

from recognizers.characters import GAP, digits_of
from recognizers.checks import account_control_matches
from recognizers.documents import GLUED, HYPHENS, SPACES
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer


class BeLegacyAccountRecognizer(LabelledRecognizer):
    """Finds accounts as they were written before the IBAN (`539-0075470-34`).

    Without a label the groups say that it is an account or an eID card; glued digits need a label.
    """

    ENTITY = "BE_LEGACY_ACCOUNT_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups, hyphens", HYPHENS, 0.5),
        ("groups, spaces", SPACES, 0.4),
        ("glued", GLUED, 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return account_control_matches(digits_of(text))


@lru_cache(maxsize=1)
def belgian_bics() -> frozenset[str]:
    """Give the BICs of the banks that have Belgian account numbers, without branch."""
    found = set()
    for first in range(1000):
        _, properties = numdb.get("be/banks").info(f"{first:03}")[0]
        code = str(properties.get("bic", "")).replace(" ", "")
        if len(code) >= 8:
            found.add(code[:8])
    return frozenset(found)


def is_known_bic(text: str) -> bool:
    """Tell whether a BIC is that of a bank with Belgian account numbers."""
    return text[:8] in belgian_bics()


_BIC = r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?"


class BicRecognizer(LabelledRecognizer):
    """Finds BICs behind a label: `BELGIQUE` has the form of one. It names a bank, not a person."""

    ENTITY = "BIC"
    LABEL_SCORE = 0.7
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("form", rf"{LEFT}{_BIC}{RIGHT}", 0.1)]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: letters five and six are a country."""
        return bool(bic.is_valid(text))


class BelgianBicRecognizer(BicRecognizer):
    """Finds the BICs of banks with Belgian account numbers, also without a label."""

    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("of a Belgian bank", rf"{LEFT}(?=[A-Z]{{4}}BE){_BIC}{RIGHT}", 0.5),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the bank is in the list of the National Bank."""
        return is_known_bic(text)


class CreditorReferenceRecognizer(LabelledRecognizer):
    """Finds creditor references (`RF18 5390 0754 7034`). Source: ISO 11649."""

    ENTITY = "CREDITOR_REFERENCE"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups", rf"{LEFT}RF[0-9]{{2}}(?:[{GAP}][A-Z0-9]{{4}}){{1,5}}(?:[{GAP}][A-Z0-9]{{1,3}})?{RIGHT}", 0.85),
        ("glued", rf"{LEFT}RF[0-9]{{2}}[A-Z0-9]{{1,21}}{RIGHT}", 0.5),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: ISO 7064 control."""
        return bool(iso11649.is_valid(text.replace("\u00a0", "").replace(" ", "")))
