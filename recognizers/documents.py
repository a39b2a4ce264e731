"""Numbers of Belgian identity papers: eID card, passport, driving licence, residence card, social security card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN, LINE_BREAK, digits_of
from recognizers.checks import account_control_matches
from recognizers.labelled import after_label, before_label, gate_behind, label_gate
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

TWELVE = rf"(?<![/+*{HYPHEN}]){LEFT}[0-9]{{3}}%s[0-9]{{7}}%s[0-9]{{2}}{RIGHT}(?![/*{HYPHEN}][0-9*])"
"""Twelve digits as cards and old accounts group them, with the mark between the groups twice."""
HYPHENS = TWELVE % ((rf"[{GAP}]?[{HYPHEN}](?:[{GAP}]|{LINE_BREAK})?",) * 2)
SPACES = TWELVE % ((rf"[{GAP}]",) * 2)
GLUED = TWELVE % (("",) * 2)


class BeEidCardRecognizer(LabelledRecognizer):
    """Finds numbers of identity cards; accounts and structured communications share the control, so a label tells."""

    ENTITY = "BE_EID_CARD_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups, hyphens", HYPHENS, 0.3),
        ("groups, spaces", SPACES, 0.2),
        ("glued", GLUED, 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return account_control_matches(digits_of(text))


class BePassportRecognizer(LabelledRecognizer):
    """Finds Belgian passport numbers: two capitals and six digits say nothing without a label."""

    ENTITY = "BE_PASSPORT_NUMBER"
    LABEL_SCORE = 0.8
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("capitals and digits", rf"{LEFT}[A-Z]{{2}}[{GAP}{HYPHEN}]?[0-9]{{6}}{RIGHT}(?![{HYPHEN}/][0-9])", 0.1),
        ("small letters", after_label(ENTITY, rf"[a-z]{{2}}[{GAP}]?[0-9]{{6}}{RIGHT}"), 0.7),
    ]

    GATES: ClassVar[Mapping[str, str]] = {"small letters": label_gate("BE_PASSPORT_NUMBER")}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: there is no control."""
        return len(text) < 10


LICENCE = rf"[0-9]{{10}}{RIGHT}|[0-9]{{4}}[{GAP}.][0-9]{{3}}[{GAP}.][0-9]{{3}}{RIGHT}"
_FIELD = r"[ \t]{0,4}(?:%s)[.)][^\n]{1,60}\n"
_FIELD_3 = r"[ \t]{0,4}3[.)][ \t]{0,4}[0-9]{1,2}[./\- ][0-9]{1,2}[./\- ][0-9]{2,4}[^\n]{0,60}\n"
_NUMBERED = (
    rf"(?<=^{_FIELD_3}(?:{_FIELD % '4[a-d]'}){{0,4}}[ \t]{{0,4}}5[.)][ \t]{{1,4}}"
    rf"|(?<![0-9])3\.[^\n]{{4,60}}[ ;,]4a\.[^\n]{{4,90}}[ ;,]5\.[ ]{{1,2}})(?:{LICENCE})"
)


class BeDrivingLicenceRecognizer(LabelledRecognizer):
    """Finds numbers of driving licences: ten digits behind a label, or field 5 after the fields 3 and 4 of the card.

    Source: Royal Decree of 23 March 1998, annex 1.
    """

    ENTITY = "BE_DRIVING_LICENCE_NUMBER"
    LABEL_SCORE = 0.8
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, LICENCE), 0.75),
        ("numbered field", _NUMBERED, 0.75),
        ("before its label", before_label(ENTITY, rf"{LEFT}(?:{LICENCE})"), 0.75),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("BE_DRIVING_LICENCE_NUMBER"),
        "labelled": label_gate("BE_DRIVING_LICENCE_NUMBER"),
        "numbered field": "^[0-9]{4}",
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: there is no control."""
        return int(digits_of(text)) > 0


class BeResidenceCardRecognizer(LabelledRecognizer):
    """Finds numbers of foreigners' residence cards: B and nine digits, on older cards twelve digits; a label tells."""

    ENTITY = "BE_RESIDENCE_CARD_NUMBER"
    LABEL_SCORE = 0.8
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("B and nine digits", rf"{LEFT}B[{GAP}.]?[0-9]{{3}}[{GAP}.]?[0-9]{{4}}[{GAP}.]?[0-9]{{2}}{RIGHT}", 0.1),
        ("B and groups", rf"{LEFT}B[{GAP}.]?[0-9]{{7}}[{GAP}.]?[0-9]{{2}}{RIGHT}", 0.1),
        ("small b", after_label(ENTITY, rf"b[{GAP}.]?[0-9]{{7}}[{GAP}.]?[0-9]{{2}}{RIGHT}"), 0.7),
        ("twelve digits", HYPHENS, 0.1),
    ]

    GATES: ClassVar[Mapping[str, str]] = {"small b": label_gate("BE_RESIDENCE_CARD_NUMBER")}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: only the older twelve digits have a control."""
        digits = digits_of(text)
        return len(digits) == 9 or account_control_matches(digits)


class BeSocialSecurityCardRecognizer(LabelledRecognizer):
    """Finds numbers of SIS and ISI+ cards behind their label; no rule is published for their ten digits."""

    ENTITY = "BE_SOCIAL_SECURITY_CARD_NUMBER"
    LABEL_SCORE = 0.6
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("labelled", after_label(ENTITY, rf"[0-9]{{3}}[{GAP}]?[0-9]{{3}}[{GAP}]?[0-9]{{4}}{RIGHT}"), 0.5),
        (
            "before its label",
            before_label(ENTITY, rf"{LEFT}[0-9]{{3}}[{GAP}]?[0-9]{{3}}[{GAP}]?[0-9]{{4}}{RIGHT}"),
            0.5,
        ),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "before its label": gate_behind("BE_SOCIAL_SECURITY_CARD_NUMBER"),
        "labelled": label_gate("BE_SOCIAL_SECURITY_CARD_NUMBER"),
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: there is no control."""
        return int(digits_of(text)) > 0


class TravelDocumentRecognizer(LabelledRecognizer):
    """Finds numbers of the neighbors' passports and identity cards behind a label: nine letters and digits."""

    ENTITY = "TRAVEL_DOCUMENT_NUMBER"
    LABEL_SCORE = 0.7
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "labelled",
            after_label(
                ENTITY,
                rf"(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])(?:[0-9]{{2}}[A-Z]{{2}}[0-9]{{5}}|[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{{8}}"
                rf"|[A-Z]{{2}}[A-Z0-9]{{6}}[0-9]){RIGHT}",
            ),
            0.6,
        ),
    ]

    GATES: ClassVar[Mapping[str, str]] = {"labelled": label_gate("TRAVEL_DOCUMENT_NUMBER")}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: there is no control that all countries share."""
        return not text.isalpha()
