"""Payment cards: ranges of the issuers, lengths, and Luhn's control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers.characters import GAP, LINE_BREAK, digits_of
from recognizers.checks import is_card
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer


def _grouped(gap: str) -> str:
    four = r"[0-9]{4}"
    rest = rf"(?:{four}{gap}{four}{gap}{four}(?:{gap}[0-9]{{1,3}})?|[0-9]{{6}}{gap}[0-9]{{4,5}})"
    return rf"(?<![0-9]{gap}){LEFT}{four}{gap}{rest}{RIGHT}(?!{gap}[0-9])"


def _broken() -> str:
    """Give four groups of four with one line end between two of them."""
    four, gap = r"[0-9]{4}", f"[{GAP}-]"
    breaks = [(LINE_BREAK, gap, gap), (gap, LINE_BREAK, gap), (gap, gap, LINE_BREAK)]
    forms = "|".join(f"{four}{first}{four}{second}{four}{third}{four}" for first, second, third in breaks)
    return rf"(?<![0-9][{GAP}-]){LEFT}(?:{forms}){RIGHT}(?![{GAP}-][0-9])"


_BROKEN = _broken()


class PaymentCardRecognizer(LabelledRecognizer):
    """Finds payment cards; printed groups are sure, a glued number is not, since one in ten passes Luhn by chance."""

    ENTITY = "CREDIT_CARD"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("groups, spaces", _grouped(f"[{GAP}]"), 0.9),
        ("groups, hyphens", _grouped("-"), 0.9),
        ("groups, dots", _grouped(r"\."), 0.9),
        ("groups, broken line", _BROKEN, 0.6),
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
