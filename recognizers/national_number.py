"""The national register number and the bis number: one layout, told apart by the month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN, LINE_BREAK, MISREAD, digits_of, unscanned
from recognizers.checks import national_number_kind
from recognizers.labelled import after_label, label_gate
from recognizers.pattern import LabelledRecognizer

_BEFORE = rf"(?<![\p{{L}}\p{{N}}+])(?<![0-9][./{HYPHEN}])"
_AFTER = rf"(?![\p{{L}}\p{{N}}])(?![./{HYPHEN}][0-9])"
_SEPARATOR = rf"[{GAP}.{HYPHEN}/]"
_BREAK = rf"[.{HYPHEN}]?[ \t]{{0,4}}\r?\n[ \t]{{0,4}}"
_LABEL_BEFORE = r"(?<=(?<![\p{L}\p{N}])(?i:niss|insz|enss|ssin|inss|rrn|nrn|rn|nn|rr))"
_DAY = "(?:0[1-9]|[12][0-9]|3[01])"


def _forms(
    kind: str, month_day: str, month: str, day: str, scores: tuple[float, float, float]
) -> list[tuple[str, str, float]]:
    """Write the dotted, the grouped and the glued form of one layout of month and day."""
    middle = rf"(?:{_SEPARATOR}{{0,3}}|{_BREAK})"
    dotted = (
        rf"{_BEFORE}[0-9]{{2}}\.{LINE_BREAK}?{month}\.{LINE_BREAK}?{day}(?:{_SEPARATOR}{{1,3}}|{_BREAK})[0-9]{{3}}"
        rf"(?:{_SEPARATOR}{{1,2}}|{_BREAK})[0-9]{{2}}{_AFTER}"
    )
    some = rf"(?=[0-9]{{2,9}}(?:{_SEPARATOR}|{_BREAK}))"
    grouped = (
        rf"{_BEFORE}{some}[0-9]{{2}}{_SEPARATOR}?{month}{_SEPARATOR}?{day}{middle}"
        rf"[0-9]{{3}}{_SEPARATOR}{{0,2}}[0-9]{{2}}{_AFTER}"
    )
    glued = rf"{_BEFORE}[0-9]{{2}}{month_day}[0-9]{{5}}{_AFTER}"
    joined = (
        rf"{_LABEL_BEFORE}[0-9]{{2}}{_SEPARATOR}?{month}{_SEPARATOR}?{day}{middle}[0-9]{{3}}{_SEPARATOR}{{0,2}}"
        rf"[0-9]{{2}}{_AFTER}"
    )
    return [
        (f"{kind}, behind a label without a space", joined, 0.95),
        (f"{kind}, dotted", dotted, scores[0]),
        (f"{kind}, grouped", grouped, scores[1]),
        (f"{kind}, glued", glued, scores[2]),
    ]


def _patterns(months: str, none: str) -> list[tuple[str, str, float]]:
    unknown_months = f"(?:{none})"
    return [
        *_forms("dated", f"(?:{months}){_DAY}", f"(?:{months})", _DAY, (0.85, 0.6, 0.5)),
        *_forms("no day", f"(?:{months}|{none})00", f"(?:{months}|{none})", "00", (0.4, 0.3, 0.3)),
        *_forms("no month", f"{unknown_months}{_DAY}", unknown_months, _DAY, (0.4, 0.3, 0.3)),
        *_forms(
            "exhausted day",
            f"(?:{months}|{none})(?:3[2-9]|[4-9][0-9])",
            f"(?:{months}|{none})",
            "(?:3[2-9]|[4-9][0-9])",
            (0.2, 0.1, 0.1),
        ),
    ]


class BeNationalRegisterNumberRecognizer(LabelledRecognizer):
    """Finds national register numbers; without a label only the dotted form is sure.

    A number with an unknown birth date, or one of an exhausted day, needs a label.
    """

    ENTITY = "BE_NATIONAL_REGISTER_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = _patterns("0[1-9]|1[0-2]", "00")
    KIND: ClassVar[str] = "nn"

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: control number, counter, a date that can be a birth, one line end."""
        return text.count("\n") < 2 and national_number_kind(digits_of(text), self.today) == self.KIND


class BeBisNumberRecognizer(BeNationalRegisterNumberRecognizer):
    """Finds bis numbers: the month is raised by 20 or by 40."""

    ENTITY = "BE_BIS_NUMBER"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = _patterns("2[1-9]|3[0-2]|4[1-9]|5[0-2]", "20|40")
    KIND: ClassVar[str] = "bis"


_STRONG_LABEL = (
    r"(?i:num[ée]ro national|n[°ºo]\.? ?national|registre national|rijksregisternummer|rijksregisternr\.?|rijksregister"
    r"|nationaal nummer|nationalregisternummer|nationalnummer|national register number|national number"
    r"|niss|insz(?:-nummer)?|enss|ssin|nrn|rrn)"
)


_READ = rf"[0-9{re.escape(MISREAD)}]"
_AS_READ = after_label(
    "BE_NATIONAL_REGISTER_NUMBER",
    rf"(?=[0-9.{HYPHEN}/{GAP}]{{0,16}}[{re.escape(MISREAD)}])(?:{_READ}{{2}}{_SEPARATOR}?){{3}}{_SEPARATOR}{{0,2}}{_READ}{{3}}"
    rf"{_SEPARATOR}{{0,2}}{_READ}{{2}}{_AFTER}",
)
_MOST_MISREAD = 4


class BeNationalRegisterNumberScanRecognizer(LabelledRecognizer):
    """Finds labelled numbers in which a reading program took digits for letters (`85.O7.30-033.28`)."""

    ENTITY = "BE_NATIONAL_REGISTER_NUMBER"
    LABEL_SCORE = 0.6
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("labelled, misread", _AS_READ, 0.6)]
    GATES: ClassVar[Mapping[str, str]] = {"labelled, misread": label_gate(ENTITY)}
    KIND: ClassVar[str] = "nn"

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: with the letters put right all else holds."""
        misread = sum(char in MISREAD for char in text)
        return (
            0 < misread <= _MOST_MISREAD and national_number_kind(digits_of(unscanned(text)), self.today) == self.KIND
        )


class BeBisNumberScanRecognizer(BeNationalRegisterNumberScanRecognizer):
    """Finds misread bis numbers."""

    ENTITY = "BE_BIS_NUMBER"
    KIND: ClassVar[str] = "bis"


class BeNationalRegisterNumberTypoRecognizer(LabelledRecognizer):
    """Finds what a strong label calls a national register number and no control number confirms.

    A typing or reading error, so it is told, but never as sure.
    """

    ENTITY = "BE_NATIONAL_REGISTER_NUMBER"
    LABEL_SCORE = 0.3
    PATTERNS = (
        (
            "labelled, control fails",
            (
                rf"(?<=(?<!\p{{L}}){_STRONG_LABEL}[\"']?[{GAP}\t]{{0,3}}[:=#]?[{GAP}\t]{{0,3}}[\"']?)"
                rf"[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}{_SEPARATOR}{{0,3}}[0-9]{{3}}"
                rf"{_SEPARATOR}{{0,2}}[0-9]{{2}}{_AFTER}"
            ),
            0.3,
        ),
    )

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: what the two other recognizers refuse."""
        return national_number_kind(digits_of(text), self.today) is None
