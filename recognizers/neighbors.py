"""Identity numbers of persons in the neighboring countries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from stdnum.de import idnr
from stdnum.fr import nir
from stdnum.nl import bsn

from recognizers.characters import GAP, digits_of
from recognizers.checks import is_luxembourg_number
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_MARK = rf"[{GAP}.]"
_APART = r"(?<![0-9][./\-])"


class FrNirRecognizer(LabelledRecognizer):
    """Finds French social security numbers (NIR): sex, year, month, department, commune, rank and control."""

    ENTITY = "FR_NIR"
    LABEL_SCORE = 0.95
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "groups",
            (
                rf"{_APART}{LEFT}[1-478]{_MARK}[0-9]{{2}}{_MARK}[0-9]{{2}}{_MARK}[0-9][0-9AB]{_MARK}[0-9]{{3}}{_MARK}[0-9]{{3}}"
                rf"(?:[ ]?[/\-][ ]?|{_MARK}){{1,2}}[0-9]{{2}}{RIGHT}"
            ),
            0.85,
        ),
        ("glued", rf"{_APART}{LEFT}[12][0-9]{{5}}[0-9AB][0-9]{{6}}{_MARK}?[0-9]{{2}}{RIGHT}", 0.2),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: control, and a month as INSEE writes them."""
        compact = "".join(char for char in text if char.isalnum())
        month = int(compact[3:5])
        return (1 <= month <= 12 or 20 <= month <= 42 or month >= 50) and bool(nir.is_valid(compact))


class NlBsnRecognizer(LabelledRecognizer):
    """Finds Dutch citizen service numbers (BSN) behind their label: one number in eleven passes the control."""

    ENTITY = "NL_BSN"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("nine digits", rf"{_APART}{LEFT}[0-9]{{4}}{_MARK}?[0-9]{{2}}{_MARK}?[0-9]{{3}}{RIGHT}", 0.1),
        ("three groups", rf"{_APART}{LEFT}[0-9]{{3}}{_MARK}[0-9]{{3}}{_MARK}[0-9]{{3}}{RIGHT}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return bool(bsn.is_valid(digits_of(text)))


class GermanTaxIdRecognizer(LabelledRecognizer):
    """Finds German tax identification numbers behind their label."""

    ENTITY = "DE_TAX_ID"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups", rf"{_APART}{LEFT}[1-9][0-9]{_MARK}[0-9]{{3}}{_MARK}[0-9]{{3}}{_MARK}[0-9]{{3}}{RIGHT}", 0.3),
        ("glued", rf"{_APART}{LEFT}[1-9][0-9]{{10}}{RIGHT}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return bool(idnr.is_valid(digits_of(text)))


class LuNationalIdRecognizer(LabelledRecognizer):
    """Finds Luxembourg national numbers (matricule): a birth date and two controls."""

    ENTITY = "LU_NATIONAL_ID"
    LABEL_SCORE = 0.95
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "thirteen digits",
            rf"{_APART}{LEFT}(?:18|19|20)[0-9]{{2}}[{GAP}\-]?[01][0-9][{GAP}\-]?[0-3][0-9][{GAP}\-]?[0-9]{{3}}[{GAP}\-]?[0-9]{{2}}{RIGHT}",
            0.6,
        ),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_luxembourg_number(digits_of(text))
