"""Enterprise and VAT numbers of Belgium (BCE/KBO)."""

from __future__ import annotations

from stdnum.eu import vat

from recognizers.characters import GAP, HYPHEN, LINE_BREAK, compact, digits_of
from recognizers.checks import is_enterprise_number, is_establishment_unit
from recognizers.pattern import RIGHT, LabelledRecognizer

_AFTER = rf"{RIGHT}(?!\.[0-9])"
_FIRST = r"(?:\([01]\)|[01])"


class BeEnterpriseNumberRecognizer(LabelledRecognizer):
    """Finds enterprise numbers; old ones of nine digits only after BE.

    A dotted one looks like a mobile number: which wins is told by the labels and `OVERLAP_ORDER`.
    """

    ENTITY = "BE_ENTERPRISE_NUMBER"
    PATTERNS = (
        (
            "prefixed",
            (
                rf"(?<![\p{{L}}\p{{N}}])(?<!(?i:ISIN)[^\n]{{0,32}})(?i:BE)[{GAP}.{HYPHEN}]{{0,2}}{_FIRST}?[0-9]{{3}}[{GAP}.]?[0-9]{{3"
                rf"}}[{GAP}.]?[0-9]{{3}}{_AFTER}"
            ),
            0.9,
        ),
        (
            "behind a label without a space",
            (
                rf"(?<=(?<![\p{{L}}\p{{N}}])(?i:TVA|BTW|MwSt|VAT|KBO|BCE|RPM|RPR))(?:(?i:BE)[{GAP}.{HYPHEN}]{{0,2}})?{_FIRST}"
                rf"[0-9]{{3}}[{GAP}.]?[0-9]{{3}}[{GAP}.]?[0-9]{{3}}{_AFTER}"
            ),
            0.9,
        ),
        (
            "dotted, broken line",
            rf"(?<![\p{{L}}\p{{N}}.]){_FIRST}[0-9]{{3}}\.(?:{LINE_BREAK}[0-9]{{3}}\.[0-9]{{3}}|[0-9]{{3}}\.{LINE_BREAK}[0-9]{{3}}){_AFTER}",
            0.55,
        ),
        ("dotted", rf"(?<![\p{{L}}\p{{N}}.]){_FIRST}[0-9]{{3}}\.[0-9]{{3}}\.[0-9]{{3}}{_AFTER}", 0.65),
        (
            "grouped or glued",
            (
                rf"(?<![\p{{L}}\p{{N}}.+/]){_FIRST}[0-9]{{3}}[{GAP}]?[0-9]{{3}}[{GAP}]?[0-9]{{3}}{_AFTER}(?"
                rf"![/{HYPHEN}][0-9])"
            ),
            0.3,
        ),
    )

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_enterprise_number(digits_of(text).zfill(10))


class BeEstablishmentUnitRecognizer(LabelledRecognizer):
    """Finds numbers of establishment units, whose first digit is 2 to 8; a label tells."""

    ENTITY = "BE_ESTABLISHMENT_UNIT_NUMBER"
    LABEL_SCORE = 0.8
    PATTERNS = (
        ("dotted", rf"(?<![\p{{L}}\p{{N}}.])[2-8]\.[0-9]{{3}}\.[0-9]{{3}}\.[0-9]{{3}}{_AFTER}", 0.3),
        ("grouped or glued", rf"(?<![\p{{L}}\p{{N}}.+/])[2-8](?:[{GAP}.]?[0-9]{{3}}){{3}}{_AFTER}", 0.1),
    )

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_establishment_unit(digits_of(text))


_COUNTRIES = "AT BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()


class VatNumberRecognizer(LabelledRecognizer):
    """Finds VAT numbers of the other member states; a label tells."""

    ENTITY = "VAT_NUMBER"
    LABEL_SCORE = 0.85
    PATTERNS = (
        (
            "other member state",
            rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(_COUNTRIES)})(?:[{GAP}.{HYPHEN}]?[0-9A-Z]){{8,12}}(?![\p{{L}}\p{{N}}])",
            0.2,
        ),
    )

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the country's own control, looked up nowhere."""
        return bool(vat.is_valid(compact(text)))
