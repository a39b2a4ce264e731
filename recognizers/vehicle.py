"""Licence plates, new and old, and vehicle identification numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN
from recognizers.checks import is_vehicle_identification
from recognizers.labelled import after_label, label_gate
from recognizers.pattern import LabelledRecognizer

_LEFT = rf"(?<![\p{{L}}\p{{N}}_./])(?<![\p{{L}}\p{{N}}][{HYPHEN}])"
_RIGHT = rf"(?![\p{{L}}\p{{N}}_/])(?![{HYPHEN}][\p{{L}}\p{{N}}])"
_MARK = rf"[{GAP}{HYPHEN}.]"


_STANDARDS = frozenset({"ISO", "DIN", "NBN", "NEN", "IEC", "CEN", "VDE"})


class BeLicencePlateRecognizer(LabelledRecognizer):
    """Finds Belgian plates; only the hyphens of `1-ABC-123` say so without a label.

    `ABC-123` is also a ticket or a part. Sources disagree on unused letters, so none is refused.
    """

    ENTITY = "BE_LICENCE_PLATE"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("since 2010, hyphens", rf"{_LEFT}[1-9][{HYPHEN}][A-Z]{{3}}[{HYPHEN}][0-9]{{3}}{_RIGHT}", 0.6),
        ("since 2010", rf"{_LEFT}[1-9]{_MARK}?[A-Z]{{3}}{_MARK}?[0-9]{{3}}{_RIGHT}", 0.1),
        (
            "beside a chassis",
            (
                rf"{_LEFT}[1-9]{_MARK}?[A-Z]{{3}}{_MARK}?[0-9]{{3}}"
                rf"(?=[ ]?[,;|/–-]?[ ](?i:ch[âa]ssis|chassisn|VIN|Fahrgestell)\w{{0,8}}[ .:])"
            ),
            0.6,
        ),
        ("motorcycle, trailer, taxi", rf"{_LEFT}[MOQSTGYZVW]{_MARK}?[A-Z]{{3}}{_MARK}?[0-9]{{3}}{_RIGHT}", 0.1),
        ("before 2010", rf"{_LEFT}(?:[A-Z]{{3}}{_MARK}?[0-9]{{3}}|[0-9]{{3}}{_MARK}?[A-Z]{{3}}){_RIGHT}", 0.1),
        ("labelled", after_label(ENTITY, rf"(?:[1-9]{_MARK}?)?(?i:[a-z]{{3}}){_MARK}?[0-9]{{3}}{_RIGHT}"), 0.8),
        (
            "personalized",
            after_label(
                ENTITY,
                rf"(?=[A-Z0-9{HYPHEN}]{{0,7}}[0-9])(?:[A-Z]{{1,7}}|[0-9]{{1,7}})(?:-(?:[A-Z]{{1,6}}|[0-9]{{1,6}})){{1,3}}{_RIGHT}",
            ),
            0.6,
        ),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "labelled": label_gate("BE_LICENCE_PLATE"),
        "personalized": label_gate("BE_LICENCE_PLATE"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: at most eight characters besides the marks, no standard's name."""
        if text[:3] in _STANDARDS:
            return False
        letters = sum(char.isalpha() for char in text)
        digits = sum(char.isdigit() for char in text)
        return bool(letters and digits) and letters + digits <= 8


class VehicleIdentificationRecognizer(LabelledRecognizer):
    """Finds vehicle identification numbers behind a label."""

    ENTITY = "VEHICLE_IDENTIFICATION_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("seventeen characters", rf"{_LEFT}[A-HJ-NPR-Z0-9]{{13}}[0-9]{{4}}{_RIGHT}", 0.2),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_vehicle_identification(text)
