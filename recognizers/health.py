"""Care providers, and the codes of diagnoses, medicines and treatments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN, digits_of
from recognizers.checks import is_health_provider
from recognizers.labelled import after_label, before_label, gate_behind, label_gate
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_MARK = rf"[{GAP}.{HYPHEN}/]"
_END = rf"{RIGHT}(?![.{HYPHEN}/][0-9])"


class BeHealthProviderRecognizer(LabelledRecognizer):
    """Finds RIZIV/INAMI numbers of care providers, with or without the three digits of their qualification."""

    ENTITY = "BE_HEALTH_PROVIDER_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "groups",
            rf"(?<![0-9]{_MARK}){LEFT}[1-9]{_MARK}[0-9]{{5}}{_MARK}[0-9]{{2}}(?:{_MARK}[0-9]{{3}})?{_END}",
            0.2,
        ),
        (
            "one group apart",
            rf"(?<![0-9]{_MARK}){LEFT}[1-9]{_MARK}?[0-9]{{5}}{_MARK}?[0-9]{{2}}{_MARK}[0-9]{{3}}{_END}",
            0.1,
        ),
        ("glued", rf"(?<![0-9]{_MARK}){LEFT}[1-9][0-9]{{7}}(?:[0-9]{{3}})?{_END}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_health_provider(digits_of(text))


_CUSTOMS = (
    r"(?<!(?i:customs|combined|tariff)[ -]nomenclature[ :]{1,3})(?<!(?i:nomenclature (?:douanière|combinée))[ :]{1,3})"
)
_ICD_END = r"(?![\p{L}\p{N}])(?!\.[\p{L}\p{N}])"
_ICD_REST = rf"[0-9][0-9AB](?:\.[0-9A-Z]{{1,4}})?{_ICD_END}"


class IcdCodeRecognizer(LabelledRecognizer):
    """Finds ICD-10 codes of the body's illnesses behind a label: roads and vitamins look the same."""

    ENTITY = "ICD_CODE"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("ICD-10", rf"{LEFT}[A-EG-TV-Z]{_ICD_REST}", 0.1)]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the form is all there is."""
        return len(text) < 9


class MentalIcdCodeRecognizer(IcdCodeRecognizer):
    """Finds ICD-10 codes of mental disorders, F00 to F99."""

    ENTITY = "MENTAL_ICD_CODE"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("ICD-10, chapter V", rf"{LEFT}F{_ICD_REST}", 0.1)]


_MENTAL_ATC = r"N0[56][A-Z]{2}[0-9]{2}"


class AtcCodeRecognizer(LabelledRecognizer):
    """Finds ATC codes of medicines."""

    ENTITY = "ATC_CODE"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("ATC", rf"{LEFT}(?!N0[56])[ABCDGHJLMNPRSV][0-9]{{2}}[A-Z]{{2}}[0-9]{{2}}{RIGHT}", 0.3),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the groups count from 01 on."""
        return text[1:3] != "00"


class MentalAtcCodeRecognizer(AtcCodeRecognizer):
    """Finds ATC codes of psycholeptics and psychoanaleptics."""

    ENTITY = "MENTAL_ATC_CODE"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("ATC, N05 and N06", rf"{LEFT}{_MENTAL_ATC}{RIGHT}", 0.3)]


class CnkCodeRecognizer(LabelledRecognizer):
    """Finds the national codes of pharmacy products behind their label."""

    ENTITY = "CNK_CODE"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, rf"[0-9]{{4}}[{GAP}{HYPHEN}]?[0-9]{{3}}{RIGHT}"), 0.8),
        ("before its label", before_label(ENTITY, rf"{LEFT}[0-9]{{4}}[{GAP}{HYPHEN}]?[0-9]{{3}}{RIGHT}"), 0.8),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("CNK_CODE"),
        "labelled": label_gate("CNK_CODE"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the rule of the control digit is not published."""
        return int(digits_of(text)) > 0


class NomenclatureCodeRecognizer(LabelledRecognizer):
    """Finds the codes of reimbursed treatments (six digits) behind their label."""

    ENTITY = "NOMENCLATURE_CODE"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, rf"{_CUSTOMS}[0-9]{{6}}{RIGHT}(?![.{HYPHEN}/][0-9])"), 0.8),
        ("before its label", before_label(ENTITY, rf"{LEFT}[0-9]{{6}}{RIGHT}"), 0.8),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("NOMENCLATURE_CODE"),
        "labelled": label_gate("NOMENCLATURE_CODE"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: there is no control."""
        return int(text) > 0


MEMBER = rf"[1-9][0-9]{{2}}[{GAP}/{HYPHEN}]{{0,3}}[0-9][0-9{GAP}./{HYPHEN}]{{5,17}}[0-9]{RIGHT}"


class HealthInsuranceNumberRecognizer(LabelledRecognizer):
    """Finds membership numbers of mutualities behind their label: a fund of three digits, and up to 13 more."""

    ENTITY = "HEALTH_INSURANCE_NUMBER"
    LABEL_SCORE = 0.75
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, MEMBER), 0.65),
        ("before its label", before_label(ENTITY, rf"{LEFT}{MEMBER}"), 0.65),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("HEALTH_INSURANCE_NUMBER"),
        "labelled": label_gate("HEALTH_INSURANCE_NUMBER"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: 8 to 16 digits."""
        return 8 <= len(digits_of(text)) <= 16
