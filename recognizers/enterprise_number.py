"""Enterprise and VAT numbers of Belgium (BCE/KBO)."""

from __future__ import annotations

from recognizers.characters import GAP, HYPHEN, digits_of
from recognizers.checks import is_enterprise_number
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
                rf"(?<![\p{{L}}\p{{N}}])(?i:BE)[{GAP}.{HYPHEN}]{{0,2}}{_FIRST}?[0-9]{{3}}[{GAP}.]?[0-9]{{3"
                rf"}}[{GAP}.]?[0-9]{{3}}{_AFTER}"
            ),
            0.9,
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
