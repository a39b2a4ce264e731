"""Payment cards: ranges of the issuers, lengths, and Luhn's control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers.characters import GAP, digits_of
from recognizers.checks import luhn_matches
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_RANGES: tuple[tuple[int, int, frozenset[int]], ...] = (
    (2221_00, 2720_99, frozenset({16})),  # Mastercard
    (3000_00, 3059_99, frozenset({14})),  # Diners
    (3400_00, 3499_99, frozenset({15})),  # American Express
    (3528_00, 3589_99, frozenset(range(16, 20))),  # JCB
    (3600_00, 3699_99, frozenset({14})),
    (3700_00, 3799_99, frozenset({15})),
    (3800_00, 3999_99, frozenset({14})),
    (4000_00, 4999_99, frozenset({13, 16, 19})),  # Visa
    (5000_00, 5099_99, frozenset(range(12, 20))),  # Maestro
    (5100_00, 5599_99, frozenset({16})),
    (5600_00, 5899_99, frozenset(range(12, 20))),
    (6011_00, 6011_99, frozenset(range(16, 20))),  # Discover
    (6200_00, 6299_99, frozenset(range(16, 20))),  # UnionPay
    (6304_00, 6304_99, frozenset(range(12, 20))),
    (6440_00, 6599_99, frozenset(range(16, 20))),
    (6703_00, 6703_99, frozenset(range(16, 20))),  # Bancontact
    (6759_00, 6763_99, frozenset(range(12, 20))),
)


def is_card(digits: str) -> bool:
    """Tell whether 12 to 19 digits are a payment card's: a known range with its length, and Luhn's control."""
    if not 12 <= len(digits) <= 19 or not luhn_matches(digits):
        return False
    start, length = int(digits[:6]), len(digits)
    return any(low <= start <= high and length in lengths for low, high, lengths in _RANGES)


def _grouped(gap: str) -> str:
    four = r"[0-9]{4}"
    rest = rf"(?:{four}{gap}{four}{gap}{four}(?:{gap}[0-9]{{1,3}})?|[0-9]{{6}}{gap}[0-9]{{4,5}})"
    return rf"(?<![0-9]{gap}){LEFT}{four}{gap}{rest}{RIGHT}(?!{gap}[0-9])"


class PaymentCardRecognizer(LabelledRecognizer):
    """Finds payment cards; printed groups are sure, a glued number is not, since one in ten passes Luhn by chance."""

    ENTITY = "CREDIT_CARD"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups, spaces", _grouped(f"[{GAP}]"), 0.9),
        ("groups, hyphens", _grouped("-"), 0.9),
        ("groups, dots", _grouped(r"\."), 0.9),
        ("glued", rf"(?<![0-9][.\-/]){LEFT}(?:[0-9]{{15,16}}){RIGHT}(?![.\-/][0-9])", 0.5),
        (
            "glued, odd length",
            rf"(?<![0-9][.\-/]){LEFT}[0-9]{{12}}(?:[0-9]{{0,2}}|[0-9]{{5,7}}){RIGHT}(?![.\-/][0-9])",
            0.2,
        ),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_card(digits_of(text))
