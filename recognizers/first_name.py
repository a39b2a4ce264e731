"""Given names that stand alone where people put no more: under a letter, and behind a word of kin."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers.name_words import Kind, kind_of
from recognizers.pattern import LabelledRecognizer
from recognizers.person import WORD_END, any_of

_GIVEN = r"\p{Lu}[\p{L}\p{M}]{1,20}(?:-\p{Lu}[\p{L}\p{M}]{1,20})?"
_CLOSED = rf"(?i:{any_of('closing')})[ ]?[,.!]{{0,3}}[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,3}}"
_KIN = (
    r"(?i:(?:son|sa|leur|notre|mon|ma|le|la)[ ](?:petite?[ -])?(?:fils|fille|frère|sœur|soeur|mari|femme|épouse|époux|bébé)"
    r"|(?:zijn|haar|hun|onze|mijn)[ ](?:klein)?(?:zoon|zoontje|dochter|dochtertje|broer|zus|man|vrouw|baby)"
    r"|(?:sein|ihr|unser|mein)e?[nmrs]?[ ](?:Sohn|Tochter|Bruder|Schwester|Mann|Frau|Baby)"
    r"|(?:his|her|their|our|my)[ ](?:grand)?(?:son|daughter|brother|sister|husband|wife|baby))"
)


class FirstNameRecognizer(LabelledRecognizer):
    """Finds a known given name alone under the closing of a letter or behind a word of kin: `son fils Noé`."""

    ENTITY = "PERSON"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("signed", rf"(?<=[ \t\n])(?=\p{{Lu}})(?<={_CLOSED}){_GIVEN}(?=[ \t]{{0,8}}\r?$)", 0.6),
        ("kin", rf"(?<=[ ])(?=\p{{Lu}})(?<=(?<![\p{{L}}\p{{N}}]){_KIN},?[ ]){_GIVEN}{WORD_END}(?![ ]\p{{Lu}})", 0.6),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: a given name that is known."""
        return kind_of(text) in (Kind.GIVEN, Kind.DOUBTFUL)
