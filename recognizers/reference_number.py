"""Numbers that an organization gives to people and their files; no two organizations have one form in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.characters import HYPHEN
from recognizers.dates import parse_date
from recognizers.labelled import after_label, before_label, gate_behind, label_gate
from recognizers.numbering import e164
from recognizers.pattern import LabelledRecognizer

_INSIDE = rf"[\p{{L}}0-9./_{HYPHEN}]"
REFERENCE = (
    r"(?:[0-9]{1,3}[ ][A-Z]{1,3}[ ][0-9]{1,5}/[0-9]{2}(?![\p{L}\p{N}])"
    rf"|(?={_INSIDE}{{0,20}}[0-9])(?:[\p{{Lu}}]{{1,6}}[ ](?=[0-9]))?[\p{{L}}0-9]{_INSIDE}{{2,22}}[\p{{L}}0-9]"
    rf"(?![\p{{L}}\p{{N}}])(?![./_{HYPHEN}][\p{{L}}\p{{N}}])(?![ ][0-9]{{2,3}}(?![0-9])))"
)
_YEARS = regex.compile(r"(?:19|20)[0-9]{2}(?:[/-](?:19|20)?[0-9]{2})?")
_CLOCK = regex.compile(
    r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9])?"
)
_FREE = regex.compile(r"0[89]00(?![0-9])")
_ROLL = regex.compile(r"[0-9]{2,4}/[0-9]{1,5}/[A-Z]")
_REFERENCE_ALONE = rf"(?<![^\s]){REFERENCE}"


def is_reference(text: str) -> bool:
    """Tell whether it can be a reference: no date, no time, no years, no telephone number."""
    if _CLOCK.fullmatch(text) or _FREE.match(text) or _YEARS.fullmatch(text):
        return False
    is_date = text[0].isdigit() and not text.isdigit() and parse_date(text) is not None
    return not is_date and e164(text) is None and sum(char.isdigit() for char in text) > 1


def is_roll(text: str) -> bool:
    """Tell whether it is written like a number of a court's roll: `22/871/B`."""
    return _ROLL.fullmatch(text) is not None


class ReferenceNumberRecognizer(LabelledRecognizer):
    """Finds an identifier of at least four characters, one of them a digit, right behind its label."""

    LABEL_SCORE = 0.5

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_reference(text)


class EmployeeNumberRecognizer(ReferenceNumberRecognizer):
    """Finds personnel numbers."""

    ENTITY = "EMPLOYEE_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, REFERENCE), 0.5),
        ("before its label", before_label(ENTITY, _REFERENCE_ALONE), 0.5),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("EMPLOYEE_NUMBER"),
        "labelled": label_gate("EMPLOYEE_NUMBER"),
    }


class StudentNumberRecognizer(ReferenceNumberRecognizer):
    """Finds student numbers, which have a label in common with the rolls of courts (`rolnummer 22/871/B`)."""

    ENTITY = "STUDENT_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, REFERENCE), 0.5),
        ("before its label", before_label(ENTITY, _REFERENCE_ALONE), 0.5),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("STUDENT_NUMBER"),
        "labelled": label_gate("STUDENT_NUMBER"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no number of a court's roll either."""
        return not is_roll(text) and super().is_valid(text)


class PolicyNumberRecognizer(ReferenceNumberRecognizer):
    """Finds numbers of insurance policies."""

    ENTITY = "POLICY_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, REFERENCE), 0.5),
        ("before its label", before_label(ENTITY, _REFERENCE_ALONE), 0.5),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("POLICY_NUMBER"),
        "labelled": label_gate("POLICY_NUMBER"),
    }


class FileNumberRecognizer(ReferenceNumberRecognizer):
    """Finds file and customer numbers of any organization; an operator names its own, with their pattern."""

    ENTITY = "FILE_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, REFERENCE), 0.5),
        ("before its label", before_label(ENTITY, _REFERENCE_ALONE), 0.5),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("FILE_NUMBER"),
        "labelled": label_gate("FILE_NUMBER"),
    }
